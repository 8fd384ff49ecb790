//! Tables of what happens.
