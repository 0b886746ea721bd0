//! Plans on eSIMs and their use. One of them speaks for its eSIM and stands on the eSIM's row.

use super::esims::change;
use super::keys::{column_data, data_column, left_percent, plan_key};
use super::stored::Speaking;
use super::sync_state::{List, Listed, find_key, make_key, meanwhile, note_list};
use crate::column::{from_json_or_none, from_word, json, json_or_none, millis, moment, moment_or_none, word};
use crate::{Cache, Error};
use esim_desk_model::{Data, EsimId, Plan, Service, ServiceId, ServiceStatus, Timestamp, Usage, WalletId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::collections::{BTreeSet, HashSet};

const CHUNK: usize = 2_000;

/// One plan on an eSIM with its use.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceRow {
    /// Its id.
    pub id: ServiceId,
    /// The plan, often sparse.
    pub plan: Option<Plan>,
    /// Can it be used?
    pub status: ServiceStatus,
    /// The supplier's word for that.
    pub status_word: Option<String>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// The supplier's answer as it came.
    pub raw: String,
    /// When we last read it.
    pub seen_at: Timestamp,
    /// Left.
    pub left: Option<Data>,
    /// Used, in bytes.
    pub used: Option<u64>,
    /// Allowance.
    pub allowance: Option<Data>,
    /// When the supplier measured it.
    pub measured_at: Option<Timestamp>,
}

impl Cache {
    /// Takes over a supplier's list of plans on eSIMs, as [`Cache::replace_esims`] does.
    ///
    /// # Errors
    /// Those of the file; rows written before it stay.
    pub async fn replace_services(
        &self,
        wallet: &WalletId,
        services: impl IntoIterator<Item = Service, IntoIter: Send>,
        listed: Listed,
    ) -> Result<(), Error> {
        let (mut rows, mut here) = (0, HashSet::new());
        let mut rest = services.into_iter();
        loop {
            let chunk: Vec<Service> = rest.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            rows += chunk.len();
            here.extend(chunk.iter().map(|service| service.id.0.clone()));
            let wallet = wallet.clone();
            self.write(move |tx| put_all(tx, &wallet, &chunk, listed.at)).await?;
        }
        let wallet = wallet.clone();
        self.write(move |tx| {
            let key = make_key(tx, &wallet)?;
            if listed.is_whole() {
                delete_absent(tx, key, &here, listed.at)?;
            }
            note_list(tx, key, List::Services, rows, listed)
        })
        .await?;
        self.settle().await
    }

