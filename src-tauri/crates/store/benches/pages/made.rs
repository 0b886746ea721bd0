//! Made-up lists of two wallets, as JSON in the shape of a supplier's answer, and their translation.

use esim_desk_model::{
    ActivationCode, Country, Coverage, Data, Esim, EsimId, Iccid, InstallData, Plan, PlanId, ProfileStatus,
    Service, ServiceId, ServiceStatus, Start, Timestamp, WalletId,
};
use esim_desk_store::record::{Assignment, Assignments};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The lists of two wallets.
pub struct Lists {
    pub wallets: Vec<Made>,
}

/// The lists of one wallet.
pub struct Made {
    pub id: WalletId,
    pub esims: String,
    pub services: String,
    pub assignments: Assignments,
}

/// One eSIM on the wire.
#[derive(Serialize, Deserialize)]
pub struct WireEsim {
    pub id: String,
    pub iccid: String,
    pub msisdn: Option<String>,
    pub status: ProfileStatus,
    pub code: Option<String>,
    pub created: i64,
    pub note: Option<String>,
    pub tags: Vec<String>,
}

/// One plan on an eSIM on the wire.
#[derive(Serialize, Deserialize)]
pub struct WireService {
    pub id: String,
    pub esim: String,
    pub status: ServiceStatus,
    pub country: String,
    pub gigabytes: u64,
    pub days: u32,
    pub ends: Option<i64>,
}

/// The moment all of it is read.
pub fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap_or_default()
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap_or(0)]
    }
}

const FIRST: [&str; 12] =
    ["Yuki", "Anna", "José", "Mohammed", "Łukasz", "Zoë", "Kenji", "Maria", "Søren", "Chloé", "Wei", "Priya"];
const LAST: [&str; 12] = [
    "Tanaka",
    "Müller",
    "García",
    "Al Ali",
    "Kowalski",
    "Petit",
    "Sato",
    "Rossi",
    "Ångström",
    "Nguyen",
    "Chen",
    "Rao",
];
const COUNTRIES: [&str; 10] = ["JP", "FR", "US", "TH", "TR", "IT", "ES", "GR", "AE", "KR"];

impl Lists {
    pub fn new(rows: usize) -> Self {
        let mut dice = Dice(7);
        let large = made("0198c0de-0000-7000-8000-000000000001", rows * 7 / 10, &mut dice);
        let small = made("0198c0de-0000-7000-8000-000000000002", rows - rows * 7 / 10, &mut dice);
        Self { wallets: vec![large, small] }
    }

    /// Texts of 3 to 19 characters: common and rare pieces, names, whole numbers and their middles.
    pub fn searches(&self) -> Vec<String> {
        let esims: Vec<WireEsim> = serde_json::from_str(&self.wallets[0].esims).unwrap_or_default();
        let iccid = &esims[esims.len() / 2].iccid;
        let mut texts: Vec<String> = [
            "894",
            "Tan",
            "tanaka",
            "yuki tan",
            "angstrom",
            "BK-1",
            "BK-10234",
            "xyz",
            "nothing like it",
            "000",
            "0000000",
        ]
        .map(str::to_owned)
        .to_vec();
        for length in [3, 4, 5, 6, 8, 10, 13, 16, 19] {
            texts.push(iccid[..length].to_owned());
            texts.push(iccid[19 - length..].to_owned());
        }
        for (from, to) in [(2, 9), (4, 12), (6, 18), (8, 14)] {
            texts.push(iccid[from..to].to_owned());
        }
        texts.push(esims[5].id.clone()[..19].to_owned());
        texts
    }
}

fn made(wallet: &str, rows: usize, dice: &mut Dice) -> Made {
    let mut esims = Vec::with_capacity(rows);
    let mut services = Vec::with_capacity(rows);
    let mut assignments = Assignments::new();
    for number in 0..rows {
        let esim = esim(number, dice);
        services.push(service(number, &esim, dice));
        if dice.roll(10) < 4 {
            assignments.insert(EsimId(esim.id.clone()), assignment(dice));
        }
        esims.push(esim);
    }
    Made {
        id: WalletId::from(wallet),
        esims: serde_json::to_string(&esims).unwrap_or_default(),
        services: serde_json::to_string(&services).unwrap_or_default(),
        assignments,
    }
}

