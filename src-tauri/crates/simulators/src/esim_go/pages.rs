//! Lists by pages, and what stands around their rows.

use super::asked::Asked;
use super::faults::Twist;
use super::options::{Envelopes, Options};
use super::refused::Refused;
use serde_json::{Value, json};

/// The part of a list that was asked for.
#[derive(Debug)]
pub(crate) struct Page {
    rows: Vec<Value>,
    total: usize,
    size: usize,
}

impl Page {
    /// Page `page` (from 1) of `all`, `size` rows each.
    pub fn of<T>(
        all: &[T],
        asked: &Asked,
        size: usize,
        options: &Options,
        twist: Option<&Twist>,
        row: impl Fn(&T) -> Value,
    ) -> Result<Self, Refused> {
        let asked_for = asked.number("page", 1)?;
        let last = all.len().div_ceil(size).max(1);
        let page = if options.last_page_repeats { asked_for.min(last) } else { asked_for };
        let shift = usize::from(twist == Some(&Twist::PageShifts) && page > 1);
        let start = (page - 1).saturating_mul(size).saturating_sub(shift);
        let rows = all.iter().skip(start).take(size).map(row).collect();
        Ok(Self { rows, total: all.len(), size })
    }

    /// The rows under `name`, as the options have it; `bare` lists are arrays in the schema.
    pub fn json(self, name: &str, bare: bool, envelopes: Envelopes) -> Value {
        match envelopes {
            Envelopes::Seen => {
                let pages = self.total.div_ceil(self.size);
                json!({name: self.rows, "rows": self.total, "pageCount": pages, "pageSize": self.size})
            }
            Envelopes::Documented if bare => Value::Array(self.rows),
            Envelopes::Documented => json!({name: self.rows}),
            Envelopes::Data => json!({"data": self.rows}),
        }
    }
}
