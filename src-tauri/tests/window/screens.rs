//! Every screen in both themes and at both sizes: axe finds nothing, and a picture of each is kept for people.

use crate::steps::{
    bought, buy, choose_first, choose_plan, choose_plan_with, fill_in_connection, fill_in_preparation,
    leave_customer_view, practise, show_to_customer, take, trip_to,
};
use crate::support::{Program, World, pictures, until};
use esim_desk_simulators::zim::{Options, Zim};
use serde_json::{Value, json};
use thirtyfour::prelude::Key;

const THEMES: [&str; 2] = ["light", "dark"];
const SIZES: [(u32, u32); 2] = [(1280, 800), (1024, 640)];

#[tokio::test]
async fn axe_finds_nothing_on_any_screen_in_any_theme_at_any_size() {
    let world = World::new().await;
    let zim = Zim::start(Options::default()).await.unwrap();
    let program = world.start().await;
    let mut look = Look { world: &world, program: &program, found: Vec::new() };
    look.begin().await;

    program.see("Practise first").await;
    look.at("welcome").await;
    fill_in_connection(&program, &zim).await;
    look.at("wallet-connect").await;
    program.click_one("button", "Connect").await;
    program.see("About this wallet").await;
    look.at("wallets").await;
    program.click_one("button", "Edit").await;
    program.see("Save changes").await;
    look.at("wallet-edit").await;

    program.click("New eSIM").await;
    program.see("Where does the trip go?").await;
    look.at("new-empty").await;
    trip_to(&program, "Jap", "Japan").await;
    choose_plan(&program, "Haruko Tanaka\nJakob Lindqvist", "B-2041").await;
    look.at("new-plans").await;
    buy(&program).await;
    program.see("Read back and equal to the stored code").await;
    bought(&program, 2).await;
    look.at("new-kits").await;
    show_to_customer(&program, &world).await;
    look.here("show-kit", "full").await;
    leave_customer_view(&program).await;
    until("the customer's view is closed", async || !world.screen.is_full_screen(world.window())).await;

    program.click_one("nav button", "eSIMs").await;
    program.see("Jakob Lindqvist").await;
    look.at("esims").await;
    program.click_one("[role=row]", "Jakob Lindqvist").await;
    program.see("Read back and equal to the stored code").await;
    look.at("esim-install").await;
    for (tab, name) in
        [("Right now", "esim-now"), ("History", "esim-history"), ("Supplier’s data", "esim-raw")]
    {
        program.click_one("[role=tab]", tab).await;
        look.at(name).await;
    }
    program.click_one("nav button", "Orders").await;
    program.see("Haruko Tanaka").await;
    look.at("orders").await;
    program.click_one("[role=row]", "Haruko Tanaka").await;
    look.at("order").await;
    program.click_one("nav button", "Settings").await;
    program.see("Desk code").await;
    look.at("settings").await;
    program
        .page
        .action_chain()
        .key_down(Key::Control)
        .send_keys("k")
        .key_up(Key::Control)
        .perform()
        .await
        .unwrap();
    let room = "return document.querySelector('dialog[open] [role=listbox]')?.clientHeight ?? 0";
    until("the palette has room for its actions", async || {
        program.run(room, vec![]).await.as_u64() >= Some(200)
    })
    .await;
    look.at("palette").await;
    assert!(look.found.is_empty(), "axe found:\n{}", look.found.join("\n"));
    program.close(&world).await;
}

#[tokio::test]
async fn axe_finds_nothing_where_suppliers_differ() {
    let world = World::new().await;
    let program = world.start().await;
    let mut look = Look { world: &world, program: &program, found: Vec::new() };
    look.begin().await;
    practise(&program).await;

    trip_to(&program, "Jap", "Japan").await;
    choose_plan_with(&program, &["Telkor", " left"], "Haruko Tanaka", "B-2041").await;
    look.at("new-stock").await;
    take(&program).await;
    program.see("Read back and equal to the stored code").await;
    bought(&program, 1).await;

    program.click_one("nav button", "eSIMs").await;
    program.click_one("[role=row]", "Haruko Tanaka").await;
    program.click_one("[role=tab]", "Right now").await;
    program.click_one("button", "Ask where it is").await;
    program.see("Telkor was asked:").await;
    look.at("esim-where").await;
    program.click_one("button", "Add data").await;
    choose_first(&program, "label", &[]).await;
    look.at("add-data").await;
    program.click_one("button", "Add ").await;
    program.see("Add it again").await;
    look.at("add-data-again").await;
    program.click_one("button", "Add it again").await;
    program.see("Add more").await;
    look.at("add-data-done").await;
    program.click_one("button", "Close").await;

    program.click_one("nav button", "Wallets").await;
    program.click_one("button", "Telkor practice").await;
    program.see("What you pay").await;
    look.at("wallet-stock").await;
    program.click_one("button", "Prepare several").await;
    fill_in_preparation(&program, "Group Rome").await;
    look.at("prepare-several").await;
    program.click_one("button", "Prepare 25 eSIMs").await;
    program.see("Group Rome").await;
    look.at("order-several").await;
    assert!(look.found.is_empty(), "axe found:\n{}", look.found.join("\n"));
    program.close(&world).await;
}

/// Looks at what stands in the window.
struct Look<'a> {
    world: &'a World,
    program: &'a Program,
    found: Vec<String>,
}

impl Look<'_> {
    /// Brings axe into the page; it came with the window's own tests.
    async fn begin(&self) {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(file)
            .unwrap_or_else(|error| panic!("{file}: {error}; run `npm ci` in ui"));
        self.program.run(&axe, vec![]).await;
    }

    /// In both themes and at both sizes.
    async fn at(&mut self, screen: &str) {
        for (width, height) in SIZES {
            self.program.resize(width, height).await;
            for theme in THEMES {
                self.wear(theme).await;
                self.here(screen, &format!("{theme}-{width}x{height}")).await;
            }
        }
    }

    /// As it stands now.
    async fn here(&mut self, screen: &str, how: &str) {
        self.settle().await;
        let script = "const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(violations.flatMap(
              ({ id, nodes }) => nodes.map((node) => `${id} at ${node.target}: ${node.any[0]?.message ?? node.html}`),
            )), (error) => done([String(error)]));";
        let answer = self.program.page.execute_async(script, vec![]).await.unwrap();
        for finding in answer.json().as_array().unwrap() {
            self.found.push(format!("{screen} {how}: {}", finding.as_str().unwrap_or_default()));
        }
        self.world.screen.picture(self.world.window(), &pictures().join(format!("{screen}-{how}.png")));
    }

    /// Sets the theme as Settings does, and waits until the window wears it.
    async fn wear(&self, theme: &str) {
        let mut settings = self.program.invoke("app_state", json!({})).await.unwrap()["settings"].clone();
        settings["theme"] = json!(theme);
        let id = self.program.run("return crypto.randomUUID()", vec![]).await;
        self.program
            .invoke("settings_save", json!({ "request_id": id, "settings": settings }))
            .await
            .unwrap();
        until("the window wears the theme", async || {
            self.program.run("return document.documentElement.dataset.theme", vec![]).await == json!(theme)
        })
        .await;
    }

    /// Waits until nothing that ends by itself moves any more: half-faded text has no contrast to judge.
    async fn settle(&self) {
        let script =
            "return document.getAnimations().some((animation) => animation.playState === 'running' &&
            animation.effect?.getComputedTiming().endTime !== Infinity)";
        until("the screen is at rest", async || self.program.run(script, vec![]).await == Value::Bool(false))
            .await;
    }
}