    /// Takes over the answer about one plan on an eSIM.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn put_service(&self, wallet: &WalletId, service: Service, at: Timestamp) -> Result<(), Error> {
        let wallet = wallet.clone();
        self.write(move |tx| put_all(tx, &wallet, &[service], at)).await
    }

    /// Takes over how much of one plan is used.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn put_usage(
        &self,
        wallet: &WalletId,
        service: &ServiceId,
        usage: Usage,
        at: Timestamp,
    ) -> Result<(), Error> {
        let (wallet, service) = (wallet.clone(), service.clone());
        self.write(move |tx| {
            let Some(key) = find_key(tx, &wallet)? else { return Ok(()) };
            let esim: Option<Option<String>> = tx
                .prepare_cached(
                    "UPDATE services SET remaining = :left, used = :used, allowance = :allowance, \
                         measured_at = :measured, usage_at = :at \
                     WHERE wallet = :wallet AND service_id = :service RETURNING esim_id",
                )?
                .query_row(
                    named_params! {
                        ":left": data_column(usage.left),
                        ":used": usage.used.map(|used| i64::try_from(used).unwrap_or(i64::MAX)),
                        ":allowance": data_column(usage.allowance),
                        ":measured": usage.measured_at.map(millis),
                        ":at": millis(at),
                        ":wallet": key,
                        ":service": service.as_str(),
                    },
                    |row| row.get(0),
                )
                .optional()?;
            esim.flatten().map_or(Ok(()), |esim| refresh(tx, key, &esim, at))
        })
        .await
    }

    /// The plans on one eSIM, the one that speaks for it first.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn services_of(&self, wallet: &WalletId, esim: &EsimId) -> Result<Vec<ServiceRow>, Error> {
        let (wallet, esim) = (wallet.clone(), esim.clone());
        self.read(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT service_id, plan, status, status_word, services.ends_at, raw, \
                     max(seen_at, coalesce(whole_at, 0)), remaining, used, allowance, measured_at \
                 FROM services INDEXED BY services_of JOIN wallets ON wallets.key = services.wallet \
                 LEFT JOIN sync_state s ON s.wallet = services.wallet AND s.list = 'services' \
                 WHERE wallet_id = ?1 AND esim_id = ?2 \
                 ORDER BY precedence, services.ends_at IS NULL, services.ends_at, service_id",
            )?;
            let mut found = query.query((wallet.as_str(), esim.as_str()))?;
            let mut services = Vec::new();
            while let Some(row) = found.next()? {
                services.push(service(row)?);
            }
            Ok(services)
        })
        .await
    }

    /// Plans in use whose use was not read since `before`, longest unread first.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn usage_wanted(
        &self,
        wallet: &WalletId,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<ServiceId>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT service_id FROM services JOIN wallets ON wallets.key = services.wallet \
                 WHERE wallet_id = ?1 AND status = 'active' AND coalesce(usage_at, 0) < ?2 \
                 ORDER BY coalesce(usage_at, 0), services.ends_at LIMIT ?3",
            )?;
            let ids = query.query_map((wallet.as_str(), millis(before), limit), |row| row.get(0))?;
            Ok(ids.map(|id| id.map(ServiceId)).collect::<Result<_, _>>()?)
        })
        .await
    }
}

/// What the plan that speaks for an eSIM adds to its row. The index is named: for the last column of the order
/// SQLite would rather walk all plans of the wallet.
pub(super) fn speaking(tx: &Connection, wallet: i64, esim: &str) -> Result<Speaking, Error> {
    let found = tx
        .prepare_cached(
            "SELECT status, coverage, data, days, plan_key, remaining, coalesce(allowance, data), ends_at \
             FROM services INDEXED BY services_of WHERE wallet = ?1 AND esim_id = ?2 \
             ORDER BY precedence, ends_at IS NULL, ends_at, service_id LIMIT 1",
        )?
        .query_row((wallet, esim), |row| {
            let status: String = row.get(0)?;
            let remaining = row.get(5)?;
            let of_plan = Speaking {
                service: ServiceStatus::None,
                coverage: row.get(1)?,
                data: row.get(2)?,
                days: row.get(3)?,
                plan_key: row.get(4)?,
                remaining,
                left_percent: left_percent(remaining, row.get(6)?),
                ends_at: row.get(7)?,
            };
            Ok((status, of_plan))
        })
        .optional()?;
    match found {
        Some((status, of_plan)) => Ok(Speaking { service: from_word(status)?, ..of_plan }),
        None => Ok(Speaking {
            service: ServiceStatus::None,
            coverage: None,
            data: None,
            days: None,
            plan_key: None,
            remaining: None,
            left_percent: None,
            ends_at: None,
        }),
    }
}

fn refresh(tx: &Connection, wallet: i64, esim: &str, now: Timestamp) -> Result<(), Error> {
    let speaking = speaking(tx, wallet, esim)?;
    change(tx, wallet, esim, now, |row| {
        row.speaking = speaking;
        Ok(())
    })
}

fn put_all(tx: &Connection, wallet: &WalletId, services: &[Service], at: Timestamp) -> Result<(), Error> {
    let key = make_key(tx, wallet)?;
    let mut touched = BTreeSet::new();
    for service in services {
        let was_on: Option<String> = tx
            .prepare_cached("SELECT esim_id FROM services WHERE wallet = ?1 AND service_id = ?2")?
            .query_row((key, service.id.as_str()), |row| row.get(0))
            .optional()?
            .flatten();
        if put(tx, key, service, at)? {
            touched.extend(was_on);
            touched.extend(service.esim.as_ref().map(|esim| esim.0.clone()));
        }
    }
    touched.iter().try_for_each(|esim| refresh(tx, key, esim, at))
}

