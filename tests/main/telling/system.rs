//! One error of the system of each kind that has a message of its own.

use std::io::{Error, ErrorKind};

use hashiya::store::DiskRefusal;

use super::PROSE;

/// Errors of the system of every kind that has words, and one that has only the English ones of the system.
pub fn io() -> Vec<Error> {
    use ErrorKind::*;
    let kinds = [
        NotFound,
        PermissionDenied,
        IsADirectory,
        NotADirectory,
        StorageFull,
        QuotaExceeded,
        ReadOnlyFilesystem,
        AlreadyExists,
        TimedOut,
        Interrupted,
        FileTooLarge,
        ResourceBusy,
        ExecutableFileBusy,
        InvalidFilename,
        StaleNetworkFileHandle,
        NetworkDown,
        HostUnreachable,
        NetworkUnreachable,
        ConnectionReset,
        UnexpectedEof,
        OutOfMemory,
        WouldBlock,
        Deadlock,
        ConnectionRefused,
        ConnectionAborted,
        NotConnected,
        DirectoryNotEmpty,
        CrossesDevices,
        TooManyLinks,
        Unsupported,
        WriteZero,
        InvalidData,
        BrokenPipe,
    ];
    use DiskRefusal::*;
    let own = [
        Circle,
        JournalTooLong,
        JournalTaken,
        TooManyJournals,
        TooManySetAside,
        NotAFile,
        LinkForFile,
        LinkForFolder,
        NameLeadsOut,
        LinkLeadsOut,
        NoCommonFolder,
        NameNotUnicode,
    ]
    .map(Error::from);
    kinds.map(Error::from).into_iter().chain(own).chain([Error::other(PROSE)]).collect()
}
