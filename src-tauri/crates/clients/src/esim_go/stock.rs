//! Bundles that the account bought before and has not put onto an eSIM yet. Taking one costs nothing more; eSIM Go
//! takes a bundle by its name, and itself chooses out of which purchase.

use super::lists::{Page, unreadable};
use super::units::{filled, iccid, moment, number};
use super::{EsimGo, held, lines, sold, translate, wire};
use crate::http::{Ask, Urgency, decode};
use crate::json;
use async_trait::async_trait;
use esim_desk_model::{Coverage, Plan, PlanId, Start, Timestamp};
use esim_desk_provider::{
    Effect, Error, Kind, Listing, Lot, LotId, Placed, Request, Result, Skipped, Stock, Taken, Target,
};
use serde::{Deserialize, Serialize};

/// `GET /inventory`.
const LIST_STOCK: &str = "list the stock";
/// `POST /esims/apply`.
const TAKE: &str = "take a plan from the stock";

/// A bundle of the inventory.
struct Stocked {
    plan: Plan,
    /// What is left of it, by purchase.
    pieces: Vec<Pieces>,
}

/// What one purchase left.
struct Pieces {
    /// eSIM Go's `usageId`.
    usage_id: Option<String>,
    left: u32,
    expires_at: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StockRow {
    name: Option<String>,
    desc: Option<String>,
    available: Option<Vec<PiecesRow>>,
    data: wire::Raw,
    duration: wire::Raw,
    duration_unit: Option<String>,
    autostart: Option<bool>,
    unlimited: Option<bool>,
    allowances: Option<Vec<wire::Allowance>>,
}

#[derive(Deserialize)]
struct PiecesRow {
    id: wire::Raw,
    remaining: wire::Raw,
    expiry: wire::Raw,
}

#[derive(Serialize)]
struct Apply<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    iccid: Option<&'a str>,
    #[serde(rename = "allowReassign")]
    allow_reassign: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Applied {
    apply_reference: Option<String>,
    esims: Option<Vec<wire::Esim>>,
}

#[async_trait]
impl Stock for EsimGo {
    /// One lot for each purchase of a bundle; its plan as it is sold, else as the inventory tells it.
    async fn lots(&self) -> Result<Listing<Lot>> {
        let Listing { rows: inventory, skipped } = self.inventory(Urgency::Usual).await?;
        let mut rows = Vec::new();
        for Stocked { plan, pieces } in inventory {
            let plan = self.as_sold(&plan.id).await?.unwrap_or(plan);
            // It is paid already.
            let plan = Plan { prices: Vec::new(), ..plan };
            rows.extend(pieces.into_iter().map(|pieces| lot(&plan, pieces)));
        }
        Ok(Listing { rows, skipped })
    }
}

impl EsimGo {
    /// A plan in stock with all that is said of it: as the last catalogue had it, else read by itself once.
    /// `None` where it is not sold any more.
    async fn as_sold(&self, id: &PlanId) -> Result<Option<Plan>> {
        if let Some(plan) = held(&self.sold).as_ref().and_then(|sold| sold.plan(id)) {
            return Ok(Some(plan.clone()));
        }
        if let Some(known) = held(&self.stocked).get(id) {
            return Ok(known.clone());
        }
        let plan = match self.bundle(id).await {
            Err(error) if matches!(error.kind, Kind::Unreadable { .. } | Kind::NotJson) => None,
            answer => answer?,
        };
        held(&self.stocked).insert(id.clone(), plan.clone());
        Ok(plan)
    }

    async fn inventory(&self, urgency: Urgency) -> Result<Listing<Stocked>> {
        let body = self.read(&Ask::get(LIST_STOCK, urgency, &["inventory"])).await?;
        let page = Page::read(&body, &["bundles", "data"], LIST_STOCK)?;
        Ok(json::rows(&page.rows, |row: StockRow, _| stocked(row)))
    }

    /// The plan of a lot that is still there; `None` where nothing is left of it.
    pub(super) async fn left_of(&self, lot: &LotId, request: &Request) -> Result<Option<Plan>> {
        let listing = self.inventory(Urgency::Urgent).await?;
        let is_it = |stocked: &Stocked| {
            let mut lots = stocked.pieces.iter().filter(|pieces| pieces.left > 0);
            stocked.plan.id == *request.plan_id() && lots.any(|pieces| id_of(&stocked.plan, pieces) == *lot)
        };
        if listing.rows.iter().any(is_it) {
            return Ok(Some(request.plan.clone()));
        }
        no_gap(&listing.skipped)?;
        Ok(None)
    }

