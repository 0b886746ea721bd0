//! What may be typed, and what is done with it.

use super::super::form::{form, read};
use crate::http::Proof;
use esim_desk_provider::{ConnectError, Credentials, FieldKind, WalletSpec};
use std::collections::BTreeMap;

fn spec(environment: &str, settings: &[(&str, &str)]) -> WalletSpec {
    WalletSpec {
        provider: "esimfly".to_owned(),
        environment: environment.to_owned(),
        currency: "USD".to_owned(),
        settings: settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    }
}

fn secret(text: &str) -> Credentials {
    BTreeMap::from([("secret_key".to_owned(), text.to_owned().into())])
}

fn error(environment: &str, settings: &[(&str, &str)], secret_text: &str) -> Option<ConnectError> {
    read(&spec(environment, settings), &secret(secret_text)).err()
}

#[test]
fn what_is_pasted_loses_its_white_space() {
    let typed =
        read(&spec("production", &[("access_code", " esf_1\r\n2 ")]), &secret("\tsk_ 1\n")).ok().unwrap();
    assert_eq!(typed.signer.secrets(), ["sk_1", "esf_12"]);
    assert_eq!(typed.base.as_str(), "https://esimfly.net/api/v1/business");
    assert_eq!(typed.currency, "USD");
}

#[test]
fn each_mistake_names_its_field() {
    let code = ("access_code", "esf_1");
    let missing = |field: &str| Some(ConnectError::Missing { field: field.to_owned() });
    let unusable = |field: &str| Some(ConnectError::Unusable { field: field.to_owned() });
    assert_eq!(error("production", &[], "s"), missing("access_code"));
    assert_eq!(error("production", &[code], " \n"), missing("secret_key"));
    assert_eq!(error("production", &[("access_code", "esf_é")], "s"), unusable("access_code"));
    assert_eq!(error("production", &[code], "s\u{200b}"), unusable("secret_key"));
    assert_eq!(error("own", &[code], "s"), missing("base_url"));
    let base = |url| [code, ("base_url", url)];
    let not_https = Some(ConnectError::NotHttps { field: "base_url".to_owned() });
    assert_eq!(error("own", &base("http://a.example"), "s"), not_https);
    let not_url = Some(ConnectError::NotUrl { field: "base_url".to_owned() });
    assert_eq!(error("own", &base("https://me:pw@a.example"), "s"), not_url);
    assert_eq!(error("own", &base("http://127.0.0.1:8080/api"), "s"), None);
    let unknown = Some(ConnectError::UnknownProvider { name: "sandbox".to_owned() });
    assert_eq!(error("sandbox", &[code], "s"), unknown, "eSIMfly has none");
    let euro = WalletSpec { currency: "€".to_owned(), ..spec("production", &[code]) };
    assert_eq!(read(&euro, &secret("s")).err(), unusable("currency"));
}

#[test]
fn the_form_can_be_filled_in_as_it_says() {
    let form = form();
    for environment in &form.environments {
        let asked =
            form.fields.iter().filter(|field| field.only_in.is_empty() || field.only_in == environment.key);
        let shown = asked.filter(|field| !matches!(field.kind, FieldKind::Secret));
        let settings: Vec<_> = shown
            .map(|field| {
                (field.key, if matches!(field.kind, FieldKind::Url) { "https://a.example" } else { "x" })
            })
            .collect();
        assert_eq!(error(environment.key, &settings, "s"), None, "{}", environment.key);
    }
    let secrets = form.fields.iter().filter(|field| matches!(field.kind, FieldKind::Secret));
    assert_eq!(secrets.count(), 1);
}
