#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| korotko_linkfile::fuzz::json_row(input));
