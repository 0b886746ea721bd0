//! What staff set: defaults, rules, and where it stands. There is one set for the installation; practice
//! uses the same.

use crate::api::{Code, Failure, Settings, Theme};
use esim_desk_model::{drawn_desk_code, is_desk_code};
use serde_json::Value;

/// Longest name of a staff member, in characters.
const LONGEST_STAFF: usize = 40;
/// Longest line of the agency's own texts, in characters.
const LONGEST_LINE: usize = 200;

/// Before anybody set anything. The desk's code is drawn, for desks of one agency whose numbers began alike
/// would write the same order numbers to one supplier.
pub(crate) fn drawn() -> Settings {
    let (_, drawn) = uuid::Uuid::new_v4().as_u64_pair();
    Settings {
        agency: String::new(),
        contact: String::new(),
        guest_wifi: String::new(),
        desk: drawn_desk_code(drawn),
        staff: Vec::new(),
        working: None,
        hide_buying_prices: false,
        theme: Theme::System,
    }
}

/// Reads what was stored. What an older program did not know is as [`drawn`]; what cannot be read at all is as
/// if nobody had set anything: `None`.
pub(crate) fn from_stored(stored: Option<Value>) -> Option<Settings> {
    let (Some(Value::Object(stored)), Ok(Value::Object(mut all))) = (stored, serde_json::to_value(drawn()))
    else {
        return None;
    };
    all.extend(stored);
    serde_json::from_value(Value::Object(all)).ok()
}

/// Trims and checks.
///
/// # Errors
/// At `desk` unless it is a letter and up to four letters or digits; at `staff` for an empty, long or second
/// name; at `working` for somebody who is not of the staff; at a text longer than 200 characters.
pub(crate) fn checked(settings: Settings) -> Result<Settings, Failure> {
    let desk = settings.desk.trim().to_ascii_uppercase();
    if !is_desk_code(&desk) {
        return Err(Failure::at(Code::FieldUnusable, "desk"));
    }
    let staff = staff(&settings.staff)?;
    let working = settings.working.as_deref().map(one_line).filter(|name| !name.is_empty());
    if working.as_ref().is_some_and(|name| !staff.contains(name)) {
        return Err(Failure::at(Code::FieldUnusable, "working"));
    }
    Ok(Settings {
        agency: line(&settings.agency, "agency")?,
        contact: line(&settings.contact, "contact")?,
        guest_wifi: line(&settings.guest_wifi, "guest_wifi")?,
        desk,
        staff,
        working,
        ..settings
    })
}

fn staff(names: &[String]) -> Result<Vec<String>, Failure> {
    let mut staff: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let name = one_line(name);
        if name.is_empty() {
            continue;
        }
        if name.chars().count() > LONGEST_STAFF {
            return Err(Failure::at(Code::FieldUnusable, "staff").fact("name", name));
        }
        if staff.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            return Err(Failure::at(Code::NameTaken, "staff").fact("name", name));
        }
        staff.push(name);
    }
    Ok(staff)
}

fn line(text: &str, field: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.chars().count() > LONGEST_LINE {
        return Err(Failure::at(Code::FieldUnusable, field));
    }
    Ok(text.to_owned())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn desk(code: &str) -> Result<String, Option<String>> {
        let settings = Settings { desk: code.to_owned(), ..drawn() };
        checked(settings).map(|settings| settings.desk).map_err(|failure| failure.field)
    }

    fn with_staff(names: &[&str], working: Option<&str>) -> Result<Settings, Failure> {
        let staff = names.iter().map(|&name| name.to_owned()).collect();
        checked(Settings { staff, working: working.map(str::to_owned), ..drawn() })
    }

    #[test]
    fn a_desk_code_is_a_letter_and_up_to_four_more() {
        assert_eq!(desk(" d07 "), Ok("D07".into()));
        assert_eq!(desk("HQ"), Ok("HQ".into()));
        for wrong in ["", "7", "07D", "D-7", "DESK01", "Ö1", "D 7"] {
            assert_eq!(desk(wrong), Err(Some("desk".into())), "{wrong}");
        }
    }

    #[test]
    fn staff_names_are_told_apart() {
        let settings = with_staff(&[" Anna  Weber ", "", "Ben"], Some("Anna Weber")).unwrap();
        assert_eq!(settings.staff, ["Anna Weber", "Ben"]);
        assert_eq!(settings.working.as_deref(), Some("Anna Weber"));
        assert_eq!(with_staff(&["Anna", "ANNA"], None).unwrap_err().code, Code::NameTaken);
        assert_eq!(with_staff(&[&"x".repeat(41)], None).unwrap_err().field.as_deref(), Some("staff"));
        assert_eq!(with_staff(&["Anna"], Some("Ben")).unwrap_err().field.as_deref(), Some("working"));
    }

    #[test]
    fn what_an_older_program_stored_is_completed() {
        let settings = from_stored(Some(json!({"desk": "D07", "theme": "dark", "gone": 1}))).unwrap();
        assert_eq!((settings.desk.as_str(), settings.theme), ("D07", Theme::Dark));
        assert_eq!(from_stored(Some(json!("garbage"))), None);
        assert_eq!(from_stored(None), None);
    }
}
