//! A folder is changed whole or not at all.

use crate::newsroom;
use clusterwire::{
    edition::editions,
    model::OutputFile,
    output,
    render::{self, Theme},
};
use std::path::Path;

pub(crate) fn built() -> Vec<OutputFile> {
    let config = newsroom::config(newsroom::sources());
    let theme = Theme::built_in().unwrap();
    let mut files = theme.assets();
    for edition in editions(&config, &newsroom::stories(), &newsroom::feeds()) {
        files.extend(render::files(&edition, &theme).unwrap());
    }
    files
}

#[test]
fn a_build_can_be_looked_at() {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("newsroom");
    let (dir, manifest) = (base.join("output"), base.join("published.json"));
    let files = built();
    for file in &files {
        render::verify(file).unwrap();
    }
    output::write(&dir, &manifest, &files).unwrap();
    assert!(dir.join("index.html").is_file());
}
