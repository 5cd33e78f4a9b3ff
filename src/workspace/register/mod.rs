//! The entity register of a project: read and written, linked to, proposed, merged, split, and where its entries stand.

mod file;
mod fold;
mod index;
mod links;
mod place_lists;
mod places;

pub use file::{MergedSave, change, load, merge_files, register_of, salvage_into, save_merged};
pub use index::{MAX_PROPOSALS, Proposal, Reason, RegisterIndex};
pub use links::{
    Picked, SplitOff, TakeProposal, TakenProposals, fresh_id, index_of, learn, merge_entries, split_entry,
    take_proposals,
};
pub use places::{
    EntryPlace, EntryUse, EntryUses, LinkProblem, MAX_PLACES, OpenDocuments, form_of, link_problems, places, uses,
};
