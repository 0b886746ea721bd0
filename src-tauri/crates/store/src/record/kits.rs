//! Kits of what was bought or handed over here. The cache may forget them, the record does not.

use crate::column::{from_json_or_none, json_or_none, millis, moment};
use crate::{Error, Record};
use esim_desk_model::{ActivationCode, EsimId, Iccid, InstallData, Plan, Timestamp, WalletId};
use rusqlite::{OptionalExtension, Row, named_params};

/// What installs one eSIM, and what was on it when it was bought.
#[derive(Clone, Debug, PartialEq)]
pub struct KitRow {
    /// Its wallet.
    pub wallet_id: WalletId,
    /// Its id.
    pub esim_id: EsimId,
    /// Its number.
    pub iccid: Option<Iccid>,
    /// Its own phone number.
    pub msisdn: Option<String>,
    /// The code, exactly as received, what the phone asks for, and what unlocks the eSIM.
    pub install: InstallData,
    /// The plan as bought.
    pub plan: Option<Plan>,
    /// When it was stored.
    pub stored_at: Timestamp,
}

impl Record {
    /// Stores a kit, or what changed in it; says whether anything did. A number, PIN, PUK or plan that is absent
    /// now does not take the place of one that is known.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn save_kit(&self, kit: KitRow) -> Result<bool, Error> {
        self.write(move |tx| {
            let changed = tx
                .prepare_cached(
                    "INSERT INTO kits (wallet_id, esim_id, iccid, msisdn, code, confirmation_code, pin, puk, plan, \
                         stored_at) \
                     VALUES (:wallet, :esim, :iccid, :msisdn, :code, :confirmation, :pin, :puk, :plan, :at) \
                     ON CONFLICT (wallet_id, esim_id) DO UPDATE SET iccid = coalesce(:iccid, iccid), \
                         msisdn = coalesce(:msisdn, msisdn), code = :code, confirmation_code = :confirmation, \
                         pin = coalesce(:pin, pin), puk = coalesce(:puk, puk), plan = coalesce(:plan, plan), \
                         stored_at = :at \
                     WHERE code <> :code OR confirmation_code IS NOT :confirmation \
                         OR iccid IS NOT coalesce(:iccid, iccid) OR msisdn IS NOT coalesce(:msisdn, msisdn) \
                         OR pin IS NOT coalesce(:pin, pin) OR puk IS NOT coalesce(:puk, puk) \
                         OR plan IS NOT coalesce(:plan, plan)",
                )?
                .execute(named_params! {
                    ":wallet": kit.wallet_id.as_str(),
                    ":esim": kit.esim_id.as_str(),
                    ":iccid": kit.iccid.as_ref().map(Iccid::as_str),
                    ":msisdn": kit.msisdn,
                    ":code": kit.install.code.as_received(),
                    ":confirmation": kit.install.confirmation_code,
                    ":pin": kit.install.pin,
                    ":puk": kit.install.puk,
                    ":plan": json_or_none(kit.plan.as_ref())?,
                    ":at": millis(kit.stored_at),
                })?;
            Ok(changed > 0)
        })
        .await
    }

    /// The kit of one eSIM, if it is in the record.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn kit(&self, wallet: &WalletId, esim: &EsimId) -> Result<Option<KitRow>, Error> {
        let (wallet, esim) = (wallet.clone(), esim.clone());
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT wallet_id, esim_id, iccid, msisdn, code, confirmation_code, pin, puk, plan, stored_at \
                     FROM kits WHERE wallet_id = ?1 AND esim_id = ?2",
                )?
                .query_row((wallet.as_str(), esim.as_str()), |row| Ok(kit(row)))
                .optional()?
                .transpose()
        })
        .await
    }
}

fn kit(row: &Row<'_>) -> Result<KitRow, Error> {
    let code = ActivationCode::parse(&row.get::<_, String>(4)?)
        .map_err(|_| Error::Other("a stored code is no activation code".to_owned()))?;
    Ok(KitRow {
        wallet_id: WalletId(row.get(0)?),
        esim_id: EsimId(row.get(1)?),
        iccid: row.get::<_, Option<String>>(2)?.and_then(|text| Iccid::parse(&text).ok()),
        msisdn: row.get(3)?,
        install: InstallData { code, confirmation_code: row.get(5)?, pin: row.get(6)?, puk: row.get(7)? },
        plan: from_json_or_none(row.get(8)?)?,
        stored_at: moment(row.get(9)?)?,
    })
}
