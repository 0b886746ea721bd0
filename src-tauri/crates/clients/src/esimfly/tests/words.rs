//! eSIMfly's JSON as its document prints it, and every quirk named there, against what the desk shows.

use super::super::calls::content;
use super::super::places::Names;
use super::super::translate::{self, Row, taken};
use super::super::units;
use super::super::wire;
use super::*;
use crate::json::{Raw, rows};
use esim_desk_model::{Data, ProfileStatus as P, ServiceStatus as S, Usage};
use esim_desk_provider::{Listing, Taken};

pub(super) const ESIMS: &str = r#"{"success":true,"data":{"esims":[{"id":12345,"iccid":"8910300001234567890","package_name":"Sweden 1GB - 7 Days","package_code":"sweden-7days-1gb","countries":["Sweden"],"status":"ACTIVE","data":{"total_mb":1024,"used_mb":256,"remaining_mb":768,"usage_percentage":25,"is_unlimited":false},"validity":{"days":7,"activated_at":"2024-01-29T10:30:00Z","expires_at":"2024-02-05T10:30:00Z","is_expired":false},"qr_code":"https://storage.esimfly.net/qr-codes/12345-a1b2c3d4.png","manual_installation":{"smdp_address":"rsp-eu.simlessly.com","activation_code":"2D7F456148C640359B6A83E0E5AE34D3","lpa_format":"LPA:1$rsp-eu.simlessly.com$2D7F456148C640359B6A83E0E5AE34D3"},"direct_apple_installation_url":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp-eu.simlessly.com$2D7F456148C640359B6A83E0E5AE34D3","flag_url":"/images/flags/se.png","created_at":"2024-01-29T10:30:00Z"},
 {"id":12346,"iccid":"8910300001234567891","package_name":"Turkey Unlimited","package_code":"1654977","countries":["Turkey"],"status":"NEW","data":{"total_mb":0,"used_mb":0,"remaining_mb":0,"usage_percentage":0,"is_unlimited":true},"validity":{"days":1,"activated_at":null,"expires_at":null,"is_expired":false},"qr_code":null,"manual_installation":null,"direct_apple_installation_url":null,"flag_url":null,"created_at":"2026-01-29T10:30:00Z","is_pending":true,"phone_number":null}],
 "pagination":{"page":1,"limit":20,"total":45,"total_pages":3}}}"#;

pub(super) const USE: &str = r#"{"success":true,"data":{"esim":{"iccid":"8910300001234567890","order_id":"order_1692123456_ab7cd","package_name":"Sweden 1GB - 7 Days","status":"ACTIVE"},"data":{"total_mb":1024,"used_mb":256,"remaining_mb":768,"usage_percentage":25,"is_unlimited":false},"validity":{"days":7,"activated_at":"2024-01-29T10:30:00Z","expires_at":"2024-02-05T10:30:00Z","is_expired":false}}}"#;

pub(super) fn page(body: &str) -> wire::Page<'_> {
    content(body.as_bytes(), "list").unwrap()
}

fn esims(body: &str) -> Listing<Row> {
    rows(&page(body).rows, |wire, raw| translate::row(wire, raw, &Names::default()))
}

