//! Paths in; how the files lie in a folder, which is looked at once, out.

use super::{Manifest, Written};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};
use xxhash_rust::xxh3::Xxh3;

/// How the files of a publish lie in its folder, as they were when they were looked at.
#[derive(Clone, Debug)]
pub struct Lay {
    dir: PathBuf,
    files: BTreeMap<String, Option<Mark>>,
}

/// The length of a file in bytes, and when it was changed last, in nanoseconds since 1970.
type Mark = (u64, u128);

impl Lay {
    /// Of all files that `manifest` lists for `dir`.
    pub fn listed(dir: &Path, manifest: &Path) -> Self {
        let known = Manifest::read(manifest, dir);
        let look = |path: String| {
            let mark = mark(dir, &path);
            (path, mark)
        };
        Self {
            dir: dir.to_owned(),
            files: known.into_files().map(look).collect(),
        }
    }

    /// After a publish of just these paths: what it wrote is looked at again.
    #[must_use]
    pub fn after(mut self, paths: BTreeSet<String>, written: &Written) -> Self {
        for path in &written.changed {
            self.files.remove(path);
        }
        let files = paths.into_iter().map(|path| {
            let known = self.files.remove(&path);
            let mark = known.unwrap_or_else(|| mark(&self.dir, &path));
            (path, mark)
        });
        self.files = files.collect();
        self
    }

    /// A number that tells whether what was published still lies there untouched, `fleeting` files left
    /// out. None where one is missing, or there is none.
    pub fn seal(&self, fleeting: &[&str]) -> Option<u64> {
        let lasting = self.files.keys();
        self.seal_of(lasting.filter(|path| !fleeting.contains(&path.as_str())))
    }

    /// The same of these files.
    pub fn seal_of<'a>(&self, paths: impl IntoIterator<Item = &'a String>) -> Option<u64> {
        let mut hash = Xxh3::new();
        let mut any = false;
        for path in paths {
            any = true;
            let known = self.files.get(path).copied();
            let (length, changed) = known.unwrap_or_else(|| mark(&self.dir, path))?;
            hash.update(path.as_bytes());
            hash.update(&length.to_le_bytes());
            hash.update(&changed.to_le_bytes());
        }
        any.then(|| hash.digest())
    }

    /// Over the bytes of these files as they are now, whenever they were written; None where one is missing.
    pub fn bytes_of(&self, paths: &[String]) -> Option<u64> {
        let mut hash = Xxh3::new();
        for path in paths {
            // In parts: the archive of a month is large.
            io::copy(&mut File::open(self.dir.join(path)).ok()?, &mut hash).ok()?;
        }
        Some(hash.digest())
    }
}

fn mark(dir: &Path, path: &str) -> Option<Mark> {
    let there = fs::metadata(dir.join(path)).ok()?;
    let changed = there.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((there.len(), changed.as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::{super::write, *};
    use crate::model::OutputFile;

    fn file(path: &str, text: &str) -> OutputFile {
        OutputFile {
            path: path.to_owned(),
            bytes: text.into(),
        }
    }

    #[test]
    fn what_a_publish_wrote_is_looked_at_again() {
        let root = tempfile::tempdir().unwrap();
        let (dir, manifest) = (root.path().join("out"), root.path().join("published"));
        let first = [file("a.html", "one"), file("gone.html", "two")];
        write(&dir, &manifest, &first).unwrap();
        let before = Lay::listed(&dir, &manifest);
        let second = [file("a.html", "other"), file("new.html", "three")];
        let written = write(&dir, &manifest, &second).unwrap();
        let paths = second.iter().map(|file| file.path.clone()).collect();
        let after = before.clone().after(paths, &written);
        assert_ne!(after.seal(&[]), before.seal(&[]));
        assert_eq!(after.seal(&[]), Lay::listed(&dir, &manifest).seal(&[]));
    }

    #[test]
    fn a_file_that_is_not_there_cannot_be_sealed() {
        let root = tempfile::tempdir().unwrap();
        let (dir, manifest) = (root.path().join("out"), root.path().join("published"));
        write(
            &dir,
            &manifest,
            &[file("a.html", "one"), file("b.html", "two")],
        )
        .unwrap();
        fs::remove_file(dir.join("b.html")).unwrap();
        let lay = Lay::listed(&dir, &manifest);
        assert_eq!(lay.seal(&[]), None);
        assert!(lay.seal(&["b.html"]).is_some());
        assert_eq!(lay.seal_of(&["never.html".to_owned()]), None);
        assert_eq!(Lay::listed(&dir, &root.path().join("none")).seal(&[]), None);
    }
}
