//! The one place where an error of a port, the store, the vault or a form becomes what the window is told.
//!
//! Every failure that is made here is also logged with its reference, so that what staff read out to support
//! can be found again. No value that a person or a supplier wrote stands in the log.

use crate::api::{Code, Failure, MoneyMoved};
use esim_desk_provider::{ConnectError, Effect, Error, Kind};
use esim_desk_store::OpenError;
use esim_desk_vault as vault;

/// Whose answer it was; the sentence names them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// How staff call the supplier.
    pub supplier: String,
    /// Label of the environment.
    pub environment: String,
    /// Ours minus theirs, where the clocks differ by more than five minutes.
    pub skew_seconds: Option<i64>,
}

/// A supplier's error.
pub(crate) fn of_supplier(error: &Error, asked: &Asked) -> Failure {
    let code = code_of(&error.kind);
    let money = match error.effect {
        Effect::None => MoneyMoved::Untouched,
        Effect::Unknown => MoneyMoved::Unknown,
    };
    let mut failure = Failure { money, ..Failure::new(code) };
    failure.reference = reference(&asked.supplier, error.status, &failure.reference);
    failure = failure
        .fact("supplier", &asked.supplier)
        .fact("environment", &asked.environment)
        .fact("operation", error.operation);
    if let Some(status) = error.status {
        failure = failure.fact("status", status);
    }
    if let Some(wait) = error.retry_after {
        failure = failure.fact("seconds", wait.as_secs().max(1));
    }
    if let Some(skew) = asked.skew_seconds {
        failure = failure.fact("skew_minutes", skew / 60);
    }
    if let Kind::Funds { missing: Some(missing) } = &error.kind {
        failure = failure.fact("missing", missing);
    }
    if let Kind::Path { url } = &error.kind {
        failure = failure.fact("url", url);
    }
    failure.details = match (&error.kind, &error.text) {
        (Kind::Unreadable { path }, _) => Some(path.clone()),
        (_, text) => text.clone(),
    };
    tracing::warn!(
        reference = %failure.reference, code = ?code, operation = error.operation, status = error.status,
        "a supplier did not answer as hoped"
    );
    failure
}

fn code_of(kind: &Kind) -> Code {
    match kind {
        Kind::Offline => Code::Offline,
        Kind::TimedOut => Code::TimedOut,
        Kind::Dropped => Code::Dropped,
        Kind::Certificate => Code::Certificate,
        Kind::Proxy => Code::Proxy,
        Kind::Redirected => Code::Redirected,
        Kind::Credentials => Code::Credentials,
        Kind::Forbidden => Code::Forbidden,
        Kind::NotFound => Code::NotFound,
        Kind::Path { .. } => Code::PathUnfit,
        Kind::Refused => Code::Refused,
        Kind::Funds { .. } => Code::Funds,
        Kind::TooMany => Code::TooMany,
        Kind::Server => Code::SupplierTrouble,
        Kind::NotJson => Code::NotJson,
        Kind::Unreadable { .. } => Code::Unreadable,
        Kind::TooLarge => Code::TooLarge,
    }
}

/// `ZIM-401-7F3A`: who, what they answered, and four digits that are in the log.
fn reference(supplier: &str, status: Option<u16>, tail: &str) -> String {
    let who: String = supplier.chars().filter(char::is_ascii_alphanumeric).collect();
    let who = who.to_ascii_uppercase();
    match status {
        Some(status) => format!("{who}-{status}-{tail}"),
        None => format!("{who}-{tail}"),
    }
}

/// What is wrong with a connection form.
pub(crate) fn of_form(error: &ConnectError) -> Failure {
    match error {
        ConnectError::UnknownProvider { name } => Failure::new(Code::UnknownProvider).fact("name", name),
        ConnectError::Missing { field } => Failure::at(Code::FieldMissing, field),
        ConnectError::NotHttps { field } => Failure::at(Code::NotHttps, field),
        ConnectError::NotUrl { field } => Failure::at(Code::NotUrl, field),
        ConnectError::Unusable { field } => Failure::at(Code::FieldUnusable, field),
    }
}

impl From<esim_desk_store::Error> for Failure {
    fn from(error: esim_desk_store::Error) -> Self {
        use esim_desk_store::Error as Store;
        let code = match &error {
            Store::DiskFull => Code::DiskFull,
            Store::ReadOnly => Code::FolderReadOnly,
            Store::Damaged => Code::RecordDamaged,
            Store::Conflict | Store::Other(_) => Code::Internal,
        };
        logged(Failure::new(code).details(&error))
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let failure = match &error {
            OpenError::ReadOnly => Failure::new(Code::FolderReadOnly),
            OpenError::DiskFull => Failure::new(Code::DiskFull),
            OpenError::Newer { .. } => Failure::new(Code::RecordNewer),
            OpenError::Damaged { backup: None } => Failure::new(Code::RecordDamaged),
            OpenError::Damaged { backup: Some(path) } => {
                Failure::new(Code::RecordDamaged).fact("backup", path.display())
            }
            OpenError::InUse => Failure::new(Code::AlreadyRunning),
            OpenError::Io(_) => Failure::new(Code::Internal),
        };
        logged(failure.details(&error))
    }
}

