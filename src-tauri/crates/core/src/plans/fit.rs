//! Does a plan fit a trip, nearly fit it, or not at all?

use crate::api::{Code, DataWish, Failure, NearReason, PlanSearch};
use esim_desk_model::{Country, Coverage, Data, Plan};
use esim_desk_provider::Scopes;
use std::collections::HashMap;

const GIB: u64 = 1 << 30;
/// What still counts as near when unlimited data was asked for.
const NEARLY_UNLIMITED: u64 = 10 * GIB;

/// A trip as the search needs it.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// Every one must be covered.
    pub countries: Vec<Country>,
    /// Both ends counted; absent without both dates.
    pub days: Option<u32>,
    /// How much data.
    pub data: DataWish,
}

/// How well a plan fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Proven for every country, long and large enough.
    Fits,
    /// Nearly, and why not quite.
    Near(Vec<NearReason>),
    /// No use naming it.
    No,
}

impl Wish {
    /// Reads a search.
    ///
    /// # Errors
    /// `field_unusable` at `from` or `to` for what is no date, and at `to` for an end before the start.
    pub fn of(search: &PlanSearch) -> Result<Self, Failure> {
        let from = date(search.from.as_deref(), "from")?;
        let to = date(search.to.as_deref(), "to")?;
        let days = match (from, to) {
            (Some(from), Some(to)) if to < from => return Err(Failure::at(Code::FieldUnusable, "to")),
            (Some(from), Some(to)) => Some(days_between(from, to)),
            (Some(_) | None, None) | (None, Some(_)) => None,
        };
        let mut countries = search.countries.clone();
        countries.sort();
        countries.dedup();
        Ok(Self { countries, days, data: search.data })
    }

    /// Judges one plan; `scopes` is what its supplier says of each country, as far as it was asked.
    pub fn judge(&self, plan: &Plan, scopes: &HashMap<Country, Option<Scopes>>) -> Fit {
        let aspects = [self.place(&plan.coverage, scopes), self.time(plan.days), self.volume(plan.data)];
        let mut reasons = Vec::new();
        for aspect in aspects {
            match aspect {
                Aspect::Good => {}
                Aspect::Short(reason) => reasons.push(reason),
                Aspect::Hopeless => return Fit::No,
            }
        }
        if reasons.is_empty() { Fit::Fits } else { Fit::Near(reasons) }
    }

    fn place(&self, coverage: &Coverage, scopes: &HashMap<Country, Option<Scopes>>) -> Aspect {
        let covered = coverage.countries();
        if covered.is_empty() {
            return self.unlisted(coverage, scopes);
        }
        let missing: Vec<Country> =
            self.countries.iter().filter(|country| !covered.contains(country)).copied().collect();
        match missing.len() {
            0 => Aspect::Good,
            some if some * 2 <= self.countries.len() => Aspect::Short(NearReason::Countries { missing }),
            _ => Aspect::Hopeless,
        }
    }

    /// A region without a list of countries: worth a look unless the supplier says that no such plan exists
    /// for one of the trip's countries.
    fn unlisted(&self, coverage: &Coverage, scopes: &HashMap<Country, Option<Scopes>>) -> Aspect {
        let (region, exists): (String, fn(&Scopes) -> bool) = match coverage {
            Coverage::Regional { region, .. } => (region.clone(), |scopes| scopes.regional),
            Coverage::Global { .. } => ("Global".to_owned(), |scopes| scopes.global),
            Coverage::Local { .. } | Coverage::NotSaid => return Aspect::Hopeless,
        };
        let possible = |country: &Country| match scopes.get(country) {
            Some(Some(said)) => exists(said),
            Some(None) => false,
            None => true,
        };
        if self.countries.iter().all(possible) {
            Aspect::Short(NearReason::CountriesNotListed { region })
        } else {
            Aspect::Hopeless
        }
    }

    fn time(&self, days: Option<u32>) -> Aspect {
        match (self.days, days) {
            (None, _) => Aspect::Good,
            (Some(trip), Some(has)) if has >= trip => Aspect::Good,
            (Some(trip), Some(has)) if has.saturating_mul(2) >= trip => {
                Aspect::Short(NearReason::Days { has, trip })
            }
            (Some(_), Some(_)) => Aspect::Hopeless,
            (Some(_), None) => Aspect::Short(NearReason::DaysNotSaid),
        }
    }

    fn volume(&self, data: Option<Data>) -> Aspect {
        // Ten GB are ten of what the plan's supplier calls one.
        let gigabyte = data.and_then(Data::gigabyte).unwrap_or(GIB);
        let (enough, near) = match self.data {
            DataWish::Any => return Aspect::Good,
            DataWish::AtLeast { gb } => (u64::from(gb) * gigabyte, u64::from(gb) * gigabyte / 2),
            DataWish::Unlimited => (u64::MAX, NEARLY_UNLIMITED),
        };
        match data {
            Some(data) if data.holds(enough) => Aspect::Good,
            Some(data) if data.holds(near) => Aspect::Short(NearReason::Data),
            Some(_) | None => Aspect::Hopeless,
        }
    }
}

/// How one side of a plan meets the wish.
enum Aspect {
    Good,
    Short(NearReason),
    Hopeless,
}

fn date(text: Option<&str>, field: &str) -> Result<Option<jiff::civil::Date>, Failure> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Failure::at(Code::FieldUnusable, field)),
    }
}

