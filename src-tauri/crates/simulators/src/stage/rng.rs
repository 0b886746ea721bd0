//! A small deterministic generator (SplitMix64): the same seed gives the same catalogue and the same ids.

use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, Hasher, RandomState};

/// Letters of both cases and digits.
pub const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Upper-case hexadecimal digits.
pub const HEX: &[u8] = b"0123456789ABCDEF";
/// Decimal digits.
pub const DIGITS: &[u8] = b"0123456789";

/// Its state is saved with the ledger, so that ids issued after a restart do not repeat earlier ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rng(u64);

impl Rng {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Differs from run to run: for tokens and credentials, which must not follow from the seed.
    pub fn of_this_run() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }

    /// The next number of all there are.
    pub fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit` (0 when `limit` is 0).
    pub fn below(&mut self, limit: usize) -> usize {
        (self.any() % (limit.max(1) as u64)) as usize
    }

    /// `prefix` and `length` characters of `alphabet`, such as [`LETTERS`]; `alphabet` is ASCII and not empty.
    pub fn text(&mut self, prefix: &str, length: usize, alphabet: &[u8]) -> String {
        let mut text = String::with_capacity(prefix.len() + length);
        text.push_str(prefix);
        for _ in 0..length {
            text.push(char::from(alphabet[self.below(alphabet.len())]));
        }
        text
    }

    /// A UUID of version 4 (RFC 9562) in lower case.
    pub fn uuid(&mut self) -> String {
        let high = self.any() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000;
        let low = self.any() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000;
        let (a, b, c) = (high >> 32, high >> 16 & 0xFFFF, high & 0xFFFF);
        format!("{a:08x}-{b:04x}-{c:04x}-{:04x}-{:012x}", low >> 48, low & 0xFFFF_FFFF_FFFF)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_says_its_version_and_variant_and_follows_from_the_seed() {
        let mut rng = Rng::new(1);
        for _ in 0..64 {
            let uuid = rng.uuid();
            let parts: Vec<usize> = uuid.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{uuid}");
            assert_eq!(uuid.as_bytes()[14], b'4', "{uuid}");
            assert!(b"89ab".contains(&uuid.as_bytes()[19]), "{uuid}");
        }
        assert_eq!(Rng::new(7).uuid(), Rng::new(7).uuid());
        assert_ne!(Rng::new(7).uuid(), Rng::new(8).uuid());
    }
}
