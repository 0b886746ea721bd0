//! Another reading of Telkor's document, sharing nothing with the simulator: other paths, whole numbers as ids,
//! ICCIDs as numbers, bare lists that stop at five rows, links whose rows name a SIM by its number alone, tasks in a
//! wrapping, zones nowhere, another word for eSIMs, empty texts for what is absent. What the account's books hold
//! says what was done.

mod buying;
mod doubt;
mod reading;

use super::{TOKEN, query, secret, spec};
use crate::http::{Limits, now};
use crate::scripted::{Reply, Scripted, Seen, json, status};
use crate::telkor::Telkor;
use esim_desk_model::{EsimId, OrderKey, ServiceId, Timestamp};
use esim_desk_provider::{Lot, Orders, Request, Source, Stock, Target};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The account behind the server.
#[derive(Default)]
struct Account {
    sims: Vec<Sim>,
    links: Vec<Link>,
    plans_on: Vec<Activation>,
    jobs: Vec<Job>,
    /// Looks at its jobs for which a new one still runs.
    patience: u32,
    /// Its jobs never end.
    stuck: bool,
    loses: Loses,
    /// A SIM that somebody else binds before a job comes to it.
    stolen: Option<u64>,
    /// What every POST is answered.
    refusal: Option<(u16, &'static str)>,
    /// What comes before everything else, once.
    hiccup: Option<(u16, &'static str, &'static str)>,
    has_balance: bool,
    /// Tokens that were given out; only the last one is good.
    tokens: u32,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Loses {
    #[default]
    Nothing,
    /// Does what was asked, and closes instead of answering.
    Answers,
    /// Closes before anything is done.
    Requests,
}

struct Sim {
    id: u64,
    kind: &'static str,
    link: Option<u64>,
    has_code: bool,
}

struct Link {
    id: u64,
    name: String,
    sim: u64,
    gone: bool,
}

struct Activation {
    id: u64,
    link: u64,
    plan: String,
    source: &'static str,
}

struct Job {
    id: u64,
    prefix: String,
    plans: Vec<String>,
    first: u64,
    /// Each SIM, and why it failed where it did.
    items: Vec<(u64, Option<&'static str>)>,
    waits: u32,
    made: Timestamp,
}

impl Account {
    /// Seven SIMs: the first is bound and used, the second a card, the third has no code yet.
    fn new() -> Self {
        let mut account = Self { has_balance: true, ..Self::default() };
        for id in 1..=7 {
            let kind = if id == 2 { "PHYSICAL" } else { "eSIM-Consumer" };
            account.sims.push(Sim { id, kind, link: None, has_code: id != 2 && id != 3 });
        }
        account.bind("before", 1, &["12".to_owned()]);
        account
    }

    fn bind(&mut self, name: &str, sim: u64, plans: &[String]) {
        let id = 500 + u64::try_from(self.links.len()).unwrap();
        self.sims.iter_mut().find(|row| row.id == sim).unwrap().link = Some(id);
        self.links.push(Link { id, name: name.to_owned(), sim, gone: false });
        plans.iter().for_each(|plan| self.activate(id, plan, "Manual"));
    }

    fn activate(&mut self, link: u64, plan: &str, source: &'static str) {
        let id = 700 + u64::try_from(self.plans_on.len()).unwrap();
        self.plans_on.push(Activation { id, link, plan: plan.to_owned(), source });
    }

    /// Links and plans on them: what was done in all.
    fn books(&self) -> (usize, usize) {
        (self.links.len(), self.plans_on.len())
    }

    fn answer(&mut self, seen: &Seen) -> Reply {
        if seen.path == "/auth" {
            return self.token(seen);
        }
        if let Some((status, head, body)) = self.hiccup.take() {
            return Reply::Say(status, head.to_owned(), body.to_owned());
        }
        if seen.header("x-token") != Some(&format!("t0k3n-{}", self.tokens)) {
            return status(401, r#"{"detail":"Not authenticated"}"#);
        }
        let path = seen.path.strip_prefix("/api").unwrap();
        let parts: Vec<_> = path.split('?').next().unwrap().split('/').skip(1).collect();
        let id = parts.get(1).and_then(|part| part.parse().ok()).unwrap_or(0);
        match (seen.method.as_str(), parts.as_slice()) {
            ("POST", ["cards", "bulk"]) => self.spend(&seen.body, Self::begin),
            ("POST", ["lines", _, "plans"]) => {
                self.spend(&seen.body, |account, wanted| account.add(id, wanted))
            }
            ("GET", ["cards"]) => bare(&self.cards(path), path),
            ("GET", ["cards", _]) => one(self.sims.iter().find(|sim| sim.id == id).map(|sim| self.card(sim))),
            ("GET", ["cards", _, "profile"]) => self.profile(id),
            ("GET", ["jobs"]) => self.jobs(),
            ("GET", ["jobs", _]) => self.job(id),
            ("GET", ["jobs", _, "entries"]) => self.entries(id),
            ("GET", ["lines"]) => self.lines(path),
            ("GET", ["lines", _]) => self.line(id),
            ("GET", ["lines", _, "plans"]) => self.plans_of(id),
            ("GET", ["tariffs"]) => bare(&tariffs(), path),
            ("GET", ["tariffs", id]) => {
                one(tariffs().into_iter().find(|row| row.contains(&format!(r#""id":{id},"#))))
            }
            ("GET", ["coverages"]) => status(403, "<html>Forbidden</html>"),
            ("GET", ["me"]) => {
                json(r#"{"success":true,"data":{"id":1,"name":"Agency"},"meta":{"timestamp":""}}"#)
            }
            ("GET", ["me", "money"]) if self.has_balance => json(
                r#"{"data":{"amount":-12.3450,"currency":"eur","collected_at":"2026-03-12T14:00:00+02:00"}}"#,
            ),
            ("GET", _) => status(404, r#"{"detail":"Not Found"}"#),
            _ => status(405, r#"{"detail":"Method Not Allowed"}"#),
        }
    }

    /// Only takes the credentials in the body, and names no end.
    fn token(&mut self, seen: &Seen) -> Reply {
        let whole = "grant_type=client_credentials&client_id=desk&client_secret=s3cr3t-s3cr3t";
        if seen.header("authorization").is_some() || seen.body != whole {
            return status(400, r#"{"error":"invalid_client","error_description":""}"#);
        }
        assert!(TOKEN.contains("expires_in"), "the document's own has an end");
        self.tokens += 1;
        json(&format!(r#"{{"access_token":"t0k3n-{}","token_type":"bearer"}}"#, self.tokens))
    }

    fn spend(&mut self, body: &str, buy: impl Fn(&mut Self, &Value) -> Reply) -> Reply {
        if self.loses == Loses::Requests {
            return Reply::Close;
        }
        if let Some((code, body)) = self.refusal {
            return status(code, body);
        }
        let reply = buy(self, &serde_json::from_str(body).unwrap());
        if self.loses == Loses::Answers { Reply::Close } else { reply }
    }

    fn begin(&mut self, wanted: &Value) -> Reply {
        let texts = |key: &str| -> Vec<String> {
            wanted[key].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
        };
        let items: Vec<_> = texts("sim_ids").iter().map(|id| (id.parse().unwrap(), None)).collect();
        let (id, count) = (900 + u64::try_from(self.jobs.len()).unwrap(), items.len());
        self.jobs.push(Job {
            id,
            prefix: wanted["name_prefix"].as_str().unwrap().to_owned(),
            plans: texts("plan_ids"),
            first: wanted["counter_start"].as_u64().unwrap(),
            items,
            waits: self.patience + 1,
            made: now(),
        });
        self.work();
        Reply::Say(
            201,
            String::new(),
            format!(r#"{{"data":{{"id":{id},"status":"QUEUED","total_items":"{count}"}}}}"#),
        )
    }

    /// Every job goes on by one step; one that comes to its end has bound what it could.
    fn work(&mut self) {
        if self.stuck {
            return;
        }
        for number in 0..self.jobs.len() {
            self.jobs[number].waits = self.jobs[number].waits.saturating_sub(1);
            if self.jobs[number].waits == 0 {
                self.finish(number);
            }
        }
    }

    fn finish(&mut self, number: usize) {
        if let Some(sim) = self.stolen.take() {
            self.bind("somebody_1", sim, &[]);
        }
        let job = &self.jobs[number];
        let (prefix, plans, first, items) =
            (job.prefix.clone(), job.plans.clone(), job.first, job.items.clone());
        for (place, (sim, _)) in items.into_iter().enumerate() {
            let name = format!("{prefix}_{}", first + u64::try_from(place).unwrap());
            let bound = self.sims.iter().find(|row| row.id == sim).unwrap().link;
            match bound {
                None => self.bind(&name, sim, &plans),
                Some(link) if self.links.iter().any(|row| row.id == link && row.name == name) => {}
                Some(_) => self.jobs[number].items[place].1 = Some("SIM is already linked"),
            }
        }
    }

    fn add(&mut self, link: u64, wanted: &Value) -> Reply {
        self.activate(link, wanted["plan_id"].as_str().unwrap(), "Manual");
        Reply::Say(201, String::new(), format!("[{}]", self.plan_on(self.plans_on.last().unwrap())))
    }

    fn cards(&self, path: &str) -> Vec<String> {
        let of = |name| query(path, name).unwrap_or_default();
        let fits = |sim: &&Sim| {
            let row = format!("{} {}", sim.id, iccid(sim.id));
            of("sim_type").is_empty() && row.contains(of("search")) && (of("for_plan_id") != "13")
        };
        self.sims.iter().filter(fits).map(|sim| self.card(sim)).collect()
    }

    fn card(&self, sim: &Sim) -> String {
        let link = sim.link.map_or(r#""""#.to_owned(), |id| {
            let link = self.links.iter().find(|link| link.id == id).unwrap();
            format!(r#"{{"id":{id},"name":"{}"}}"#, link.name)
        });
        format!(
            r#"{{"id":{0},"iccid":{1},"status":"","form_factor":"{2}","is_attached":false,"updated_at":"2026-03-12 14:00:00","msisdn":"","imsi":null,"profile_state":{{"state":"Available"}},"link":{link},"vendor":{{"x":[1]}}}}"#,
            sim.id,
            iccid(sim.id),
            sim.kind
        )
    }

    fn profile(&self, id: u64) -> Reply {
        let sim = self.sims.iter().find(|sim| sim.id == id).unwrap();
        let code =
            if sim.has_code { format!(r#""1$rsp.example.com$CODE-{id}""#) } else { r#""""#.to_owned() };
        json(&format!(r#"{{"data":{{"activation_code":{code},"qr":"<svg onload=x>"}}}}"#))
    }

    fn jobs(&mut self) -> Reply {
        self.work();
        let rows: Vec<_> = self.jobs.iter().rev().map(job).collect();
        json(&format!(r#"{{"data":{{"data":[{}],"meta":{{}}}}}}"#, rows.join(",")))
    }

    fn job(&mut self, id: u64) -> Reply {
        self.work();
        one(self.jobs.iter().find(|job| job.id == id).map(job))
    }

    fn entries(&self, id: u64) -> Reply {
        let row = |(sim, error): &(u64, Option<&str>)| {
            let (word, error) = match error {
                Some(reason) => ("Rejected", format!(r#"{{"code":409,"message":"{reason}"}}"#)),
                None => ("DONE", "{}".to_owned()),
            };
            format!(
                r#"{{"id":{sim},"reference_id":{},"status":"{word}","input":"","failure_reason":{error}}}"#,
                iccid(*sim)
            )
        };
        let rows = self.jobs.iter().find(|job| job.id == id).unwrap().items.iter().map(row);
        json(&format!("[{}]", rows.collect::<Vec<_>>().join(",")))
    }

    /// Two rows at a time, and how many there are.
    fn lines(&self, path: &str) -> Reply {
        let search = query(path, "search").unwrap_or_default();
        let found: Vec<_> =
            self.links.iter().filter(|link| !link.gone && link.name.contains(search)).collect();
        let number: usize = query(path, "page").unwrap().parse().unwrap();
        let rows: Vec<_> = found.iter().skip((number - 1) * 2).take(2).map(|link| line(link)).collect();
        json(&format!(r#"{{"results":[{}],"total":{}}}"#, rows.join(","), found.len()))
    }

    fn line(&self, id: u64) -> Reply {
        match self.links.iter().find(|link| link.id == id) {
            Some(link) if link.gone => status(410, r#"{"detail":"Gone"}"#),
            link => one(link.map(line)),
        }
    }

    fn plans_of(&self, link: u64) -> Reply {
        if self.links.iter().any(|row| row.id == link && row.gone) {
            return status(410, "");
        }
        let rows = self.plans_on.iter().filter(|row| row.link == link).map(|row| self.plan_on(row));
        json(&format!(r#"{{"data":[{}]}}"#, rows.collect::<Vec<_>>().join(",")))
    }

    fn plan_on(&self, row: &Activation) -> String {
        format!(
            r#"{{"id":{},"plan_id":{},"status":"","source":"{}","usage":{{"allocated_mib":"1024.000000","remaining_mib":1023.5,"used_mib":""}},"created_at":"2026-03-12 14:39:30","activation_date":"","expiry_date":"","plan":null}}"#,
            row.id, row.plan, row.source
        )
    }
}

fn iccid(sim: u64) -> String {
    format!("894801000000000{sim:04}")
}

/// Its numbers as text; how many are still to come is left out.
fn job(job: &Job) -> String {
    let (total, failed) = (job.items.len(), job.items.iter().filter(|(_, error)| error.is_some()).count());
    let (done, failed) = if job.waits == 0 { (total - failed, failed) } else { (0, 0) };
    format!(
        r#"{{"id":{},"status":"SPINNING","total_items":"{total}","completed_items":"{done}","failed_items":{failed},"created_at":"{}","updated_at":""}}"#,
        job.id, job.made
    )
}

fn line(link: &Link) -> String {
    format!(r#"{{"id":{},"name":"{}","status":"","iccid":{}}}"#, link.id, link.name, iccid(link.sim))
}

fn tariffs() -> Vec<String> {
    let row = |id: u32| {
        format!(
            r#"{{"id":{id},"name":"EU {id}","description":"","included_data_mb":"1024","validity_days":"30","base_throttle":"","coverage":"66"}}"#
        )
    };
    (11..=13).map(row).collect()
}

/// Five rows of a list, whatever is asked for, and nothing beside them.
fn bare(rows: &[String], path: &str) -> Reply {
    let number: usize = query(path, "page").unwrap().parse().unwrap();
    let rows: Vec<_> = rows.iter().skip((number - 1) * 5).take(5).map(String::as_str).collect();
    json(&format!("[{}]", rows.join(",")))
}

/// A single thing in a list of one.
fn one(row: Option<String>) -> Reply {
    row.map_or(status(404, r#"{"detail":"No such thing"}"#), |row| json(&format!("[{row}]")))
}

/// The account, its server, and a client that was told its paths.
async fn desk(account: Account) -> (Arc<Mutex<Account>>, Scripted, Telkor) {
    crate::install_crypto();
    let account = Arc::new(Mutex::new(account));
    let books = account.clone();
    let server = Scripted::start(move |seen| books.lock().unwrap().answer(seen)).await;
    let (base, token_url) = (format!("{}/api/", server.url), format!("{}/auth", server.url));
    let settings = [
        ("base_url", base.as_str()),
        ("token_url", &token_url),
        ("client_id", "desk\n"),
        ("auth_header", "X-Token"),
        ("auth_scheme", ""),
        ("path_sims", "/cards"),
        ("path_provision", "/cards/bulk"),
        ("path_sim", "/cards/{sim_id}"),
        ("path_installation", "/cards/{sim_id}/profile"),
        ("path_refresh", "/cards/{sim_id}/sync"),
        ("path_tasks", "/jobs"),
        ("path_task", "/jobs/{task_id}"),
        ("path_task_items", "/jobs/{task_id}/entries"),
        ("path_links", "/lines"),
        ("path_link", "/lines/{link_id}"),
        ("path_activations", "/lines/{link_id}/plans"),
        ("path_plans", "/tariffs"),
        ("path_plan", "/tariffs/{plan_id}"),
        ("path_organization", "/me"),
        ("path_balance", "/me/money"),
    ];
    let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
    let telkor = Telkor::with_limits(&spec("own", &settings), &secret("s3cr3t-s3cr3t"), limits).unwrap();
    (account, server, telkor)
}

/// The first lot of the stock.
async fn lot(telkor: &Telkor) -> Lot {
    telkor.lots().await.unwrap().rows.remove(0)
}

/// An order of so many eSIMs out of the first lot.
async fn wanted(telkor: &Telkor, count: u32) -> Request {
    let lot = lot(telkor).await;
    let source = Source::Stock { lot: lot.id, paid: lot.paid };
    Request { plan: lot.plan, price: None, target: Target::NewEsim, source, count }
}

/// The first plan of the agency, for the SIM that is in use.
async fn more_data(telkor: &Telkor) -> Request {
    let (esim, service) = (EsimId::from("1"), ServiceId::from("500/700"));
    let plan = telkor.fitting(&esim, &service, Vec::new()).await.unwrap().remove(0);
    Request { plan, price: None, target: Target::AddData { esim, service }, source: Source::Bought, count: 1 }
}

fn key() -> OrderKey {
    OrderKey::from("0198c0de-0000-7000-8000-000000000001")
}
