//! The shell of eSIM Desk.
fn main() {}
