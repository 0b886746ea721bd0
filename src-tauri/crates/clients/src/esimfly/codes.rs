//! What eSIMfly's error codes mean. Status and code decide, never a text.

use super::units::money;
use crate::json::Raw;
use esim_desk_provider::{Effect, Error, Kind};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// A limit that does not say when it ends is over after the shortest of its windows.
const LIMIT_WINDOW: Duration = Duration::from_secs(60);

/// The first purchase with this key is still in work; asking sooner tells nothing new.
const STILL_IN_WORK: Duration = Duration::from_secs(15);

/// An error's body, as far as it is read by machine.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(default)]
    code: Value,
    #[serde(default)]
    error: Value,
    #[serde(borrow, default, rename = "needToLoad")]
    need_to_load: Raw<'a>,
}

impl Said<'_> {
    fn code(&self) -> Option<&str> {
        self.code.as_str().or_else(|| self.error.get("code").and_then(Value::as_str))
    }
}

/// Reads a failure by its code. Sums are in the account's currency, which a failure does not name.
pub(super) fn judge(error: Error, body: &[u8], currency: &str) -> Error {
    let Ok(said) = serde_json::from_slice::<Said<'_>>(body) else { return error };
    let Some(code) = said.code() else { return error };
    match code {
        "DUPLICATE_REQUEST" => duplicate(error),
        "RATE_LIMIT_EXCEEDED" => {
            let retry_after = error.retry_after.or(Some(LIMIT_WINDOW));
            Error { kind: Kind::TooMany, retry_after, ..error }
        }
        "INSUFFICIENT_BALANCE" => {
            let missing = money(said.need_to_load, currency).filter(|missing| missing.minor > 0);
            Error { kind: Kind::Funds { missing }, ..error }
        }
        "ORDER_PROCESSING_ERROR" => Error { kind: Kind::Server, effect: Effect::Unknown, ..error },
        _ => Error { kind: kind_of(code).unwrap_or(error.kind), ..error },
    }
}

/// A refusal that came as a success: only a code that is known to be one proves that nothing was bought.
pub(super) fn refused(body: &[u8], operation: &'static str) -> Error {
    let said = serde_json::from_slice::<Said<'_>>(body).ok();
    let code = said.as_ref().and_then(Said::code);
    let text = code.filter(|code| code.len() <= 64).map(str::to_owned);
    let effect = if code.is_some_and(is_refusal) { Effect::None } else { Effect::Unknown };
    let error = Error { effect, text, ..Error::without_effect(Kind::Refused, operation) };
    // No account is known here, so no sum is read.
    judge(error, body, "")
}

/// With 409 another request of the same key is in work. With 400 this very request was seen before, so a
/// first copy of it arrived. Neither proves that nothing was bought.
fn duplicate(error: Error) -> Error {
    let retry_after = if error.status == Some(409) { Some(STILL_IN_WORK) } else { error.retry_after };
    Error { effect: Effect::Unknown, retry_after, ..error }
}

fn kind_of(code: &str) -> Option<Kind> {
    Some(match code {
        "HMAC_REQUIRED" | "INVALID_API_KEY" | "INVALID_SIGNATURE" | "INVALID_TIMESTAMP" => Kind::Credentials,
        "INVALID_USER" | "FORBIDDEN" | "ESIM_ACCESS_DENIED" => Kind::Forbidden,
        "INVALID_PACKAGE" | "PACKAGE_NOT_FOUND" | "INVALID_TOPUP_PACKAGE" => Kind::NotFound,
        "ORDER_NOT_FOUND" | "ESIM_NOT_FOUND" => Kind::NotFound,
        "INVALID_REQUEST_ID" | "MISSING_PACKAGE_CODE" | "MISSING_FIELDS" | "MISSING_ICCID" => Kind::Refused,
        "MISSING_IDENTIFIER" | "PRICE_MISMATCH" | "ESIM_NOT_TOPPABLE" | "TOPUP_NOT_SUPPORTED" => {
            Kind::Refused
        }
        "NOT_SUPPORTED" | "UNSUPPORTED_PROVIDER" => Kind::Refused,
        "PROVIDER_ERROR" => Kind::Server,
        _ => return None,
    })
}

fn is_refusal(code: &str) -> bool {
    matches!(code, "INSUFFICIENT_BALANCE" | "RATE_LIMIT_EXCEEDED")
        || kind_of(code).is_some_and(|kind| kind != Kind::Server)
}