    /// How many pieces of a plan are in stock.
    pub(super) async fn pieces_of(&self, plan: &PlanId) -> Result<u32> {
        let listing = self.inventory(Urgency::Urgent).await?;
        no_gap(&listing.skipped)?;
        let of_plan = listing.rows.iter().filter(|stocked| stocked.plan.id == *plan);
        Ok(of_plan.flat_map(|stocked| &stocked.pieces).map(|pieces| pieces.left).sum())
    }

    /// Takes one piece, for a new eSIM or onto one that exists, and then only onto that one. Sent once.
    ///
    /// # Errors
    /// `Forbidden` when none is left; with [`Effect::Unknown`] when no answer tells whether it was done, and
    /// when it went onto another eSIM.
    pub(super) async fn take(&self, request: &Request) -> Result<Placed> {
        let iccid = match &request.target {
            Target::NewEsim => None,
            Target::AddData { esim, .. } => Some(esim.as_str()),
        };
        let apply = Apply { name: request.plan_id().as_str(), iccid, allow_reassign: false };
        let body = serde_json::to_string(&apply).map_err(|_| unreadable("request", TAKE))?;
        let ask = Ask::get(TAKE, Urgency::Urgent, &["esims", "apply"]).json(body).with_plain_text();
        let answer = self.once(&ask).await?;
        placed(&answer, request).map_err(|error| Error { effect: Effect::Unknown, ..error })
    }
}

fn placed(body: &[u8], request: &Request) -> Result<Placed> {
    let answer: Applied = decode(body, TAKE)?;
    let numbers = answer.esims.iter().flatten().filter_map(|esim| esim.iccid.as_deref().and_then(iccid));
    let numbers: Vec<_> = numbers.collect();
    lines::must_be_onto(&numbers, request, TAKE)?;
    let reference = answer.apply_reference.filter(|reference| !reference.is_empty());
    let taken = if numbers.is_empty() { Taken::Processing } else { Taken::Fulfilled };
    let reference = reference.ok_or_else(|| unreadable("applyReference", TAKE))?;
    Ok(Placed { reference, taken, charged: None })
}

/// A gap in the inventory proves nothing.
fn no_gap(skipped: &[Skipped]) -> Result<()> {
    match skipped.first() {
        None => Ok(()),
        Some(row) => Err(unreadable(&format!("[{}] {}", row.index, row.why), LIST_STOCK)),
    }
}

fn lot(plan: &Plan, pieces: Pieces) -> Lot {
    let (id, left, expires_at) = (id_of(plan, &pieces), pieces.left, pieces.expires_at);
    Lot { id, plan: plan.clone(), paid: true, left, expires_at }
}

fn id_of(plan: &Plan, pieces: &Pieces) -> LotId {
    LotId(format!("{}#{}", plan.id, pieces.usage_id.as_deref().unwrap_or_default()))
}

fn stocked(row: StockRow) -> std::result::Result<Stocked, &'static str> {
    let name = row.name.filter(|name| !name.is_empty()).ok_or("name is missing")?;
    let is_month = row.duration_unit.is_some_and(|unit| translate::is(&unit, "month"));
    let days = number(&row.duration).map(|count| if is_month { count.saturating_mul(30) } else { count });
    let plan = Plan {
        id: PlanId(name),
        name: filled(&row.desc).map(str::to_owned),
        // The inventory names countries in words alone.
        coverage: Coverage::NotSaid,
        data: sold::data(row.unlimited, &row.data, row.allowances.as_deref()),
        throttling: None,
        calls: None,
        texts: None,
        days: days.and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0),
        start: if row.autostart == Some(false) { Start::NotSaid } else { Start::FirstUse },
        features: Vec::new(),
        networks: Vec::new(),
        prices: Vec::new(),
    };
    let pieces = row.available.unwrap_or_default().iter().map(pieces).collect::<Option<_>>();
    Ok(Stocked { plan, pieces: pieces.ok_or("available.remaining does not fit")? })
}

fn pieces(row: &PiecesRow) -> Option<Pieces> {
    let left = number(&row.remaining).and_then(|count| u32::try_from(count).ok())?;
    Some(Pieces { usage_id: super::units::text(&row.id), left, expires_at: end_of(&row.expiry) })
}

/// A day without a time ends the lot as it begins, so that nobody is told too late.
fn end_of(raw: &wire::Raw) -> Option<Timestamp> {
    let day = || {
        let day: jiff::civil::Date = super::units::text(raw)?.parse().ok()?;
        day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    };
    moment(raw).or_else(day)
}
