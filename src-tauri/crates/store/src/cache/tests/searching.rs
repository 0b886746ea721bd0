//! What a text finds.

use super::*;

async fn found(cache: &Cache, text: &str) -> Vec<String> {
    let mut ids = ids(cache, EsimFilter { text: text.into(), ..everything() }).await;
    ids.sort();
    ids
}

async fn three() -> Bench {
    let bench = bench();
    let esims = vec![
        Esim { msisdn: Some("48500100200".into()), ..numbered("esim-aaa-1", "8948010000000012345") },
        Esim { install: install("64DF7EFC-13EB"), ..numbered("esim-bbb-2", "8948010000000067890") },
        numbered("esim-ccc-3", "8912345000000000001"),
    ];
    let known = Assignments::from([
        ("esim-aaa-1".into(), Assignment { booking: Some("BK-77".into()), ..given("José Ångström", 0) }),
        ("esim-bbb-2".into(), given("Yuki Tanaka", 0)),
    ]);
    bench.cache.replace_esims(&wallet(), esims, known, whole(0)).await.unwrap();
    bench
}

#[tokio::test]
async fn names_bookings_and_numbers_are_found_by_parts() {
    let bench = three().await;
    for (text, expected) in [
        ("ångstrÖM", vec!["esim-aaa-1"]),
        ("jose ang", vec!["esim-aaa-1"]),
        ("tan", vec!["esim-bbb-2"]),
        ("naka", vec!["esim-bbb-2"]),
        ("bk-77", vec!["esim-aaa-1"]),
        ("12345", vec!["esim-aaa-1", "esim-ccc-3"]),
        ("0012345", vec!["esim-aaa-1"]),
        ("500100200", vec!["esim-aaa-1"]),
        ("tanaka yuki", vec![]),
        ("nothing", vec![]),
    ] {
        assert_eq!(found(&bench.cache, text).await, expected, "{text}");
    }
}

#[tokio::test]
async fn the_numbers_of_subscriber_phone_and_chip_find_an_esim() {
    let bench = three().await;
    let numbers = ["260019928543111", "354860190692934", "89049032499003836971936524520991"];
    let told =
        Esim { numbers: numbers.map(str::to_owned).into(), ..numbered("esim-ddd-4", "8912345000000000999") };
    bench.cache.put_esim(&wallet(), told, given("Zoë", 1), at(1)).await.unwrap();
    for text in numbers.into_iter().chain(["35 486019 069293 4", "24520991"]) {
        assert_eq!(found(&bench.cache, text).await, ["esim-ddd-4"], "{text}");
    }
    // A list that leaves them out, and a new name, forget none.
    let listed = vec![numbered("esim-ddd-4", "8912345000000000999")];
    bench.cache.replace_esims(&wallet(), listed, Assignments::new(), whole(2)).await.unwrap();
    bench.cache.assign(&wallet(), &"esim-ddd-4".into(), given("Amina", 3), at(3)).await.unwrap();
    assert_eq!(found(&bench.cache, numbers[2]).await, ["esim-ddd-4"]);
}

#[tokio::test]
async fn whole_codes_and_beginnings_of_numbers_are_found() {
    let bench = three().await;
    for (text, expected) in [
        ("8948 0100 0000 0067 890", vec!["esim-bbb-2"]),
        ("894801", vec!["esim-aaa-1", "esim-bbb-2"]),
        ("64DF7EFC-13EB", vec!["esim-bbb-2"]),
        ("LPA:1$smdp.example.com$64DF7EFC-13EB", vec!["esim-bbb-2"]),
        ("LPA:1$smdp.example.com$64DF7EFC", vec![]),
        ("esim-ccc", vec!["esim-ccc-3"]),
    ] {
        assert_eq!(found(&bench.cache, text).await, expected, "{text}");
    }
}

#[tokio::test]
async fn a_short_text_is_the_beginning_of_a_name_or_booking() {
    let bench = three().await;
    assert_eq!(found(&bench.cache, "yu").await, ["esim-bbb-2"]);
    assert_eq!(found(&bench.cache, "J").await, ["esim-aaa-1"]);
    assert_eq!(found(&bench.cache, "b").await, ["esim-aaa-1", "esim-bbb-2"]);
    assert_eq!(found(&bench.cache, "ta").await, Vec::<String>::new());
}

#[tokio::test]
async fn no_text_is_a_question_to_the_index() {
    let bench = three().await;
    for text in [
        "\"",
        "\"\"\"\"",
        "a\"b\"c",
        "tan OR yuk",
        "tan*",
        "NEAR(tan)",
        "%%%",
        "___",
        "'; --",
        "(((",
        "\u{0}\u{0}\u{0}",
    ] {
        assert_eq!(found(&bench.cache, text).await, Vec::<String>::new(), "{text:?}");
    }
}

#[tokio::test]
async fn a_new_name_is_found_and_the_old_one_is_not() {
    let bench = three().await;
    bench.cache.assign(&wallet(), &"esim-bbb-2".into(), given("Kenji Sato", 1), at(1)).await.unwrap();
    assert_eq!(found(&bench.cache, "tanaka").await, Vec::<String>::new());
    assert_eq!(found(&bench.cache, "kenji").await, ["esim-bbb-2"]);
    bench.cache.replace_esims(&wallet(), Vec::new(), Assignments::new(), whole(2)).await.unwrap();
    assert_eq!(found(&bench.cache, "kenji").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_search_keeps_to_the_filter_and_the_order() {
    let bench = three().await;
    let asked = EsimFilter { text: "8948".into(), sort: EsimSort::Iccid, descending: true, ..everything() };
    assert_eq!(ids(&bench.cache, asked.clone()).await, ["esim-bbb-2", "esim-aaa-1"]);
    let second = bench.cache.esims_page(EsimFilter { offset: 1, limit: 1, ..asked.clone() }).await.unwrap();
    assert_eq!((second.total, second.rows[0].esim_id.as_str(), second.capped), (2, "esim-aaa-1", false));
    assert_eq!(ids(&bench.cache, EsimFilter { not_given: true, ..asked }).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_search_stops_at_its_first_matches_and_says_so() {
    let bench = bench();
    let esims =
        (0..5_001).map(|number| numbered(&format!("e{number}"), &format!("89480100000000{number:05}")));
    bench.cache.replace_esims(&wallet(), esims, Assignments::new(), whole(0)).await.unwrap();
    for text in ["894", "8948010", "801000"] {
        let page = bench.cache.esims_page(EsimFilter { text: text.into(), ..everything() }).await.unwrap();
        assert_eq!((page.total, page.capped, page.rows.len()), (5_000, true, 100), "{text}");
    }
    let all = bench.cache.esims_page(everything()).await.unwrap();
    assert_eq!((all.total, all.capped), (5_001, false));
}
