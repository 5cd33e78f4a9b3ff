//! The disk: versioned RON, atomic save, settings.
