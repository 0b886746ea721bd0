//! What a travel agent does, step by step, by the words on the screen.

use crate::support::{Program, World, soon, until};
use esim_desk_simulators::zim::Zim;
use serde_json::{Value, json};
use thirtyfour::prelude::Key;

/// Leaves Welcome for practice.
pub async fn practise(program: &Program) {
    program.click("Practise first").await;
    program.see("PRACTICE").await;
}

/// Connects a wallet to a supplier at an address of its own, the way staff do: every field filled in, the
/// credentials pasted with what came along with them.
pub async fn connect_wallet(program: &Program, zim: &Zim) {
    fill_in_connection(program, zim).await;
    program.click_one("button", "Connect").await;
    program.see("ZIM is connected").await;
}

/// All of that but the last click.
pub async fn fill_in_connection(program: &Program, zim: &Zim) {
    let credentials = zim.credentials();
    program.click("Connect a wallet").await;
    program.click("ZIM Connections").await;
    program.choose("Environment", "Own address").await;
    program.fill("Address", &zim.base_url()).await;
    program.fill("Address for access tokens", &zim.token_url()).await;
    program.paste("Client ID", &format!("  {}\n", credentials.client_id)).await;
    program.paste("Client secret", &format!("\n {} \r\n", credentials.client_secret)).await;
    program.click("Only this desk").await;
}

/// Connects a wallet to any supplier at an address of its own: each entry is a field's key and what is typed.
pub async fn connect(program: &Program, supplier: &str, name: &str, entries: &[(&str, String)]) {
    program.click("Connect a wallet").await;
    program.click_one("input[type=radio]", supplier).await;
    program.choose("Environment", "Own address").await;
    for (field, value) in entries {
        let input = program.see_one(&format!("[data-field={field}]")).await;
        input.clear().await.unwrap();
        input.send_keys(value).await.unwrap();
    }
    program.click("Only this desk").await;
    program.click_one("button", "Connect").await;
    program.see(&format!("{name} is connected")).await;
}

/// Fills in the trip: one country, chosen by typing its beginning.
pub async fn trip_to(program: &Program, typed: &str, country: &str) {
    program.click("New eSIM").await;
    program.field("Where to").await.send_keys(typed).await.unwrap();
    program.click_one("[role=option]", country).await;
}

/// Chooses the first plan, which is the cheapest, and types the names.
pub async fn choose_plan(program: &Program, names: &str, booking: &str) {
    choose_plan_with(program, &[], names, booking).await;
}

/// The same with the first plan whose row says these words.
pub async fn choose_plan_with(program: &Program, words: &[&str], names: &str, booking: &str) {
    choose_first(program, "tr", words).await;
    program.fill("Names, one per line", names).await;
    program.fill("Booking", booking).await;
}

/// Chooses the first of these rows that has a choice and says all of these words.
pub async fn choose_first(program: &Program, rows: &str, words: &[&str]) {
    let script = "const [rows, words] = arguments;
        const front = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
        const row = [...front.querySelectorAll(rows)].find((row) =>
          row.querySelector('input[type=radio]') && words.every((word) => row.textContent.includes(word)));
        row?.querySelector('input[type=radio]').click();
        return row !== undefined;";
    until(&format!("a choice says {words:?}"), async || {
        program.run(script, vec![json!(rows), json!(words)]).await == json!(true)
    })
    .await;
}

/// Fills in that 25 eSIMs are prepared, with the first plan of which there are so many in stock.
pub async fn fill_in_preparation(program: &Program, label: &str) {
    let script = "const [field] = arguments;
        const left = (option) => Number(/(\\d+) left/.exec(option.textContent)?.[1] ?? 0);
        field.value = [...field.options].find((option) => left(option) >= 25).value;
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    let plans = program.field("Plan").await.to_json().unwrap();
    program.run(script, vec![plans]).await;
    program.fill("How many", "25").await;
    program.fill("What they are for", label).await;
}

/// Presses the button that takes from what is owned already.
pub async fn take(program: &Program) {
    program.click_one("button", "Take 1").await;
}

/// Presses the button that buys.
pub async fn buy(program: &Program) {
    program.click_one("button", "Buy").await;
}

/// A trip to Japan for these travellers, bought.
pub async fn buy_for(program: &Program, names: &str) {
    trip_to(program, "Jap", "Japan").await;
    choose_plan(program, names, "B-2041").await;
    buy(program).await;
}

/// Turns the screen to the customer. A web view lets a page fill the screen only for a moment after a click; on a
/// busy machine the kit may come later than that, and whoever sees that clicks again.
pub async fn show_to_customer(program: &Program, world: &World) {
    until("the customer's view fills the screen", async || {
        program.click_one("button", "Show").await;
        program.see_one("dialog[open] .sheet").await;
        let filled = soon(async || world.screen.is_full_screen(world.window())).await;
        if !filled {
            leave_customer_view(program).await;
        }
        filled
    })
    .await;
}

/// Turns the screen back to staff.
pub async fn leave_customer_view(program: &Program) {
    program.page.action_chain().send_keys(Key::Escape).perform().await.unwrap();
}

/// The journal, newest first, as the window gets it.
pub async fn orders(program: &Program) -> Vec<Value> {
    let request = json!({ "filter": { "kind": "all" }, "text": "", "offset": 0, "limit": 50 });
    let page = program.invoke("orders_page", request).await.unwrap();
    page["rows"].as_array().unwrap().clone()
}

/// Waits until the journal holds so many orders, all fulfilled and with their kits.
pub async fn bought(program: &Program, count: usize) {
    let done =
        |order: &Value| order["state"] == json!("fulfilled") && order["esim"]["kit_ready"] == json!(true);
    until("every order is fulfilled and has its kit", async || {
        let journal = orders(program).await;
        journal.len() == count && journal.iter().all(done)
    })
    .await;
}
