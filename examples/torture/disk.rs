//! A disk that remembers in which order it was written and flushed, so that a power cut can be tried at each moment
//! afterwards. It is a file served by this program; the system mounts what is on it through a loop device.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use fuser::{
    BackgroundSession, Config, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags, Generation, INodeNo,
    LockOwner, MountOption, OpenFlags, ReplyAttr, ReplyData, ReplyEmpty, ReplyEntry, ReplyOpen, ReplyWrite, Request,
    WriteFlags,
};

const BLOCK: usize = 4096;

/// What is on a disk. Blocks that were never written are zeros; a copy shares its blocks until it is written.
#[derive(Clone, Default)]
pub struct Image {
    blocks: HashMap<u64, Arc<[u8; BLOCK]>>,
    len: u64,
}

impl Image {
    pub fn from_file(path: &Path) -> std::io::Result<Image> {
        let bytes = std::fs::read(path)?;
        let mut image = Image { blocks: HashMap::new(), len: bytes.len() as u64 };
        for (n, block) in bytes.chunks(BLOCK).enumerate().filter(|(_, block)| block.iter().any(|byte| *byte != 0)) {
            image.write(n as u64 * BLOCK as u64, block);
        }
        Ok(image)
    }

    fn read(&self, offset: u64, size: usize) -> Vec<u8> {
        let end = (offset + size as u64).min(self.len);
        let mut bytes = Vec::with_capacity(size);
        let mut at = offset;
        while at < end {
            let within = (at % BLOCK as u64) as usize;
            let until = BLOCK.min(within + (end - at) as usize);
            match self.blocks.get(&(at / BLOCK as u64)) {
                Some(block) => bytes.extend_from_slice(&block[within..until]),
                None => bytes.resize(bytes.len() + until - within, 0),
            }
            at += (until - within) as u64;
        }
        bytes
    }

    pub fn write(&mut self, offset: u64, mut bytes: &[u8]) {
        let mut at = offset;
        while !bytes.is_empty() {
            let within = (at % BLOCK as u64) as usize;
            let n = bytes.len().min(BLOCK - within);
            let block = self.blocks.entry(at / BLOCK as u64).or_insert_with(|| Arc::new([0; BLOCK]));
            Arc::make_mut(block)[within..within + n].copy_from_slice(&bytes[..n]);
            bytes = &bytes[n..];
            at += n as u64;
        }
    }
}

/// What happened to the disk, in order.
pub enum Event {
    /// Bytes that may or may not survive a power cut until the next flush.
    Write { offset: u64, bytes: Vec<u8> },
    /// Everything before it survives.
    Flush,
    /// A program said a line to whoever uses it.
    Said(String),
}

#[derive(Default)]
struct State {
    image: Image,
    /// Which disk this is: each has a file of its own, of which the system has cached nothing.
    number: u64,
    events: Vec<Event>,
    written: usize,
}

/// The served folder: the disk, and a file that programs speak into.
#[derive(Clone, Default)]
struct Served(Arc<Mutex<State>>);

pub struct Disks {
    served: Served,
    folder: PathBuf,
    _session: BackgroundSession,
}

impl Disks {
    /// Serves disks in `folder`, which is there and empty.
    pub fn serve(folder: &Path) -> std::io::Result<Disks> {
        let served = Served::default();
        let mut config = Config::default();
        config.mount_options = vec![MountOption::FSName("hashiya-torture".into())];
        let session = fuser::spawn_mount(served.clone(), folder, &config)?;
        Ok(Disks { served, folder: folder.to_path_buf(), _session: session })
    }

    /// Puts a disk in; where it is.
    pub fn insert(&self, image: Image) -> PathBuf {
        let mut state = self.served.state();
        let number = state.number + 1;
        *state = State { image, number, ..State::default() };
        self.folder.join(format!("disk-{number}"))
    }

    /// Where programs say what they did.
    pub fn ear(&self) -> PathBuf {
        self.folder.join("said")
    }

    /// How many bytes were written to the disk.
    pub fn written(&self) -> usize {
        self.served.state().written
    }

    /// What happened to the disk that is in.
    pub fn take_events(&self) -> Vec<Event> {
        std::mem::take(&mut self.served.state().events)
    }
}

const EAR: u64 = 2;
const FIRST_DISK: u64 = 10;

impl Served {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn attributes(&self, inode: u64) -> FileAttr {
        let state = self.state();
        let folder = inode == INodeNo::ROOT.0;
        let size = if inode >= FIRST_DISK { state.image.len } else { 0 };
        FileAttr {
            ino: INodeNo(inode),
            size,
            blocks: size / 512,
            atime: UNIX_EPOCH,
            mtime: UNIX_EPOCH,
            ctime: UNIX_EPOCH,
            crtime: UNIX_EPOCH,
            kind: if folder { FileType::Directory } else { FileType::RegularFile },
            perm: if folder { 0o700 } else { 0o600 },
            nlink: 1,
            uid: 0,
            gid: 0,
            rdev: 0,
            flags: 0,
            blksize: BLOCK as u32,
        }
    }
}

impl Filesystem for Served {
    fn lookup(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let number = self.state().number;
        let inode = match name.to_str() {
            Some("said") => EAR,
            Some(name) if name == format!("disk-{number}") => FIRST_DISK + number,
            _ => return reply.error(Errno::ENOENT),
        };
        reply.entry(&Duration::ZERO, &self.attributes(inode), Generation(0));
    }

    fn getattr(&self, _: &Request, inode: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        reply.attr(&Duration::ZERO, &self.attributes(inode.0));
    }

    fn open(&self, _: &Request, inode: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        let flags = if inode.0 == EAR { FopenFlags::FOPEN_DIRECT_IO } else { FopenFlags::empty() };
        reply.opened(FileHandle(0), flags);
    }

    fn read(
        &self,
        _: &Request,
        inode: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let state = self.state();
        match inode.0 == FIRST_DISK + state.number {
            true => reply.data(&state.image.read(offset, size as usize)),
            false => reply.data(&[]),
        }
    }

    fn write(
        &self,
        _: &Request,
        inode: INodeNo,
        _: FileHandle,
        offset: u64,
        bytes: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let mut state = self.state();
        if inode.0 == EAR {
            let said = String::from_utf8_lossy(bytes).into_owned();
            state.events.extend(said.lines().map(|line| Event::Said(line.to_owned())));
        } else if inode.0 == FIRST_DISK + state.number && offset + bytes.len() as u64 <= state.image.len {
            state.image.write(offset, bytes);
            state.written += bytes.len();
            state.events.push(Event::Write { offset, bytes: bytes.to_vec() });
        } else {
            return reply.error(Errno::EIO);
        }
        reply.written(bytes.len() as u32);
    }

    fn fsync(&self, _: &Request, _: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        self.state().events.push(Event::Flush);
        reply.ok();
    }

    /// Closing the file promises nothing.
    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        reply.ok();
    }
}
