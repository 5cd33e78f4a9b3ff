//! Other people's files: one registry, one file for each format, the offset map, the loss report.
