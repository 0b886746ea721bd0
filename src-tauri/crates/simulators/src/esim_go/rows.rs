//! The ledger's rows as eSIM Go writes them in JSON.

use super::catalogue::{Bundle, Catalogue};
use super::ledger::Ledger;
use super::options::{Options, RunningBalance, Version};
use super::orders::AT_ONCE;
use super::records::{Action, Esim, Order, PROFILES, Stock};
use serde_json::{Map, Value, json};

/// Minor units as the decimal number of major units that eSIM Go prints.
pub(crate) fn decimal(minor: i64) -> Value {
    if minor % 100 == 0 { json!(minor / 100) } else { json!(minor as f64 / 100.0) }
}

/// RFC 3339 in UTC with up to nine decimals, which the vendor's clock fills.
pub(crate) fn time(ms: i64) -> String {
    let below = i128::from(ms.rem_euclid(997) * 1001 % 1_000_000);
    let at = jiff::Timestamp::from_nanosecond(i128::from(ms) * 1_000_000 + below);
    at.map(|at| at.to_string()).unwrap_or_default()
}

/// A date.
pub(crate) fn date(ms: i64) -> String {
    time(ms).chars().take(10).collect()
}

/// How much an answer tells of an order's eSIMs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    Nothing,
    /// Everything for up to five eSIMs, of more only the ICCIDs.
    Few,
    All,
}

/// What every row depends on beside its own data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub ledger: &'a Ledger,
    pub catalogue: &'a Catalogue,
    pub options: &'a Options,
    pub version: Version,
}

impl Rows<'_> {
    /// SM-DP+ address: a bare host, or as the schema's example has it.
    pub fn smdp(&self, esim: &Esim) -> String {
        let scheme = if self.options.older_words { "http://" } else { "" };
        format!("{scheme}{}", esim.smdp)
    }

    /// A state as this account writes it.
    fn state(&self, word: &str) -> String {
        let capital = word.get(..1).filter(|_| self.options.capital_states).map(str::to_uppercase);
        capital.map_or_else(|| word.to_owned(), |first| first + &word[1..])
    }

    /// One order, without its running balance.
    pub fn order(&self, order: &Order, detail: Detail) -> Value {
        let pieces = order.lines.iter().map(|line| line.esims.len()).sum::<usize>();
        let codes = detail == Detail::All || detail == Detail::Few && pieces <= AT_ONCE;
        let reassign = if self.options.older_words { "allowReassign" } else { "AllowReassign" };
        let lines = order.lines.iter().map(|line| {
            let mut row = json!({
                "type": order.kind,
                "item": line.item,
                "quantity": line.quantity,
                "subTotal": decimal(line.price * i64::from(line.quantity)),
                "pricePerUnit": decimal(line.price),
                reassign: line.allow_reassign,
            });
            if order.assigned && detail != Detail::Nothing {
                let esims = line.esims.iter().map(|&n| &self.ledger.esims[n]);
                row["iccids"] = esims.clone().map(|esim| esim.iccid.as_str()).collect();
                if codes && !line.esims.is_empty() {
                    row["esims"] = esims.map(|esim| self.codes(esim)).collect();
                }
            }
            if order.kind.ends_with("opup") {
                row["invoiceLink"] = json!("https://example.com/invoice.pdf");
            }
            row
        });
        let created = if self.options.older_words { "createDate" } else { "createdDate" };
        json!({
            "order": lines.collect::<Vec<_>>(),
            "total": decimal(order.total),
            "currency": self.ledger.currency,
            "status": order.status,
            "statusMessage": order.message,
            "orderReference": order.reference,
            created: time(order.created_at),
            "assigned": order.assigned,
            "sourceIP": order.source_ip,
        })
    }

    /// One order with the balance that it left.
    pub fn receipt(&self, order: &Order, detail: Detail) -> Value {
        let mut row = self.order(order, detail);
        match self.options.running_balance {
            RunningBalance::Absent => {}
            RunningBalance::Text | RunningBalance::Number if self.version == Version::V24 => {}
            RunningBalance::Text => {
                let (whole, part) = (order.balance_after / 100, order.balance_after % 100);
                row["runningBalance"] = json!(format!("{whole}.{part:02}"));
            }
            RunningBalance::Number => row["runningBalance"] = decimal(order.balance_after),
        }
        row
    }

    fn codes(&self, esim: &Esim) -> Value {
        json!({"iccid": esim.iccid, "matchingId": esim.matching_id, "smdpAddress": self.smdp(esim)})
    }

    /// A row of the list of eSIMs.
    pub fn esim(&self, esim: &Esim) -> Value {
        let action = esim.history.iter().rev().find(|action| action.is_last_action());
        let mut row = json!({
            "iccid": esim.iccid,
            "customerRef": esim.customer_ref,
            "lastAction": action.map_or("", |action| action.name.as_str()),
            "actionDate": time(action.map_or(esim.assigned_at, |action| action.at)),
            "physical": esim.physical,
            "assignedDate": time(esim.assigned_at),
        });
        if self.version == Version::V25 {
            row["state"] = json!(self.state(state(esim)));
            if let Some(msisdn) = &esim.msisdn {
                row["msisdn"] = json!(msisdn);
            }
        }
        row
    }

    /// One eSIM with its install data; `urls` as `additionalFields` asked for.
    pub fn esim_detail(&self, esim: &Esim, urls: &Map<String, Value>) -> Value {
        let mut row = json!({
            "iccid": esim.iccid,
            "pin": esim.pin,
            "puk": esim.puk,
            "matchingId": esim.matching_id,
            "smdpAddress": self.smdp(esim),
            "profileStatus": self.profile_status(esim),
            "customerRef": esim.customer_ref,
        });
        if esim.first_installed.is_some() || !self.options.older_words {
            row["firstInstalledDateTime"] = json!(esim.first_installed.unwrap_or_default());
        }
        if let Value::Object(fields) = &mut row {
            fields.extend(urls.clone());
        }
        if self.version == Version::V25 {
            row["state"] = json!(self.state(state(esim)));
            row["brandingId"] = json!(if esim.profile == 0 { "(default)" } else { PROFILES[esim.profile].0 });
            row["profileName"] = json!(PROFILES[esim.profile].1);
            if let Some(msisdn) = &esim.msisdn {
                row["msisdn"] = json!(msisdn);
            }
        }
        row
    }

    /// The profile's status; only v2.5 has a word for a deactivated one.
    pub fn profile_status<'e>(&self, esim: &'e Esim) -> &'e str {
        if self.version == Version::V25 && esim.deactivated { "Deactivated" } else { &esim.profile_status }
    }

    /// A line of a history.
    pub fn action(&self, action: &Action) -> Value {
        let mut row = json!({"name": action.name, "date": time(action.at)});
        if let Some(bundle) = &action.bundle {
            row[if self.options.older_words { "bundle" } else { "bundleName" }] = json!(bundle);
        }
        if let Some(alert) = &action.alert {
            row["alertType"] = json!(alert);
        }
        row
    }

    /// One bundle on an eSIM at `now`.
    pub fn assignment(&self, n: usize, now: i64) -> Value {
        let row = &self.ledger.assignments[n];
        let Some(bundle) = self.catalogue.get(&row.bundle) else { return Value::Null };
        let (whole, used) = (bundle.bytes(), self.ledger.used(n, bundle, now));
        let mut json = json!({
            "id": row.id,
            "callTypeGroup": "data",
            "initialQuantity": whole,
            "remainingQuantity": whole - used,
            "assignmentDateTime": time(row.made_at),
            "assignmentReference": row.reference,
            "bundleState": self.state(row.state.word()),
            "unlimited": bundle.unlimited(),
        });
        if self.version == Version::V25 {
            for (name, at) in [("startTime", row.start), ("endTime", row.end)] {
                if let Some(at) = at {
                    json[name] = json!(time(at));
                }
            }
            json["allowances"] = balances(bundle, whole - used);
        }
        json
    }

    /// One bundle in stock.
    pub fn stock(&self, bundle: &Bundle, rows: &[&Stock]) -> Value {
        let available = rows.iter().map(|row| {
            json!({
                "id": row.id,
                "total": row.total,
                "remaining": row.remaining,
                "expiry": date(row.expiry),
            })
        });
        let months = bundle.days % 30 == 0 && bundle.days > 30;
        json!({
            "name": bundle.name,
            "desc": bundle.description,
            "useDms": false,
            "available": available.collect::<Vec<_>>(),
            "countries": bundle.countries().iter().map(|country| country.at.name).collect::<Vec<_>>(),
            "data": bundle.megabytes.unwrap_or(-1),
            "duration": if months { bundle.days / 30 } else { bundle.days },
            "durationUnit": if months { "month" } else { "day" },
            "autostart": true,
            "unlimited": bundle.unlimited(),
            "speed": Value::Null,
            "allowances": allowances(bundle, "Standard"),
        })
    }
}

