//! What may be typed, and what is done with it.

use super::super::form::{form, read};
use super::{SECRET, credentials, spec};
use esim_desk_provider::{ConnectError, FieldKind, WalletSpec};
use std::collections::BTreeMap;

fn error(environment: &str, settings: &[(&str, &str)], secret: &str) -> Option<ConnectError> {
    let spec = WalletSpec { environment: environment.to_owned(), ..spec(settings) };
    let credentials = BTreeMap::from([("api_key".to_owned(), secret.to_owned().into())]);
    read(&spec, &credentials).err()
}

#[test]
fn the_newest_version_of_the_api_is_asked() {
    let spec = WalletSpec { environment: "production".to_owned(), ..spec(&[]) };
    let typed = read(&spec, &credentials()).unwrap();
    assert_eq!(typed.base.as_str(), "https://api.esim-go.com/v2.5");
    assert_eq!(typed.profile, None);
}

#[test]
fn each_mistake_names_its_field() {
    let missing = |field: &str| Some(ConnectError::Missing { field: field.to_owned() });
    let unusable = |field: &str| Some(ConnectError::Unusable { field: field.to_owned() });
    assert_eq!(error("production", &[], " \n"), missing("api_key"));
    assert_eq!(error("production", &[], "k\u{200b}"), unusable("api_key"));
    assert_eq!(error("production", &[], " sim-\r\nkey "), None, "what comes with the mouse is dropped");
    assert_eq!(error("own", &[], SECRET), missing("base_url"));
    let plain = ("base_url", "http://a.example");
    assert_eq!(error("own", &[plain], SECRET), Some(ConnectError::NotHttps { field: "base_url".to_owned() }));
    for (id, wrong) in [
        ("6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11", false),
        ("6f0d4a52", true),
        ("6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7bxx", true),
    ] {
        let answer = error("production", &[("profile_id", id)], SECRET);
        assert_eq!(answer, unusable("profile_id").filter(|_| wrong), "{id}");
    }
    let unknown = Some(ConnectError::UnknownProvider { name: "sandbox".to_owned() });
    assert_eq!(error("sandbox", &[], SECRET), unknown, "eSIM Go has none");
}

#[test]
fn the_form_has_one_secret_and_asks_nothing_else_of_a_beginner() {
    let form = form();
    let asked: Vec<_> =
        form.fields.iter().filter(|field| field.only_in.is_empty() && !field.advanced).collect();
    let [key] = asked.as_slice() else { panic!("one field, not {asked:?}") };
    assert!(matches!(key.kind, FieldKind::Secret) && key.required);
    assert_eq!(form.environments.last().map(|environment| environment.key), Some("own"));
}
