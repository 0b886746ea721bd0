//! Money moves once: the journal and its worker against suppliers that answer, refuse, lose answers and die.
//!
//! `fake` is a supplier in memory that keeps its own ledger; `zim` is the real client against the simulator.
//! `crash` kills the program at every step of buying an eSIM, `crash_addition` of adding data,
//! `crash_several` of several in one order. In all of them the supplier's ledger is the judge.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod addition;
mod addition_trouble;
mod any;
mod clock;
mod crash;
mod crash_addition;
mod crash_several;
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
