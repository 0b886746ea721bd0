//! Another reading of eSIM Go's document, sharing nothing with the simulator: bare arrays where lists are usually
//! wrapped and wrapped things where they are usually bare, pages of two without a count, numbers as texts and
//! ICCIDs as numbers of 20 digits, empty texts for what is absent, the names of 2.4, install data as a table. What
//! the client does here cannot come from a habit of the simulator.

mod buying;
mod doubt;
mod esims;
mod reading;

use super::super::EsimGo;
use crate::http::Limits;
use crate::scripted::{Reply, Scripted, Seen, json};
use esim_desk_model::{EsimId, OrderKey, ServiceId, Timestamp};
use esim_desk_provider::{
    Catalogue, Credentials, LotId, Mark, Orders, Request, Source, Target, Trace, WalletSpec,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const JAPAN: &str = "JP 1GB";
/// In ten-thousandths, as everything here: finer than a cent.
const PRICE: i64 = 13_636;
const HOLDS: i64 = 5_000_036;

/// The account behind the server.
struct Account {
    money: i64,
    esims: Vec<Held>,
    /// Newest first.
    orders: Vec<Order>,
    /// Pieces of the plan for Japan.
    stock: u32,
    /// Does what was asked, and closes instead of answering.
    loses_answers: bool,
    /// So many of the newest orders are not in the list yet.
    late: usize,
    /// Whether orders name their eSIMs.
    names_esims: bool,
    /// Whether the plan goes onto an eSIM that exists.
    fits: bool,
    /// The word of every order.
    word: &'static str,
    /// How install data is written.
    install: fn(&Held) -> Reply,
    /// Answers that come instead, so many times each.
    faults: Vec<(&'static str, usize, Reply)>,
}

/// One eSIM.
struct Held {
    number: String,
    note: String,
    /// Bundles, and by what each of them came.
    plans: Vec<(String, String)>,
}

struct Order {
    reference: String,
    kind: &'static str,
    item: String,
    total: i64,
    at: Option<Timestamp>,
    number: String,
    /// The reference of what was taken from stock.
    applied: String,
}

impl Account {
    fn new() -> Self {
        let mut account = Self {
            money: HOLDS,
            esims: Vec::new(),
            orders: Vec::new(),
            stock: 3,
            loses_answers: false,
            late: 0,
            names_esims: true,
            fits: true,
            word: "Completed",
            install: table,
            faults: Vec::new(),
        };
        for number in 1..=3 {
            let at = Some(format!("2026-01-0{number}T00:00:00Z").parse().unwrap());
            account.sell("Bundle", JAPAN, None, at);
        }
        account.money = HOLDS;
        account
    }

    /// Everything that a purchase can change.
    fn books(&self) -> (i64, usize, usize, u32) {
        (self.money, self.esims.len(), self.orders.len(), self.stock)
    }

    /// Sells a bundle onto an eSIM, a new one where there is none; answers the order.
    fn sell(&mut self, kind: &'static str, item: &str, onto: Option<&str>, at: Option<Timestamp>) -> &Order {
        let count = self.orders.len();
        let reference = format!("0f0d4a52-3c1e-4b8a-9d27-{count:012}");
        let is_bought = kind == "Bundle";
        let applied = format!("7B2E9C10-55AA-4C1D-8E0F-{count:012}");
        let by = if is_bought { &reference } else { &applied };
        let place = onto.and_then(|number| self.esims.iter().position(|held| held.number == number));
        let place = place.unwrap_or_else(|| {
            let number = format!("89440000000000{:06}", self.esims.len() + 1);
            self.esims.push(Held { number, note: String::new(), plans: Vec::new() });
            self.esims.len() - 1
        });
        self.esims[place].plans.push((item.to_owned(), format!("{by}-0")));
        let number = self.esims[place].number.clone();
        let (item, total) = if is_bought { (item.to_owned(), PRICE) } else { (format!("{applied}-0"), 0) };
        self.money -= total;
        self.orders.insert(0, Order { reference, kind, item, total, at, number, applied });
        &self.orders[0]
    }

    fn answer(&mut self, seen: &Seen) -> Reply {
        let path = seen.path.strip_prefix("/api/v2.4").unwrap_or_default();
        let asked = format!("{} {path}", seen.method);
        if let Some(fault) = self.faults.iter_mut().find(|fault| fault.1 > 0 && asked.starts_with(fault.0)) {
            fault.1 -= 1;
            return fault.2.clone();
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<_> = path.split('/').skip(1).collect();
        match (seen.method.as_str(), parts.as_slice()) {
            ("GET", ["organisation"]) => json(&format!(
                r#"[{{"name":"Example (UAT)","apiKey":"***","currency":"usd","balance":"{}","testCredit":null,"users":null}}]"#,
                amount(self.money)
            )),
            ("GET", ["catalogue"]) => json(&page(&reading::BUNDLES, query)),
            ("GET", ["catalogue", "bundle", "JP%201GB"]) => {
                json(&format!(r#"{{"data":[{}]}}"#, reading::BUNDLES[0]))
            }
            ("GET", ["inventory"]) => json(&reading::inventory(self.stock)),
            ("GET", ["orders"]) => self.list(query),
            ("GET", ["orders", reference]) => {
                match self.orders.iter().find(|one| one.reference == *reference) {
                    Some(order) => json(&format!(r#"{{"orders":[{}],"rows":"1"}}"#, self.row(order))),
                    None => html(404),
                }
            }
            ("POST", ["orders"]) => self.ordered(&serde_json::from_str(&seen.body).unwrap()),
            ("POST", ["esims", "apply"]) => self.applied(&serde_json::from_str(&seen.body).unwrap()),
            ("PUT", ["esims"]) => self.noted(&serde_json::from_str(&seen.body).unwrap()),
            ("GET", ["esims", rest @ ..]) => self.esim(rest, query),
            _ => refusal(403, r#"{"message":"access denied"}"#),
        }
    }

    /// A single order where there is one, else an array; what was asked for by time comes with everything else.
    fn list(&self, query: &str) -> Reply {
        let rows: Vec<_> = self.orders.iter().skip(self.late).map(|order| self.row(order)).collect();
        match rows.as_slice() {
            [one] => json(one),
            rows => json(&page(rows, query)),
        }
    }

    fn row(&self, order: &Order) -> String {
        let Order { reference, kind, item, number, .. } = order;
        let named = if self.names_esims { format!(r#","iccids":[{number}]"#) } else { String::new() };
        let is_for_stock = number.is_empty() && order.kind == "Bundle";
        let assigned = if self.word == "Completed" && !is_for_stock { "null" } else { "false" };
        let (total, balance, word) = (amount(order.total), amount(self.money), self.word);
        let at =
            order.at.map(|at| at.display_with_offset(jiff::tz::offset(2)).to_string()).unwrap_or_default();
        format!(
            r#"{{"order":[{{"type":"{kind}","item":"{item}","quantity":"1.0","allowReassign":false,"esims":null{named}}}],"total":"{total}","currency":"","status":"{word}","orderReference":"{reference}","createDate":"{at}","createdDate":"","assigned":{assigned},"sourceIP":null,"runningBalance":{balance},"loyalty":{{"points":7}}}}"#
        )
    }

    fn ordered(&mut self, body: &Value) -> Reply {
        let line = &body["order"][0];
        let item = line["item"].as_str().unwrap().to_owned();
        if body["type"] == "validate" {
            let valid = self.money >= PRICE;
            return json(&format!(
                r#"[{{"order":[{{"type":"Bundle","item":"{item}","quantity":"1"}}],"total":"{}","valid":{valid},"assigned":true}}]"#,
                amount(PRICE)
            ));
        }
        if self.money < PRICE {
            return text(400, "Insufficient balance");
        }
        let own = line["iccids"][0].as_str().filter(|_| self.fits || line["allowReassign"] != true);
        if !self.fits && own.is_some() {
            return text(400, "bundle is not compatible");
        }
        self.sell("Bundle", &item, own, Some(now()));
        let row = self.row(&self.orders[0]);
        self.told(201, &row)
    }

    fn applied(&mut self, body: &Value) -> Reply {
        let Some(left) = self.stock.checked_sub(1) else { return refusal(403, r#"{"message":"Forbidden"}"#) };
        self.stock = left;
        let (name, onto) = (body["name"].as_str().unwrap(), body["iccid"].as_str());
        let order = self.sell("bundleAssignment", name, onto, Some(now()));
        let answer = format!(
            r#"{{"applyReference":"{}","esims":[{{"iccid":{},"status":"PROCESSING","bundle":"{name}"}}]}}"#,
            order.applied, order.number
        );
        self.told(201, &answer)
    }

    /// Says it, or loses it.
    fn told(&self, status: u16, body: &str) -> Reply {
        if self.loses_answers { Reply::Close } else { refusal(status, body) }
    }

    fn noted(&mut self, body: &Value) -> Reply {
        let number = body["iccid"].as_str().unwrap();
        let held = self.esims.iter_mut().find(|held| held.number == number).unwrap();
        held.note = body["customerRef"].as_str().unwrap().to_owned();
        json(r#"{"message":"ok"}"#)
    }
}

/// Two rows of a page, as a bare array.
fn page<T: AsRef<str>>(rows: &[T], query: &str) -> String {
    let number: usize = asked(query, "page").unwrap_or("1").parse().unwrap();
    let rows: Vec<_> = rows.iter().skip(2 * (number - 1)).take(2).map(AsRef::as_ref).collect();
    format!("[{}]", rows.join(","))
}

fn asked<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// As few digits as it takes.
fn amount(of: i64) -> String {
    let text = format!("{}.{:04}", of / 10_000, of % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Install data as it comes to who does not say what he accepts.
fn table(held: &Held) -> Reply {
    let rows = format!(
        "\"Bundle\",\"ICCID\",\"RSP URL\",\"Matching ID\"\r\n\"{JAPAN}\",\"{}\",\"rsp.example.com\",\"{}\"\r\n",
        held.number,
        code(held)
    );
    Reply::Say(200, "content-type: text/csv\r\n".to_owned(), rows)
}

fn code(held: &Held) -> String {
    format!("SIM-{}", &held.number[14..])
}

fn refusal(status: u16, body: &str) -> Reply {
    Reply::Say(status, "content-type: application/json\r\n".to_owned(), body.to_owned())
}

fn text(status: u16, body: &str) -> Reply {
    Reply::Say(status, "content-type: text/plain; charset=utf-8\r\n".to_owned(), body.to_owned())
}

fn html(status: u16) -> Reply {
    let page = "<!doctype html><title>Error</title>".to_owned();
    Reply::Say(status, "content-type: text/html\r\n".to_owned(), page)
}

/// Still being processed.
fn wait() -> Reply {
    let head = "content-type: text/plain\r\nretry-after: 0\r\n".to_owned();
    Reply::Say(503, head, "processing, come back".to_owned())
}

/// The account, its server, and a client as the form makes it.
async fn desk(account: Account) -> (Arc<Mutex<Account>>, Scripted, EsimGo) {
    crate::install_crypto();
    let account = Arc::new(Mutex::new(account));
    let books = account.clone();
    let server = Scripted::start(move |seen| books.lock().unwrap().answer(seen)).await;
    let spec = WalletSpec {
        provider: "esim_go".to_owned(),
        environment: "own".to_owned(),
        currency: "USD".to_owned(),
        settings: BTreeMap::from([("base_url".to_owned(), format!("{}/api/v2.4/", server.url))]),
    };
    let credentials: Credentials =
        BTreeMap::from([("api_key".to_owned(), "k3y-of-a-desk".to_owned().into())]);
    let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
    let client = EsimGo::with_limits(&spec, &credentials, limits).unwrap();
    (account, server, client)
}

fn now() -> Timestamp {
    crate::http::now()
}

fn key() -> OrderKey {
    OrderKey::from("0198c0de-0000-7000-8000-000000000001")
}

/// A purchase of the plan for Japan.
async fn japan(client: &EsimGo) -> Request {
    let plan = client.plans(&[]).await.unwrap().rows.remove(0);
    let price = plan.price_in("USD").cloned();
    Request { plan, price, target: Target::NewEsim, source: Source::Bought, count: 1 }
}

/// The same from stock.
fn from_stock(request: Request) -> Request {
    let source = Source::Stock { lot: LotId(format!("{JAPAN}#42000001")), paid: true };
    Request { price: None, source, ..request }
}

/// The same onto the second eSIM.
fn onto(request: Request) -> Request {
    let service = ServiceId::from("89440000000000000002:1");
    Request { target: Target::AddData { esim: EsimId::from("89440000000000000002"), service }, ..request }
}

/// A purchase, and the mark before it.
async fn ready(client: &EsimGo) -> (Request, Mark) {
    let request = japan(client).await;
    let mark = client.mark(&request).await.unwrap();
    (request, mark)
}

async fn look(client: &EsimGo, request: &Request, mark: &Mark) -> Trace {
    client.trace(&key(), request, mark, now()).await.unwrap()
}

/// Bodies of what was posted, trials left out.
fn posted(server: &Scripted) -> Vec<String> {
    let posts = server.seen().into_iter().filter(|seen| seen.method == "POST");
    posts.map(|seen| seen.body).filter(|body| !body.contains("validate")).collect()
}
