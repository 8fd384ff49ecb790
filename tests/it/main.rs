//! One binary for every test that uses the program from outside.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod edition;
#[cfg(test)]
mod fetch;
#[cfg(test)]
mod newsroom;
#[cfg(test)]
mod output;
#[cfg(test)]
mod page;
#[cfg(test)]
mod page_article;
#[cfg(test)]
mod render;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod server;
#[cfg(test)]
mod stories;
