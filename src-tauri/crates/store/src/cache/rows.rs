//! Reading eSIMs: one with everything, those nobody has, and those whose details are wanted.

use super::keys::column_data;
use super::stored::elsewhere;
use super::sync_state::find_key;
use crate::column::{from_json, from_json_or_none, from_word, millis, moment, moment_or_none};
use crate::{Cache, Error};
use esim_desk_model::{
    ActivationCode, Coverage, Data, EsimId, Headline, Iccid, InstallData, OrderKey, Plan, ProfileStatus,
    Timestamp, WalletId,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// One row of the list. The code is not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct EsimRow {
    /// Its wallet.
    pub wallet_id: WalletId,
    /// Its id at the supplier.
    pub esim_id: EsimId,
    /// Its number.
    pub iccid: Option<Iccid>,
    /// Who has it, or for whom it was bought.
    pub traveller: Option<String>,
    /// The agency's booking.
    pub booking: Option<String>,
    /// Where its plan works; absent when unknown.
    pub coverage: Option<Coverage>,
    /// The plan's allowance.
    pub data: Option<Data>,
    /// The plan's days.
    pub days: Option<u32>,
    /// The one thing to read.
    pub headline: Headline,
    /// When it was last given.
    pub given_at: Option<Timestamp>,
    /// What is left; absent when unknown.
    pub left: Option<Data>,
    /// Percent left, 0 to 100; absent when unknown or unlimited.
    pub left_percent: Option<u8>,
    /// When its plan ends.
    pub ends_at: Option<Timestamp>,
    /// When it was bought here.
    pub bought_at: Option<Timestamp>,
    /// The order here that bought it, or that it may belong to.
    pub order_key: Option<OrderKey>,
    /// Code of the desk whose order number is on it, unless it was bought or given here.
    pub bought_elsewhere: Option<String>,
    /// Its install data is on this computer.
    pub code_stored: bool,
    /// Found by difference alone and not confirmed as ours.
    pub unconfirmed: bool,
    /// When the supplier last said something of it.
    pub seen_at: Timestamp,
}

/// One eSIM with what the list leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct EsimFull {
    /// As in the list.
    pub row: EsimRow,
    /// Its own phone number.
    pub msisdn: Option<String>,
    /// Is it on a phone?
    pub profile: ProfileStatus,
    /// The supplier's word for that.
    pub profile_word: Option<String>,
    /// When its details were last read.
    pub detail_at: Option<Timestamp>,
    /// What installs it, as far as the cache has it; the record may have more.
    pub install: Option<InstallData>,
    /// Why there is no code although the supplier sent one.
    pub install_problem: Option<String>,
    /// Its row of the supplier's list, as it came.
    pub listed: Option<String>,
    /// The supplier's answer about it alone, as it came.
    pub detail: Option<String>,
}

/// An eSIM that can be given and that nobody has.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedRow {
    /// Its wallet.
    pub wallet_id: WalletId,
    /// Its id.
    pub esim_id: EsimId,
    /// Its number.
    pub iccid: Option<Iccid>,
    /// For whom it was bought here, if it was; whoever offers it to somebody else must say so.
    pub traveller: Option<String>,
    /// When it was bought here.
    pub bought_at: Option<Timestamp>,
    /// The order here that bought it.
    pub order_key: Option<OrderKey>,
    /// The plan on it.
    pub plan: Plan,
}

/// Columns of [`EsimRow`], for a query over `esims e` joined with `wallets w` and the list's state `s`.
pub(super) const ROW: &str = "w.wallet_id, e.esim_id, e.iccid, e.traveller, e.booking, e.coverage, e.data, e.days, \
    e.profile, e.service, e.given_at, e.remaining, e.left_percent, e.ends_at, e.bought_at, e.order_key, \
    e.code_here OR e.kit_stored, e.unconfirmed, max(e.seen_at, coalesce(s.whole_at, 0)), e.headline, \
    e.noted_desk";

