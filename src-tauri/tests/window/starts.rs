//! Starts that do not go as usual: twice, without a folder, with damaged or newer files, without a keychain.

use crate::steps::{connect_wallet, fill_in_connection, practise};
use crate::support::{World, until};
use esim_desk_simulators::zim::{Options, Zim};
use std::fs;

#[tokio::test]
async fn a_second_start_raises_the_window_that_is_open_and_ends() {
    let world = World::new().await;
    let program = world.start().await;
    program.see("Practise first").await;
    let window = world.window();
    world.screen.minimize(window);
    until("the window is out of sight", async || world.screen.is_minimized(window)).await;

    assert_eq!(world.start_again().await, Some(0));
    until("the window is back", async || !world.screen.is_minimized(window)).await;
    assert_eq!((world.screen.windows(), world.programs().len()), (vec![window], 1));
    program.close(&world).await;
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_written_is_said_on_a_page_until_it_can() {
    let mut world = World::new().await;
    // Below a file nothing can be made, not even by root, whom permissions do not bind.
    let occupied = world.home.path().join("occupied");
    fs::write(&occupied, "not a folder").unwrap();
    world.data = occupied.join("data");
    let program = world.start().await;
    program.see("The data folder cannot be written.").await;
    assert_eq!(fs::read_to_string(&occupied).unwrap(), "not a folder");

    fs::remove_file(&occupied).unwrap();
    fs::create_dir(&occupied).unwrap();
    program.click("Try again").await;
    program.see("Practise first").await;
    program.close(&world).await;
}

#[tokio::test]
async fn a_cache_of_garbage_is_fetched_again_and_staff_are_told() {
    let world = World::new().await;
    fs::create_dir_all(&world.data).unwrap();
    fs::write(world.data.join("cache.sqlite"), "this was a list once ".repeat(4096)).unwrap();
    let program = world.start().await;
    program.see("The stored lists were damaged and are being read again.").await;
    practise(&program).await;
    program.close(&world).await;
}

#[tokio::test]
async fn a_record_from_a_newer_version_is_left_as_it_is() {
    let world = World::new().await;
    fs::create_dir_all(&world.data).unwrap();
    let record = world.data.join("record.sqlite");
    let newer = empty_database(999);
    fs::write(&record, &newer).unwrap();

    let program = world.start().await;
    program.see("The records were written by a newer eSIM Desk.").await;
    program.close(&world).await;
    assert!(fs::read(&record).unwrap() == newer, "nothing in it was changed");
}

#[tokio::test]
async fn without_a_keychain_connecting_says_so_and_nothing_typed_is_lost() {
    let world = World::without_keychain().await;
    let zim = Zim::start(Options::default()).await.unwrap();
    let program = world.start().await;
    fill_in_connection(&program, &zim).await;
    let typed = [program.value("Client ID").await, program.value("Client secret").await];
    program.click_one("button", "Connect").await;
    program.see("This computer has no keychain service.").await;
    assert_eq!([program.value("Client ID").await, program.value("Client secret").await], typed);
    assert_eq!(program.value("Address").await, zim.base_url());
    program.close(&world).await;
}

#[tokio::test]
async fn when_the_keychain_is_gone_later_the_stored_lists_are_still_there() {
    let mut world = World::new().await;
    let zim = Zim::start(Options::default()).await.unwrap();
    let program = world.start().await;
    connect_wallet(&program, &zim).await;
    program.click_one("nav button", "eSIMs").await;
    program.see_one("main [role=grid], main table").await;
    let iccid = zim.ledger().esims.iter().find_map(|esim| esim.iccid.clone()).unwrap();
    program.see(&iccid[iccid.len() - 3..]).await;
    program.close(&world).await;
    world.session.end_keychain();

    let program = world.start().await;
    program.see(&iccid[iccid.len() - 3..]).await;
    program.click_one("nav button", "Wallets").await;
    program.see("This computer has no keychain service.").await;
    program.close(&world).await;
}

#[tokio::test]
async fn a_start_shows_the_last_picture_of_the_list_and_then_the_list() {
    let world = World::new().await;
    let zim = Zim::start(Options::default()).await.unwrap();
    let program = world.start().await;
    connect_wallet(&program, &zim).await;
    program.click_one("nav button", "eSIMs").await;
    let iccid = zim.ledger().esims.iter().find_map(|esim| esim.iccid.clone()).unwrap();
    let shown = format!("…{}", &iccid[iccid.len() - 6..]);
    until("a picture of the list is kept", async || {
        fs::read_to_string(world.data.join("look.json")).is_ok_and(|look| look.contains("role=\\\"row\\\""))
    })
    .await;
    program.close(&world).await;

    let program = world.start().await;
    let pictures = "return document.querySelectorAll('.last-picture').length";
    until("the list takes its picture's place", async || program.run(pictures, vec![]).await == 0).await;
    program.see(&shown).await;
    program.close(&world).await;
}

/// An SQLite file (format 3, with a write-ahead log as ours have) of one page without tables, whose `user_version` is this.
fn empty_database(user_version: u32) -> Vec<u8> {
    const PAGE: usize = 4096;
    let mut page = vec![0; PAGE];
    let mut put = |at: usize, bytes: &[u8]| page[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"SQLite format 3\0");
    put(16, &[0x10, 0x00, 2, 2, 0, 64, 32, 32]);
    for at in [24, 28, 92] {
        put(at, &1_u32.to_be_bytes());
    }
    put(44, &4_u32.to_be_bytes());
    put(56, &1_u32.to_be_bytes());
    put(60, &user_version.to_be_bytes());
    // A leaf of the schema's table with nothing in it.
    put(100, &[0x0d, 0, 0, 0, 0, 0x10, 0x00]);
    page
}
