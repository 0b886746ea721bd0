//! The countries, regions and operators of the simulated catalogue. Data only; prices are made in `making`.

use crate::stage;

/// A country that eSIMfly serves.
#[derive(Debug)]
pub(crate) struct Country {
    pub alpha2: &'static str,
    /// As eSIMfly prints it.
    pub name: &'static str,
    /// Name of its region in [`REGIONS`].
    pub region: &'static str,
    /// Price level in percent of the base price.
    pub level: i64,
    pub operator: &'static str,
    pub mcc: &'static str,
    pub mnc: &'static str,
}

/// A region: all countries that name it.
#[derive(Debug)]
pub(crate) struct Region {
    pub name: &'static str,
    pub slug: &'static str,
    pub level: i64,
}

impl Country {
    /// The two letters in lower case, as flags and networks have them.
    pub fn lower(&self) -> String {
        self.alpha2.to_lowercase()
    }
}

const fn region(name: &'static str, slug: &'static str, level: i64) -> Region {
    Region { name, slug, level }
}

const fn row(
    alpha3: &str,
    region: &'static str,
    level: i64,
    operator: &'static str,
    mcc: &'static str,
    mnc: &'static str,
) -> Country {
    let known = stage::country(alpha3);
    Country { alpha2: known.alpha2, name: known.name, region, level, operator, mcc, mnc }
}

const fn named(name: &'static str, country: Country) -> Country {
    Country { name, ..country }
}

const EU: &str = "Europe";
const AS: &str = "Asia";
const NA: &str = "North America";
const LA: &str = "South America";
const ME: &str = "Middle East";
const AF: &str = "Africa";
const OC: &str = "Oceania";

/// Where regional packages work.
pub(crate) static REGIONS: [Region; 7] = [
    region(EU, "europe", 120),
    region(AS, "asia", 135),
    region(NA, "north-america", 150),
    region(LA, "south-america", 190),
    region(ME, "middle-east", 175),
    region(AF, "africa", 230),
    region(OC, "oceania", 160),
];

/// Where local packages work. The United States stand first: their first package is the document's own example.
pub(crate) static COUNTRIES: [Country; 72] = [
    row("USA", NA, 100, "Verizon", "311", "480"),
    row("ALB", EU, 130, "One Albania", "276", "01"),
    row("ARE", ME, 160, "Etisalat", "424", "02"),
    row("ARG", LA, 150, "Claro", "722", "310"),
    row("AUS", OC, 110, "Optus", "505", "02"),
    row("AUT", EU, 90, "A1", "232", "01"),
    row("AZE", AS, 140, "Azercell", "400", "01"),
    row("BEL", EU, 90, "Proximus", "206", "01"),
    row("BGR", EU, 85, "A1", "284", "01"),
    row("BRA", LA, 140, "Vivo", "724", "06"),
    row("CAN", NA, 130, "Bell", "302", "610"),
    row("CHE", EU, 120, "Sunrise", "228", "02"),
    row("CHL", LA, 140, "Entel", "730", "01"),
    row("CHN", AS, 110, "China Unicom", "460", "01"),
    row("COL", LA, 145, "Claro", "732", "101"),
    row("CYP", EU, 95, "Cyta", "280", "01"),
    row("CZE", EU, 85, "T-Mobile", "230", "01"),
    row("DEU", EU, 85, "Telekom", "262", "01"),
    row("DNK", EU, 85, "TDC", "238", "01"),
    row("EGY", AF, 150, "Vodafone", "602", "02"),
    row("ESP", EU, 80, "Movistar", "214", "07"),
    row("EST", EU, 85, "Telia", "248", "01"),
    row("FIN", EU, 85, "Elisa", "244", "05"),
    row("FRA", EU, 80, "Orange", "208", "01"),
    row("GBR", EU, 80, "EE", "234", "30"),
    row("GEO", AS, 140, "Magti", "282", "02"),
    row("GRC", EU, 85, "Cosmote", "202", "01"),
    row("HKG", AS, 90, "CSL", "454", "00"),
    row("HRV", EU, 85, "A1", "219", "10"),
    row("HUN", EU, 85, "Telekom", "216", "30"),
    row("IDN", AS, 95, "Telkomsel", "510", "10"),
    row("IND", AS, 105, "Airtel", "404", "10"),
    row("IRL", EU, 85, "Three", "272", "05"),
    row("IRQ", ME, 150, "Asiacell", "418", "05"),
    row("ISL", EU, 95, "Siminn", "274", "01"),
    row("ISR", ME, 110, "Partner", "425", "01"),
    row("ITA", EU, 80, "TIM", "222", "01"),
    row("JOR", ME, 150, "Zain", "416", "01"),
    row("JPN", AS, 100, "KDDI", "440", "51"),
    row("KEN", AF, 160, "Safaricom", "639", "02"),
    row("KHM", AS, 95, "Smart", "456", "06"),
    row("KOR", AS, 95, "SK Telecom", "450", "05"),
    row("KWT", ME, 150, "Zain", "419", "02"),
    row("LKA", AS, 100, "Dialog", "413", "02"),
    row("LTU", EU, 85, "Telia", "246", "01"),
    row("LVA", EU, 85, "LMT", "247", "01"),
    row("MAR", AF, 140, "Inwi", "604", "02"),
    row("MEX", NA, 130, "Telcel", "334", "020"),
    row("MLT", EU, 90, "Epic", "278", "01"),
    row("MYS", AS, 90, "Celcom", "502", "19"),
    row("NLD", EU, 85, "KPN", "204", "08"),
    row("NOR", EU, 90, "Telenor", "242", "01"),
    row("NZL", OC, 115, "Spark", "530", "05"),
    row("PER", LA, 150, "Claro", "716", "10"),
    row("PHL", AS, 100, "Globe", "515", "02"),
    row("POL", EU, 80, "Play", "260", "06"),
    row("PRT", EU, 80, "MEO", "268", "06"),
    row("QAT", ME, 150, "Ooredoo", "427", "01"),
    row("ROU", EU, 80, "Orange", "226", "10"),
    row("SAU", ME, 140, "STC", "420", "01"),
    row("SGP", AS, 90, "Singtel", "525", "01"),
    row("SRB", EU, 95, "Telenor", "220", "01"),
    row("SVN", EU, 85, "A1", "293", "40"),
    row("SWE", EU, 85, "Telenor", "240", "07"),
    row("THA", AS, 85, "AIS", "520", "03"),
    row("TUN", AF, 150, "Ooredoo", "605", "03"),
    named("Turkey", row("TUR", EU, 90, "Turkcell", "286", "01")),
    row("TWN", AS, 95, "Chunghwa", "466", "92"),
    row("TZA", AF, 170, "Vodacom", "640", "04"),
    row("UKR", EU, 95, "Kyivstar", "255", "03"),
    row("VNM", AS, 85, "Viettel", "452", "04"),
    row("ZAF", AF, 140, "Vodacom", "655", "01"),
];

/// The country with these two letters.
pub(crate) fn country(alpha2: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.alpha2 == alpha2)
}
