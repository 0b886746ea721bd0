//! What the agency pays for plans whose supplier states no price, as staff entered it.

use crate::column::{from_json, json};
use crate::{Error, Record};
use esim_desk_model::{Money, PlanId, WalletId};
use std::collections::HashMap;

impl Record {
    /// The prices staff entered for plans of one wallet.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn plan_prices(&self, wallet: &WalletId) -> Result<HashMap<PlanId, Money>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            let mut query =
                connection.prepare_cached("SELECT plan_id, price FROM plan_prices WHERE wallet_id = ?1")?;
            let mut rows = query.query([wallet.as_str()])?;
            let mut prices = HashMap::new();
            while let Some(row) = rows.next()? {
                prices.insert(PlanId(row.get(0)?), from_json(&row.get::<_, String>(1)?)?);
            }
            Ok(prices)
        })
        .await
    }

    /// Saves what the agency pays for one plan in place of what was saved before; `None` forgets it.
    ///
    /// # Errors
    /// Those of the file; [`Error::Other`] for a price of a wallet that was never saved.
    pub async fn save_plan_price(
        &self,
        wallet: &WalletId,
        plan: &PlanId,
        price: Option<Money>,
    ) -> Result<(), Error> {
        let (wallet, plan) = (wallet.clone(), plan.clone());
        self.write(move |tx| {
            match price {
                Some(price) => tx
                    .prepare_cached(
                        "INSERT INTO plan_prices (wallet_id, plan_id, price) VALUES (?1, ?2, ?3) \
                         ON CONFLICT (wallet_id, plan_id) DO UPDATE SET price = ?3",
                    )?
                    .execute((wallet.as_str(), plan.as_str(), json(&price)?))?,
                None => tx
                    .prepare_cached("DELETE FROM plan_prices WHERE wallet_id = ?1 AND plan_id = ?2")?
                    .execute((wallet.as_str(), plan.as_str()))?,
            };
            Ok(())
        })
        .await
    }
}
