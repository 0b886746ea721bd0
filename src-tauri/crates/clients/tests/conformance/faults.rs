//! What goes wrong, as any simulated supplier plays it.

use crate::rules::Trouble;
use esim_desk_simulators::stage::Fault;

/// The fault of a trouble; a redirect leads to `away`.
pub fn of<Own>(trouble: Trouble, away: String) -> Fault<Own> {
    match trouble {
        Trouble::DroppedBefore => Fault::DropBefore,
        Trouble::DroppedAfter => Fault::DropAfter,
        Trouble::ErrorBefore => Fault::ServerError,
        Trouble::ErrorAfter => Fault::ServerErrorAfter,
        Trouble::CutAnswer => Fault::CutBody,
        Trouble::WebPage => Fault::Html,
        Trouble::Redirect => Fault::RedirectTo(away),
        Trouble::TooMany => Fault::TooManyRequests { retry_after: 1 },
        Trouble::Refused => Fault::Status(422),
        Trouble::NoMoney => Fault::Status(402),
    }
}
