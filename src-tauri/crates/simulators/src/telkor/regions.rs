//! The countries and brands that the simulated networks are in. Data only; plans are made in `catalogue`.

use crate::stage::{Country, country};

/// A group of countries that a plan may cover.
#[derive(Debug)]
pub(crate) struct Region {
    /// As an agency's staff would name the coverage.
    pub name: &'static str,
    pub countries: &'static [&'static Country],
    /// The compatibility zone that has networks there besides [`WORLD`].
    pub zone: &'static str,
}

/// The compatibility zone with networks everywhere.
pub(crate) const WORLD: &str = "zone-a";
/// Of the east: Europe, the Middle East and Africa.
const EAST: &str = "zone-b";
/// Of the west and the Pacific: the Americas, Asia and Oceania.
const WEST: &str = "zone-c";

/// Every compatibility zone.
pub(crate) const ZONES: [&str; 3] = [WORLD, EAST, WEST];

/// Brands of the networks in a zone.
pub(crate) fn brands(zone: &str) -> &'static [&'static str] {
    match zone {
        WORLD => &["Orion", "Vela"],
        EAST => &["Lyra"],
        _ => &["Corvus"],
    }
}

pub(crate) static REGIONS: [Region; 7] = [
    Region { name: "EU + UK", countries: &EUROPE, zone: EAST },
    Region { name: "Asia", countries: &ASIA, zone: WEST },
    Region { name: "North America", countries: &NORTH_AMERICA, zone: WEST },
    Region { name: "Latin America", countries: &LATIN_AMERICA, zone: WEST },
    Region { name: "Gulf and Levant", countries: &MIDDLE_EAST, zone: EAST },
    Region { name: "Africa", countries: &AFRICA, zone: EAST },
    Region { name: "Australia & NZ", countries: &OCEANIA, zone: WEST },
];

static EUROPE: [&Country; 29] = [
    country("AUT"),
    country("BEL"),
    country("BGR"),
    country("CHE"),
    country("CYP"),
    country("CZE"),
    country("DEU"),
    country("DNK"),
    country("ESP"),
    country("EST"),
    country("FIN"),
    country("FRA"),
    country("GBR"),
    country("GRC"),
    country("HRV"),
    country("HUN"),
    country("IRL"),
    country("ISL"),
    country("ITA"),
    country("LTU"),
    country("LVA"),
    country("MLT"),
    country("NLD"),
    country("NOR"),
    country("POL"),
    country("PRT"),
    country("ROU"),
    country("SVN"),
    country("SWE"),
];

static ASIA: [&Country; 15] = [
    country("JPN"),
    country("CHN"),
    country("HKG"),
    country("IDN"),
    country("IND"),
    country("KHM"),
    country("KOR"),
    country("LKA"),
    country("MAC"),
    country("MYS"),
    country("PHL"),
    country("SGP"),
    country("THA"),
    country("TWN"),
    country("VNM"),
];

static NORTH_AMERICA: [&Country; 3] = [country("USA"), country("CAN"), country("MEX")];

static LATIN_AMERICA: [&Country; 8] = [
    country("ARG"),
    country("BRA"),
    country("CHL"),
    country("COL"),
    country("CRI"),
    country("DOM"),
    country("ECU"),
    country("PER"),
];

static MIDDLE_EAST: [&Country; 8] = [
    country("ARE"),
    country("BHR"),
    country("ISR"),
    country("JOR"),
    country("OMN"),
    country("QAT"),
    country("SAU"),
    country("TUR"),
];

static AFRICA: [&Country; 7] = [
    country("EGY"),
    country("GHA"),
    country("KEN"),
    country("MAR"),
    country("MUS"),
    country("TZA"),
    country("ZAF"),
];

static OCEANIA: [&Country; 2] = [country("AUS"), country("NZL")];
