//! What may be typed, and what is done with it.

use super::super::form::{form, read};
use super::{secret, spec};
use esim_desk_provider::{ConnectError, FieldKind};
use secrecy::ExposeSecret;

fn error(environment: &str, settings: &[(&str, &str)], secret_text: &str) -> Option<ConnectError> {
    read(&spec(environment, settings), &secret(secret_text)).err()
}

#[test]
fn what_is_pasted_loses_its_white_space_and_defaults_are_the_documents() {
    let typed = read(&spec("production", &[("client_id", " ab\r\ncd ")]), &secret("\tse cr\net ")).unwrap();
    assert_eq!(
        (typed.identity.client_id.as_str(), typed.identity.secret.expose_secret()),
        ("abcd", "secret")
    );
    assert_eq!(typed.base.as_str(), "https://api.omaxtelecom.com/telkor");
    assert_eq!(
        typed.identity.url.as_str(),
        "https://id.omaxtelecom.com/realms/platform/protocol/openid-connect/token"
    );
    assert_eq!((typed.identity.header.as_str(), typed.identity.scheme.as_str()), ("authorization", "Bearer"));
    assert_eq!((typed.identity.scope.as_str(), typed.settings.esim_word.as_str()), ("", "esim"));
}

#[test]
fn each_mistake_names_its_field() {
    let id = ("client_id", "me");
    let missing = |name: &str| Some(ConnectError::Missing { field: name.to_owned() });
    let unusable = |name: &str| Some(ConnectError::Unusable { field: name.to_owned() });
    assert_eq!(error("production", &[], "s"), missing("client_id"));
    assert_eq!(error("production", &[id], " \n"), missing("client_secret"));
    assert_eq!(error("production", &[("client_id", "mé")], "s"), unusable("client_id"));
    assert_eq!(error("own", &[id], "s"), missing("base_url"));
    assert_eq!(error("own", &[id, ("base_url", "https://a.example")], "s"), missing("token_url"));
    let plain = ("telkor_url", "http://a.example");
    assert_eq!(
        error("production", &[id, plain], "s"),
        Some(ConnectError::NotHttps { field: "telkor_url".to_owned() })
    );
    for (key, value) in [
        ("auth_header", "Author ization"),
        ("auth_scheme", "Bea rer"),
        ("esim_word", "e sim"),
        ("megabytes", "1000"),
        ("path_sims", "sims"),
        ("path_sims", "/sims/{sim_id}"),
        ("path_sims", "/sims?x=1"),
        ("path_sims", "/a//b"),
        ("path_sim", "/sims"),
        ("path_sim", "/sims/{sim_id}/{other}"),
        ("path_sim", "/../{sim_id}"),
        ("path_balance", "https://evil.example/balance"),
    ] {
        assert_eq!(error("production", &[id, (key, value)], "s"), unusable(key), "{value}");
    }
    assert_eq!(
        error("sandbox", &[id], "s"),
        Some(ConnectError::UnknownProvider { name: "sandbox".to_owned() })
    );
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
                (FieldKind::Switch, _) => panic!("{} is none of ours", field.key),
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
    assert_eq!(form.fields.iter().filter(|f| matches!(f.kind, FieldKind::Secret)).count(), 1);
    assert!(form.fields.iter().filter(|f| f.required).all(|f| !f.advanced));
    assert_eq!(
        form.fields.iter().filter(|f| f.key.starts_with("path_")).count(),
        19,
        "every path can be changed"
    );
}