/// Where they come from.
pub(super) const FROM: &str = "esims e JOIN wallets w ON w.key = e.wallet \
    LEFT JOIN sync_state s ON s.wallet = e.wallet AND s.list = 'esims'";

const OTHERS: usize = 21;

impl Cache {
    /// One eSIM with everything that is known of it.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn esim(&self, wallet: &WalletId, esim: &EsimId) -> Result<Option<EsimFull>, Error> {
        let (wallet, esim) = (wallet.clone(), esim.clone());
        self.read(move |connection| {
            let Some(key) = find_key(connection, &wallet)? else { return Ok(None) };
            connection
                .prepare_cached(&format!(
                    "SELECT {ROW}, e.msisdn, e.profile_word, e.detail_at, a.code, a.confirmation_code, a.pin, a.puk, \
                         a.install_problem, a.listed, a.detail \
                     FROM {FROM} LEFT JOIN esim_answers a ON a.id = e.id WHERE e.wallet = ?1 AND e.esim_id = ?2"
                ))?
                .query_row((key, esim.as_str()), |row| Ok(full(row)))
                .optional()?
                .transpose()
        })
        .await
    }

    /// eSIMs that can be given and were not, with the plan on each, oldest first; of one wallet or of all.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn owned_unassigned(
        &self,
        wallet: Option<&WalletId>,
        limit: u32,
    ) -> Result<Vec<OwnedRow>, Error> {
        let wallet = wallet.cloned();
        self.read(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT w.wallet_id, e.esim_id, e.iccid, e.traveller, e.bought_at, e.order_key, (\
                     SELECT plan FROM services v INDEXED BY services_of \
                     WHERE v.wallet = e.wallet AND v.esim_id = e.esim_id \
                     ORDER BY precedence, v.ends_at IS NULL, v.ends_at, service_id LIMIT 1) AS plan \
                 FROM esims e JOIN wallets w ON w.key = e.wallet \
                 WHERE e.headline = :ready AND e.unconfirmed = 0 AND e.plan_key IS NOT NULL \
                     AND (:wallet IS NULL OR w.wallet_id = :wallet) \
                 ORDER BY e.recency DESC, e.id LIMIT :limit",
            )?;
            let mut found = query.query(named_params! {
                ":ready": Headline::ReadyNotGiven.rank(),
                ":wallet": wallet.as_ref().map(WalletId::as_str),
                ":limit": limit,
            })?;
            let mut owned = Vec::new();
            while let Some(row) = found.next()? {
                owned.push(OwnedRow {
                    wallet_id: WalletId(row.get(0)?),
                    esim_id: EsimId(row.get(1)?),
                    iccid: iccid(row.get(2)?),
                    traveller: row.get(3)?,
                    bought_at: moment_or_none(row.get(4)?)?,
                    order_key: row.get::<_, Option<String>>(5)?.map(OrderKey),
                    plan: from_json(row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?)?,
                });
            }
            Ok(owned)
        })
        .await
    }

    /// eSIMs of one wallet whose details were never read, in the order in which they will be needed: bought within
    /// a day, given or bought for a trip that is near, anything of the last 90 days, the rest.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn details_wanted(
        &self,
        wallet: &WalletId,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<EsimId>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            let Some(key) = find_key(connection, &wallet)? else { return Ok(Vec::new()) };
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let mut wanted = touched_here(connection, key, limit, now)?;
            if wanted.len() < limit {
                let rest = i64::try_from(limit - wanted.len()).unwrap_or(i64::MAX);
                let mut query = connection.prepare_cached(
                    "SELECT esim_id FROM esims INDEXED BY esims_detail_wanted \
                     WHERE wallet = ?1 AND detail_at IS NULL AND recency = 0 ORDER BY id LIMIT ?2",
                )?;
                let ids = query.query_map((key, rest), |row| row.get(0))?;
                wanted.extend(ids.collect::<Result<Vec<_>, _>>()?.into_iter().map(EsimId));
            }
            Ok(wanted)
        })
        .await
    }
}