/// Writes one plan if it is neither what is known nor older; says whether it did.
fn put(tx: &Connection, wallet: i64, service: &Service, at: Timestamp) -> Result<bool, Error> {
    let plan = service.plan.as_ref();
    let (newer_from, newer_to) = meanwhile(at).into_inner();
    let changed = tx
        .prepare_cached(
            "INSERT INTO services (wallet, service_id, esim_id, plan, status, precedence, status_word, ends_at, raw, \
                 seen_at, coverage, data, days, plan_key) \
             VALUES (:wallet, :id, :esim, :plan, :status, :precedence, :word, :ends_at, :raw, :at, :coverage, :data, \
                 :days, :plan_key) \
             ON CONFLICT (wallet, service_id) DO UPDATE SET esim_id = :esim, plan = :plan, status = :status, \
                 precedence = :precedence, status_word = :word, ends_at = :ends_at, raw = :raw, seen_at = :at, \
                 coverage = :coverage, data = :data, days = :days, plan_key = :plan_key \
             WHERE (raw <> :raw OR status <> :status OR esim_id IS NOT :esim OR plan IS NOT :plan \
                 OR ends_at IS NOT :ends_at OR status_word IS NOT :word) \
                 AND seen_at NOT BETWEEN :newer_from AND :newer_to",
        )?
        .execute(named_params! {
            ":wallet": wallet,
            ":id": service.id.as_str(),
            ":esim": service.esim.as_ref().map(EsimId::as_str),
            ":plan": json_or_none(plan)?,
            ":status": word(service.status)?,
            ":precedence": service.status.precedence(),
            ":word": service.status_word,
            ":ends_at": service.ends_at.map(millis),
            ":raw": service.raw,
            ":at": millis(at),
            ":newer_from": newer_from,
            ":newer_to": newer_to,
            ":coverage": plan.map(|plan| json(&plan.coverage)).transpose()?,
            ":data": plan.and_then(|plan| data_column(plan.data)),
            ":days": plan.and_then(|plan| plan.days),
            ":plan_key": plan.map(plan_key),
        })?;
    Ok(changed > 0)
}

fn delete_absent(tx: &Connection, wallet: i64, here: &HashSet<String>, at: Timestamp) -> Result<(), Error> {
    let mut query = tx.prepare_cached("SELECT rowid, service_id, esim_id FROM services WHERE wallet = ?1")?;
    let mut rows = query.query([wallet])?;
    let mut gone: Vec<(i64, Option<String>)> = Vec::new();
    while let Some(row) = rows.next()? {
        if !here.contains(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
            gone.push((row.get(0)?, row.get(2)?));
        }
    }
    let (from, to) = meanwhile(at).into_inner();
    for (id, esim) in gone {
        let deleted = tx
            .prepare_cached("DELETE FROM services WHERE rowid = ?1 AND seen_at NOT BETWEEN ?2 AND ?3")?
            .execute((id, from, to))?;
        if let Some(esim) = esim.filter(|_| deleted > 0) {
            refresh(tx, wallet, &esim, at)?;
        }
    }
    Ok(())
}

fn service(row: &Row<'_>) -> Result<ServiceRow, Error> {
    Ok(ServiceRow {
        id: ServiceId(row.get(0)?),
        plan: from_json_or_none(row.get(1)?)?,
        status: from_word(row.get(2)?)?,
        status_word: row.get(3)?,
        ends_at: moment_or_none(row.get(4)?)?,
        raw: row.get(5)?,
        seen_at: moment(row.get(6)?)?,
        left: column_data(row.get(7)?),
        used: row.get::<_, Option<i64>>(8)?.and_then(|used| u64::try_from(used).ok()),
        allowance: column_data(row.get(9)?),
        measured_at: moment_or_none(row.get(10)?)?,
    })
}
