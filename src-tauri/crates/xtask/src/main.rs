//! The project's own commands: run, test, check, tidy, bench, simulate.
fn main() {}
