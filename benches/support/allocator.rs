//! The system's allocator, which tells a counter of each byte that is asked for and given back.

#![expect(unsafe_code, reason = "an allocator is unsafe to write")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::marker::PhantomData;

/// Who counts. It must not ask for memory itself.
pub trait Count {
    fn add(bytes: usize);
    fn remove(bytes: usize);
}

/// The system's allocator with an eye on it.
pub struct Counted<C>(PhantomData<C>);

impl<C> Counted<C> {
    pub const fn new() -> Self {
        Counted(PhantomData)
    }
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl<C: Count> GlobalAlloc for Counted<C> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        C::add(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        C::remove(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // While it is moved, both are held.
        C::add(size);
        C::remove(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.realloc(pointer, layout, size) }
    }
}
