//! The countries and regions of the simulated catalogue. Data only; prices are made in `catalogue`.

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

const fn country(iso3: &'static str, name: &'static str, region: &'static str, level: i64) -> Country {
    Country { iso3, name, region, level }
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
    country("JPN", "Japan", "AS", 100),
    country("ALB", "Albania", "EU", 130),
    country("ARE", "United Arab Emirates", "ME", 160),
    country("ARG", "Argentina", "LA", 150),
    country("AUS", "Australia", "OC", 110),
    country("AUT", "Austria", "EU", 90),
    country("BEL", "Belgium", "EU", 90),
    country("BGR", "Bulgaria", "EU", 85),
    country("BHS", "Bahamas", "CB", 260),
    country("BRA", "Brazil", "LA", 140),
    country("BRB", "Barbados", "CB", 240),
    country("CAN", "Canada", "NA", 130),
    country("CHE", "Switzerland", "EU", 120),
    country("CHL", "Chile", "LA", 140),
    country("CHN", "China", "AS", 110),
    country("COL", "Colombia", "LA", 145),
    country("CRI", "Costa Rica", "LA", 150),
    country("CYP", "Cyprus", "EU", 95),
    country("CZE", "Czechia", "EU", 85),
    country("DEU", "Germany", "EU", 85),
    country("DNK", "Denmark", "EU", 85),
    country("DOM", "Dominican Republic", "CB", 200),
    country("ECU", "Ecuador", "LA", 150),
    country("EGY", "Egypt", "AF", 150),
    country("ESP", "Spain", "EU", 80),
    country("EST", "Estonia", "EU", 85),
    country("FIN", "Finland", "EU", 85),
    country("FRA", "France", "EU", 80),
    country("GBR", "United Kingdom", "EU", 80),
    country("GRC", "Greece", "EU", 85),
    country("HKG", "Hong Kong", "AS", 90),
    country("HRV", "Croatia", "EU", 85),
    country("HUN", "Hungary", "EU", 85),
    country("IDN", "Indonesia", "AS", 95),
    country("IND", "India", "AS", 105),
    country("IRL", "Ireland", "EU", 85),
    country("ISL", "Iceland", "EU", 95),
    country("ISR", "Israel", "ME", 110),
    country("ITA", "Italy", "EU", 80),
    country("JAM", "Jamaica", "CB", 230),
    country("JOR", "Jordan", "ME", 150),
    country("KEN", "Kenya", "AF", 160),
    country("KHM", "Cambodia", "AS", 95),
    country("KOR", "South Korea", "AS", 95),
    country("KWT", "Kuwait", "ME", 150),
    country("LKA", "Sri Lanka", "AS", 100),
    country("LTU", "Lithuania", "EU", 85),
    country("LVA", "Latvia", "EU", 85),
    country("MAR", "Morocco", "AF", 140),
    country("MEX", "Mexico", "NA", 130),
    country("MLT", "Malta", "EU", 90),
    country("MUS", "Mauritius", "AF", 170),
    country("MYS", "Malaysia", "AS", 90),
    country("NLD", "Netherlands", "EU", 85),
    country("NOR", "Norway", "EU", 90),
    country("NZL", "New Zealand", "OC", 115),
    country("PER", "Peru", "LA", 150),
    country("PHL", "Philippines", "AS", 100),
    country("POL", "Poland", "EU", 80),
    country("PRT", "Portugal", "EU", 80),
    country("QAT", "Qatar", "ME", 150),
    country("ROU", "Romania", "EU", 80),
    country("SAU", "Saudi Arabia", "ME", 140),
    country("SGP", "Singapore", "AS", 90),
    country("SVN", "Slovenia", "EU", 85),
    country("SWE", "Sweden", "EU", 85),
    country("THA", "Thailand", "AS", 85),
    country("TUN", "Tunisia", "AF", 150),
    country("TUR", "Türkiye", "EU", 90),
    country("TWN", "Taiwan", "AS", 95),
    country("TZA", "Tanzania", "AF", 170),
    country("USA", "United States", "NA", 100),
    country("VNM", "Vietnam", "AS", 85),
    country("ZAF", "South Africa", "AF", 140),
];
