//! A line of the table in `docs/RELIABILITY.md`.

use std::time::Instant;

/// The measured part, written when it has passed: a test that fails writes nothing.
pub struct Record {
    part: &'static str,
    on: &'static str,
    began: Instant,
}

impl Record {
    pub fn begin(part: &'static str, on: &'static str) -> Self {
        let began = Instant::now();
        Self { part, on, began }
    }

    /// Prints the line, which `scripts/torture.sh` finds by its first word: what was done, and what was acknowledged of which
    /// nothing was lost.
    pub fn passed(self, faults: &str, acknowledged: &str) {
        let Self { part, on, began } = self;
        let minutes = began.elapsed().as_secs().div_ceil(60);
        println!("TORTURE | {part} | {on} | {faults} | {acknowledged} | 0 | {minutes} min |");
    }
}
