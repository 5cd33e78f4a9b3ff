//! Every integration test of Hashiya: one binary, a module for each capability.

mod edit;
mod fixture;
mod store;
mod tidy;
