#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| korotko_core::fuzz::session_secret(input));
