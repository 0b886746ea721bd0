//! The program itself, in a real window, with the real keychain and database, against the simulators.
//!
//! Each test has a world of its own; start with `main_job.rs`. Linux only: the drivers of other systems'
//! web views are not used.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what is missing fails the test")]

mod main_job;
mod once;
mod screens;
mod starts;
mod steps;
mod suppliers;
mod support;
