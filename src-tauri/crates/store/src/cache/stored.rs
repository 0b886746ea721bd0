//! One row of the table `esims`: read, derived and written in one place, so that no two writers derive it
//! differently.

use super::fold::fold;
use super::keys::left_key;
use crate::Error;
use crate::column::{from_word, millis, word};
use crate::record::Assignment;
use esim_desk_model::{Headline, HeadlineInput, ProfileStatus, ServiceStatus, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// An end within so many milliseconds, or so few percent left, is soon.
pub(super) const SOON: i64 = 3 * 24 * 60 * 60 * 1000;
pub(super) const FEW_PERCENT: u8 = 20;

/// What the row is made of. Moments are milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub(super) wallet: i64,
    pub(super) esim_id: String,
    pub(super) supplier: Supplier,
    pub(super) speaking: Speaking,
    pub(super) ours: Ours,
    pub(super) appeared_at: Option<i64>,
    pub(super) detail_at: Option<i64>,
}

/// What the supplier said of the eSIM.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Supplier {
    pub(super) iccid: Option<String>,
    pub(super) msisdn: Option<String>,
    pub(super) profile: ProfileStatus,
    pub(super) profile_word: Option<String>,
    pub(super) matching_id: Option<String>,
    pub(super) code_here: bool,
    pub(super) listed: i64,
    /// The desk whose order number is on it.
    pub(super) noted_desk: Option<String>,
    /// What else it is found by, a space between them.
    pub(super) numbers: Option<String>,
}

/// What the plan that speaks for the eSIM adds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Speaking {
    pub(super) service: ServiceStatus,
    pub(super) coverage: Option<String>,
    pub(super) data: Option<i64>,
    pub(super) days: Option<u32>,
    pub(super) plan_key: Option<String>,
    pub(super) remaining: Option<i64>,
    pub(super) left_percent: Option<u8>,
    pub(super) ends_at: Option<i64>,
}

/// What the record knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ours {
    traveller: Option<String>,
    booking: Option<String>,
    pub(super) given_at: Option<i64>,
    bought_at: Option<i64>,
    pub(super) order_key: Option<String>,
    departs: Option<String>,
    unconfirmed: bool,
    kit_stored: bool,
}

impl From<&Assignment> for Ours {
    fn from(assignment: &Assignment) -> Self {
        Self {
            traveller: assignment.traveller.clone(),
            booking: assignment.booking.clone(),
            given_at: assignment.given_at.map(millis),
            bought_at: assignment.bought_at.map(millis),
            order_key: assignment.order_key.as_ref().map(|key| key.0.clone()),
            departs: assignment.departs.clone(),
            unconfirmed: assignment.unconfirmed,
            kit_stored: assignment.kit_stored,
        }
    }
}

/// What follows from the rest.
struct Derived {
    headline: Headline,
    code_missing: bool,
    ending_soon: bool,
    recency: i64,
    search_text: String,
}

const COLUMNS: &str = "id, seen_at, wallet, esim_id, iccid, msisdn, profile, profile_word, matching_id, code_here, \
    listed, appeared_at, detail_at, service, coverage, data, days, plan_key, remaining, left_percent, ends_at, \
    traveller, booking, given_at, bought_at, order_key, departs, unconfirmed, kit_stored, noted_desk, numbers";

