//! Which stories stand in which edition.
