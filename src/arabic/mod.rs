//! The Arabic language: words, clitics, and folding with its map back to the source.