const INSERT: &str = "INSERT INTO esims (wallet, esim_id, iccid, msisdn, profile, profile_word, matching_id, \
    code_here, listed, appeared_at, seen_at, detail_at, service, coverage, data, days, plan_key, remaining, \
    left_percent, left_key, ends_at, traveller, traveller_key, booking, booking_key, given_at, bought_at, order_key, \
    departs, unconfirmed, kit_stored, noted_desk, numbers, headline, code_missing, ending_soon, recency, \
    search_text) \
    VALUES (:wallet, :esim_id, :iccid, :msisdn, :profile, :profile_word, :matching_id, :code_here, :listed, \
    :appeared_at, :seen_at, :detail_at, :service, :coverage, :data, :days, :plan_key, :remaining, :left_percent, \
    :left_key, :ends_at, :traveller, :traveller_key, :booking, :booking_key, :given_at, :bought_at, :order_key, \
    :departs, :unconfirmed, :kit_stored, :noted_desk, :numbers, :headline, :code_missing, :ending_soon, :recency, \
    :search_text) \
    ON CONFLICT (wallet, esim_id) DO UPDATE SET iccid = :iccid, msisdn = :msisdn, profile = :profile, \
    profile_word = :profile_word, matching_id = :matching_id, code_here = :code_here, listed = :listed, \
    appeared_at = :appeared_at, seen_at = :seen_at, detail_at = :detail_at, service = :service, \
    coverage = :coverage, data = :data, days = :days, plan_key = :plan_key, remaining = :remaining, \
    left_percent = :left_percent, left_key = :left_key, ends_at = :ends_at, traveller = :traveller, \
    traveller_key = :traveller_key, booking = :booking, booking_key = :booking_key, given_at = :given_at, \
    bought_at = :bought_at, order_key = :order_key, departs = :departs, unconfirmed = :unconfirmed, \
    kit_stored = :kit_stored, noted_desk = :noted_desk, numbers = :numbers, headline = :headline, code_missing = :code_missing, \
    ending_soon = :ending_soon, recency = :recency, search_text = :search_text \
    RETURNING id";

/// A row with its place in the table.
pub(super) struct Found {
    pub(super) id: i64,
    pub(super) seen_at: i64,
    pub(super) row: Stored,
}

impl Stored {
    /// The row of one eSIM.
    pub(super) fn load(tx: &Connection, wallet: i64, esim: &str) -> Result<Option<Found>, Error> {
        tx.prepare_cached(&format!("SELECT {COLUMNS} FROM esims WHERE wallet = ?1 AND esim_id = ?2"))?
            .query_row((wallet, esim), |row| Ok(found(row)))
            .optional()?
            .transpose()
    }

    /// Writes the row with all that follows from it, and returns its place.
    pub(super) fn save(&self, tx: &Connection, seen_at: i64, now: Timestamp) -> Result<i64, Error> {
        let Self { supplier, speaking, ours, .. } = self;
        let derived = self.derive(now);
        Ok(tx.prepare_cached(INSERT)?.query_row(
            named_params! {
                ":wallet": self.wallet, ":esim_id": self.esim_id,
                ":iccid": supplier.iccid, ":msisdn": supplier.msisdn,
                ":profile": word(supplier.profile)?, ":profile_word": supplier.profile_word,
                ":matching_id": supplier.matching_id, ":code_here": supplier.code_here,
                ":listed": supplier.listed, ":noted_desk": supplier.noted_desk,
                ":numbers": supplier.numbers,
                ":appeared_at": self.appeared_at,
                ":seen_at": seen_at, ":detail_at": self.detail_at,
                ":service": word(speaking.service)?, ":coverage": speaking.coverage,
                ":data": speaking.data, ":days": speaking.days, ":plan_key": speaking.plan_key,
                ":remaining": speaking.remaining, ":left_percent": speaking.left_percent,
                ":left_key": left_key(speaking.remaining), ":ends_at": speaking.ends_at,
                ":traveller": ours.traveller, ":traveller_key": ours.traveller.as_deref().map(fold),
                ":booking": ours.booking, ":booking_key": ours.booking.as_deref().map(fold),
                ":given_at": ours.given_at, ":bought_at": ours.bought_at, ":order_key": ours.order_key,
                ":departs": ours.departs, ":unconfirmed": ours.unconfirmed, ":kit_stored": ours.kit_stored,
                ":headline": derived.headline.rank(), ":code_missing": derived.code_missing,
                ":ending_soon": derived.ending_soon, ":recency": derived.recency,
                ":search_text": derived.search_text,
            },
            |row| row.get(0),
        )?)
    }

