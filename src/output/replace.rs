//! A few files in, each in its place out: whole, but not synced, and kept in no list.

use super::{
    OutputError, differs, is_servable,
    temporary::{Begun, temporary},
};
use crate::model::OutputFile;
use std::path::Path;

/// Puts these files into `dir`, each as a whole; one that lies there already is not touched.
/// Nothing waits for the disk: this is for what the next run writes again anyway.
pub fn replace(dir: &Path, files: &[OutputFile]) -> Result<(), OutputError> {
    let complain = |source| OutputError::Folder {
        folder: dir.to_owned(),
        source,
    };
    let mut changed = files.iter().filter(|file| differs(dir, file)).peekable();
    if changed.peek().is_none() {
        return Ok(());
    }
    let _begun = Begun::lay(dir).map_err(complain)?;
    for file in changed {
        if !is_servable(&file.path) {
            return Err(OutputError::Path {
                path: file.path.clone(),
            });
        }
        let place = dir.join(&file.path);
        let beside = temporary(dir, &file.bytes).map_err(complain)?;
        beside.persist(&place).map_err(|error| OutputError::File {
            file: place.clone(),
            source: error.error,
        })?;
    }
    Ok(())
}
