//! Writing the intents of one purchase: all of them in one transaction, once.

use super::{OrderRow, rows};
use crate::column::millis;
use crate::record::order_events::{OrderChanges, write_event};
use crate::record::travellers;
use crate::{Error, Record};
use esim_desk_model::{OrderKey, OrderState, PlanId, Timestamp, TravellerName, WalletId, order_number};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};

/// One purchase as staff confirmed it; each traveller becomes one order.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPurchase {
    /// The purchase; UUID of the user action.
    pub parent: String,
    /// From which wallet.
    pub wallet_id: WalletId,
    /// What.
    pub plan_id: PlanId,
    /// The agency's booking.
    pub booking: Option<String>,
    /// JSON.
    pub trip: String,
    /// JSON.
    pub phone_check: String,
    /// At which desk; begins the numbers.
    pub desk: String,
    /// By whom.
    pub staff: Option<String>,
    /// The run of the program that may send it.
    pub run: String,
    /// Now.
    pub at: Timestamp,
    /// When today began at this desk; `None` when staff mean a repeat.
    pub day_began: Option<Timestamp>,
    /// One for each traveller, in the order of the names.
    pub orders: Vec<NewOrder>,
}

/// One traveller's part of a purchase.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOrder {
    /// Its key.
    pub key: OrderKey,
    /// For whom.
    pub traveller: TravellerName,
    /// JSON: plan, price, target as staff agreed to. `$.target.kind` must be there.
    pub request: String,
    /// What may not be in flight together.
    pub lane: String,
    /// What the key stands for, the name aside; no name in it.
    pub content: String,
}

/// What became of a purchase's intents. Nothing was written unless it is [`Inserted::Rows`].
#[derive(Clone, Debug, PartialEq)]
pub enum Inserted {
    /// The orders, new or known with the same content, in the order of the names.
    Rows(Vec<OrderRow>),
    /// A key, or the purchase's id, is known with other content.
    KeyReused,
    /// The same plan was bought for this traveller since the day began.
    BoughtToday {
        /// The traveller.
        name: String,
        /// Number of the earlier order.
        number: String,
        /// When.
        at: Timestamp,
    },
}

impl Record {
    /// Writes one intent for each traveller, all or none, or finds them already written.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn orders_insert(&self, purchase: NewPurchase) -> Result<Inserted, Error> {
        self.write(move |tx| insert(tx, &purchase)).await
    }
}

fn insert(tx: &Connection, purchase: &NewPurchase) -> Result<Inserted, Error> {
    let mut known = 0;
    for order in &purchase.orders {
        match content_of(tx, &order.key)? {
            None => {}
            Some((content, name)) if content == order.content && name == order.traveller.as_str() => {
                known += 1
            }
            Some(_) => return Ok(Inserted::KeyReused),
        }
    }
    let of_parent =
        || rows(tx, "WHERE o.parent = ? ORDER BY o.place", &[Value::from(purchase.parent.clone())]);
    if known == 0 {
        if !of_parent()?.is_empty() {
            return Ok(Inserted::KeyReused);
        }
        if let Some(earlier) = repeat(tx, purchase)? {
            return Ok(earlier);
        }
        for (place, order) in purchase.orders.iter().enumerate() {
            insert_one(tx, purchase, place, order)?;
        }
    }
    let written = of_parent()?;
    // All are written in one transaction, so that a part of them is another purchase.
    let whole = written.len() == purchase.orders.len() && (known == 0 || known == written.len());
    Ok(if whole { Inserted::Rows(written) } else { Inserted::KeyReused })
}

fn content_of(tx: &Connection, key: &OrderKey) -> Result<Option<(String, String)>, Error> {
    let mut read = tx.prepare_cached(
        "SELECT o.content, t.name FROM orders o JOIN travellers t ON t.id = o.traveller_id WHERE o.order_key = ?1",
    )?;
    Ok(read.query_row([key.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// An earlier order of the same plan for one of these travellers since the day began.
fn repeat(tx: &Connection, purchase: &NewPurchase) -> Result<Option<Inserted>, Error> {
    let Some(day_began) = purchase.day_began else { return Ok(None) };
    let same_plan = "WHERE o.created_at >= ? AND o.wallet_id = ? AND o.plan_id = ? \
        AND o.state NOT IN ('withdrawn', 'refused', 'not_bought') ORDER BY o.created_at DESC, o.place DESC";
    let values = [
        Value::from(millis(day_began)),
        Value::from(purchase.wallet_id.0.clone()),
        Value::from(purchase.plan_id.0.clone()),
    ];
    let today = rows(tx, same_plan, &values)?;
    let same = |row: &OrderRow| {
        let name = TravellerName::parse(&row.traveller).ok()?;
        purchase.orders.iter().find(|order| order.traveller.is_same_person(&name))
    };
    Ok(today.into_iter().find(|row| same(row).is_some()).map(|row| Inserted::BoughtToday {
        name: row.traveller,
        number: row.number,
        at: row.created_at,
    }))
}

fn insert_one(tx: &Connection, purchase: &NewPurchase, place: usize, order: &NewOrder) -> Result<(), Error> {
    let number = next_number(tx, &purchase.desk)?;
    let traveller = travellers::find_or_create(tx, &order.traveller, purchase.at)?;
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    let at = millis(purchase.at);
    let values: [(&str, &dyn ToSql); 18] = [
        ("order_key", &order.key.0),
        ("number", &number),
        ("parent", &purchase.parent),
        ("place", &place),
        ("state", &OrderState::Intent.as_str()),
        ("wallet_id", &purchase.wallet_id.0),
        ("lane", &order.lane),
        ("plan_id", &purchase.plan_id.0),
        ("request", &order.request),
        ("content", &order.content),
        ("traveller_id", &traveller),
        ("booking", &purchase.booking),
        ("trip", &purchase.trip),
        ("phone_check", &purchase.phone_check),
        ("desk", &purchase.desk),
        ("staff", &purchase.staff),
        ("run", &purchase.run),
        ("created_at", &at),
    ];
    let names = values.map(|(name, _)| name).join(", ");
    let places = vec!["?"; values.len()].join(", ");
    let written = tx
        .prepare_cached(&format!(
            "INSERT INTO orders ({names}, updated_at) VALUES ({places}, {at}) ON CONFLICT (order_key) DO NOTHING"
        ))?
        .execute(params_from_iter(values.iter().map(|(_, value)| value)))?;
    if written == 0 {
        return Err(Error::Conflict);
    }
    let changes = OrderChanges::of_row(tx, &order.key)?;
    write_event(
        tx,
        &order.key,
        purchase.at,
        OrderState::Intent.as_str(),
        &changes,
        None,
        purchase.staff.as_deref(),
    )
}

/// The desk's next number. Orders are never deleted, so the last number is the highest that was ever used.
fn next_number(tx: &Connection, desk: &str) -> Result<String, Error> {
    let begins = format!("{desk}-");
    let last: u32 = tx
        .prepare_cached(
            "SELECT coalesce(max(CAST(substr(number, length(?1) + 1) AS INTEGER)), 0) FROM orders \
             WHERE number > ?1 AND number < ?1 || ':'",
        )?
        .query_row([&begins], |row| row.get(0))?;
    Ok(order_number(desk, last.saturating_add(1)))
}
