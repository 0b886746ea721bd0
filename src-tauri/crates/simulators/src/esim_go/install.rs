//! Install data: assignments as CSV, JSON or ZIP, and the quick-install URLs.

use super::asked::Asked;
use super::faults::Twist;
use super::ledger::Ledger;
use super::options::{AssignmentShape, Version};
use super::records::Esim;
use super::refused::Refused;
use super::routes::App;
use super::rows::time;
use super::shared::Shared;
use super::zip;
use crate::stage::Supplier;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Map, Value, json};

const CSV: &str = "text/csv";
const JSON: &str = "application/json";
const ZIP: &str = "application/zip";
/// A PNG of one white dot: it stands for a QR code, which nobody reads here.
const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00,
    0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0xF8, 0x0F, 0x00, 0x01, 0x01, 0x01, 0x00,
    0x1C, 0xB0, 0x8C, 0x99, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// What `additionalFields` asked for and the version has.
pub(crate) fn install_urls(esim: &Esim, version: Version, asked: &Asked) -> Map<String, Value> {
    let wanted = |name: &str| {
        asked.all("additionalFields").flat_map(|list| list.split(',')).any(|word| word.trim() == name)
    };
    let lpa = format!("LPA:1${}${}", esim.smdp, esim.matching_id);
    let url =
        |host: &str| json!(format!("https://esimsetup.{host}.com/esim_qrcode_provisioning?carddata={lpa}"));
    let fields: &[(&str, &str)] = match version {
        Version::V25 if wanted("installUrl") => {
            &[("appleInstallUrl", "apple"), ("androidInstallUrl", "android")]
        }
        Version::V24 if wanted("appleInstallUrl") => &[("appleInstallUrl", "apple")],
        Version::V25 | Version::V24 => &[],
    };
    fields.iter().map(|(name, host)| ((*name).to_owned(), url(host))).collect()
}

/// One eSIM of an order or apply.
struct Assigned {
    esim: usize,
    bundle: String,
    reference: String,
}

/// The eSIMs of these orders and applies, each once. 503 while one is processed, 410 for a deactivated eSIM.
fn assigned(
    shared: &Shared,
    ledger: &Ledger,
    references: &[&str],
    version: Version,
    now: i64,
) -> Result<Vec<Assigned>, Refused> {
    let mut found: Vec<Assigned> = Vec::new();
    for &reference in references {
        let order = ledger.order(reference).map(|n| &ledger.orders[n]).filter(|order| order.assigned);
        let order = order.ok_or_else(|| shared.unknown_order())?;
        if order.ready_at > now {
            let seconds = (order.ready_at - now + 999) / 1000;
            return Err(Refused::later(u64::try_from(seconds).unwrap_or(1)));
        }
        for row in order.assignments.iter().map(|&n| &ledger.assignments[n]) {
            if ledger.esims[row.esim].deactivated && version == Version::V25 {
                return Err(Refused::new(StatusCode::GONE, "eSIM is deactivated"));
            }
            if !found.iter().any(|known| known.esim == row.esim) {
                let (bundle, reference) = (row.bundle.clone(), reference.to_owned());
                found.push(Assigned { esim: row.esim, bundle, reference });
            }
        }
    }
    Ok(found)
}

pub(crate) async fn assignments(
    State(shared): App,
    Extension(version): Extension<Version>,
    Query(asked): Query<Asked>,
    twist: Option<Extension<Twist>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let references: Vec<&str> = asked.all("reference").filter(|text| !text.is_empty()).collect();
    if references.is_empty() {
        return Err(Refused::bad("reference is needed"));
    }
    let form = form(&headers, twist.as_deref());
    answer(&shared, version, &references, &asked, form)
}

/// The older form, with the reference in the path.
pub(crate) async fn assignments_of(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(reference): Path<String>,
    Query(asked): Query<Asked>,
    twist: Option<Extension<Twist>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let form = form(&headers, twist.as_deref());
    answer(&shared, version, &[&reference], &asked, form)
}