fn esim(number: usize, dice: &mut Dice) -> WireEsim {
    use ProfileStatus as P;
    let status = dice.pick(&[
        P::Ready,
        P::Ready,
        P::Ready,
        P::Installed,
        P::Online,
        P::Online,
        P::Offline,
        P::Expired,
    ]);
    let id = format!("{:08x}-{:04x}-4000-8000-{number:012x}", dice.roll(1 << 32), dice.roll(1 << 16));
    let token: String =
        (0..32).map(|_| dice.pick(&["A", "B", "C", "D", "E", "F", "1", "2", "3", "4", "5"])).collect();
    WireEsim {
        id,
        iccid: format!("8948010{:06}{:06}", number, dice.roll(1_000_000)),
        msisdn: (dice.roll(3) == 0).then(|| format!("48{:09}", dice.roll(1_000_000_000))),
        status,
        code: (dice.roll(5) > 0).then(|| format!("LPA:1$smdp.example.com${token}")),
        created: 1_760_000_000_000 + i64::try_from(number).unwrap_or(0),
        note: number.is_multiple_of(10).then(|| format!("B7K-{number:06}")),
        tags: vec!["travel".to_owned(), "batch".to_owned()],
    }
}

fn service(number: usize, esim: &WireEsim, dice: &mut Dice) -> WireService {
    use ServiceStatus as S;
    let now = now().as_millisecond();
    WireService {
        id: format!("sub-{number}"),
        esim: esim.id.clone(),
        status: dice.pick(&[S::Waiting, S::Waiting, S::Active, S::Active, S::Expired, S::UsedUp]),
        country: dice.pick(&COUNTRIES).to_owned(),
        gigabytes: dice.roll(20) + 1,
        days: dice.pick(&[3, 7, 10, 15, 30]),
        ends: (dice.roll(4) > 0)
            .then(|| now + i64::try_from(dice.roll(60 * 86_400_000)).unwrap_or(0) - 30 * 86_400_000),
    }
}

fn assignment(dice: &mut Dice) -> Assignment {
    let given = dice.roll(2) == 0;
    let at = Timestamp::from_millisecond(
        now().as_millisecond() - i64::try_from(dice.roll(90 * 86_400_000)).unwrap_or(0),
    );
    Assignment {
        traveller: Some(format!("{} {}", dice.pick(&FIRST), dice.pick(&LAST))),
        booking: Some(format!("BK-{}", dice.roll(50_000))),
        given_at: at.as_ref().ok().copied().filter(|_| given),
        bought_at: at.ok(),
        ..Assignment::default()
    }
}

/// What a client does with a list of eSIMs.
pub fn esims(json: &str) -> Vec<Esim> {
    let rows: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
    rows.into_iter().filter_map(translate_esim).collect()
}

fn translate_esim(raw: &RawValue) -> Option<Esim> {
    let row: WireEsim = serde_json::from_str(raw.get()).ok()?;
    Some(Esim {
        id: EsimId(row.id),
        iccid: Iccid::parse(&row.iccid).ok(),
        msisdn: row.msisdn,
        profile: row.status,
        profile_word: Some("RELEASED".to_owned()),
        install: row.code.and_then(|code| ActivationCode::parse(&code).ok()).map(InstallData::from),
        numbers: Vec::new(),
        install_problem: None,
        note: row.note,
        raw: raw.get().to_owned(),
    })
}

/// What a client does with a list of plans on eSIMs.
pub fn services(json: &str) -> Vec<Service> {
    let rows: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
    rows.into_iter().filter_map(translate_service).collect()
}

fn translate_service(raw: &RawValue) -> Option<Service> {
    let row: WireService = serde_json::from_str(raw.get()).ok()?;
    let coverage =
        Country::from_code(&row.country).map_or(Coverage::NotSaid, |country| Coverage::Local { country });
    Some(Service {
        id: ServiceId(row.id),
        esim: Some(EsimId(row.esim)),
        plan: Some(Plan {
            id: PlanId::from("plan"),
            name: None,
            coverage,
            data: Some(Data::Bytes(row.gigabytes << 30)),
            throttling: None,
            calls: None,
            texts: None,
            days: Some(row.days),
            start: Start::FirstUse,
            features: Vec::new(),
            networks: Vec::new(),
            prices: Vec::new(),
        }),
        status: row.status,
        status_word: None,
        ends_at: row.ends.and_then(|at| Timestamp::from_millisecond(at).ok()),
        raw: raw.get().to_owned(),
    })
}
