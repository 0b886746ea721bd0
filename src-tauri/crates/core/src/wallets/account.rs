//! Which account at its supplier a wallet is. Orders, eSIMs and hand-overs belong to a wallet: an account in two
//! wallets would offer what was given in one as free in the other, and a wallet whose account changes while an
//! order is open would look for that order among somebody else's.

use super::draft::{Typed, asked_in, is_secret, value};
use crate::api::{Code, Failure};
use crate::desk::{Desk, spec};
use esim_desk_provider::{Credentials, Field, FieldKind, ProviderForm, WalletSpec};
use esim_desk_store::record::WalletRow;
use secrecy::ExposeSecret;
use std::collections::BTreeSet;

/// Lets a wallet change its account only while nothing is open there. A new secret alone is no other account: one
/// that was revoked must be replaced to look up anything at all.
///
/// # Errors
/// `account_has_open_orders` at the first field that names another account.
pub(super) async fn keep(desk: &Desk, typed: &Typed, wallet: &WalletRow) -> Result<(), Failure> {
    let Some(form) = desk.wallets.form(&wallet.provider) else { return Ok(()) };
    let Some(field) = moved_at(form, &spec(wallet), &typed.spec) else { return Ok(()) };
    match desk.orders.counts(Some(&wallet.id)).await?.open {
        0 => Ok(()),
        open => Err(Failure::at(Code::AccountHasOpenOrders, field)
            .fact("name", &wallet.name)
            .fact("orders", open)),
    }
}

/// Refuses an account that another wallet has. The currency is no part of it: a wallet buys in one, of what its
/// account sells in many. A wallet that stays what it was may always be saved.
///
/// # Errors
/// `account_connected` (fact `name`); what the keychain says where only a secret tells two accounts apart.
pub(super) async fn only_one(
    desk: &Desk,
    typed: &Typed,
    secrets: &Credentials,
    own: Option<&WalletRow>,
) -> Result<(), Failure> {
    let Some(form) = desk.wallets.form(&typed.spec.provider) else { return Ok(()) };
    let named = secret_names(form, &typed.spec);
    let stays = |own| {
        moved_at(form, &spec(own), &typed.spec).is_none()
            && !named.iter().any(|field| typed.secrets.contains_key(*field))
    };
    if own.is_some_and(stays) {
        return Ok(());
    }
    for wallet in desk.record.wallets().await? {
        let counts = wallet.disconnected_at.is_none() && wallet.provider == form.provider;
        let is_own = own.is_some_and(|own| own.id == wallet.id);
        if !counts || is_own || !is_same(form, &spec(&wallet), &typed.spec) {
            continue;
        }
        if has_secrets(desk, &wallet, &named, secrets).await? {
            return Err(Failure::new(Code::AccountConnected).fact("name", &wallet.name));
        }
    }
    Ok(())
}

/// The wallet that last was this account and was disconnected. None where a secret tells accounts apart: it was
/// forgotten then.
///
/// # Errors
/// Those of the files.
pub(super) async fn left(desk: &Desk, typed: &Typed) -> Result<Option<WalletRow>, Failure> {
    let Some(form) = desk.wallets.form(&typed.spec.provider) else { return Ok(None) };
    if !secret_names(form, &typed.spec).is_empty() {
        return Ok(None);
    }
    let wallets = desk.record.wallets().await?.into_iter();
    let left = wallets.filter(|wallet| wallet.disconnected_at.is_some() && wallet.provider == form.provider);
    let same = left.filter(|wallet| is_same(form, &spec(wallet), &typed.spec));
    Ok(same.max_by_key(|wallet| wallet.disconnected_at))
}

/// Whether these of a wallet's secrets are the same. None are.
async fn has_secrets(
    desk: &Desk,
    wallet: &WalletRow,
    named: &[&str],
    secrets: &Credentials,
) -> Result<bool, Failure> {
    if named.is_empty() {
        return Ok(true);
    }
    let known = desk.wallets.credentials(&wallet.id).await;
    let known = known.map_err(|failure| failure.fact("name", &wallet.name))?;
    Ok(named.iter().all(|field| secret(&known, field) == secret(secrets, field)))
}

/// Where two forms of one supplier name different accounts, first field first.
fn moved_at<'a>(form: &'a ProviderForm, was: &WalletSpec, is: &'a WalletSpec) -> Option<&'a str> {
    if was.environment != is.environment {
        return Some("environment");
    }
    let mut naming = asked_in(form, &is.environment).filter(|field| names(field) || is_address(field));
    let moved = naming.find(|field| plain(was, field) != plain(is, field)).map(|field| field.key);
    moved.or_else(|| (was.currency != is.currency).then_some("currency"))
}

