//! One open workspace: documents, selection, history, worker. `dispatch` is the only way in.
