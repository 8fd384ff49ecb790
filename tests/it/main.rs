//! One binary for every test that uses the program from outside.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod edition;
#[cfg(test)]
mod newsroom;
#[cfg(test)]
mod output;
#[cfg(test)]
mod render;
