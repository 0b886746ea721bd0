//! Pages against the plainest model there is: all rows in memory, filtered and sorted there.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What one eSIM is made of; small domains, so that values repeat and are missing.
#[derive(Clone, Debug)]
struct Made {
    wallet: bool,
    profile: ProfileStatus,
    service: Option<ServiceStatus>,
    gigabytes: u64,
    ends_in_days: Option<i64>,
    traveller: Option<u8>,
    given: bool,
    code: bool,
    iccid: Option<u32>,
}

fn made() -> impl Strategy<Value = Made> {
    (
        any::<bool>(),
        prop::sample::select(ProfileStatus::ALL.to_vec()),
        prop::option::of(prop::sample::select(ServiceStatus::ALL.to_vec())),
        1..4_u64,
        prop::option::of(-3..9_i64),
        prop::option::of(0..4_u8),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(0..9_u32),
    )
        .prop_map(
            |(wallet, profile, service, gigabytes, ends_in_days, traveller, given, code, iccid)| Made {
                wallet,
                profile,
                service,
                gigabytes,
                ends_in_days,
                traveller,
                given,
                code,
                iccid,
            },
        )
}

fn filter() -> impl Strategy<Value = EsimFilter> {
    (
        prop::option::of(prop::sample::select(vec!["w0", "w1", "none"])),
        prop::option::of(prop::sample::select(Headline::ALL.to_vec())),
        any::<(bool, bool, bool, bool)>(),
        prop::sample::select(EsimSort::ALL.to_vec()),
    )
        .prop_map(|(wallet, headline, (not_given, ending_soon, code_missing, descending), sort)| {
            EsimFilter {
                wallet_id: wallet.map(WalletId::from),
                headline,
                not_given,
                ending_soon,
                code_missing,
                sort,
                descending,
                ..everything()
            }
        })
}

async fn fill(cache: &Cache, made: &[Made]) {
    for (place, name) in [false, true].into_iter().zip(["w0", "w1"]) {
        let of_wallet = || made.iter().enumerate().filter(move |(_, made)| made.wallet == place);
        let services = of_wallet().filter_map(|(number, made)| {
            let status = made.service?;
            let ends_at = made.ends_in_days.map(|days| at(days * DAY + 1));
            let id = format!("e{number}");
            Some(Service { plan: Some(plan("JP", made.gigabytes)), ends_at, ..service(&id, &id, status) })
        });
        cache.replace_services(&name.into(), services, whole(0)).await.unwrap();
        let known = of_wallet().filter_map(|(number, made)| {
            let letter = made.traveller?;
            let assignment = given(&format!("Name {letter}"), i64::from(letter));
            let given_at = assignment.given_at.filter(|_| made.given);
            Some((format!("e{number}").into(), Assignment { given_at, ..assignment }))
        });
        let esims = of_wallet().map(|(number, made)| Esim {
            profile: made.profile,
            iccid: made.iccid.map(|digits| Iccid::parse(&format!("8948010000000{digits:06}")).unwrap()),
            install: made.code.then(|| install("TOKEN").unwrap()),
            ..esim(&format!("e{number}"))
        });
        cache.replace_esims(&name.into(), esims, known.collect(), whole(0)).await.unwrap();
    }
}

/// What the row sorts by; `None` stands last whichever way round.
fn key(row: &EsimRow, sort: EsimSort) -> Option<String> {
    let number = |number: i64| format!("{:020}", i128::from(number) + (1 << 70));
    match sort {
        EsimSort::Recent => {
            let recent = row.given_at.max(row.bought_at).map_or(0, |at| at.as_millisecond());
            Some(number(-recent))
        }
        EsimSort::Traveller => row.traveller.as_ref().map(|name| name.to_lowercase()),
        EsimSort::Plan => row.data.map(|data| match data {
            Data::Unlimited => "~".to_owned(),
            Data::Bytes(bytes) => number(bytes.cast_signed()),
        }),
        EsimSort::Status => Some(format!("{:02}", row.headline.rank())),
        EsimSort::Left => row.left.map(|_| String::new()),
        EsimSort::Ends => row.ends_at.map(|at| number(at.as_millisecond())),
        EsimSort::Iccid => row.iccid.as_ref().map(|iccid| iccid.as_str().to_owned()),
    }
}