impl From<vault::Error> for Failure {
    fn from(error: vault::Error) -> Self {
        let failure = match &error {
            vault::Error::Missing { .. } => Failure::new(Code::KeychainMissing),
            vault::Error::Locked { .. } => Failure::new(Code::KeychainLocked),
            vault::Error::Refused { .. } => Failure::new(Code::KeychainRefused),
            vault::Error::TooLong { .. } => Failure::new(Code::FieldUnusable),
            vault::Error::TimedOut { .. } => Failure::new(Code::KeychainTimedOut),
            vault::Error::Damaged | vault::Error::Other { .. } => Failure::new(Code::KeychainFailed),
        };
        logged(failure.details(&error))
    }
}

/// A defect of this program: what staff see is the reference, what is logged is the reason.
pub(crate) fn internal(why: impl std::fmt::Display) -> Failure {
    logged(Failure::new(Code::Internal).details(why))
}

fn logged(failure: Failure) -> Failure {
    tracing::warn!(
        reference = %failure.reference, code = ?failure.code,
        details = failure.details.as_deref(), "this computer did not do what was asked"
    );
    failure
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn zim() -> Asked {
        Asked { supplier: "ZIM".into(), environment: "Sandbox".into(), skew_seconds: None }
    }

    #[test]
    fn a_suppliers_error_says_who_what_and_whether_money_moved() {
        let error = Error {
            kind: Kind::TooMany,
            effect: Effect::Unknown,
            operation: "buy",
            status: Some(429),
            retry_after: Some(Duration::from_secs(7)),
            text: Some("slow down".into()),
        };
        let failure = of_supplier(&error, &zim());
        assert_eq!((failure.code, failure.money), (Code::TooMany, MoneyMoved::Unknown));
        assert!(failure.reference.starts_with("ZIM-429-"), "{}", failure.reference);
        assert_eq!(failure.facts["seconds"], "7");
        assert_eq!(failure.facts["environment"], "Sandbox");
        assert_eq!(failure.details.as_deref(), Some("slow down"));
    }

    #[test]
    fn an_unreadable_answer_names_its_path() {
        let error = Error::without_effect(Kind::Unreadable { path: "[3].prices".into() }, "list plans");
        let failure = of_supplier(&error, &zim());
        assert_eq!(failure.details.as_deref(), Some("[3].prices"));
        assert_eq!(failure.money, MoneyMoved::Untouched);
    }

    #[test]
    fn each_trouble_with_the_keychain_has_a_code_of_its_own() {
        let detail = || "said the system".to_owned();
        for (error, code) in [
            (vault::Error::Missing { detail: detail() }, Code::KeychainMissing),
            (vault::Error::Locked { detail: detail() }, Code::KeychainLocked),
            (vault::Error::Refused { detail: detail() }, Code::KeychainRefused),
            (vault::Error::TimedOut { after: Duration::from_secs(60) }, Code::KeychainTimedOut),
            (vault::Error::Damaged, Code::KeychainFailed),
            (vault::Error::Other { detail: detail() }, Code::KeychainFailed),
        ] {
            assert_eq!(Failure::from(error).code, code);
        }
    }

    #[test]
    fn each_trouble_with_the_files_has_a_code_of_its_own() {
        let backup = std::path::PathBuf::from("/data/backups/record-2026-11-21.sqlite");
        for (error, code) in [
            (OpenError::ReadOnly, Code::FolderReadOnly),
            (OpenError::DiskFull, Code::DiskFull),
            (OpenError::Newer { found: 9, known: 1 }, Code::RecordNewer),
            (OpenError::Damaged { backup: Some(backup) }, Code::RecordDamaged),
            (OpenError::InUse, Code::AlreadyRunning),
        ] {
            let failure = Failure::from(error);
            assert_eq!(failure.code, code);
            assert_eq!(failure.facts.contains_key("backup"), code == Code::RecordDamaged);
        }
        assert_eq!(Failure::from(esim_desk_store::Error::DiskFull).code, Code::DiskFull);
        assert_eq!(Failure::from(esim_desk_store::Error::ReadOnly).code, Code::FolderReadOnly);
    }

    #[test]
    fn a_form_error_stands_at_its_field() {
        let failure = of_form(&ConnectError::NotHttps { field: "base_url".into() });
        assert_eq!((failure.code, failure.field.as_deref()), (Code::NotHttps, Some("base_url")));
    }
}
