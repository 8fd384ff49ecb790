//! One binary for every test that uses the program from outside.

mod architecture;
mod fetch;
mod server;