/// Both ends counted: a traveller needs data on the first and on the last day.
fn days_between(from: jiff::civil::Date, to: jiff::civil::Date) -> u32 {
    let nights = from.until(to).map(|span| span.get_days()).unwrap_or_default();
    u32::try_from(nights).unwrap_or_default() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::tests::plan;

    fn country(code: &str) -> Country {
        Country::from_code(code).unwrap()
    }

    fn wish(countries: &[&str], days: Option<u32>, data: DataWish) -> Wish {
        Wish { countries: countries.iter().map(|code| country(code)).collect(), days, data }
    }

    fn judge(wish: &Wish, coverage: Coverage, data: Option<Data>, days: Option<u32>) -> Fit {
        wish.judge(&Plan { coverage, ..plan("a", data, days) }, &HashMap::new())
    }

    fn local(code: &str) -> Coverage {
        Coverage::Local { country: country(code) }
    }

    fn search(from: &str, to: &str) -> Result<Wish, Failure> {
        let date = |text: &str| Some(text.to_owned());
        Wish::of(&PlanSearch { countries: vec![], from: date(from), to: date(to), data: DataWish::Any })
    }

    #[test]
    fn both_ends_of_a_trip_count() {
        assert_eq!(search("2026-12-01", "2026-12-10").unwrap().days, Some(10));
        assert_eq!(search("2026-12-01", "2026-12-01").unwrap().days, Some(1));
        assert_eq!(search("2026-12-30", "2027-01-02").unwrap().days, Some(4));
        assert_eq!(search("2026-01-01", "2026-12-31").unwrap().days, Some(365));
        assert_eq!(search("2026-12-01", "").unwrap().days, None);
    }

    #[test]
    fn a_wrong_date_is_refused_at_its_field() {
        assert_eq!(search("2026-12-10", "2026-12-01").unwrap_err().field.as_deref(), Some("to"));
        assert_eq!(search("2026-02-30", "2026-12-01").unwrap_err().field.as_deref(), Some("from"));
    }

    #[test]
    fn a_local_plan_fits_its_country_alone() {
        let ten = DataWish::AtLeast { gb: 10 };
        let trip = wish(&["JP"], Some(7), ten);
        assert_eq!(judge(&trip, local("JP"), Some(Data::Bytes(10 * GIB)), Some(7)), Fit::Fits);
        let decimal = Some(Data::Bytes(10_000_000_000));
        assert_eq!(
            judge(&trip, local("JP"), decimal, Some(7)),
            Fit::Fits,
            "10 GB of a supplier that counts so"
        );
        assert_eq!(judge(&trip, local("JP"), Some(Data::Unlimited), Some(30)), Fit::Fits);
        assert_eq!(judge(&trip, local("KR"), Some(Data::Unlimited), Some(30)), Fit::No);
    }

    #[test]
    fn a_short_plan_is_near_from_half_on() {
        let trip = wish(&["JP"], Some(10), DataWish::AtLeast { gb: 10 });
        let near = judge(&trip, local("JP"), Some(Data::Bytes(5 * GIB)), Some(8));
        assert_eq!(near, Fit::Near(vec![NearReason::Days { has: 8, trip: 10 }, NearReason::Data]));
        assert_eq!(judge(&trip, local("JP"), Some(Data::Unlimited), Some(4)), Fit::No);
        assert_eq!(judge(&trip, local("JP"), Some(Data::Bytes(4 * GIB)), Some(10)), Fit::No);
        assert_eq!(judge(&trip, local("JP"), None, Some(10)), Fit::No, "not stated proves nothing");
        let open_ended = judge(&trip, local("JP"), Some(Data::Unlimited), None);
        assert_eq!(open_ended, Fit::Near(vec![NearReason::DaysNotSaid]));
    }

    #[test]
    fn every_country_of_the_trip_must_be_proven() {
        let trip = wish(&["AT", "CH"], None, DataWish::Any);
        let europe = |codes: &[&str]| Coverage::Regional {
            region: "Europe".into(),
            countries: codes.iter().map(|code| country(code)).collect(),
        };
        assert_eq!(judge(&trip, europe(&["AT", "CH", "DE"]), None, None), Fit::Fits);
        let without = Fit::Near(vec![NearReason::Countries { missing: vec![country("CH")] }]);
        assert_eq!(judge(&trip, europe(&["AT", "DE"]), None, None), without);
        assert_eq!(judge(&trip, europe(&["DE", "FR"]), None, None), Fit::No);
    }

    #[test]
    fn an_unlisted_region_is_near_unless_the_supplier_denies_it() {
        let trip = wish(&["JP"], None, DataWish::Any);
        let asia = Plan {
            coverage: Coverage::Regional { region: "Asia".into(), countries: vec![] },
            ..plan("a", None, None)
        };
        let near = Fit::Near(vec![NearReason::CountriesNotListed { region: "Asia".into() }]);
        assert_eq!(trip.judge(&asia, &HashMap::new()), near);
        let said = |regional| {
            HashMap::from([(country("JP"), Some(Scopes { local: true, regional, global: false }))])
        };
        assert_eq!(trip.judge(&asia, &said(true)), near);
        assert_eq!(trip.judge(&asia, &said(false)), Fit::No);
        assert_eq!(trip.judge(&asia, &HashMap::from([(country("JP"), None)])), Fit::No);
    }
}