fn matches(row: &EsimRow, made: &[Made], filter: &EsimFilter) -> bool {
    let number: usize = row.esim_id.as_str()[1..].parse().unwrap();
    let made = &made[number];
    let has_code_due = !matches!(
        made.profile,
        ProfileStatus::Preparing
            | ProfileStatus::InStock
            | ProfileStatus::Card
            | ProfileStatus::Removed
            | ProfileStatus::Expired
            | ProfileStatus::Unavailable
            | ProfileStatus::Unknown
    );
    let lives = matches!(made.service, Some(ServiceStatus::Active | ServiceStatus::Waiting))
        && !matches!(made.profile, ProfileStatus::Expired | ProfileStatus::Removed);
    let soon = lives && made.ends_in_days.is_some_and(|days| (0..3).contains(&days));
    filter.wallet_id.as_ref().is_none_or(|wallet| *wallet == row.wallet_id)
        && filter.headline.is_none_or(|headline| headline == row.headline)
        && (!filter.not_given || row.headline == Headline::ReadyNotGiven)
        && (!filter.ending_soon || soon)
        && (!filter.code_missing || (has_code_due && !made.code))
}

async fn check(cache: &Cache, made: &[Made], filter: &EsimFilter, limit: u32) -> Result<(), TestCaseError> {
    let everything = cache.esims_page(EsimFilter { limit: 1_000, ..everything() }).await.unwrap().rows;
    prop_assert_eq!(everything.len(), made.len());
    let expected: BTreeSet<String> = everything
        .iter()
        .filter(|row| matches(row, made, filter))
        .map(|row| format!("{}{}", row.wallet_id, row.esim_id))
        .collect();
    let mut rows = Vec::new();
    loop {
        let asked = EsimFilter { offset: u32::try_from(rows.len()).unwrap(), limit, ..filter.clone() };
        let page = cache.esims_page(asked).await.unwrap();
        prop_assert_eq!(page.total as usize, expected.len());
        if page.rows.is_empty() {
            break;
        }
        prop_assert!(page.rows.len() <= limit as usize);
        rows.extend(page.rows);
    }
    let walked: BTreeSet<String> =
        rows.iter().map(|row| format!("{}{}", row.wallet_id, row.esim_id)).collect();
    prop_assert_eq!(rows.len(), walked.len(), "no row twice");
    prop_assert_eq!(walked, expected);

    let keys: Vec<Option<String>> = rows.iter().map(|row| key(row, filter.sort)).collect();
    let valued = keys.iter().take_while(|key| key.is_some()).count();
    prop_assert!(keys[valued..].iter().all(Option::is_none), "rows without a value come last");
    let in_order =
        |pair: &[Option<String>]| if filter.descending { pair[0] >= pair[1] } else { pair[0] <= pair[1] };
    prop_assert!(keys[..valued].windows(2).all(in_order), "{keys:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn pages_together_are_the_sorted_whole(
        made in prop::collection::vec(made(), 0..40),
        filters in prop::collection::vec(filter(), 12),
        limit in 1..9_u32,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let bench = bench();
        runtime.block_on(fill(&bench.cache, &made));
        for filter in &filters {
            runtime.block_on(check(&bench.cache, &made, filter, limit))?;
        }
    }
}

#[tokio::test]
async fn every_single_filter_with_every_order_has_its_index() {
    let bench = bench();
    let made: Vec<Made> = (0..12)
        .map(|number| Made {
            wallet: number % 2 == 0,
            profile: ProfileStatus::Ready,
            service: Some(ServiceStatus::Active),
            gigabytes: 1 + u64::from(number) % 3,
            ends_in_days: (number % 3 > 0).then_some(i64::from(number) % 5),
            traveller: u8::try_from(number % 4).ok().filter(|letter| *letter > 0),
            given: number % 2 == 0,
            code: number % 3 == 0,
            iccid: (number % 5 > 0).then_some(number),
        })
        .collect();
    fill(&bench.cache, &made).await;
    for sort in EsimSort::ALL {
        for descending in [false, true] {
            let all = EsimFilter { sort, descending, ..everything() };
            let filters = [
                all.clone(),
                EsimFilter { wallet_id: Some("w0".into()), ..all.clone() },
                EsimFilter { headline: Some(Headline::ReadyGiven), ..all.clone() },
                EsimFilter { not_given: true, ..all.clone() },
                EsimFilter { ending_soon: true, ..all.clone() },
                EsimFilter { code_missing: true, ..all },
            ];
            for filter in filters {
                check(&bench.cache, &made, &filter, 5).await.unwrap();
            }
        }
    }
}
