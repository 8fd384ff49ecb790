//! Reads the clock, the environment and argv.

fn main() {}
