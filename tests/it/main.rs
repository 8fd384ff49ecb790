//! One binary for every test that uses the program from outside.

#[cfg(test)]
mod anew;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod edition;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod fetch;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod newsroom;
#[cfg(test)]
mod output;
#[cfg(test)]
mod page;
#[cfg(test)]
mod page_article;
#[cfg(test)]
mod page_body;
#[cfg(test)]
mod page_kept;
#[cfg(test)]
mod page_listing;
#[cfg(test)]
mod page_systems;
#[cfg(test)]
mod page_topics;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod publishing;
#[cfg(test)]
mod render;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod server;
#[cfg(test)]
mod sites;
#[cfg(test)]
mod status;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod upkeep;
#[cfg(test)]
mod week;
