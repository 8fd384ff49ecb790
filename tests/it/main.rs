//! One binary for every test that uses the program from outside.

mod architecture;
#[cfg(test)]
mod fetch;
#[cfg(test)]
mod server;
