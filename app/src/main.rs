//! Korotko.
fn main() {}
