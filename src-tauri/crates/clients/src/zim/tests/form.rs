//! What may be typed, and what is done with it.

use super::super::form::{form, read};
use esim_desk_provider::{ConnectError, Credentials, FieldKind, WalletSpec};
use secrecy::ExposeSecret;
use std::collections::BTreeMap;

fn spec(environment: &str, settings: &[(&str, &str)]) -> WalletSpec {
    WalletSpec {
        provider: "zim".to_owned(),
        environment: environment.to_owned(),
        currency: "USD".to_owned(),
        settings: settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    }
}

fn secret(text: &str) -> Credentials {
    BTreeMap::from([("client_secret".to_owned(), text.to_owned().into())])
}

fn error(environment: &str, settings: &[(&str, &str)], secret_text: &str) -> Option<ConnectError> {
    read(&spec(environment, settings), &secret(secret_text)).err()
}

#[test]
fn what_is_pasted_loses_its_white_space() {
    let spec = spec("production", &[("client_id", " ab\r\ncd ")]);
    let typed = read(&spec, &secret("\tse cr\net ")).unwrap();
    assert_eq!(typed.identity.client_id, "abcd");
    assert_eq!(typed.identity.secret.expose_secret(), "secret");
    assert_eq!(typed.base.as_str(), "https://zim.api.zimconnections.com/");
    assert_eq!(typed.identity.url.as_str(), "https://auth.zimconnections.com/oauth2/token");
    assert_eq!(typed.headers["x-app-identifier"], "b2b");
    assert_eq!((typed.settings.search_body.as_str(), typed.settings.notify_recipient), ("{}", false));
}

#[test]
fn each_mistake_names_its_field() {
    let id = ("client_id", "me");
    let field = |field: &str| field.to_owned();
    let missing = |name| Some(ConnectError::Missing { field: field(name) });
    let unusable = |name| Some(ConnectError::Unusable { field: field(name) });
    assert_eq!(error("production", &[], "s"), missing("client_id"));
    assert_eq!(error("production", &[id], " \n"), missing("client_secret"));
    assert_eq!(error("production", &[("client_id", "mé")], "s"), unusable("client_id"));
    assert_eq!(error("production", &[id], "s\u{200b}"), unusable("client_secret"));
    assert_eq!(error("own", &[id], "s"), missing("base_url"));
    assert_eq!(error("own", &[id, ("base_url", "https://a.example")], "s"), missing("token_url"));
    let plain = ("base_url", "http://a.example");
    assert_eq!(error("own", &[id, plain], "s"), Some(ConnectError::NotHttps { field: field("base_url") }));
    let login = ("zim_token_url", "https://me:pw@a.example");
    assert_eq!(
        error("sandbox", &[id, login], "s"),
        Some(ConnectError::NotUrl { field: field("zim_token_url") })
    );
    for (key, value) in [
        ("app_identifier", "b\n2b"),
        ("users_field", "users"),
        ("notify_recipient", "yes"),
        ("single_order", "1"),
        ("plan_search_body", "[]"),
        ("plan_search_body", r#"{"isoAlpha3":{iso3}}"#),
    ] {
        assert_eq!(error("production", &[id, (key, value)], "s"), unusable(key), "{value}");
    }
    assert_eq!(
        error("staging", &[id], "s"),
        Some(ConnectError::UnknownProvider { name: "staging".to_owned() })
    );
    let euro = WalletSpec { currency: "€".to_owned(), ..spec("production", &[id]) };
    assert_eq!(read(&euro, &secret("s")).err(), unusable("currency"));
}

#[test]
fn the_form_can_be_filled_in_as_it_says() {
    let form = form();
    for environment in &form.environments {
        let asked = form.fields.iter().filter(|f| f.only_in.is_empty() || f.only_in == environment.key);
        let mut settings = Vec::new();
        for field in asked {
            let value = match (&field.kind, field.default) {
                (FieldKind::Secret, _) => continue,
                (FieldKind::Url, "") => "https://a.example",
                (FieldKind::Text, "") => "x",
                (FieldKind::Switch, value) => value,
                (FieldKind::Choice { options }, value) => {
                    assert!(options.iter().any(|(key, _)| *key == value));
                    value
                }
                (FieldKind::Url | FieldKind::Text, value) => value,
            };
            settings.push((field.key, value));
        }
        assert_eq!(error(environment.key, &settings, "s"), None, "{}", environment.key);
    }
    let secrets: Vec<_> = form.fields.iter().filter(|f| matches!(f.kind, FieldKind::Secret)).collect();
    assert_eq!(secrets.len(), 1);
    assert!(form.fields.iter().filter(|f| f.required).all(|f| !f.advanced));
}
