//! How spaCy calls a string: by its number among the symbols, or by MurmurHash64A of its UTF-8 with the seed 1.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::symbols::SYMBOLS;

static BY_NAME: LazyLock<HashMap<&str, u64>> =
    LazyLock::new(|| SYMBOLS.iter().zip(0..).map(|(name, number)| (*name, number)).collect());

pub(super) fn key_of(text: &str) -> u64 {
    BY_NAME.get(text).copied().unwrap_or_else(|| murmur(text.as_bytes()))
}

/// MurmurHash64A, seed 1.
fn murmur(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k = (k ^ (k >> R)).wrapping_mul(M);
        hash = (hash ^ k).wrapping_mul(M);
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> R)).wrapping_mul(M);
    hash ^ (hash >> R)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As spaCy 3.8 has them.
    #[test]
    fn strings_have_the_numbers_that_spacy_gives_them() {
        for (text, key) in [
            ("", 0),
            ("IS_ALPHA", 1),
            ("_", 456),
            ("a", 11_901_859_001_352_538_922),
            ("أحمد", 6_156_811_765_781_454_606),
            ("hello world, this is longer", 9_009_868_510_570_384_775),
            ("12345678", 9_871_996_032_675_327_904),
        ] {
            assert_eq!(key_of(text), key, "{text}");
        }
    }
}