/// Those that something happened to here. They are few beside what an account may hold, so they can be sorted.
fn touched_here(
    connection: &Connection,
    wallet: i64,
    limit: usize,
    now: Timestamp,
) -> Result<Vec<EsimId>, Error> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let date = |days: i64| {
        Timestamp::from_millisecond(millis(now) + days * DAY).map(|at| at.strftime("%Y-%m-%d").to_string())
    };
    let (yesterday, next_week) = (date(-1).unwrap_or_default(), date(7).unwrap_or_default());
    let mut query = connection.prepare_cached(
        "SELECT esim_id FROM esims INDEXED BY esims_detail_wanted \
         WHERE wallet = :wallet AND detail_at IS NULL AND recency < 0 \
         ORDER BY CASE WHEN bought_at > :now - :day THEN 0 \
             WHEN departs BETWEEN :yesterday AND :next_week THEN 1 \
             WHEN given_at > :now - 7 * :day THEN 1 \
             WHEN recency < 90 * :day - :now THEN 2 ELSE 3 END, recency, id LIMIT :limit",
    )?;
    let ids = query.query_map(
        named_params! {
            ":wallet": wallet, ":now": millis(now), ":day": DAY,
            ":yesterday": yesterday, ":next_week": next_week,
            ":limit": i64::try_from(limit).unwrap_or(i64::MAX),
        },
        |row| row.get(0),
    )?;
    Ok(ids.collect::<Result<Vec<_>, _>>()?.into_iter().map(EsimId).collect())
}

/// Reads the columns of [`ROW`].
pub(super) fn row(row: &Row<'_>) -> Result<EsimRow, Error> {
    let rank: u8 = row.get(19)?;
    let headline = Headline::ALL
        .get(usize::from(rank))
        .ok_or_else(|| Error::Other("a headline is out of range".to_owned()))?;
    let (given_at, bought_at) = (row.get(10)?, row.get(14)?);
    Ok(EsimRow {
        wallet_id: WalletId(row.get(0)?),
        esim_id: EsimId(row.get(1)?),
        iccid: iccid(row.get(2)?),
        traveller: row.get(3)?,
        booking: row.get(4)?,
        coverage: from_json_or_none(row.get(5)?)?,
        data: column_data(row.get(6)?),
        days: row.get(7)?,
        headline: *headline,
        given_at: moment_or_none(given_at)?,
        left: column_data(row.get(11)?),
        left_percent: row.get(12)?,
        ends_at: moment_or_none(row.get(13)?)?,
        bought_at: moment_or_none(bought_at)?,
        order_key: row.get::<_, Option<String>>(15)?.map(OrderKey),
        bought_elsewhere: elsewhere(row.get(20)?, bought_at, given_at),
        code_stored: row.get(16)?,
        unconfirmed: row.get(17)?,
        seen_at: moment(row.get(18)?)?,
    })
}

fn full(found: &Row<'_>) -> Result<EsimFull, Error> {
    let code: Option<String> = found.get(OTHERS + 3)?;
    let (confirmation_code, pin, puk) =
        (found.get(OTHERS + 4)?, found.get(OTHERS + 5)?, found.get(OTHERS + 6)?);
    let code = code.as_deref().and_then(|code| ActivationCode::parse(code).ok());
    Ok(EsimFull {
        row: row(found)?,
        msisdn: found.get(OTHERS)?,
        profile: from_word(found.get(8)?)?,
        profile_word: found.get(OTHERS + 1)?,
        detail_at: moment_or_none(found.get(OTHERS + 2)?)?,
        install: code.map(|code| InstallData { code, confirmation_code, pin, puk }),
        install_problem: found.get(OTHERS + 7)?,
        listed: found.get(OTHERS + 8)?,
        detail: found.get(OTHERS + 9)?,
    })
}

fn iccid(text: Option<String>) -> Option<Iccid> {
    text.and_then(|text| Iccid::parse(&text).ok())
}
