//! One binary for every test that uses the program from outside.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod sample;
