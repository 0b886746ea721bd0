//! The Telkor client: its words, its form, its lists and paths, and buying.

mod account;
mod buying;
mod form;
mod lists;
mod lost;
mod paths;
mod plans;
mod second_server;
mod several;
mod words;

use super::Telkor;
use crate::http::Limits;
use crate::scripted::{Reply, Scripted, Seen, json};
use esim_desk_provider::{Credentials, WalletSpec};
use std::collections::BTreeMap;
use std::time::Duration;

/// The token as the document prints it.
const TOKEN: &str = r#"{"access_token":"eyJhbGciOi","expires_in":300,"refresh_expires_in":0,"token_type":"Bearer","not-before-policy":0,"scope":"profile email"}"#;

/// The SIMs as the document prints them: an eSIM in stock, and a card with a link.
const SIMS: &str = r#"{"items":[
 {"id":"0190a1b2-0000-7000-8000-000000000001","iccid":"8948010000000012345","status":"active","sim_type":"esim","is_attached":false,"created_at":"2026-03-01T08:00:00Z","updated_at":"2026-03-12T14:39:23.149000Z","msisdn":null,"imsi":"260010185757766","imei":null,"eid":null,"compatibility_zones":["zone-a"],"esim_state":"available","link":null},
 {"id":"0190a1b2-0000-7000-8000-000000000002","iccid":"89480100000000123456","status":"active","sim_type":"physical","is_attached":true,"created_at":"2026-03-01T08:00:00Z","updated_at":"2026-03-12T14:00:00Z","msisdn":"48267753430","imsi":null,"imei":"357281834140498","eid":null,"compatibility_zones":[],"esim_state":null,"link":{"id":"0190a1b2-1111-7000-8000-000000000009","name":"AG-2026-000123_1","status":"active"}}],
 "total":2,"page":1,"page_size":50,"pages":1}"#;

const INSTALLATION: &str = r#"{"activation_code":"LPA:1$rsp.example.com$2D7F456148C640359B6A83E0E5AE34D3","android_deeplink":"https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA%3A1%24rsp.example.com%242D7F456148C640359B6A83E0E5AE34D3","ios_deeplink":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA%3A1%24rsp.example.com%242D7F456148C640359B6A83E0E5AE34D3","qr_svg":"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"}"#;

const NO_INSTALLATION: &str =
    r#"{"activation_code":null,"android_deeplink":null,"ios_deeplink":null,"qr_svg":null}"#;

const TASK: &str = r#"{"id":"0190a1b2-3333-7000-8000-000000000007","type":"sim_bulk_provision","status":"pending","total_items":1,"completed_items":0,"failed_items":0,"pending_items":1,"created_at":"2026-03-12T14:39:23Z","updated_at":"2026-03-12T14:39:23Z"}"#;

const ITEMS: &str = r#"{"items":[
 {"id":"0190a1b2-4444-7000-8000-000000000001","reference_id":"8948010000000012345","status":"completed","payload":{"sim_id":"0190a1b2-0000-7000-8000-000000000001"},"result":{"link_id":"0190a1b2-1111-7000-8000-00000000000a"},"error":null,"created_at":"2026-03-12T14:39:23Z","updated_at":"2026-03-12T14:39:31Z"},
 {"id":"0190a1b2-4444-7000-8000-000000000002","reference_id":"89480100000000123456","status":"failed","payload":{},"result":null,"error":"SIM is already linked","created_at":"2026-03-12T14:39:23Z","updated_at":"2026-03-12T14:39:31Z"}],
 "total":2,"page":1,"page_size":50,"pages":1}"#;

const LINKS: &str = r#"{"items":[{"id":"0190a1b2-1111-7000-8000-00000000000a","name":"AG-2026-000123_1","status":"active","sim":{"id":"0190a1b2-0000-7000-8000-000000000001","iccid":"8948010000000012345"},"created_at":"2026-03-12T14:39:30Z","updated_at":"2026-03-12T14:39:31Z"}],"total":1,"page":1,"page_size":50,"pages":1}"#;