/// An eSIM with a number and these fields.
fn esim(fields: &str) -> Row {
    let code = r#""manual_installation":{"lpa_format":"LPA:1$h.example$TOKEN-1"}"#;
    let row = format!(r#"{{"id":1,"iccid":"{ICCID}",{code},{fields}}}"#);
    esims(&format!(r#"{{"success":true,"data":{{"esims":[{row}]}}}}"#)).rows.remove(0)
}

#[test]
fn the_documented_esims_read_as_they_are_meant() {
    let listing = esims(ESIMS);
    assert!(listing.is_complete());
    let [Row { esim: sweden, service }, Row { esim: turkey, service: unlimited }] = listing.rows.as_slice()
    else {
        panic!("two rows")
    };
    assert_eq!((sweden.id.as_str(), sweden.profile), (ICCID, P::Enabled));
    assert_eq!(sweden.iccid.as_ref().unwrap().as_str(), ICCID);
    let code = sweden.install.as_ref().unwrap().code.for_qr();
    assert_eq!(code, "LPA:1$rsp-eu.simlessly.com$2D7F456148C640359B6A83E0E5AE34D3");
    assert_eq!((service.status, service.status_word.as_deref()), (S::Active, Some("ACTIVE")));
    assert_eq!(service.ends_at, Some("2024-02-05T10:30:00Z".parse().unwrap()));
    let plan = service.plan.as_ref().unwrap();
    assert_eq!(
        (plan.id.as_str(), plan.days, plan.data),
        ("sweden-7days-1gb", Some(7), Some(Data::Bytes(1 << 30)))
    );
    let unproven = Coverage::Regional { region: "Sweden".to_owned(), countries: Vec::new() };
    assert_eq!(plan.coverage, unproven, "a name that nobody tied to a code");
    assert_eq!((turkey.profile, &turkey.install, &turkey.install_problem), (P::Preparing, &None, &None));
    assert_eq!(
        (unlimited.status, unlimited.plan.as_ref().unwrap().data),
        (S::Preparing, Some(Data::Unlimited))
    );
}

#[test]
fn nothing_that_installs_an_esim_is_shown_of_its_row() {
    let link = "https://installer.example/esim?data=LPA:1$h.example$TOKEN-1";
    let row = esim(&format!(
        r#""direct_android_installation_url":"{link}","qr_code_base64":"aGVsbG8taGVsbG8=","note":"TOKEN-1""#
    ));
    for shown in [&row.esim.raw, &row.service.raw] {
        for secret in ["TOKEN-1\"}", "installer.example", "aGVsbG8", "LPA:"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
    let listing = esims(ESIMS);
    let shown = &listing.rows[0].esim.raw;
    for secret in ["2D7F456148C640359B6A83E0E5AE34D3", "storage.esimfly.net", "carddata"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains(r#""package_code":"sweden-7days-1gb""#));
}

#[test]
fn an_install_link_with_another_code_is_told() {
    assert_eq!(esims(ESIMS).rows[0].esim.install_problem, None, "the documented link is of its code");
    let odd = ESIMS.replacen("AE34D3\",\"flag_url", "AE34D4\",\"flag_url", 1);
    let esim = esims(&odd).rows.remove(0).esim;
    assert!(esim.install.is_some() && esim.install_problem.is_some());
}

#[test]
fn a_code_comes_whole_or_in_parts_and_a_bad_one_says_why() {
    let install = |manual: &str| {
        let row = format!(r#"{{"iccid":"{ICCID}","manual_installation":{manual}}}"#);
        let row = esims(&format!(r#"{{"data":{{"esims":[{row}]}}}}"#)).rows.remove(0).esim;
        (row.install.map(|install| install.code.for_qr()), row.install_problem.is_some())
    };
    let code = Some("LPA:1$h.example$T-1".to_owned());
    let table = [
        (r#"{"lpa_format":"LPA:1$h.example$T-1"}"#, (code.clone(), false)),
        (r#"{"lpa_format":"1$h.example$T-1","smdp_address":"other.example"}"#, (code.clone(), false)),
        (r#"{"smdp_address":"h.example","activation_code":"T-1","lpa_format":""}"#, (code, false)),
        (r#"{"smdp_address":"h.example","activation_code":null}"#, (None, false)),
        (r#"{"smdp_address":"","activation_code":"T-1"}"#, (None, false)),
        (r#"{"lpa_format":"LPA:1$https://h.example$T-1"}"#, (None, true)),
        ("{}", (None, false)),
        ("null", (None, false)),
    ];
    for (manual, expected) in table {
        assert_eq!(install(manual), expected, "{manual}");
    }
}

#[test]
fn a_placeholder_is_no_number_and_luhn_is_not_asked() {
    let body = r#"{"data":{"esims":[{"id":7,"iccid":"PENDING_B25081719340002_1755459260253","status":"NEW"},{"id":8,"iccid":null},{"id":9,"iccid":"12345"},{"iccid":"8948010010036785060"},{"iccid":"PENDING_1"}]}}"#;
    let listing = esims(body);
    let ids: Vec<_> = listing.rows.iter().map(|row| row.esim.id.as_str()).collect();
    assert_eq!(ids, ["row-7", "row-8", "row-9", "8948010010036785060"]);
    assert!(listing.rows[..3].iter().all(|row| row.esim.iccid.is_none() && row.esim.profile == P::Preparing));
    assert_eq!(listing.skipped.len(), 1);
}

#[test]
fn every_status_of_the_document_is_known_and_no_other() {
    let used = r#""validity":{"activated_at":"2024-01-29T10:30:00Z"},"#;
    let table = [
        ("NEW", P::Ready, S::Waiting),
        ("ACTIVE", P::Enabled, S::Active),
        ("EXPIRED", P::Installed, S::Expired),
        ("CANCELLED", P::Ready, S::Cancelled),
        ("DEPLETED", P::Installed, S::UsedUp),
        ("DELETED", P::Removed, S::Unknown),
        ("USED_EXPIRED", P::Unknown, S::Unknown),
        ("new", P::Unknown, S::Unknown),
    ];
    for (word, profile, service) in table {
        let row = esim(&format!(r#"{used}"status":"{word}""#));
        assert_eq!((row.esim.profile, row.service.status), (profile, service), "{word}");
        assert_eq!(row.esim.profile_word.as_deref(), Some(word));
        assert_eq!(row.service.status_word.as_deref(), Some(word));
    }
    for never_used in
        [r#""status":"EXPIRED""#, r#""status":"EXPIRED","package_name":"","validity":{"activated_at":""}"#]
    {
        assert_eq!(esim(never_used).esim.profile, P::Ready);
        assert_eq!(esim(never_used).service.plan.unwrap().name, None);
    }
    assert_eq!(esim(r#""status":"EXPIRED","data":{"used_mb":3}"#).esim.profile, P::Installed);
}

#[test]
fn the_networks_own_words_come_before_the_plans() {
    let table = [
        (r#""esim_status":"New""#, P::Ready, "New"),
        (r#""esim_status":"Assigned (Not Installed)""#, P::Ready, "Assigned (Not Installed)"),
        (r#""esim_status":"Installed""#, P::Installed, "Installed"),
        (r#""esim_status":"Active""#, P::Enabled, "Active"),
        (r#""esim_status":"Not Active""#, P::Enabled, "ACTIVE"),
        (r#""esim_status":"Active","profile_status":"Disable""#, P::Disabled, "Disable"),
        (r#""esim_status":"Installed","profile_status":"Enable""#, P::Enabled, "Enable"),
        (r#""esim_status":"Installed","profile_status":"Delete""#, P::Removed, "Delete"),
        (r#""esim_status":"New","profile_status":"BPP installation""#, P::Downloading, "BPP installation"),
        (r#""esim_status":"Installed","profile_status":"Odd""#, P::Installed, "Installed"),
        (r#""esim_status":null,"profile_status":null"#, P::Enabled, "ACTIVE"),
    ];
    for (fields, profile, word) in table {
        let row = esim(&format!(r#""status":"ACTIVE",{fields}"#));
        assert_eq!((row.esim.profile, row.esim.profile_word.as_deref()), (profile, Some(word)), "{fields}");
    }
    let suspended = esim(r#""status":"ACTIVE","esim_status":"Disconnected""#);
    assert_eq!((suspended.service.status, suspended.esim.profile), (S::Suspended, P::Enabled));
    let pending = esim(r#""status":"NEW","is_pending":true,"esim_status":"New""#);
    assert_eq!((pending.service.status, pending.esim.profile), (S::Preparing, P::Preparing));
}

#[test]
fn use_is_in_binary_megabytes_and_unlimited_is_never_zero_left() {
    let read: wire::Use<'_> = content(USE.as_bytes(), "use").unwrap();
    let expected = Usage {
        left: Some(Data::Bytes(768 << 20)),
        used: Some(256 << 20),
        allowance: Some(Data::Bytes(1 << 30)),
        measured_at: None,
    };
    assert_eq!(translate::usage(read.data.as_ref()), expected);
    let usage = |json: &str| {
        let volume: wire::Volume<'_> = serde_json::from_str(json).unwrap();
        translate::usage(Some(&volume))
    };
    let unlimited = usage(r#"{"total_mb":0,"used_mb":12.5,"remaining_mb":0,"is_unlimited":true}"#);
    assert_eq!((unlimited.left, unlimited.allowance), (Some(Data::Unlimited), Some(Data::Unlimited)));
    assert_eq!(unlimited.used, Some(25 << 19));
    let empty = usage(r#"{"total_mb":1024,"used_mb":1024,"remaining_mb":0,"is_unlimited":false}"#);
    assert_eq!(empty.left, Some(Data::Bytes(0)));
    let unsaid = usage(r#"{"total_mb":0,"used_mb":0,"remaining_mb":0}"#);
    assert_eq!((unsaid.left, unsaid.allowance), (None, None), "zeros without the word say nothing");
    assert_eq!(translate::usage(None).used, None);
}

#[test]
fn an_orders_word_is_final_in_four_cases_and_else_waited_for() {
    let failed = |word: &str, money_back| Taken::Failed { reason: Some(word.to_owned()), money_back };
    let (yes, no) = (Some(true), Some(false));
    let table = [
        ("completed", no, true, Taken::Fulfilled),
        ("completed", None, true, Taken::Fulfilled),
        ("completed", yes, true, Taken::Processing),
        ("completed", no, false, Taken::Processing),
        ("pending_details", yes, false, Taken::Processing),
        ("pending_details", None, true, Taken::Processing),
        ("pending", no, false, Taken::Processing),
        ("whatever", no, false, Taken::Processing),
        ("whatever", None, true, Taken::Processing),
        ("whatever", no, true, Taken::Fulfilled),
        ("failed", yes, false, failed("failed", None)),
        ("CANCELLED", no, true, failed("cancelled", None)),
        ("refunded", no, true, failed("refunded", Some(true))),
    ];
    for (word, pending, numbered, expected) in table {
        assert_eq!(taken(Some(word), pending, numbered), expected, "{word} {pending:?} {numbered}");
    }
    assert_eq!(taken(None, None, true), Taken::Fulfilled);
}

#[test]
fn times_are_utc_with_or_without_saying_so() {
    let expected = Some("2026-06-26T13:08:49Z".parse().unwrap());
    for text in ["2026-06-26T13:08:49", "2026-06-26T13:08:49Z", " 2026-06-26T13:08:49.000Z"] {
        assert_eq!(units::moment(text), expected, "{text}");
    }
    assert_eq!(units::moment("February 13, 2026 at 11:27 PM"), None, "a sentence is not parsed");
}

#[test]
fn a_number_may_have_a_plus_and_blanks() {
    let raw: Raw<'_> = Some(serde_json::from_str(r#""+48 267-753 430""#).unwrap());
    assert_eq!(units::phone_number(raw).as_deref(), Some("48267753430"));
    assert_eq!(esim(r#""phone_number":null"#).esim.msisdn, None);
    for both in [r#""msisdn":48267753430"#, r#""phone_number":"","msisdn":"48267753430""#] {
        assert_eq!(esim(both).esim.msisdn.as_deref(), Some("48267753430"), "{both}");
    }
}
