//! What a travel agent does, step by step, by the words on the screen.

use crate::support::Program;
use esim_desk_simulators::zim::Zim;
use thirtyfour::prelude::*;

/// Connects a wallet to a simulated supplier the way staff do: every field typed, the credentials into the
/// real keychain.
pub async fn connect_wallet(program: &Program, zim: &Zim, only_us: bool) {
    let credentials = zim.credentials();
    program.click("Connect a wallet").await;
    program.click("Own address").await;
    program.fill("Address of the supplier", &zim.base_url()).await;
    program.fill("Token address", &zim.token_url()).await;
    program.fill("Client ID", &format!("  {}\n", credentials.client_id)).await;
    program.fill("Client secret", &credentials.client_secret).await;
    program.click(if only_us { "Only this desk" } else { "Others too" }).await;
    program.click("Connect").await;
    program.see_text("Lists").await;
}

/// Fills in the trip: one country, chosen by typing its beginning.
pub async fn trip_to(program: &Program, typed: &str, country: &str) {
    program.click("New eSIM").await;
    let field = program.field("Where to").await;
    field.send_keys(typed).await.unwrap();
    program.click(country).await;
}

/// Chooses the cheapest plan and types the names.
pub async fn choose(program: &Program, names: &str, booking: &str) {
    program.see("main [role='radio'], main input[type='radio']").await.click().await.unwrap();
    program.fill("Names, one per line", names).await;
    program.fill("Booking", booking).await;
}

/// The button that buys.
pub async fn buy_button(program: &Program) -> WebElement {
    program.see("button[data-buy]:not([disabled])").await
}
