//! What stands in the files of an edition.
