//! The priority of a thread whose work may wait for the window's.

/// How much lower it is (`nice`, of 19). Where nobody else wants a processor, the thread is as fast as any.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lowers the priority of this thread for as long as it lives. Only Linux counts it by thread; elsewhere nothing is done.
pub fn lower_thread_priority() {
    // Refused, the thread runs at the priority it has.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICE);
}