/// Whether two forms of one supplier name one account, as far as no secret does. The same addresses are the same
/// server, also where one of them was typed as one's own.
fn is_same(form: &ProviderForm, one: &WalletSpec, other: &WalletSpec) -> bool {
    let mut naming = form.fields.iter().filter(|field| names(field));
    addresses(form, one) == addresses(form, other)
        && naming.all(|field| plain(one, field) == plain(other, field))
}

fn addresses(form: &ProviderForm, spec: &WalletSpec) -> BTreeSet<String> {
    let environment = form.environments.iter().find(|known| known.key == spec.environment);
    let base = environment.map(|known| known.base_url.trim_end_matches('/').to_ascii_lowercase());
    let typed = asked_in(form, &spec.environment).filter(|field| is_address(field));
    let typed = typed.map(|field| plain(spec, field));
    base.into_iter().chain(typed).filter(|address| !address.is_empty()).collect()
}

/// What was typed, without the white space that came with the mouse.
fn plain(spec: &WalletSpec, field: &Field) -> String {
    let text: String = value(spec, field).split_whitespace().collect();
    if is_address(field) { text.to_ascii_lowercase() } else { text }
}

fn secret_names(form: &ProviderForm, spec: &WalletSpec) -> Vec<&'static str> {
    let fields = asked_in(form, &spec.environment).filter(|field| field.account && is_secret(field));
    fields.map(|field| field.key).collect()
}

fn secret(credentials: &Credentials, field: &str) -> Option<String> {
    let typed = credentials.get(field)?.expose_secret();
    Some(typed.split_whitespace().collect())
}

fn names(field: &Field) -> bool {
    field.account && !is_secret(field)
}

fn is_address(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use esim_desk_provider::{Environment, Settings};

    const fn field(key: &'static str, kind: FieldKind, only_in: &'static str, account: bool) -> Field {
        let (label, help, default) = ("", "", "");
        Field { key, label, help, kind, advanced: false, required: false, default, only_in, account }
    }

    /// A supplier with two servers and an address of one's own.
    fn form() -> ProviderForm {
        let environment = |key, base_url| Environment { key, label: "", base_url };
        ProviderForm {
            provider: "one",
            name: "One",
            short_name: "One",
            environments: vec![
                environment("production", "https://one.example.com/v2"),
                environment("sandbox", "https://test.one.example.com/v2"),
                environment("own", ""),
            ],
            fields: vec![
                field("base_url", FieldKind::Url, "own", false),
                field("client_id", FieldKind::Text, "", true),
                Field {
                    default: "https://id.example.com/token",
                    ..field("token_url", FieldKind::Url, "", false)
                },
                field("api_key", FieldKind::Secret, "", true),
                field("users", FieldKind::Text, "", false),
            ],
            cannot: Vec::new(),
        }
    }

    fn spec(environment: &str, settings: &[(&str, &str)]) -> WalletSpec {
        let settings = settings.iter().map(|&(key, value)| (key.to_owned(), value.to_owned()));
        WalletSpec {
            provider: "one".to_owned(),
            environment: environment.to_owned(),
            currency: "USD".to_owned(),
            settings: Settings::from_iter(settings),
        }
    }

    #[test]
    fn what_names_the_account_moves_it_and_nothing_else_does() {
        let (form, was) = (form(), spec("production", &[("client_id", "agency")]));
        for (is, field) in [
            (spec("sandbox", &[("client_id", "agency")]), Some("environment")),
            (spec("production", &[("client_id", "another")]), Some("client_id")),
            (
                spec("production", &[("client_id", "agency"), ("token_url", "https://id.example.com/b")]),
                Some("token_url"),
            ),
            (
                WalletSpec { currency: "EUR".to_owned(), ..spec("production", &[("client_id", "agency")]) },
                Some("currency"),
            ),
            (
                spec(
                    "production",
                    &[
                        ("client_id", " agency\n"),
                        ("token_url", "https://ID.example.com/token/"),
                        ("users", "u"),
                    ],
                ),
                None,
            ),
        ] {
            assert_eq!(moved_at(&form, &was, &is), field, "{:?}", is.settings);
        }
    }

    #[test]
    fn the_same_server_is_the_same_under_an_address_of_ones_own() {
        let (form, one) = (form(), spec("production", &[("client_id", "agency")]));
        let own = |address| spec("own", &[("client_id", "agency"), ("base_url", address)]);
        assert!(is_same(&form, &one, &own("https://one.example.com/v2/")));
        assert!(!is_same(&form, &one, &own("https://test.one.example.com/v2")));
        assert!(!is_same(&form, &one, &spec("sandbox", &[("client_id", "agency")])));
        assert!(!is_same(&form, &one, &spec("production", &[("client_id", "another")])));
        let other_currency = WalletSpec { currency: "EUR".to_owned(), ..one.clone() };
        assert!(is_same(&form, &one, &other_currency), "a currency is of what is bought");
    }
}
