//! The whole desk through the commands that the window calls: real client, store, documents and simulators.
//! One program, so that it is linked once.

#![expect(clippy::unwrap_used, reason = "what is missing fails the test")]

mod accounts;
mod bad_input;
mod border;
mod changed_offer;
mod data_folder;
mod kits;
mod main_job;
mod suppliers;
mod support;
mod wallets;
mod zim_account;
