//! The ledger's rows as Telkor writes them in JSON, in the forms and under the names that the options ask for.

use super::catalogue::{Catalogue, Coverage, Plan};
use super::forms::Reference;
use super::ids::json_id;
use super::ledger::{Activation, Item, Ledger, Outcome, Sim, Task};
use super::money::{Balance, Cost, charge};
use super::options::Options;
use serde_json::{Value, json};

/// RFC 3339 in UTC; whole seconds without a fraction, others with six digits.
pub(crate) fn time(ms: i64) -> String {
    match jiff::Timestamp::from_millisecond(ms) {
        Ok(at) if ms % 1000 == 0 => at.to_string(),
        Ok(at) => format!("{at:.6}"),
        Err(_) => String::new(),
    }
}

/// Millionths as a decimal number with six digits.
pub(crate) fn decimal(millionths: i64) -> String {
    let (sign, size) = (if millionths < 0 { "-" } else { "" }, millionths.unsigned_abs());
    format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
}

/// Millionths as a decimal number with one digit or more, as many as it takes.
fn short_decimal(millionths: i64) -> String {
    let text = decimal(millionths);
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.into() }
}

/// One SIM.
pub(crate) fn sim(ledger: &Ledger, row: &Sim, options: &Options) -> Value {
    let (names, forms) = (&options.names, &options.forms);
    let zone = |zone: &String| match forms.zone_objects {
        true => json!({"id": zone, "name": zone.to_uppercase()}),
        false => json!(zone),
    };
    let state = row.state.as_ref().map(|state| match forms.esim_state_object {
        true => json!({"state": state}),
        false => json!(state),
    });
    let link = row.link.map(|n| &ledger.links[n]);
    let mut json = json!({
        "id": json_id(&row.id),
        "iccid": row.iccid,
        "status": row.status,
        "sim_type": if row.esim { &forms.esim_word } else { &forms.physical_word },
        "is_attached": row.attached,
        "created_at": time(row.created_at),
        "updated_at": time(row.updated_at),
        "compatibility_zones": row.zones.iter().map(zone).collect::<Value>(),
        "link": link.map(|link| json!({"id": json_id(&link.id), "name": link.name, "status": link.status})),
    });
    json[names.msisdn.as_str()] = json!(row.msisdn);
    json[names.imsi.as_str()] = json!(row.imsi);
    json[names.imei.as_str()] = json!(row.imei);
    json[names.eid.as_str()] = json!(row.eid);
    json[names.esim_state.as_str()] = json!(state);
    json
}

/// The activation code of an eSIM.
pub(crate) fn code(row: &Sim) -> Option<String> {
    row.matching_id.as_ref().map(|id| format!("LPA:1$rsp.example.com${id}"))
}

/// What is needed to install an eSIM; all null where there is nothing to install.
pub(crate) fn installation(code: Option<String>, script: bool, options: &Options) -> Value {
    let names = &options.names;
    let link = |system: &str| {
        let data = code.as_ref()?.replace(':', "%3A").replace('$', "%24");
        Some(format!("https://esimsetup.{system}.com/esim_qrcode_provisioning?carddata={data}"))
    };
    let picture = code.as_ref().map(|code| picture(code, script));
    let mut json = json!({});
    json[names.android_link.as_str()] = json!(link("android"));
    json[names.ios_link.as_str()] = json!(link("apple"));
    json[names.qr.as_str()] = json!(picture);
    json["activation_code"] = match code {
        Some(code) if options.forms.bare_codes => json!(code.trim_start_matches("LPA:")),
        Some(code) => json!(code),
        None => Value::Null,
    };
    json
}

/// A square of dark and light fields. No camera reads it: a client is to draw the code itself.
fn picture(code: &str, script: bool) -> String {
    let dark = code.bytes().enumerate().filter(|(_, byte)| byte % 2 == 1);
    let fields: String = dark.map(|(n, _)| format!("M{} {}h1v1h-1z", n % 8, n / 8)).collect();
    let script = if script { "<script>document.title='played'</script>" } else { "" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\">{script}<path d=\"{fields}\"/></svg>"
    )
}

/// One link, by position.
pub(crate) fn link(ledger: &Ledger, n: usize) -> Value {
    let row = &ledger.links[n];
    let sim = row.sim.map(|sim| &ledger.sims[sim]);
    json!({
        "id": json_id(&row.id),
        "name": row.name,
        "status": row.status,
        "sim": sim.map(|sim| json!({"id": json_id(&sim.id), "iccid": sim.iccid})),
        "created_at": time(row.created_at),
        "updated_at": time(row.updated_at),
    })
}

/// One activation with its use at `now`.
pub(crate) fn activation(
    ledger: &Ledger,
    catalogue: &Catalogue,
    row: &Activation,
    options: &Options,
    now: i64,
) -> Value {
    let names = &options.names;
    let used = ledger.activation(&row.id).map_or(row.used, |n| ledger.used(n, now));
    let plan = catalogue.plan(&row.plan_id).map(|plan| {
        json!({
            "id": json_id(&plan.id),
            "name": plan.name,
            "included_data_mb": plan.megabytes,
            "validity_days": plan.days,
        })
    });
    let mut json = json!({
        "id": json_id(&row.id),
        "status": row.status,
        "source": row.source,
        "created_at": time(row.created_at),
        "updated_at": time(row.updated_at),
    });
    json[names.plan.as_str()] = json!(plan);
    json[names.usage.as_str()] = json!({
        "allocated_mib": decimal(row.allocated),
        "remaining_mib": short_decimal(row.allocated - used),
        "used_mib": short_decimal(used),
    });
    json[names.activated_at.as_str()] = json!(row.activated_at.map(time));
    json[names.expires_at.as_str()] = json!(row.expires_at.map(time));
    json
}

