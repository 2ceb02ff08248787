#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| korotko_clicklog::fuzz::click_record(input));
