//! Where the simulated bundles work. Data only; prices are made in `catalogue`.

use crate::stage::{self, country};
use std::sync::LazyLock;

/// A country with bundles of its own.
#[derive(Debug)]
pub(crate) struct Country {
    pub at: &'static stage::Country,
    /// As eSIM Go's catalogue names it.
    pub region: &'static str,
    /// Price level in percent of the base price.
    pub level: i64,
}

/// A region with bundles of its own. In the catalogue it stands where a country does.
#[derive(Debug)]
pub(crate) struct Region {
    /// eSIM Go's code in place of an ISO code.
    pub code: &'static str,
    pub name: &'static str,
    /// `region` of the pseudo-country.
    pub region: &'static str,
    pub level: i64,
    /// Names in [`CONTINENTS`] and how many of each one's countries belong to it.
    members: &'static [(&'static str, usize)],
}

const ALL: usize = usize::MAX;

/// Continents with their price levels and their countries by ISO 3166-1 alpha-3.
const CONTINENTS: [(&str, i64, &str); 7] = [
    (
        "Europe",
        85,
        "GBR FRA DEU ESP ITA PRT NLD BEL AUT CHE IRL GRC TUR POL CZE HUN ROU BGR HRV SVN SVK DNK SWE NOR FIN EST \
         LVA LTU ISL LUX MLT CYP ALB SRB BIH MKD MNE MDA UKR GIB LIE JEY GGY IMN",
    ),
    (
        "Asia",
        95,
        "JPN KOR THA VNM IDN SGP MYS PHL CHN HKG TWN IND LKA KHM LAO NPL BGD PAK KAZ UZB GEO ARM MNG MAC BRN MDV",
    ),
    ("North America", 120, "USA CAN MEX PRI GTM CRI PAN HND NIC SLV"),
    ("Latin America", 150, "BRA ARG CHL COL PER ECU URY PRY BOL DOM JAM BHS BRB"),
    ("Middle East", 140, "ARE SAU QAT KWT BHR OMN JOR ISR IRQ"),
    ("Africa", 165, "ZAF EGY MAR TUN KEN TZA UGA RWA GHA NGA SEN MUS ZMB MOZ MDG"),
    ("Oceania", 115, "AUS NZL FJI GUM"),
];

/// The regions on sale.
pub(crate) static REGIONS: [Region; 8] = [
    Region { code: "REUP", name: "Europe+", region: "Europe", level: 120, members: &[("Europe", ALL)] },
    Region { code: "REUL", name: "Europe Lite", region: "Europe", level: 105, members: &[("Europe", 33)] },
    Region {
        code: "RNA",
        name: "North America",
        region: "North America",
        level: 150,
        members: &[("North America", 3)],
    },
    Region { code: "RAS", name: "Asia", region: "Asia", level: 140, members: &[("Asia", 18)] },
    Region {
        code: "RLA",
        name: "Latin America",
        region: "Latin America",
        level: 190,
        members: &[("Latin America", ALL)],
    },
    Region {
        code: "RME",
        name: "Middle East",
        region: "Middle East",
        level: 185,
        members: &[("Middle East", ALL)],
    },
    Region {
        code: "RGB",
        name: "Global",
        region: "Global",
        level: 320,
        members: &[
            ("Europe", ALL),
            ("Asia", ALL),
            ("North America", ALL),
            ("Latin America", ALL),
            ("Middle East", ALL),
            ("Africa", ALL),
            ("Oceania", ALL),
        ],
    },
    Region {
        code: "RGBS",
        name: "Global Standard",
        region: "Global",
        level: 240,
        members: &[("Europe", 33), ("Asia", 12), ("North America", 3), ("Middle East", 3), ("Oceania", 2)],
    },
];

/// The countries on sale, continent by continent.
pub(crate) static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let codes = |(region, level, codes): &(&'static str, i64, &'static str)| {
        let (region, level) = (*region, *level);
        let steps = codes.split_whitespace().enumerate();
        steps.map(move |(n, code)| Country { at: country(code), region, level: level + n as i64 % 5 * 6 })
    };
    CONTINENTS.iter().flat_map(codes).collect()
});

impl Region {
    /// The real countries that it covers.
    pub fn countries(&self) -> impl Iterator<Item = &'static Country> {
        self.members
            .iter()
            .flat_map(|(name, most)| COUNTRIES.iter().filter(|country| country.region == *name).take(*most))
    }
}

/// A mobile network of a country.
#[derive(Debug)]
pub(crate) struct Network {
    pub name: String,
    pub brand: String,
    pub mcc: String,
    pub mnc: String,
    /// The TADIG code.
    pub tadig: String,
    pub speeds: &'static [&'static str],
}

/// The networks of a country: two, the first with 5G. Their names and codes are made up but for one.
pub(crate) fn networks(country: &Country) -> [Network; 2] {
    let position = COUNTRIES.iter().position(|other| other.at == country.at).unwrap_or_default();
    [("Telecom", &["4G", "5G"][..]), ("Mobile", &["3G", "4G"][..])].map(|(word, speeds)| {
        let second = word == "Mobile";
        let known = country.at.alpha2 == "FR" && !second;
        Network {
            name: if known { "Orange".into() } else { word.to_owned() },
            brand: if known { "Orange France".into() } else { format!("{word} {}", country.at.name) },
            mcc: format!("{}", 200 + position),
            mnc: if second { "20" } else { "10" }.into(),
            tadig: if known { "FRAF1".into() } else { format!("{}{}1", country.at.alpha3, &word[..1]) },
            speeds,
        }
    })
}