fn state(esim: &Esim) -> &'static str {
    match esim {
        Esim { deactivated: true, .. } => "deactivated",
        Esim { suspended: true, .. } => "suspended",
        Esim { .. } => "active",
    }
}

/// What a bundle contains.
pub(crate) fn allowances(bundle: &Bundle, service: &str) -> Value {
    let row = |kind: &str, description: &str, amount: i64, unit: &str, unlimited: bool| {
        json!({
            "type": kind,
            "service": service,
            "description": description,
            "amount": amount,
            "unit": unit,
            "unlimited": unlimited,
        })
    };
    let mut rows =
        vec![row("DATA", "Standard Data", bundle.megabytes.unwrap_or(-1), "MB", bundle.unlimited())];
    if let Some((minutes, messages)) = bundle.calls() {
        rows.push(row("VOICE", "Standard Voice", minutes, "MINS", false));
        rows.push(row("SMS", "Standard SMS", messages, "SMS", false));
    }
    Value::Array(rows)
}

/// What a bundle on an eSIM has left.
fn balances(bundle: &Bundle, left: i64) -> Value {
    let row = |kind: &str, description: &str, initial: i64, remaining: i64, unit: &str| {
        json!({
            "type": kind,
            "service": "STANDARD",
            "description": description,
            "initialAmount": initial,
            "remainingAmount": remaining,
            "unit": unit,
            "unlimited": kind == "DATA" && bundle.unlimited(),
        })
    };
    let mut rows = vec![row("DATA", "Standard Data", bundle.bytes(), left, "BYTES")];
    if let Some((minutes, messages)) = bundle.calls() {
        rows.push(row("VOICE", "Standard Voice", minutes, minutes, "MINS"));
        rows.push(row("SMS", "Standard SMS", messages, messages, "SMS"));
    }
    Value::Array(rows)
}
