//! Money moves once: the journal and its worker against suppliers that answer, refuse, lose answers and die.
//!
//! `fake` is a supplier in memory that keeps its own ledger; `zim` is the real client against the simulator.
//! `crash` kills the program at every step of buying an eSIM, `crash_addition` at every step of adding data. In
//! all of them the supplier's ledger is the judge.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod addition;
mod addition_trouble;
mod any;
mod clock;
mod crash;
mod crash_addition;
mod doubt;
mod fake;
mod forms;
mod guards;
mod happy;
mod replaced;
mod replay;
mod several;
mod stock;
mod world;
mod zim;
