//! One binary for every test that uses the program from outside.

mod architecture;
<<<<<<< HEAD
mod edition;
mod newsroom;
mod output;
mod render;
=======
mod sample;
>>>>>>> sample