const ACTIVATION: &str = r#"{"id":"0190a1b2-5555-7000-8000-000000000001","plan":{"id":"0190a1b2-2222-7000-8000-000000000005","name":"EU 5 GB","included_data_mb":5120,"validity_days":30},"status":"active","source":"manual","data_usage":{"allocated_mib":"5120.000000","remaining_mib":"5119.5","used_mib":"0.5"},"created_at":"2026-03-12T14:39:30Z","updated_at":"2026-03-13T06:00:00Z","activated_at":"2026-03-12T18:00:00Z","expires_at":null}"#;

const PLANS: &str = r#"{"items":[{"id":"0190a1b2-2222-7000-8000-000000000005","name":"EU 5 GB","description":null,"included_data_mb":5120,"validity_days":30,"base_throttle":"unlimited","coverage":{"id":"0190a1b2-6666-7000-8000-000000000001","name":"EU + UK"}}],"total":1,"page":1,"page_size":50,"pages":1}"#;

const COVERAGES: &str = r#"{"items":[{"id":"0190a1b2-6666-7000-8000-000000000001","name":"EU + UK","operators":[{"id":"0190a1b2-8888-7000-8000-000000000001","name":"Operator A"}]}],"total":1,"page":1,"page_size":50,"pages":1}"#;

const SIM_1: &str = "0190a1b2-0000-7000-8000-000000000001";
const SIM_2: &str = "0190a1b2-0000-7000-8000-000000000002";
const LINK_9: &str = "0190a1b2-1111-7000-8000-000000000009";
const LINK_A: &str = "0190a1b2-1111-7000-8000-00000000000a";
const PLAN_5: &str = "0190a1b2-2222-7000-8000-000000000005";
const TASK_7: &str = "0190a1b2-3333-7000-8000-000000000007";
const ACTIVATION_1: &str = "0190a1b2-5555-7000-8000-000000000001";

/// What the wallet's form holds.
fn spec(environment: &str, settings: &[(&str, &str)]) -> WalletSpec {
    WalletSpec {
        provider: "telkor".to_owned(),
        environment: environment.to_owned(),
        currency: "EUR".to_owned(),
        settings: settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    }
}

fn secret(text: &str) -> Credentials {
    BTreeMap::from([("client_secret".to_owned(), text.to_owned().into())])
}

/// A client of a server, with more settings.
fn client_with(server: &Scripted, more: &[(&str, &str)]) -> Telkor {
    crate::install_crypto();
    let token_url = format!("{}/token", server.url);
    let base = format!("{}/telkor", server.url);
    let mut settings = vec![("base_url", base.as_str()), ("token_url", &token_url), ("client_id", "desk")];
    settings.extend_from_slice(more);
    let limits = Limits {
        read: Duration::from_secs(5),
        purchase: Duration::from_secs(5),
        pause: Duration::from_millis(1),
        ..Limits::default()
    };
    Telkor::with_limits(&spec("own", &settings), &secret("s3cr3t-s3cr3t"), limits).unwrap()
}

/// A server that gives out tokens and answers what follows `/telkor`, and its client.
async fn desk(answer: impl Fn(&Seen, &str) -> Reply + Send + Sync + 'static) -> (Scripted, Telkor) {
    let server = Scripted::start(move |seen| match seen.path.strip_prefix("/telkor") {
        Some(path) => answer(seen, path),
        None => json(TOKEN),
    })
    .await;
    let client = client_with(&server, &[]);
    (server, client)
}

/// Whether a path is this one, whatever its query.
fn is(path: &str, other: &str) -> bool {
    path.split('?').next() == Some(other)
}

/// The value of a query parameter, as it was sent.
fn query<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let pairs = path.split_once('?')?.1.split('&');
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// A whole list of these rows.
fn page(rows: &[String]) -> String {
    let total = rows.len();
    format!(r#"{{"items":[{}],"total":{total},"page":1,"page_size":50,"pages":1}}"#, rows.join(","))
}

/// What FastAPI says of an unknown path.
fn no_path() -> Reply {
    crate::scripted::status(404, r#"{"detail":"Not Found"}"#)
}
