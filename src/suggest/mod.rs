//! Propagation and the learner.
