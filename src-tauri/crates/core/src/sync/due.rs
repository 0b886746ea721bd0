//! When a list is read again. Suppliers count requests by key, and desks share one.

use crate::api::{Failure, ListName};
use esim_desk_model::Timestamp;
use esim_desk_store::cache::ListState;

const MINUTE: i64 = 60;
/// eSIMs and the plans on them, the stock and the balance.
pub(super) const LISTS_EVERY: i64 = 15 * MINUTE;
/// Catalogues.
const CATALOGUE_EVERY: i64 = 12 * 60 * MINUTE;
/// A list this young is not read again because the program started.
const YOUNG: i64 = 3 * MINUTE;
/// After a failure that passes by itself.
const AGAIN_SOON: i64 = 2 * MINUTE;
/// Two wishes of staff within so many seconds are one.
const ONE_WISH: i64 = 5;

/// Whether a list is to be read now. `wished` is what staff asked for; `first` is the first turn of this
/// start of the program.
pub(super) fn is_due(
    list: ListName,
    state: Option<&ListState>,
    now: Timestamp,
    wished: bool,
    first: bool,
) -> bool {
    let Some(state) = state else { return true };
    let age = |at: Option<Timestamp>| at.map(|at| (now.as_second() - at.as_second()).max(0));
    let Some(attempted) = age(state.attempted_at) else { return true };
    if wished {
        return attempted >= ONE_WISH;
    }
    let every = match list {
        ListName::Esims | ListName::Services | ListName::Stock if first => YOUNG,
        ListName::Esims | ListName::Services | ListName::Stock => LISTS_EVERY,
        ListName::Plans | ListName::Destinations => CATALOGUE_EVERY,
    };
    if state.failure.is_some() {
        return attempted >= AGAIN_SOON;
    }
    age(state.complete_at).is_none_or(|complete| complete >= every)
}

/// Whether a failure says that the supplier could not be reached at all.
pub(super) fn is_unreachable(failure: &Failure) -> bool {
    use crate::api::Code;
    [Code::Offline, Code::TimedOut, Code::Dropped, Code::Certificate, Code::Proxy].contains(&failure.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use esim_desk_store::cache::List;

    fn state(complete: Option<i64>, attempted: i64, failure: bool) -> ListState {
        let at = |second| Timestamp::from_second(second).unwrap();
        ListState {
            list: List::Esims,
            complete_at: complete.map(at),
            attempted_at: Some(at(attempted)),
            rows: 0,
            skipped: 0,
            failure: failure.then(|| "{}".to_owned()),
        }
    }

    fn due(list: ListName, state: &ListState, now: i64) -> bool {
        is_due(list, Some(state), Timestamp::from_second(now).unwrap(), false, false)
    }

    #[test]
    fn what_was_never_read_is_read() {
        assert!(is_due(ListName::Plans, None, Timestamp::UNIX_EPOCH, false, false));
    }

    #[test]
    fn lists_wait_a_quarter_of_an_hour_and_catalogues_half_a_day() {
        let read = state(Some(0), 0, false);
        assert!(!due(ListName::Esims, &read, 15 * 60 - 1));
        assert!(due(ListName::Services, &read, 15 * 60));
        assert!(!due(ListName::Plans, &read, 12 * 3600 - 1));
        assert!(due(ListName::Plans, &read, 12 * 3600));
    }

    #[test]
    fn a_start_reads_what_is_older_than_a_few_minutes() {
        let read = state(Some(0), 0, false);
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(!is_due(ListName::Esims, Some(&read), at(179), false, true));
        assert!(is_due(ListName::Esims, Some(&read), at(180), false, true));
    }

    #[test]
    fn a_failure_is_tried_again_soon_but_not_at_once() {
        let failed = state(Some(0), 1000, true);
        assert!(!due(ListName::Esims, &failed, 1119));
        assert!(due(ListName::Esims, &failed, 1120));
        assert!(due(ListName::Plans, &state(None, 0, true), 120));
    }

    #[test]
    fn staff_are_obeyed_but_a_second_click_is_not_a_second_read() {
        let read = state(Some(100), 100, false);
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(!is_due(ListName::Esims, Some(&read), at(104), true, false));
        assert!(is_due(ListName::Esims, Some(&read), at(105), true, false));
    }

    #[test]
    fn a_clock_set_back_does_not_stop_reading_for_ever() {
        assert!(!due(ListName::Esims, &state(Some(5000), 5000, false), 0));
        assert!(is_due(ListName::Esims, None, Timestamp::UNIX_EPOCH, false, false));
    }
}
