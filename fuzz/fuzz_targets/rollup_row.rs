#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| korotko_rollup::fuzz::rollup_row(input));
