//! The countries and regions of the simulated catalogue. Data only; prices are made in `catalogue`.

use crate::stage;

/// A destination with local plans.
#[derive(Debug)]
pub(crate) struct Country {
    pub iso3: &'static str,
    pub name: &'static str,
    /// Abbreviation of its region in [`REGIONS`].
    pub region: &'static str,
    /// Price level in percent of the base price.
    pub level: i64,
}

/// A region. ZIM never says which countries belong to it.
#[derive(Debug)]
pub(crate) struct Region {
    pub abbreviation: &'static str,
    pub name: &'static str,
    pub level: i64,
}

const fn region(abbreviation: &'static str, name: &'static str, level: i64) -> Region {
    Region { abbreviation, name, level }
}

const fn country(iso3: &str, region: &'static str, level: i64) -> Country {
    let known = stage::country(iso3);
    Country { iso3: known.alpha3, name: known.name, region, level }
}

pub(crate) static REGIONS: [Region; 8] = [
    region("EU", "Europe", 120),
    region("AS", "Asia", 130),
    region("NA", "North America", 150),
    region("LA", "Latin America", 190),
    region("ME", "Middle East", 180),
    region("AF", "Africa", 230),
    region("OC", "Oceania", 160),
    region("CB", "Caribbean", 240),
];

/// Japan stands first: its set is written by hand, because practice begins there.
pub(crate) static COUNTRIES: [Country; 74] = [
    country("JPN", "AS", 100),
    country("ALB", "EU", 130),
    country("ARE", "ME", 160),
    country("ARG", "LA", 150),
    country("AUS", "OC", 110),
    country("AUT", "EU", 90),
    country("BEL", "EU", 90),
    country("BGR", "EU", 85),
    country("BHS", "CB", 260),
    country("BRA", "LA", 140),
    country("BRB", "CB", 240),
    country("CAN", "NA", 130),
    country("CHE", "EU", 120),
    country("CHL", "LA", 140),
    country("CHN", "AS", 110),
    country("COL", "LA", 145),
    country("CRI", "LA", 150),
    country("CYP", "EU", 95),
    country("CZE", "EU", 85),
    country("DEU", "EU", 85),
    country("DNK", "EU", 85),
    country("DOM", "CB", 200),
    country("ECU", "LA", 150),
    country("EGY", "AF", 150),
    country("ESP", "EU", 80),
    country("EST", "EU", 85),
    country("FIN", "EU", 85),
    country("FRA", "EU", 80),
    country("GBR", "EU", 80),
    country("GRC", "EU", 85),
    country("HKG", "AS", 90),
    country("HRV", "EU", 85),
    country("HUN", "EU", 85),
    country("IDN", "AS", 95),
    country("IND", "AS", 105),
    country("IRL", "EU", 85),
    country("ISL", "EU", 95),
    country("ISR", "ME", 110),
    country("ITA", "EU", 80),
    country("JAM", "CB", 230),
    country("JOR", "ME", 150),
    country("KEN", "AF", 160),
    country("KHM", "AS", 95),
    country("KOR", "AS", 95),
    country("KWT", "ME", 150),
    country("LKA", "AS", 100),
    country("LTU", "EU", 85),
    country("LVA", "EU", 85),
    country("MAR", "AF", 140),
    country("MEX", "NA", 130),
    country("MLT", "EU", 90),
    country("MUS", "AF", 170),
    country("MYS", "AS", 90),
    country("NLD", "EU", 85),
    country("NOR", "EU", 90),
    country("NZL", "OC", 115),
    country("PER", "LA", 150),
    country("PHL", "AS", 100),
    country("POL", "EU", 80),
    country("PRT", "EU", 80),
    country("QAT", "ME", 150),
    country("ROU", "EU", 80),
    country("SAU", "ME", 140),
    country("SGP", "AS", 90),
    country("SVN", "EU", 85),
    country("SWE", "EU", 85),
    country("THA", "AS", 85),
    country("TUN", "AF", 150),
    country("TUR", "EU", 90),
    country("TWN", "AS", 95),
    country("TZA", "AF", 170),
    country("USA", "NA", 100),
    country("VNM", "AS", 85),
    country("ZAF", "AF", 140),
];
