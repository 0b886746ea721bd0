//! What has to be on the machine before anything is built or started, and how it gets there.
//!
//! Rust and Node.js are the person's own; everything else is looked for first and installed when missing:
//! [`system`] packages, the UI's npm packages ([`web`]), [`tools`] of cargo and rustup. A second run finds
//! everything in place and says nothing.

mod packages;
pub mod system;
pub mod tools;
pub mod web;

use crate::failure::Result;

/// What `cargo xtask run` needs: Node.js and the libraries that the window is built with.
pub fn to_build() -> Result<()> {
    web::check_node()?;
    system::ensure(&system::to_build())
}

/// What `cargo xtask test` and the window's benches need on top: a screen that nobody sees and its helpers.
pub fn to_test() -> Result<()> {
    web::check_node()?;
    system::check_that_windows_can_be_tested()?;
    system::ensure(&[system::to_build(), system::to_test()].concat())?;
    tools::ensure_driver()
}
