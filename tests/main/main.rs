//! The one test binary: a module for each capability.

mod arabic;
