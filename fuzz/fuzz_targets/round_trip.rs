//! Bytes in, a crash out if there is one.
#![no_main]

#[expect(dead_code, reason = "a target uses one of them")]
#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::round_trip(bytes));
