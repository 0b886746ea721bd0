//! A small deterministic generator (SplitMix64): the same seed gives the same catalogue and the same ids.

use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, Hasher, RandomState};

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Its state is saved with the ledger, so that ids issued after a restart do not repeat earlier ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Differs from run to run: for tokens and credentials, which must not follow from the seed.
    pub fn of_this_run() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit` (0 when `limit` is 0).
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % (limit.max(1) as u64)) as usize
    }

    /// `prefix` and 21 letters or digits, the form of every id in ZIM's examples.
    pub fn id(&mut self, prefix: &str) -> String {
        self.text(prefix, 21, LETTERS)
    }

    /// 32 upper-case hexadecimal digits, the form of ZIM's matching ids.
    pub fn hex32(&mut self) -> String {
        self.text("", 32, HEX)
    }

    fn text(&mut self, prefix: &str, length: usize, alphabet: &[u8]) -> String {
        let mut text = String::with_capacity(prefix.len() + length);
        text.push_str(prefix);
        for _ in 0..length {
            text.push(char::from(alphabet[self.below(alphabet.len())]));
        }
        text
    }
}
