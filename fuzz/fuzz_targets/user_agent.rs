#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| korotko_useragent::fuzz::user_agent(input));
