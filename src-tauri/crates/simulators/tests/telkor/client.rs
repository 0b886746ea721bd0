//! A desk of the simulated organisation: what it sends, and with which credentials.
#![expect(clippy::expect_used, reason = "a broken test server must fail the test")]

use crate::plain_http::{Answer, send_to};
use esim_desk_simulators::telkor::{Options, PlanView, Telkor};
use serde_json::{Value, json};
use std::time::Duration;

pub const SOON: Duration = Duration::from_secs(10);
pub const HOUR: Duration = Duration::from_secs(3600);
pub const DAY: Duration = Duration::from_secs(24 * 3600);

/// A server with a token to it.
pub struct Desk {
    pub telkor: Telkor,
    pub token: String,
}

impl Desk {
    pub async fn open(options: Options) -> Self {
        let telkor = Telkor::start(options).await.expect("it starts");
        let token = token_of(&telkor).await.json()["access_token"].as_str().expect("a token").to_owned();
        Self { telkor, token }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &body.to_string()).await
    }

    pub async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.send(method, path, &[("Authorization", &bearer)], body).await
    }

    /// A request to a path below the base URL.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let (server, prefix) = split(&self.telkor.base_url());
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        send_to(&server, method, &format!("{prefix}{path}"), &all, body).await
    }

    /// All rows of a list, read page by page.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let join = if path.contains('?') { '&' } else { '?' };
        let mut rows = Vec::new();
        for page in 1.. {
            let body = self.get(&format!("{path}{join}page={page}&page_size=100")).await.json();
            let items = body["items"].as_array().expect("items");
            rows.extend_from_slice(items);
            if items.len() < 100 {
                assert_eq!(body["total"], rows.len(), "{path}");
                return rows;
            }
        }
        rows
    }

    pub async fn provision(&self, sims: &[&str], plans: &[&str]) -> Answer {
        let body =
            json!({"name_prefix": "AG-2026-900001", "sim_ids": sims, "plan_ids": plans, "counter_start": 1});
        self.post("/sims/bulk-provision", body).await
    }

    /// A plan for Japan in the zone that most SIMs are of.
    pub fn plan(&self) -> PlanView {
        let japan = |plan: &PlanView| plan.countries == ["JPN"] && plan.zone == "zone-a" && plan.ends;
        self.telkor.plans().into_iter().find(japan).expect("a plan for Japan")
    }

    /// Two SIMs in stock that fit the plan.
    pub fn two(&self, plan: &PlanView) -> [String; 2] {
        let mut stock = self.telkor.stock(&plan.id).into_iter();
        [stock.next().expect("a first"), stock.next().expect("a second")]
    }

    /// A fresh link with the plan, and the SIM that it is on.
    pub fn linked(&self, plan: &PlanView) -> (String, String) {
        let [sim, _] = self.two(plan);
        (self.telkor.link_elsewhere(&sim, &plan.id, "D08-000001_1").expect("a link"), sim)
    }
}

/// Ids of the rows, in their order.
pub fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

/// Total, completed, failed and pending items of a task.
pub fn counters(task: &Value) -> [i64; 4] {
    let fields = ["total_items", "completed_items", "failed_items", "pending_items"];
    fields.map(|field| task[field].as_i64().expect("a number"))
}

/// MiB in a decimal string.
pub fn mib(value: &Value) -> f64 {
    value.as_str().and_then(|text| text.parse().ok()).expect("a decimal string")
}

/// Server and path of a URL.
pub fn split(url: &str) -> (String, String) {
    let rest = url.strip_prefix("http://").expect("http");
    let path = rest.find('/').unwrap_or(rest.len());
    (format!("http://{}", &rest[..path]), rest[path..].to_owned())
}

pub async fn ask_token(telkor: &Telkor, body: &str) -> Answer {
    let (server, path) = split(&telkor.token_url());
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    send_to(&server, "POST", &path, &form, body).await
}

pub async fn token_of(telkor: &Telkor) -> Answer {
    let given = telkor.credentials();
    let body = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        given.client_id, given.client_secret
    );
    ask_token(telkor, &body).await
}

/// Tasks end at once.
pub fn quick() -> Options {
    Options { item_after: Duration::ZERO, ..Options::default() }
}
