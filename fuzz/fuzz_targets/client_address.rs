#![no_main]

#[allow(dead_code, reason = "each target calls one function")]
#[path = "../../app/src/http/layers/hops.rs"]
mod hops;

libfuzzer_sys::fuzz_target!(|input: &[u8]| hops::fuzz::client_address(input));