    fn derive(&self, now: Timestamp) -> Derived {
        let Self { supplier, speaking, ours, .. } = self;
        let given_at = ours.given_at.and_then(|at| Timestamp::from_millisecond(at).ok());
        let elsewhere = elsewhere(supplier.noted_desk.as_ref(), ours.bought_at, ours.given_at).is_some();
        let input =
            HeadlineInput { profile: supplier.profile, service: speaking.service, given_at, elsewhere };
        let parts = [&ours.traveller, &ours.booking, &supplier.iccid, &supplier.msisdn, &supplier.numbers];
        let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
        let recent = ours.given_at.max(ours.bought_at).max(self.appeared_at);
        Derived {
            headline: Headline::of(input),
            code_missing: !supplier.code_here && !ours.kit_stored && should_have_code(supplier.profile),
            ending_soon: self.ends_soon(millis(now)),
            recency: -recent.unwrap_or_default(),
            search_text: fold(&text),
        }
    }

    fn ends_soon(&self, now: i64) -> bool {
        let Self { supplier, speaking, .. } = self;
        let lives = matches!(speaking.service, ServiceStatus::Active | ServiceStatus::Waiting)
            && !matches!(supplier.profile, ProfileStatus::Expired | ProfileStatus::Removed)
            && speaking.ends_at.is_none_or(|at| at > now);
        let soon = speaking.ends_at.is_some_and(|at| at - now <= SOON);
        lives && (soon || speaking.left_percent.is_some_and(|percent| percent <= FEW_PERCENT))
    }
}

/// The desk that bought an eSIM, unless it was bought or given here. A number of our own that no order here owns is
/// no exception: two desks may have the same code, and a record may have been lost.
pub(super) fn elsewhere<T>(noted: Option<T>, bought_at: Option<i64>, given_at: Option<i64>) -> Option<T> {
    noted.filter(|_| bought_at.is_none() && given_at.is_none())
}

/// Whether the supplier should have said how to install it.
fn should_have_code(profile: ProfileStatus) -> bool {
    use ProfileStatus as P;
    match profile {
        P::Ready | P::Downloading | P::Installed | P::Enabled | P::Online | P::Offline | P::Disabled => true,
        // What waits in stock is read when it is taken.
        P::Preparing | P::InStock => false,
        P::Removed | P::Expired | P::Card | P::Unavailable | P::Unknown => false,
    }
}

fn found(row: &Row<'_>) -> Result<Found, Error> {
    let stored = Stored {
        wallet: row.get(2)?,
        esim_id: row.get(3)?,
        supplier: Supplier {
            iccid: row.get(4)?,
            msisdn: row.get(5)?,
            profile: from_word(row.get(6)?)?,
            profile_word: row.get(7)?,
            matching_id: row.get(8)?,
            code_here: row.get(9)?,
            listed: row.get(10)?,
            noted_desk: row.get(29)?,
            numbers: row.get(30)?,
        },
        appeared_at: row.get(11)?,
        detail_at: row.get(12)?,
        speaking: Speaking {
            service: from_word(row.get(13)?)?,
            coverage: row.get(14)?,
            data: row.get(15)?,
            days: row.get(16)?,
            plan_key: row.get(17)?,
            remaining: row.get(18)?,
            left_percent: row.get(19)?,
            ends_at: row.get(20)?,
        },
        ours: Ours {
            traveller: row.get(21)?,
            booking: row.get(22)?,
            given_at: row.get(23)?,
            bought_at: row.get(24)?,
            order_key: row.get(25)?,
            departs: row.get(26)?,
            unconfirmed: row.get(27)?,
            kit_stored: row.get(28)?,
        },
    };
    Ok(Found { id: row.get(0)?, seen_at: row.get(1)?, row: stored })
}
