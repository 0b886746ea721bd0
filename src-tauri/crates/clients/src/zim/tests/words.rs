//! ZIM's JSON as its document prints it, and every quirk named there, against what the desk shows.

use super::super::translate;
use super::super::wire;
use crate::mask::masked;
use esim_desk_model::{
    Allowance, Country, Coverage, Data, Money, Plan, PlanFeature, ProfileStatus, ServiceStatus, Usage,
};
use esim_desk_provider::{Kind, Listing, Taken};
use serde_json::value::RawValue;

fn esims(json: &str) -> Listing<esim_desk_model::Esim> {
    let rows: Vec<&RawValue> = serde_json::from_str(json).unwrap();
    wire::rows(&rows, translate::esim)
}

fn plans(json: &str) -> Listing<Plan> {
    let rows: Vec<&RawValue> = serde_json::from_str(json).unwrap();
    wire::rows(&rows, translate::plan)
}

fn plan(fields: &str) -> Plan {
    plans(&format!(r#"[{{"id":"plan_x",{fields}}}]"#)).rows.remove(0)
}

const ESIMS: &str = r#"[{"id":"esim_igFqGZhkRTHb0UNiRuAAA","iccid":8948010000000012345,"msisdn":447482482482,"status":"ONLINE","smdpPlus":"smdpp.zimconnections.com","matchingID":"64DF7EFC13EBEB1AA90F126A509BBDBD","qrCodeLink":"images.zimconnections.com/q/1.png"},
 {"id":"esim_igFqGZhkRTHb0UNiRuBBB","iccid":8948010000000012346,"msisdn":447482482483,"status":"OFFLINE","smdpPlus":"smdpp.zimconnections.com","matchingID":"64DF7EFC13EBEB1AA90F126A509BBDBE","qrCodeLink":"https://images.zimconnections.com/q/2.png"},
 {"id":"esim_20digitsaaaaaaaaaaaa","iccid":89480100000000123456,"msisdn":"447482482484","status":"RELEASED","smdpPlus":"smdpp.zimconnections.com","matchingID":"64DF7EFC13EBEB1AA90F126A509BBDBF"},
 {"id":"esim_kNsYsgLWJCesLTLsjoRGp","iccid":null,"msisdn":null,"status":"PROCESSING","smdpPlus":null,"matchingID":null,"qrCodeLink":null}]"#;

#[test]
fn neighbouring_iccids_stay_apart_and_twenty_digits_stay_whole() {
    let listing = esims(ESIMS);
    assert!(listing.is_complete());
    let rows = listing.rows;
    let iccids: Vec<_> = rows.iter().map(|row| row.iccid.as_ref().map(|iccid| iccid.as_str())).collect();
    assert_eq!(
        iccids,
        [Some("8948010000000012345"), Some("8948010000000012346"), Some("89480100000000123456"), None]
    );
    let numbers: Vec<_> = rows.iter().map(|row| row.msisdn.as_deref()).collect();
    assert_eq!(numbers, [Some("447482482482"), Some("447482482483"), Some("447482482484"), None]);
    let profiles: Vec<_> = rows.iter().map(|row| row.profile).collect();
    use ProfileStatus as P;
    assert_eq!(profiles, [P::Online, P::Offline, P::Ready, P::Preparing]);
    assert_eq!(
        rows[2].install.as_ref().unwrap().code.for_qr(),
        "LPA:1$smdpp.zimconnections.com$64DF7EFC13EBEB1AA90F126A509BBDBF"
    );
    assert_eq!((&rows[3].install, &rows[3].install_problem), (&None, &None));
}

#[test]
fn the_raw_row_is_kept_without_what_installs_it() {
    let rows = esims(ESIMS).rows;
    assert_eq!(
        rows[0].raw,
        r#"{"id":"esim_igFqGZhkRTHb0UNiRuAAA","iccid":8948010000000012345,"msisdn":447482482482,"status":"ONLINE","smdpPlus":"smdpp.zimconnections.com","matchingID":"••••","qrCodeLink":"••••"}"#
    );
    let table = [
        (r#"{"matchingID" :  "A\"B", "x":1}"#, r#"{"matchingID" :  "••••", "x":1}"#),
        (r#"{"matchingID":null,"qrCodeLink":7}"#, r#"{"matchingID":null,"qrCodeLink":"••••"}"#),
        (r#"{"code":"LPA:1$h.example$T0K","n":1}"#, r#"{"code":"••••","n":1}"#),
        (r#"{"code":"TOKEN-1","again":"1$h$TOKEN-1"}"#, r#"{"code":"••••","again":"1$h$••••"}"#),
    ];
    for (raw, shown) in table {
        assert_eq!(masked(raw, &["matchingID", "qrCodeLink"], Some("TOKEN-1")), shown);
    }
}

#[test]
fn a_code_needs_both_parts_and_a_bad_one_says_why() {
    let install = |smdp: &str, id: &str| {
        let json = format!(r#"[{{"id":"e","smdpPlus":{smdp},"matchingID":{id}}}]"#);
        let row = esims(&json).rows.remove(0);
        (row.install.is_some(), row.install_problem.is_some())
    };
    let table = [
        (r#""h.example""#, r#""T""#, (true, false)),
        (r#""h.example""#, "null", (false, false)),
        (r#""h.example""#, r#"" ""#, (false, false)),
        (r#""""#, r#""T""#, (false, false)),
        (r#""https://h.example""#, r#""T""#, (false, true)),
        (r#""h.example""#, r#""T\u200b""#, (false, true)),
    ];
    for (smdp, id, expected) in table {
        assert_eq!(install(smdp, id), expected, "{smdp} {id}");
    }
}

#[test]
fn every_word_of_the_document_is_known_and_no_other() {
    use ProfileStatus as P;
    let table = [
        ("PROCESSING", P::Preparing),
        ("RELEASED", P::Ready),
        ("DOWNLOADED", P::Downloading),
        ("INSTALLED", P::Installed),
        ("ENABLED", P::Enabled),
        ("DISABLED", P::Disabled),
        ("ONLINE", P::Online),
        ("OFFLINE", P::Offline),
        ("UNINSTALLED", P::Removed),
        ("EXPIRED", P::Expired),
        ("UNAVAILABLE", P::Unavailable),
        ("SLEEPING", P::Unknown),
        ("online", P::Unknown),
    ];
    for (word, profile) in table {
        let row = esims(&format!(r#"[{{"id":"e","status":"{word}"}}]"#)).rows.remove(0);
        assert_eq!((row.profile, row.profile_word.as_deref()), (profile, Some(word)));
    }
    assert_eq!(esims(r#"[{"id":"e"}]"#).rows[0].profile, P::Unknown);
}

#[test]
fn a_bad_row_is_skipped_by_its_path_and_without_its_value() {
    let listing = esims(r#"[{"id":"e1"},{"iccid":1},{"id":"e2","status":{"a":"secret"}},null,7,{"id":""}]"#);
    assert_eq!(listing.rows.len(), 1);
    let skipped: Vec<_> = listing.skipped.iter().map(|row| (row.index, row.why.as_str())).collect();
    let row = "the row does not fit";
    assert_eq!(
        skipped,
        [(1, "id is missing"), (2, "status does not fit"), (3, row), (4, row), (5, "id is missing")]
    );
    let listing = plans(r#"[{"id":"p","prices":[{"value":1},{"currencyISO":5}]}]"#);
    assert_eq!(listing.skipped[0].why, "prices[1].currencyISO does not fit");
}

const PLANS: &str = r#"[
 {"id":"plan_guaGulGcrqgTYboPvetgu","destination":{"name":"United Kingdom","isoAlpha3":"GBR"},"dataUnit":"GB","dataValue":10,"callUnit":"MINUTES","callValue":100,"smsUnit":"SMS","smsValue":100,"durationUnit":"DAYS","durationValue":14,"features":[{"name":"HOTSPOT","category":"UTILITY"},{"name":"TOP_UP","category":"BILLING"},{"name":"5G","category":"NETWORK"}],"prices":[{"currencyISO":"USD","value":490,"minorExponentUnits":2},{"currencyISO":"JPY","value":775,"minorExponentUnits":0}]},
 {"id":"plan_UNLIMITEDaaaaaaaaaaaa","destination":{"name":"Japan","isoAlpha3":"JPN"},"dataUnit":"GB","dataValue":-1,"durationUnit":"DAYS","durationValue":7,"features":[],"prices":[{"currencyISO":"KWD","value":5500,"minorExponentUnits":3}]},
 {"id":"plan_REGIONALaaaaaaaaaaaaa","destination":null,"region":{"name":"Europe","abbreviation":"EU"},"dataUnit":"MB","dataValue":500,"durationUnit":"DAYS","durationValue":1,"prices":[]}
]"#;

#[test]
fn the_documented_plans_read_as_they_are_meant() {
    let rows = plans(PLANS).rows;
    let money = |minor, currency, exponent| Money::new(minor, currency, exponent).unwrap();
    let voice = &rows[0];
    assert_eq!(voice.coverage, Coverage::Local { country: Country::from_code("GB").unwrap() });
    assert_eq!(voice.data, Some(Data::Bytes(10 << 30)));
    assert_eq!((voice.calls, voice.texts), (Some(Allowance::Limited(100)), Some(Allowance::Limited(100))));
    assert_eq!(voice.days, Some(14));
    let features = [PlanFeature::Hotspot, PlanFeature::TopUp, PlanFeature::Speed("5G".to_owned())];
    assert_eq!(voice.features, features);
    assert_eq!(voice.prices, [money(490, "USD", 2), money(775, "JPY", 0)]);
    let unlimited = &rows[1];
    assert_eq!((unlimited.data, unlimited.calls), (Some(Data::Unlimited), None));
    assert_eq!(unlimited.prices, [money(5500, "KWD", 3)]);
    let regional = &rows[2];
    assert_eq!(regional.coverage, Coverage::Regional { region: "Europe".to_owned(), countries: Vec::new() });
    assert_eq!((regional.data, regional.prices.len()), (Some(Data::Bytes(500 << 20)), 0));
}

#[test]
fn amounts_are_read_by_their_unit_and_never_guessed() {
    let table = [
        (r#""dataValue":-1"#, Some(Data::Unlimited)),
        (r#""dataValue":-1.0,"dataUnit":"PB""#, Some(Data::Unlimited)),
        (r#""dataValue":"3","dataUnit":"gb""#, Some(Data::Bytes(3 << 30))),
        (r#""dataValue":0.5,"dataUnit":"GB""#, Some(Data::Bytes(512 << 20))),
        (r#""dataValue":0,"dataUnit":"MB""#, Some(Data::Bytes(0))),
        (r#""dataValue":5"#, None),
        (r#""dataValue":5,"dataUnit":"BLOCKS""#, None),
        (r#""dataValue":-2,"dataUnit":"GB""#, None),
        (r#""dataValue":1e300,"dataUnit":"GB""#, None),
        (r#""dataValue":true,"dataUnit":"GB""#, None),
    ];
    for (fields, data) in table {
        assert_eq!(plan(fields).data, data, "{fields}");
    }
    let table = [
        (r#""callValue":2,"callUnit":"HOURS""#, Some(Allowance::Limited(120))),
        (r#""callValue":-1"#, Some(Allowance::Unlimited)),
        (r#""callValue":9,"callUnit":"UNITS""#, None),
        (r#""callValue":9"#, None),
    ];
    for (fields, calls) in table {
        assert_eq!(plan(fields).calls, calls, "{fields}");
    }
    assert_eq!(plan(r#""smsValue":-1,"smsUnit":"?""#).texts, Some(Allowance::Unlimited));
}

#[test]
fn durations_are_whole_days() {
    let table = [
        ("14", "DAYS", Some(14)),
        ("1", "day", Some(1)),
        ("2", "WEEKS", Some(14)),
        ("1", "MONTHS", Some(30)),
        ("36", "HOURS", Some(2)),
        ("1", "HOUR", Some(1)),
        ("9", "CYCLES", None),
        ("0", "DAYS", None),
        ("-1", "DAYS", None),
    ];
    for (value, unit, days) in table {
        let fields = format!(r#""durationValue":{value},"durationUnit":"{unit}""#);
        assert_eq!(plan(&fields).days, days, "{fields}");
    }
}

#[test]
fn a_price_that_is_not_whole_is_not_stated() {
    for price in [
        r#"{"currencyISO":"USD","value":4.9,"minorExponentUnits":2}"#,
        r#"{"currencyISO":"USD","value":490}"#,
        r#"{"currencyISO":"USD","value":490,"minorExponentUnits":9}"#,
        r#"{"currencyISO":"US","value":490,"minorExponentUnits":2}"#,
        r#"{"currencyISO":"USD","value":-5,"minorExponentUnits":2}"#,
        r#"{"value":490,"minorExponentUnits":2}"#,
        "{}",
    ] {
        assert_eq!(plan(&format!(r#""prices":[{price}]"#)).prices, [], "{price}");
    }
    let text = r#""prices":[{"currencyISO":"usd","value":"490","minorExponentUnits":"2"}]"#;
    assert_eq!(plan(text).prices, [Money::new(490, "USD", 2).unwrap()]);
}

#[test]
fn where_a_plan_works() {
    let region = |name: &str| Coverage::Regional { region: name.to_owned(), countries: Vec::new() };
    let global = Coverage::Global { countries: Vec::new() };
    let table = [
        (r#""region":{"name":"Global","abbreviation":"GL"}"#, global.clone()),
        (r#""region":{"name":"All","abbreviation":"WORLD"}"#, global),
        (r#""region":{"abbreviation":"EU"}"#, region("EU")),
        (r#""destination":{"name":"Canary Islands","isoAlpha3":"CI1"}"#, region("Canary Islands")),
        (r#""destination":null,"region":null"#, Coverage::NotSaid),
        (r#""region":{}"#, Coverage::NotSaid),
    ];
    for (fields, coverage) in table {
        assert_eq!(plan(fields).coverage, coverage, "{fields}");
    }
}

#[test]
fn subscriptions_are_sparse_and_keep_their_word() {
    let json = r#"[{"id":"sub_igFqGZhkRTHb0UNiRuAAA","esimID":"esim_igFqGZhkRTHb0UNiRuAAA","status":"ACTIVE","plan":{"id":"plan_igFqGZhkRTHb0UNiRuAAA","dataValue":10,"dataUnit":"GB"}},
 {"id":"subs_BiPtvfzYKwcyNMNvTGmLO","esimID":"esim_igFqGZhkRTHb0UNiRuBBB","status":"DEPLETED","plan":{"id":"plan_igFqGZhkRTHb0UNiRuBBB","dataValue":-1,"dataUnit":"GB"}},
 {"id":"s3","status":"FROZEN","plan":{"dataValue":1,"dataUnit":"GB"}},{"id":"s4"}]"#;
    let raws: Vec<&RawValue> = serde_json::from_str(json).unwrap();
    let rows = wire::rows(&raws, translate::service).rows;
    use ServiceStatus as S;
    let statuses: Vec<_> = rows.iter().map(|row| row.status).collect();
    assert_eq!(statuses, [S::Active, S::UsedUp, S::Unknown, S::Unknown]);
    assert_eq!(rows[1].plan.as_ref().unwrap().data, Some(Data::Unlimited));
    assert_eq!(rows[2].status_word.as_deref(), Some("FROZEN"));
    assert_eq!(rows[2].plan.as_ref().unwrap().data, Some(Data::Bytes(1 << 30)));
    assert_eq!((&rows[3].plan, &rows[3].esim), (&None, &None));
}

#[test]
fn use_is_read_in_seconds_and_milliseconds() {
    let usage = |json: &str| translate::usage(&serde_json::from_str(json).unwrap());
    let documented = usage(
        r#"{"currentBalanceBytes":94371840,"initialBalanceBytes":104857600,"spentBalanceBytes":10485760,"lastUpdatedAt":1757510292}"#,
    );
    let measured_at = Some("2025-09-10T13:18:12Z".parse().unwrap());
    let expected = Usage {
        left: Some(Data::Bytes(94_371_840)),
        used: Some(10_485_760),
        allowance: Some(Data::Bytes(104_857_600)),
        measured_at,
    };
    assert_eq!(documented, expected);
    assert_eq!(usage(r#"{"lastUpdatedAt":1757510292000}"#).measured_at, measured_at);
    assert_eq!(usage(r#"{"lastUpdatedAt":"2025-09-10T13:18:12Z"}"#).measured_at, measured_at);
    for unlimited in [
        r#"{"currentBalanceBytes":0,"initialBalanceBytes":0,"spentBalanceBytes":7}"#,
        r#"{"currentBalanceBytes":-1,"initialBalanceBytes":-1,"spentBalanceBytes":7}"#,
        r#"{"currentBalanceBytes":null,"spentBalanceBytes":7}"#,
    ] {
        let usage = usage(unlimited);
        assert_eq!((usage.left, usage.allowance, usage.used), (None, None, Some(7)), "{unlimited}");
    }
    let used_up = usage(r#"{"currentBalanceBytes":0,"initialBalanceBytes":5,"spentBalanceBytes":5}"#);
    assert_eq!(used_up.left, Some(Data::Bytes(0)));
}

#[test]
fn an_order_says_how_far_it_is() {
    let taken = |json: &str| translate::taken(&serde_json::from_str(json).unwrap());
    let failed = |reason: &str| Taken::Failed { reason: Some(reason.to_owned()), money_back: None };
    let table = [
        (r#"{"status":"PENDING_APPROVAL"}"#, Taken::WaitsForApproval),
        (r#"{"status":"PENDING_PAYMENT"}"#, Taken::WaitsForPayment),
        (r#"{"status":"PROCESSING"}"#, Taken::Processing),
        (r#"{"status":"FULFILLED","failureReason":null,"paymentID":null}"#, Taken::Fulfilled),
        (r#"{"status":"FAILED","failureReason":"INSUFFICIENT_FUNDS"}"#, failed("INSUFFICIENT_FUNDS")),
        (r#"{"status":"FAILED","failureReason":{"code":1}}"#, failed(r#"{"code":1}"#)),
        (r#"{"status":"CANCELLED"}"#, failed("cancelled")),
        (r#"{"status":"REPLACED"}"#, Taken::Replaced),
        (r#"{"status":"IN_BASKET"}"#, Taken::NotSaid),
        (r#"{"status":"DREAMING"}"#, Taken::NotSaid),
        ("{}", Taken::NotSaid),
    ];
    for (json, expected) in table {
        assert_eq!(taken(json), expected, "{json}");
    }
}

#[test]
fn a_single_object_may_stand_in_an_array() {
    let id = |body: &str| {
        wire::single::<wire::Id>(body.as_bytes(), "read").map(|found| found.and_then(|(row, _)| row.id))
    };
    for body in [r#"{"id":"a"}"#, r#" [ {"id":"a"} ] "#] {
        assert_eq!(id(body).unwrap().as_deref(), Some("a"));
    }
    for body in ["[]", "null"] {
        assert_eq!(id(body).unwrap(), None);
    }
    let at = |path: &str| Kind::Unreadable { path: path.to_owned() };
    assert_eq!(id(r#"[{"id":"a"},{"id":"b"}]"#).unwrap_err().kind, at("[1]"));
    assert_eq!(id(r#"{"id":7}"#).unwrap_err().kind, at("id"));
    assert_eq!(id("<html>").unwrap_err().kind, Kind::NotJson);
}
