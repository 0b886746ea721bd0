//! A data folder as a desk has it after years: one wallet and a long list, nothing to be read from a network.

use esim_desk_model::{ActivationCode, Esim, EsimId, Iccid, InstallData, ProfileStatus, Timestamp, WalletId};
use esim_desk_store::cache::Listed;
use esim_desk_store::record::WalletRow;
use esim_desk_store::{Cache, DataFolder, Record};
use std::collections::BTreeMap;
use std::path::Path;

/// Makes the folder with so many eSIMs. The wallet is paused, so that a start reads only what is here.
pub fn fill(path: &Path, esims: usize) {
    let now = Timestamp::from_second(1_763_700_000).expect("a moment");
    let folder = DataFolder::open(path).expect("the folder is made");
    let record = Record::open(&folder, now).expect("the record is made");
    let (cache, _) = Cache::open(&folder).expect("the cache is made");
    let wallet = WalletId::from("0197a000-0000-7000-8000-000000000001");
    let row = WalletRow {
        id: wallet.clone(),
        provider: "zim".to_owned(),
        environment: "production".to_owned(),
        name: "ZIM".to_owned(),
        currency: "USD".to_owned(),
        settings: BTreeMap::new(),
        shared: false,
        paused: true,
        created_at: now,
        disconnected_at: None,
    };
    let list: Vec<_> = (0..esims).map(esim).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        record.save_wallet(row).await.expect("the wallet is kept");
        let listed = Listed { at: now, skipped: 0 };
        cache.replace_esims(&wallet, list, Default::default(), listed).await.expect("the list is kept");
    });
}

fn esim(number: usize) -> Esim {
    let profile = ProfileStatus::ALL[number % ProfileStatus::ALL.len()];
    let code =
        ActivationCode::from_parts("smdpp.example.com", &format!("{number:032X}"), false).expect("a code");
    Esim {
        id: EsimId(format!("esim_{number:021}")),
        iccid: Iccid::parse(&format!("89480100000{number:08}")).ok(),
        msisdn: Some(format!("4474824{number:06}")),
        profile,
        profile_word: None,
        install: Some(InstallData::from(code)),
        numbers: Vec::new(),
        install_problem: None,
        note: None,
        raw: "{}".to_owned(),
    }
}
