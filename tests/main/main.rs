//! Every integration test of Hashiya: one binary, a module for each capability.

mod arabic;
mod bidi;
mod cli;
mod dialogs;
mod doctor;
mod edit;
mod fixture;
mod formats;
mod git;
mod hostile;
mod keymap;
mod merge;
mod merge_laws;
mod page;
mod panels;
mod random_edits;
mod reanchor;
mod session;
mod store;
mod support;
mod tidy;
mod typeset;
mod view;
mod widgets;
mod window;
mod words;
