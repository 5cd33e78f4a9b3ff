//! Every integration test of Hashiya: one binary, a module for each capability.

mod arabic;
mod edit;
mod keymap;
mod tidy;
mod words;
