//! How long pages, searches and a first sync of 100,000 eSIMs take.
fn main() {}