pub(crate) async fn pictures(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(reference): Path<String>,
) -> Result<Response, Refused> {
    answer(&shared, version, &[&reference], &Asked::default(), ZIP)
}

pub(crate) async fn table(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(reference): Path<String>,
) -> Result<Response, Refused> {
    answer(&shared, version, &[&reference], &Asked::default(), CSV)
}

/// The content type that `Accept` chooses: CSV unless JSON or ZIP is named.
fn form(headers: &HeaderMap, twist: Option<&Twist>) -> &'static str {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if twist == Some(&Twist::CsvAnyway) {
        return CSV;
    }
    [JSON, ZIP].into_iter().find(|form| accept.contains(form)).unwrap_or(CSV)
}

fn answer(
    shared: &Shared,
    version: Version,
    references: &[&str],
    asked: &Asked,
    form: &'static str,
) -> Result<Response, Refused> {
    shared.with(|ledger, now| {
        let rows = assigned(shared, ledger, references, version, now)?;
        Ok(match form {
            JSON => Json(json(shared, ledger, version, &rows, asked)).into_response(),
            ZIP => ([(header::CONTENT_TYPE, ZIP)], archive(shared, ledger, &rows)).into_response(),
            _ => ([(header::CONTENT_TYPE, CSV)], csv(shared, ledger, &rows)).into_response(),
        })
    })
}

fn csv(shared: &Shared, ledger: &Ledger, rows: &[Assigned]) -> String {
    let mut text = "\"ICCID\",\"Matching ID\",\"RSP URL\",\"Bundle\",\"Reference\"\n".to_owned();
    if !shared.options.older_words {
        text = text.replace(",\"Reference\"", "");
    }
    for row in rows {
        let esim = &ledger.esims[row.esim];
        let mut fields = vec![&esim.iccid, &esim.matching_id, &esim.smdp, &row.bundle];
        if shared.options.older_words {
            fields.push(&row.reference);
        }
        let quoted: Vec<String> = fields.iter().map(|field| format!("\"{field}\"")).collect();
        text += &(quoted.join(",") + "\n");
    }
    text
}

fn archive(shared: &Shared, ledger: &Ledger, rows: &[Assigned]) -> Vec<u8> {
    let mut files = vec![("qr-codes.csv".to_owned(), csv(shared, ledger, rows).into_bytes())];
    for row in rows {
        files.push((format!("{}.png", ledger.esims[row.esim].iccid), PICTURE.to_vec()));
    }
    zip::stored(&files)
}

fn json(shared: &Shared, ledger: &Ledger, version: Version, rows: &[Assigned], asked: &Asked) -> Value {
    let older = shared.options.assignment_shape == AssignmentShape::Older;
    let words = shared.rows(ledger, version);
    let mut all = rows.iter().map(|row| {
        let esim = &ledger.esims[row.esim];
        if older {
            return json!({
                "iccid": esim.iccid,
                "matchingId": esim.matching_id,
                "rspUrl": esim.smdp,
                "bundle": row.bundle,
                "reference": row.reference,
            });
        }
        let mut json = json!({
            "iccid": esim.iccid,
            "matchingId": esim.matching_id,
            "smdpAddress": words.smdp(esim),
            "profileStatus": words.profile_status(esim),
            "pin": esim.pin,
            "puk": esim.puk,
            "firstInstalledDateTime": esim.first_installed.map(time),
        });
        if let Value::Object(fields) = &mut json {
            fields.extend(install_urls(esim, version, asked));
        }
        json
    });
    match shared.options.assignment_shape {
        AssignmentShape::Object => all.next().unwrap_or_else(|| json!({})),
        AssignmentShape::Array | AssignmentShape::Older => all.collect(),
        AssignmentShape::Esims => json!({"esims": all.collect::<Vec<_>>()}),
        AssignmentShape::Assignments => json!({"assignments": all.collect::<Vec<_>>()}),
    }
}
