//! Catalogues: what each wallet can buy and where to.

use super::sync_state::{List, Listed, make_key, note_list};
use crate::column::{from_json, json, millis};
use crate::{Cache, Error};
use esim_desk_model::{Country, Plan, PlanId, Timestamp, WalletId};
use rusqlite::OptionalExtension;

const PUT: &str = "INSERT OR REPLACE INTO plans (wallet, plan_id, plan, seen_at) VALUES (?1, ?2, ?3, ?4)";

impl Cache {
    /// Takes over a supplier's catalogue; plans that are gone are deleted if no row was skipped.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn replace_plans(
        &self,
        wallet: &WalletId,
        plans: Vec<Plan>,
        listed: Listed,
    ) -> Result<(), Error> {
        let wallet = wallet.clone();
        self.write(move |tx| {
            let key = make_key(tx, &wallet)?;
            if listed.is_whole() {
                tx.prepare_cached("DELETE FROM plans WHERE wallet = ?1")?.execute([key])?;
            }
            let mut put = tx.prepare_cached(PUT)?;
            for plan in &plans {
                put.execute((key, plan.id.as_str(), json(plan)?, millis(listed.at)))?;
            }
            note_list(tx, key, List::Plans, plans.len(), listed)
        })
        .await
    }

    /// Takes over how one plan is sold now, or that it is not. The age of the list stays.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn put_plan(
        &self,
        wallet: &WalletId,
        id: &PlanId,
        plan: Option<Plan>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let (wallet, id) = (wallet.clone(), id.clone());
        self.write(move |tx| {
            let key = make_key(tx, &wallet)?;
            let row = (key, id.as_str());
            tx.prepare_cached("DELETE FROM plans WHERE wallet = ?1 AND plan_id = ?2")?.execute(row)?;
            if let Some(plan) = &plan {
                tx.prepare_cached(PUT)?.execute((key, id.as_str(), json(plan)?, millis(at)))?;
            }
            Ok(())
        })
        .await
    }

    /// A wallet's whole catalogue.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn plans(&self, wallet: &WalletId) -> Result<Vec<Plan>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT plan FROM plans JOIN wallets ON wallets.key = plans.wallet \
                 WHERE wallet_id = ?1 ORDER BY plan_id",
            )?;
            let mut rows = query.query([wallet.as_str()])?;
            let mut plans = Vec::new();
            while let Some(row) = rows.next()? {
                plans.push(from_json(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
            }
            Ok(plans)
        })
        .await
    }

    /// One plan as it was last seen.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn plan(&self, wallet: &WalletId, plan: &PlanId) -> Result<Option<Plan>, Error> {
        let (wallet, plan) = (wallet.clone(), plan.clone());
        self.read(move |connection| {
            let text: Option<String> = connection
                .prepare_cached(
                    "SELECT plan FROM plans JOIN wallets ON wallets.key = plans.wallet \
                     WHERE wallet_id = ?1 AND plan_id = ?2",
                )?
                .query_row((wallet.as_str(), plan.as_str()), |row| row.get(0))
                .optional()?;
            text.map(|text| from_json(&text)).transpose()
        })
        .await
    }

    /// Takes over a supplier's destinations.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn replace_destinations(
        &self,
        wallet: &WalletId,
        countries: Vec<Country>,
        listed: Listed,
    ) -> Result<(), Error> {
        let wallet = wallet.clone();
        self.write(move |tx| {
            let key = make_key(tx, &wallet)?;
            if listed.is_whole() {
                tx.prepare_cached("DELETE FROM destinations WHERE wallet = ?1")?.execute([key])?;
            }
            let mut put =
                tx.prepare_cached("INSERT OR IGNORE INTO destinations (wallet, country) VALUES (?1, ?2)")?;
            for country in &countries {
                put.execute((key, country.alpha2()))?;
            }
            note_list(tx, key, List::Destinations, countries.len(), listed)
        })
        .await
    }

    /// The destinations a wallet sells, by their codes.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn destinations(&self, wallet: &WalletId) -> Result<Vec<Country>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT country FROM destinations JOIN wallets ON wallets.key = destinations.wallet \
                 WHERE wallet_id = ?1 ORDER BY country",
            )?;
            let codes = query.query_map([wallet.as_str()], |row| row.get::<_, String>(0))?;
            let codes = codes.collect::<Result<Vec<_>, _>>()?;
            Ok(codes.iter().filter_map(|code| Country::from_code(code)).collect())
        })
        .await
    }
}
