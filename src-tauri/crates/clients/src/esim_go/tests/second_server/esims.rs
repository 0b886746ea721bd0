//! The eSIMs of this reading: without a state, each of them in an array, their bundles without an envelope.

use super::{Account, Held, asked, code, html, refusal};
use crate::scripted::{Reply, json};

impl Account {
    pub(super) fn esim(&self, path: &[&str], query: &str) -> Reply {
        match path {
            [] => json(&listed(&self.esims, query)),
            ["assignments"] => {
                let reference = asked(query, "reference").unwrap_or_default();
                let is_it = |held: &&Held| held.plans.iter().any(|(_, by)| is_of(by, reference));
                let by_order = || {
                    let order = self.orders.iter().find(|order| order.reference == reference)?;
                    self.esims.iter().find(|held| held.number == order.number)
                };
                match self.esims.iter().find(is_it).or_else(by_order) {
                    Some(held) => (self.install)(held),
                    None => html(404),
                }
            }
            [_] if query.contains("additionalFields=installUrl") => {
                refusal(400, r#"{"message":"unknown field"}"#)
            }
            [number, rest @ ..] => match self.esims.iter().find(|held| held.number == *number) {
                Some(held) => self.of_one(held, rest),
                None => html(404),
            },
        }
    }

    fn of_one(&self, held: &Held, rest: &[&str]) -> Reply {
        match rest {
            [] => json(&format!(
                r#"[{{"iccid":{},"matchingId":"{}","smdpAddress":"","rspUrl":"HTTPS://rsp.example.com/","pin":4711,"puk":"","profileStatus":"RELEASED","firstInstalledDateTime":"","customerRef":"{}","msisdn":"","colour":"blue"}}]"#,
                held.number,
                code(held),
                held.note
            )),
            ["bundles"] => json(&bundles(held)),
            ["compatible", "JP%201GB"] => json(&format!(r#"{{"compatible":{},"reason":""}}"#, self.fits)),
            ["history"] => json(
                r#"[{"name":"Bundle Applied","bundleName":"","bundle":"JP 1GB","date":"2026-01-01T02:00:00+02:00","alertType":""},{"name":"Bundle Lapsed","bundle":"JP 1GB","date":1767312000000,"alertType":"","bundleState":"lapsed","by":7}]"#,
            ),
            ["location"] => json(
                r#"{"mobileNetworkCode":"","networkName":"NTT","networkBrandName":"","country":"JPN","lastSeen":1767312000000}"#,
            ),
            ["refresh"] => json(r#"{"message":"Successfully refreshed SIM"}"#),
            _ => html(404),
        }
    }
}

/// A page of two, with a count of rows and none of pages.
fn listed(esims: &[Held], query: &str) -> String {
    let row = |held: &Held| {
        format!(
            r#"{{"iccid":{},"customerRef":"{}","lastAction":"","actionDate":null}}"#,
            held.number, held.note
        )
    };
    let rows: Vec<_> = esims.iter().map(row).collect();
    format!(r#"{{"data":{},"rows":"{}","pageSize":"2"}}"#, super::page(&rows, query), esims.len())
}

/// Every quantity is a text, and there are no allowances.
fn bundles(held: &Held) -> String {
    let row = |(place, (bundle, by)): (usize, &(String, String))| {
        format!(
            r#"{{"name":"{bundle}","description":"","assignments":[{{"id":{},"initialQuantity":"1000000000","remainingQuantity":"250000000","startTime":"","endTime":"","assignmentDateTime":"","assignmentReference":"{by}","bundleState":"Queued"}}]}}"#,
            place + 1
        )
    };
    let rows: Vec<_> = held.plans.iter().enumerate().map(row).collect();
    format!("[{}]", rows.join(","))
}

fn is_of(assignment: &str, reference: &str) -> bool {
    assignment.strip_suffix("-0") == Some(reference)
}
