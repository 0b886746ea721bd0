//! Another reading of eSIMfly's document, sharing nothing with the simulator: reads without `success`, one order
//! inside `data`, pages of two rows that name no total, both spellings of a field at once, ICCIDs as numbers,
//! empty texts for what is absent, order lists that leave out what is not finished unless they are asked for all.
//! The account's books say what was bought, and every request's signature is checked by the document's rule.

mod buying;
mod doubt;
mod reading;

use super::super::Esimfly;
use crate::http::{Limits, now};
use crate::scripted::{Reply, Scripted, Seen, json, status};
use esim_desk_model::{Money, OrderKey, Timestamp};
use esim_desk_provider::{Catalogue, Credentials, Mark, Orders, Request, Source, Target, WalletSpec};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Url;
use serde_json::Value;
use sha2::Sha256;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The account behind the server.
struct Account {
    /// Cents.
    balance: i64,
    /// Cents of every purchase, with its reference.
    books: Vec<(String, i64)>,
    esims: Vec<Sim>,
    orders: Vec<Order>,
    /// Request ids that were used.
    ids: BTreeSet<String>,
    /// Codes of refusals for how a request was signed.
    mistrusted: Vec<&'static str>,
    /// An eSIM that comes to the front of the list while its second page is read.
    arrives: bool,
    /// Looks at an order that find it unfinished.
    patience: u32,
    loses: Loses,
    /// Seconds that the server's clock is ahead of ours; it tells its time if any.
    ahead: i64,
    /// What every purchase is answered.
    refusal: Option<(u16, &'static str)>,
    /// What comes before everything else, once.
    hiccup: Option<(u16, &'static str, &'static str)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Loses {
    Nothing,
    /// Does what was asked, and closes instead of answering.
    Answers,
    /// Closes before anything is done.
    Requests,
}

#[derive(Clone)]
struct Sim {
    iccid: String,
    package: String,
    /// Megabytes; none is unlimited.
    total: Option<u64>,
    ends: &'static str,
}

struct Order {
    key: String,
    reference: String,
    package: String,
    cents: i64,
    iccid: String,
    made: Timestamp,
    /// Looks that still find it unfinished.
    waits: u32,
    word: &'static str,
}

/// Code, fields and price in cents of everything that is sold.
const PACKAGES: [(&str, &str, i64); 5] = [
    (
        "700",
        r#""name":"South Korea 3 GB","region":"South Korea","type":"local","data_amount_gb":"3","validity_days":"10","is_unlimited":null,"countries":["kr"]"#,
        410,
    ),
    (
        "ent_5",
        r#""name":"Japan Unlimited","region":"Japan","type":"enterprise","data_amount_gb":0,"validity_days":1,"is_unlimited":true,"networks":[{"network_name":"KDDI","country_iso2":"jp","country_name":"Japan"}]"#,
        0,
    ),
    (
        "eu-9",
        r#""name":"","region":"Europe","type":"regional","data_amount_gb":9,"locationNetworkList":[{"locationName":"Japan","operatorList":null},{"locationName":"Sark"}]"#,
        1250,
    ),
    (
        "w-1",
        r#""type":"global","features":null,"networks":null,"phone_number":null,"voice_details":null"#,
        3999,
    ),
    (
        "x-2",
        r#""region":"","type":"brand-new","loyalty":{"points":[1,2]},"activation_policy":"someday""#,
        100,
    ),
];

impl Account {
    fn new() -> Self {
        let mut account = Self {
            balance: 5000,
            books: Vec::new(),
            esims: Vec::new(),
            orders: Vec::new(),
            ids: BTreeSet::new(),
            mistrusted: Vec::new(),
            arrives: false,
            patience: 0,
            loses: Loses::Nothing,
            ahead: 0,
            refusal: None,
            hiccup: None,
        };
        account.grow("old-1", Some(1024));
        account.grow("old-2", None);
        account
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(now().as_second() + self.ahead).unwrap()
    }

    fn grow(&mut self, package: &str, total: Option<u64>) -> String {
        let iccid = iccid(self.esims.len() + 1);
        let ends = "2027-03-01 00:00:00+00:00";
        self.esims.push(Sim { iccid: iccid.clone(), package: package.to_owned(), total, ends });
        iccid
    }

    fn pay(&mut self, reference: &str, cents: i64) {
        self.balance -= cents;
        self.books.push((reference.to_owned(), cents));
    }

    /// Somebody else of the same account buys.
    fn buy(&mut self, package: &str, key: &str) {
        let cents = PACKAGES.iter().find(|(code, _, _)| *code == package).unwrap().2;
        let reference = format!("order_{}", self.orders.len() + 1);
        self.pay(&reference, cents);
        let iccid = self.grow(package, Some(3072));
        let (key, package, made) = (key.to_owned(), package.to_owned(), self.now());
        let waits = self.patience;
        self.orders.push(Order { key, reference, package, cents, iccid, made, waits, word: "completed" });
    }

    fn answer(&mut self, seen: &Seen) -> Reply {
        if let Some((status, head, body)) = self.hiccup.take() {
            return Reply::Say(status, head.to_owned(), body.to_owned());
        }
        if let Some((status, code)) = self.doubt(seen) {
            self.mistrusted.push(code);
            return refused(status, code, "");
        }
        let url = Url::parse(&format!("http://desk{}", seen.path)).unwrap();
        match (seen.method.as_str(), url.path()) {
            ("GET", "/v1/balance") => json(&format!(
                r#"{{"data":{{"balance":"{}.{:02}","currency":"USD","live":null,"as_of":""}}}}"#,
                self.balance / 100,
                self.balance % 100
            )),
            ("GET", "/v1/esims/packages") => page("packages", packages(&asked(&url, "search")), &url),
            ("GET", "/v1/esims") => {
                if asked(&url, "page") == "2" && std::mem::take(&mut self.arrives) {
                    self.grow("new", Some(1024));
                    self.esims.rotate_right(1);
                }
                page("esims", self.sims(&asked(&url, "search")), &url)
            }
            ("GET", "/v1/orders") => page("orders", self.history(&url), &url),
            ("GET", "/v1/esims/order") => self.order(&asked(&url, "orderReference")),
            ("GET", "/v1/esims/usage/query") => self.usage(&asked(&url, "iccid")),
            ("GET", "/v1/topup/packages") => self.offers(&asked(&url, "iccid")),
            ("POST", "/v1/esims/order") => self.spend(seen, Self::sell),
            ("POST", "/v1/topup/order") => self.spend(seen, Self::top_up),
            ("POST", "/v1/esims/status") => json(&format!(
                r#"{{"message":"","data":{{"iccid":{},"status":"","last_network":{{"operator":"SKT","country_iso2":"kr","connection_type":""}},"device":{{"imei":357281834140498}},"last_usage_date":"2026-06-26T13:08:49.5"}}}}"#,
                body(seen)["iccid"].as_str().unwrap()
            )),
            ("POST", "/v1/esims/network-events") => refused(200, "NOT_SUPPORTED", ""),
            _ => status(404, "<html>no such page</html>"),
        }
    }

    /// What is wrong with the proof of a request: present, a UUID, of this moment, by this key, signed, new.
    fn doubt(&mut self, seen: &Seen) -> Option<(u16, &'static str)> {
        let header = |name| seen.header(name).unwrap_or_default();
        let (code, id, millis) = (header("rt-accesscode"), header("rt-requestid"), header("rt-timestamp"));
        let mut mac = Hmac::<Sha256>::new_from_slice(b"sk_1111").unwrap();
        mac.update(format!("{millis}{id}{code}{}", seen.body).as_bytes());
        let signature: String =
            mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
        let age = millis.parse::<i64>().ok().map(|millis| (self.now().as_millisecond() - millis).abs());
        if uuid::Uuid::try_parse(id).ok().is_none_or(|id| id.get_version_num() != 4) {
            return Some((400, "INVALID_REQUEST_ID"));
        }
        if age.is_none_or(|age| age > 300_000) {
            return Some((401, "INVALID_TIMESTAMP"));
        }
        if code != "esf_11111" {
            return Some((401, "INVALID_API_KEY"));
        }
        if header("rt-signature") != signature {
            return Some((401, "INVALID_SIGNATURE"));
        }
        (!self.ids.insert(id.to_owned())).then_some((400, "DUPLICATE_REQUEST"))
    }

    fn spend(&mut self, seen: &Seen, buy: fn(&mut Self, &Value) -> Reply) -> Reply {
        if self.loses == Loses::Requests {
            return Reply::Close;
        }
        if let Some((status, body)) = self.refusal {
            return crate::scripted::status(status, body);
        }
        let reply = buy(self, &body(seen));
        if self.loses == Loses::Answers { Reply::Close } else { reply }
    }

    fn sell(&mut self, wanted: &Value) -> Reply {
        let (code, key) =
            (wanted["packageCode"].as_str().unwrap(), wanted["idempotency_key"].as_str().unwrap());
        assert_eq!(wanted["quantity"], 1);
        if let Some(order) = self.orders.iter().find(|order| order.key == key) {
            return json(&format!(
                r#"{{"success":true,"duplicate":true,"orderReference":"{}","status":"completed","esims":[{{"iccid":{}}}]}}"#,
                order.reference, order.iccid
            ));
        }
        self.buy(code, key);
        let order = self.orders.last().unwrap();
        let (status, esims) = match order.waits {
            0 => ("completed", format!(r#"[{{"iccid":"{}","isPending":false}}]"#, order.iccid)),
            _ => (
                "pending_details",
                r#"[{"iccid":"PENDING_B25_17","qrCodeUrl":"","status":"PENDING"}]"#.to_owned(),
            ),
        };
        // Beside the document's fields, and with another success than 200.
        let (reference, amount) = (&order.reference, decimal(order.cents));
        Reply::Say(
            201,
            String::new(),
            format!(
                r#"{{"success":true,"orderReference":"{reference}","currency":"USD","amount":"{amount}","final_price":null,"status":"{status}","esims":{esims},"receipt":{{"nr":1}}}}"#
            ),
        )
    }

    fn top_up(&mut self, wanted: &Value) -> Reply {
        let iccid = wanted["iccid"].as_str().unwrap().to_owned();
        let reference = format!("topup_{}", self.orders.len() + 1);
        self.pay(&reference, 550);
        let sim = self.esims.iter_mut().find(|sim| sim.iccid == iccid).unwrap();
        sim.total = sim.total.map(|total| total + 1024);
        let (package, made) = (wanted["packageCode"].as_str().unwrap().to_owned(), self.now());
        self.orders.push(Order {
            key: String::new(),
            reference: reference.clone(),
            package,
            cents: 550,
            iccid: iccid.clone(),
            made,
            waits: 0,
            word: "completed",
        });
        Reply::Say(
            202,
            String::new(),
            format!(
                r#"{{"success":true,"orderReference":"{reference}","iccid":{iccid},"newBalance":"","status":"","amount":5.5,"esimData":{{"expiredTime":"February 13, 2027 at 11:27 PM"}}}}"#
            ),
        )
    }

    fn order(&mut self, reference: &str) -> Reply {
        let Some(order) = self.orders.iter_mut().find(|order| order.reference == reference) else {
            return refused(200, "ORDER_NOT_FOUND", "");
        };
        if order.waits > 0 {
            order.waits -= 1;
            return json(r#"{"data":{"order":{"esim":{"iccid":null,"isPending":true}}}}"#);
        }
        json(&format!(
            r#"{{"data":{{"order":{{"orderReference":"{reference}","packageCode":{},"status":"{}","amount":null,"finalPrice":{},"orderDate":"","created_at":"{}","esim":{{"iccid":{},"isPending":false}}}}}}}}"#,
            quoted(&order.package),
            order.word,
            decimal(order.cents),
            order.made,
            order.iccid
        ))
    }

    /// Only what is finished, unless all is asked for. Rows of added data name no eSIM.
    fn history(&self, url: &Url) -> Vec<String> {
        let (all, search) = (asked(url, "status") == "all", asked(url, "search"));
        let from: Option<Timestamp> = asked(url, "from_date").parse().ok();
        let shown =
            self.orders.iter().filter(|order| all || order.waits == 0).filter(|order| {
                from.is_none_or(|from| order.made >= from) && order.reference.contains(&search)
            });
        let row = |order: &Order| {
            let is_new = !order.reference.starts_with("topup_") && order.waits == 0;
            let esim = if is_new { format!(r#"{{"iccid":{}}}"#, order.iccid) } else { "null".to_owned() };
            let word = if order.waits == 0 { order.word } else { "pending" };
            format!(
                r#"{{"order_reference":"{}","package_code":"{}","amount":"{}","currency":"USD","status":"{word}","created_at":"{}","esim":{esim}}}"#,
                order.reference,
                order.package,
                decimal(order.cents),
                order.made
            )
        };
        shown.map(row).collect()
    }

    fn sims(&self, search: &str) -> Vec<String> {
        let found = self.esims.iter().filter(|sim| sim.iccid.contains(search));
        found.map(|sim| format!(
            r#"{{"id":"{0}","iccid":{0},"package_name":"","package_code":{1},"countries":null,"status":"NEW",{2},"qr_code":"","manual_installation":{{"smdp_address":"rsp.example.com","activation_code":"CODE-{0}","lpa_format":""}},"phone_number":"","msisdn":"+1 555","is_pending":null,"esim_status":"","tags":[{{"a":1}}]}}"#,
            sim.iccid, quoted(&sim.package), sim.holds()
        )).collect()
    }

    fn usage(&self, iccid: &str) -> Reply {
        match self.esims.iter().find(|sim| sim.iccid == iccid) {
            Some(sim) => json(&format!(r#"{{"data":{{"esim":{{"iccid":{iccid}}},{}}}}}"#, sim.holds())),
            None => json(r#"{"error":"Not Found","message":"","code":"ESIM_NOT_FOUND"}"#),
        }
    }

    fn offers(&self, iccid: &str) -> Reply {
        if !self.esims.iter().any(|sim| sim.iccid == iccid) {
            return refused(403, "ESIM_ACCESS_DENIED", "");
        }
        json(
            r#"{"data":{"packages":[{"package_code":"TOPUP_1","name":"","data_amount_gb":"1","cost":"5.50","currency":"USD","features":{}}],"pagination":null}}"#,
        )
    }
}

impl Sim {
    fn holds(&self) -> String {
        let (total, unlimited) = (self.total.unwrap_or(0), self.total.is_none());
        format!(
            r#""data":{{"total_mb":"{total}","used_mb":0,"remaining_mb":{total}.0,"is_unlimited":{unlimited}}},"validity":{{"days":"7","activated_at":"","expires_at":"{}"}}"#,
            self.ends
        )
    }
}

fn iccid(number: usize) -> String {
    format!("898828000000000{number:04}")
}

fn decimal(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A number where it is one.
fn quoted(code: &str) -> String {
    if code.bytes().all(|byte| byte.is_ascii_digit()) { code.to_owned() } else { format!(r#""{code}""#) }
}

fn packages(search: &str) -> Vec<String> {
    let row = |(code, fields, cents): &(&str, &str, i64)| {
        let price = format!(r#""cost":"{}","currency":"USD""#, decimal(*cents));
        format!(r#"{{"package_code":{},{fields},{price},"has_5g":null}}"#, quoted(code))
    };
    PACKAGES.iter().map(row).filter(|row| row.contains(search)).collect()
}

/// Two rows of a list, whatever limit is asked for.
fn page(name: &str, rows: Vec<String>, url: &Url) -> Reply {
    let number: usize = asked(url, "page").parse().unwrap();
    let rows: Vec<_> = rows.into_iter().skip((number - 1) * 2).take(2).collect();
    json(&format!(
        r#"{{"data":{{"{name}":[{}],"pagination":{{"page":{number},"limit":2}}}}}}"#,
        rows.join(",")
    ))
}

fn asked(url: &Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn body(seen: &Seen) -> Value {
    serde_json::from_str(&seen.body).unwrap()
}

fn refused(code: u16, word: &str, more: &str) -> Reply {
    status(code, &format!(r#"{{"success":false,"error":"","message":"No","code":"{word}"{more}}}"#))
}

/// The account, its server, and a client that was told where it is.
async fn desk(account: Account) -> (Arc<Mutex<Account>>, Scripted, Esimfly) {
    crate::install_crypto();
    let account = Arc::new(Mutex::new(account));
    let books = account.clone();
    let server = Scripted::start(move |seen| {
        let mut account = books.lock().unwrap();
        match account.answer(seen) {
            Reply::Say(status, head, body) if account.ahead != 0 => {
                let date = jiff::fmt::rfc2822::DateTimePrinter::new();
                let date = date.timestamp_to_rfc9110_string(&account.now()).unwrap();
                Reply::Say(status, format!("{head}date: {date}\r\n"), body)
            }
            reply => reply,
        }
    })
    .await;
    let settings = [("base_url", format!("{}/v1/", server.url)), ("access_code", " esf_\n11111".to_owned())];
    let spec = WalletSpec {
        provider: "esimfly".to_owned(),
        environment: "own".to_owned(),
        currency: "usd".to_owned(),
        settings: settings.map(|(key, value)| (key.to_owned(), value)).into(),
    };
    let credentials: Credentials = [("secret_key".to_owned(), "sk_1111".to_owned().into())].into();
    let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
    let esimfly = Esimfly::with_limits(&spec, &credentials, limits).unwrap();
    (account, server, esimfly)
}

/// A purchase of one package, at its price now.
async fn wanted(esimfly: &Esimfly, code: &str) -> Request {
    let plans = esimfly.plans(&[]).await.unwrap().rows;
    let plan = plans.into_iter().find(|plan| plan.id.as_str() == code).unwrap();
    let price = plan.price_in("USD").cloned();
    Request { plan, price, target: Target::NewEsim, source: Source::Bought, count: 1 }
}

/// Data for one eSIM, and the mark before it.
async fn more_data(esimfly: &Esimfly, number: usize) -> (Request, Mark) {
    let (esim, service) = (iccid(number).as_str().into(), iccid(number).as_str().into());
    let plan = esimfly.fitting(&esim, &service, Vec::new()).await.unwrap().remove(0);
    let price = plan.price_in("USD").cloned();
    let target = Target::AddData { esim, service };
    let request = Request { plan, price, target, source: Source::Bought, count: 1 };
    let mark = esimfly.mark(&request).await.unwrap();
    (request, mark)
}

fn key(number: u32) -> OrderKey {
    OrderKey::from(format!("0198c0de-0000-7000-8000-00000000000{number}").as_str())
}

fn usd(minor: i64) -> Money {
    Money::new(minor, "USD", 2).unwrap()
}
