//! The forms of the ids in ZIM's examples.

use crate::stage::{HEX, LETTERS, Rng};

/// Ids as ZIM gives them.
pub(crate) trait Ids {
    /// `prefix` and 21 letters or digits, the form of every id in ZIM's examples.
    fn id(&mut self, prefix: &str) -> String;

    /// 32 upper-case hexadecimal digits, the form of ZIM's matching ids.
    fn hex32(&mut self) -> String;
}

impl Ids for Rng {
    fn id(&mut self, prefix: &str) -> String {
        self.text(prefix, 21, LETTERS)
    }

    fn hex32(&mut self) -> String {
        self.text("", 32, HEX)
    }
}
