//! Who the account belongs to, what it holds, and whether each path fits.

use super::calls::Call;
use super::paths::Path;
use super::wire::{self, Misfit, Row};
use super::{Telkor, stock::LIST_SIMS};
use async_trait::async_trait;
use esim_desk_model::Money;
use esim_desk_provider::{Balance, Error, Kind, Result, Wallet};

const READ_ORGANISATION: &str = "read the organisation";
const READ_BALANCE: &str = "read the balance";
const READ_COSTS: &str = "read the cost of a month";

/// The most decimals that an amount may have here.
const FINEST: usize = 6;

/// Who owns the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Telkor's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
}

/// How one address answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// What was asked.
    pub operation: &'static str,
    /// HTTP status; absent where nothing was answered.
    pub status: Option<u16>,
    /// What went wrong.
    pub error: Option<Error>,
}

#[async_trait]
impl Wallet for Telkor {
    /// What the account held when Telkor last looked, which it does about every three hours. It proves nothing
    /// about now, so nothing is decided by it.
    async fn balance(&self) -> Result<Option<Balance>> {
        let Some(body) = self.found(&Call::urgent(READ_BALANCE, Path::Balance)).await? else {
            return Ok(None);
        };
        let (row, _) = wire::object(&body, READ_BALANCE)?;
        balance(&row).map(Some).map_err(|misfit| wire::unreadable(misfit, READ_BALANCE))
    }
}

impl Telkor {
    /// Who owns the account.
    ///
    /// # Errors
    /// Those of reading; `Path` where the path does not fit.
    pub async fn organisation(&self) -> Result<Organisation> {
        let body = self.get(&Call::urgent(READ_ORGANISATION, Path::Organisation)).await?;
        let (row, _) = wire::object(&body, READ_ORGANISATION)?;
        let organisation = (|| Ok(Organisation { id: row.id()?, name: row.text(wire::NAME)? }))();
        organisation.map_err(|misfit: Misfit| wire::unreadable(misfit, READ_ORGANISATION))
    }

    /// What a month cost so far, as Telkor writes it; `None` before the first measurement. Its shape is not
    /// published, so nothing of it is translated.
    ///
    /// # Errors
    /// As [`Self::organisation`].
    pub async fn monthly_cost(&self, year: i16, month: i8) -> Result<Option<String>> {
        let (year, month) = (year.to_string(), month.to_string());
        let call = Call::usual(READ_COSTS, Path::Costs).query("year", &year).query("month", &month);
        let body = self.found(&call).await?;
        body.map(|body| String::from_utf8(body).map_err(|_| Error::without_effect(Kind::NotJson, READ_COSTS)))
            .transpose()
    }

    /// Asks for the organisation and the SIMs, and says how each answered.
    pub async fn probe(&self) -> Vec<Probe> {
        let calls = [
            Call::urgent(READ_ORGANISATION, Path::Organisation),
            Call::urgent(LIST_SIMS, Path::Sims).query("page", "1").query("page_size", "1"),
        ];
        let mut probes = Vec::new();
        for call in calls {
            let error = self.get(&call).await.err();
            let status = error.as_ref().map_or(Some(200), |error| error.status);
            probes.push(Probe { operation: call.operation, status, error });
        }
        probes
    }
}

fn balance(row: &Row<'_>) -> std::result::Result<Balance, Misfit> {
    let currency = row.text(wire::CURRENCY)?.ok_or("currency is missing")?;
    let amount = row.text(wire::AMOUNT)?.ok_or("amount is missing")?;
    let amount = money(&amount, &currency).ok_or("amount does not fit")?;
    Ok(Balance { amount, measured_at: row.moment(wire::COLLECTED_AT) })
}

/// A decimal text with as many decimals as it needs, at least the currency's own.
fn money(text: &str, currency: &str) -> Option<Money> {
    if let Ok(money) = Money::parse(text, currency) {
        return Some(money);
    }
    let (whole, part) = text.split_once('.')?;
    let part = part.trim_end_matches('0');
    let is_number = !part.is_empty() && part.len() <= FINEST && part.bytes().all(|b| b.is_ascii_digit());
    let minor = format!("{whole}{part}").parse().ok().filter(|_| is_number)?;
    Money::new(minor, currency, u8::try_from(part.len()).ok()?).ok()
}