/// One task with its counters.
pub(crate) fn task(row: &Task, options: &Options) -> Value {
    let (done, failed, pending) = row.counts();
    let total = row.items.len();
    let begun = pending < total;
    let status = match pending {
        0 if failed == total => "failed",
        0 if failed > 0 => "completed_with_errors",
        0 => "completed",
        _ if begun => "in_progress",
        _ => "pending",
    };
    let shown = |number: usize| if begun || !options.forms.counts_late { number } else { 0 };
    json!({
        "id": json_id(&row.id),
        "type": row.kind,
        "status": status,
        "total_items": shown(total),
        "completed_items": done,
        "failed_items": failed,
        "pending_items": shown(pending),
        "created_at": time(row.created_at),
        "updated_at": time(row.updated_at),
    })
}

/// The status of an item in words.
pub(crate) fn item_status<'a>(row: &Item, options: &'a Options) -> &'a str {
    match row.outcome {
        None => "pending",
        Some(Outcome::Failed(_)) => "failed",
        Some(Outcome::Linked(_) | Outcome::Done) => &options.forms.success_word,
    }
}

/// One item of a task.
pub(crate) fn item(ledger: &Ledger, task: &Task, row: &Item, options: &Options) -> Value {
    let (names, forms) = (&options.names, &options.forms);
    let reference = match (forms.reference, &row.iccid) {
        (Reference::Iccid, Some(iccid)) => json!(iccid),
        (Reference::Iccid, None) | (Reference::SimId, _) => json!(row.target),
    };
    let about_sim = !task.name_prefix.is_empty();
    let target = json_id(&row.target);
    let plans: Vec<Value> = task.plan_ids.iter().map(|id| json_id(id)).collect();
    let payload = match about_sim {
        true => json!({"sim_id": target, "plan_ids": plans}),
        false => json!({"link_id": target}),
    };
    let (result, error) = match &row.outcome {
        Some(Outcome::Linked(link)) => (json!({"link_id": ledger.link_id(Some(*link))}), Value::Null),
        Some(Outcome::Failed(reason)) if forms.item_error_object => {
            (Value::Null, json!({"code": "ITEM_FAILED", "message": reason}))
        }
        Some(Outcome::Failed(reason)) => (Value::Null, json!(reason)),
        Some(Outcome::Done) => (json!({}), Value::Null),
        None => (Value::Null, Value::Null),
    };
    let mut json = json!({
        "id": json_id(&row.id),
        "reference_id": reference,
        "status": item_status(row, options),
        "error": error,
        "created_at": time(row.created_at),
        "updated_at": time(row.updated_at),
    });
    json[names.payload.as_str()] = payload;
    json[names.result.as_str()] = result;
    json
}

/// One plan. There is no price in it.
pub(crate) fn plan(catalogue: &Catalogue, row: &Plan) -> Value {
    let coverage = catalogue.coverage_of(row);
    json!({
        "id": json_id(&row.id),
        "name": row.name,
        "description": row.description,
        "included_data_mb": row.megabytes,
        "validity_days": row.days,
        "base_throttle": row.throttle,
        "reactivation_trigger": row.trigger,
        "coverage": {"id": json_id(&coverage.id), "name": coverage.name},
    })
}

/// One coverage with its operators.
pub(crate) fn coverage(catalogue: &Catalogue, row: &Coverage) -> Value {
    let operators = row.operators.iter().map(|&n| operator(catalogue, n));
    json!({"id": json_id(&row.id), "name": row.name, "operators": operators.collect::<Value>()})
}

fn operator(catalogue: &Catalogue, n: usize) -> Value {
    let operator = &catalogue.operators[n];
    json!({"id": json_id(&operator.id), "name": operator.name})
}

/// The organisation.
pub(crate) fn organization(ledger: &Ledger) -> Value {
    let opened = time(ledger.opened_at);
    json!({"id": json_id(&ledger.organization_id), "name": "Agency Ltd", "created_at": opened, "updated_at": opened})
}

/// A snapshot of the balance.
pub(crate) fn balance(ledger: &Ledger, balance: &Balance) -> Value {
    json!({
        "organization_id": json_id(&ledger.organization_id),
        "amount": decimal(balance.amount),
        "currency": "EUR",
        "collected_at": time(balance.collected_at),
    })
}

/// A snapshot of a month's cost.
pub(crate) fn cost(ledger: &Ledger, catalogue: &Catalogue, cost: &Cost) -> Value {
    let line = |(&n, &usage): (&usize, &i64)| {
        json!({
            "operator": operator(catalogue, n),
            "usage_mib": short_decimal(usage),
            "amount": decimal(charge(usage)),
        })
    };
    json!({
        "organization_id": json_id(&ledger.organization_id),
        "year": cost.year,
        "month": cost.month,
        "currency": "EUR",
        "fees": [{"name": "Active links", "amount": decimal(cost.fees)}],
        "usage_lines": cost.usage.iter().map(line).collect::<Value>(),
        "collected_at": time(cost.collected_at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_times_are_written_as_in_the_examples() {
        assert_eq!(decimal(1_234_567_800), "1234.567800");
        assert_eq!(decimal(-1), "-0.000001");
        assert_eq!(short_decimal(5_119_500_000), "5119.5");
        assert_eq!(short_decimal(0), "0.0");
        assert_eq!(time(1_773_326_363_149), "2026-03-12T14:39:23.149000Z");
        assert_eq!(time(1_773_326_363_000), "2026-03-12T14:39:23Z");
    }
}
