//! One binary for every test that uses the program from outside.

mod architecture;
mod edition;
mod fetch;
mod newsroom;
mod output;
mod render;
mod sample;
mod server;
mod stories;
