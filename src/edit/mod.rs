//! How annotations change: a command is planned into a transaction that inverts itself.
