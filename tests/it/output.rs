//! A folder is changed whole or not at all.

use crate::newsroom;
use clusterwire::{
    edition::editions,
    model::OutputFile,
    output::{self, OutputError, Stage, Written},
    render::{self, Theme},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};
use tempfile::TempDir;

/// A folder to publish into, and the list of what was published beside it.
struct Place {
    _base: TempDir,
    dir: PathBuf,
    manifest: PathBuf,
}

fn place() -> Place {
    let base = TempDir::new().unwrap();
    Place {
        dir: base.path().join("output"),
        manifest: base.path().join("state/published.json"),
        _base: base,
    }
}

impl Place {
    fn write(&self, files: &[(&str, &str)]) -> Result<Written, OutputError> {
        let files: Vec<OutputFile> = files
            .iter()
            .map(|(path, text)| OutputFile {
                path: (*path).to_owned(),
                bytes: text.as_bytes().to_vec(),
            })
            .collect();
        output::write(&self.dir, &self.manifest, &files)
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.dir.join(path)).ok()
    }

    /// Everything that lies beside the list.
    fn state(&self) -> Vec<String> {
        let items = fs::read_dir(self.manifest.parent().unwrap()).unwrap();
        items
            .map(|item| item.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    /// Everything that lies below the folder.
    fn list(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.dir.clone()];
        while let Some(folder) = folders.pop() {
            for item in fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(&self.dir).unwrap();
                    found.push(below.to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        found
    }
}

fn built() -> Vec<OutputFile> {
    let config = newsroom::config(newsroom::sources());
    let theme = Theme::built_in().unwrap();
    let mut files = theme.assets();
    for edition in editions(&config, &newsroom::stories(), &newsroom::feeds()) {
        files.extend(render::files(&edition, &theme).map(Result::unwrap));
    }
    files
}

#[test]
fn a_build_can_be_looked_at() {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("newsroom");
    let (dir, manifest) = (base.join("output"), base.join("published.json"));
    let files = built();
    output::write(&dir, &manifest, &files).unwrap();
    assert!(dir.join("index.html").is_file());
    let again = output::write(&dir, &manifest, &files).unwrap();
    assert_eq!(again.unchanged, files.len());
}

#[test]
fn what_is_written_can_be_read_by_a_web_server() {
    let place = place();
    place.write(&[("source/a/rss.xml", "<rss/>")]).unwrap();
    assert_eq!(place.read("source/a/rss.xml").as_deref(), Some("<rss/>"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = fs::metadata(place.dir.join("source/a/rss.xml")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o644);
    }
}

#[test]
fn the_same_again_touches_nothing() {
    let place = place();
    let files = [("a.xml", "one"), ("index.html", "two")];
    place.write(&files).unwrap();
    let before = fs::metadata(place.dir.join("a.xml"))
        .unwrap()
        .modified()
        .unwrap();
    let written = place.write(&files).unwrap();
    assert_eq!(written.unchanged, 2);
    assert_eq!(written.changed, Vec::<String>::new());
    let after = fs::metadata(place.dir.join("a.xml"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(after, before);
}

#[test]
fn only_what_changed_is_written() {
    let place = place();
    place.write(&[("a.xml", "one"), ("b.xml", "two")]).unwrap();
    let written = place.write(&[("a.xml", "one"), ("b.xml", "owt")]).unwrap();
    assert_eq!(written.changed, ["b.xml"]);
    assert_eq!(place.read("b.xml").as_deref(), Some("owt"));
}

#[test]
fn a_file_that_somebody_deleted_comes_back() {
    let place = place();
    place.write(&[("a.xml", "one")]).unwrap();
    fs::remove_file(place.dir.join("a.xml")).unwrap();
    assert_eq!(place.write(&[("a.xml", "one")]).unwrap().changed, ["a.xml"]);
}

#[test]
fn what_is_no_longer_published_goes_and_its_empty_folders_with_it() {
    let place = place();
    place
        .write(&[("index.html", "i"), ("source/old/rss.xml", "o")])
        .unwrap();
    let written = place.write(&[("index.html", "i")]).unwrap();
    assert_eq!(written.removed, ["source/old/rss.xml"]);
    assert!(!place.dir.join("source").exists());
}

#[test]
fn what_somebody_else_put_there_stays() {
    let place = place();
    place.write(&[("source/old/rss.xml", "o")]).unwrap();
    for foreign in ["README.md", ".htaccess", "source/old/notes.txt"] {
        fs::write(place.dir.join(foreign), "foreign").unwrap();
    }
    place.write(&[("index.html", "i")]).unwrap();
    let left = [
        ".htaccess",
        "README.md",
        "index.html",
        "source/old/notes.txt",
    ];
    assert_eq!(place.list(), left);
}

#[test]
fn the_list_of_one_folder_says_nothing_about_another() {
    let place = place();
    place.write(&[("a.xml", "one"), ("b.xml", "two")]).unwrap();
    let other = Place {
        dir: place.dir.with_file_name("other"),
        ..place
    };
    fs::create_dir_all(&other.dir).unwrap();
    fs::write(other.dir.join("b.xml"), "foreign").unwrap();
    other.write(&[("a.xml", "one")]).unwrap();
    assert_eq!(other.read("b.xml").as_deref(), Some("foreign"));
}

/// An installation, its folder moved after these were published; `change` comes between.
fn moved(files: &[(&str, &str)], change: impl Fn(&Path)) -> Place {
    let base = TempDir::new().unwrap();
    let at = |home: &str| {
        let home = base.path().join(home);
        (home.join("output"), home.join("state/published.json"))
    };
    let (dir, manifest) = at("home");
    let all: Vec<OutputFile> = files
        .iter()
        .map(|(path, text)| OutputFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    output::write(&dir, &manifest, &all).unwrap();
    fs::rename(base.path().join("home"), base.path().join("away")).unwrap();
    let (dir, manifest) = at("away");
    change(&dir);
    Place {
        _base: base,
        dir,
        manifest,
    }
}

#[test]
fn an_installation_that_was_moved_as_a_whole_still_knows_its_files() {
    let place = moved(&[("index.html", "i"), ("b.xml", "two")], |_| {});
    let written = place.write(&[("index.html", "i")]).unwrap();
    assert_eq!(written.removed, ["b.xml"]);
    assert_eq!(place.list(), ["index.html"]);
}

#[test]
fn what_lies_where_a_moved_list_points_is_foreign_unless_it_is_what_we_wrote() {
    let place = moved(&[("index.html", "i"), ("b.xml", "two")], |dir| {
        fs::write(dir.join("index.html"), "somebody else's").unwrap();
    });
    place.write(&[("a.xml", "one")]).unwrap();
    assert_eq!(place.list(), ["a.xml", "b.xml", "index.html"]);
}

#[test]
fn what_a_killed_run_left_is_swept_away() {
    let place = place();
    place.write(&[("source/a/rss.xml", "one")]).unwrap();
    let paths = ["source/a/rss.xml", "index.html"].map(str::to_owned);
    let stage = Stage::open(&place.dir, &place.manifest, paths.into()).unwrap();
    for path in ["source/a/rss.xml", "index.html"].map(str::to_owned) {
        let bytes = b"two".to_vec();
        stage.put(&[OutputFile { path, bytes }]).unwrap();
    }
    std::mem::forget(stage);
    assert!(place.list().len() > 2, "nothing was left half-written");
    place.write(&[("source/a/rss.xml", "one")]).unwrap();
    assert_eq!(place.list(), ["source/a/rss.xml"]);
    assert_eq!(place.state(), ["published.json"]);
}

#[test]
fn what_a_killed_run_left_is_swept_away_though_nobody_remembers_the_run() {
    let place = place();
    place.write(&[("source/a/rss.xml", "one")]).unwrap();
    let paths = ["source/a/rss.xml".to_owned()];
    let stage = Stage::open(&place.dir, &place.manifest, paths.into()).unwrap();
    let mut sheet = stage.begin("source/a/rss.xml").unwrap();
    stage.extend(&mut sheet, b"half").unwrap();
    std::mem::forget((stage, sheet));
    fs::write(place.manifest.with_file_name(".clusterwire-x.tmp"), "half").unwrap();
    let other = self::place();
    other.write(&[("source/a/rss.xml", "one")]).unwrap();
    assert!(place.list().len() > 1, "nothing was left half-written");
    output::sweep(&place.dir, other.manifest.parent().unwrap());
    assert_eq!(place.list(), ["source/a/rss.xml"]);
    output::sweep(&place.dir, place.manifest.parent().unwrap());
    assert_eq!(place.state(), ["published.json"]);
}

#[track_caller]
fn check_path(path: &str) {
    let refused = place().write(&[(path, "")]).unwrap_err();
    assert!(matches!(refused, OutputError::Path { .. }), "{refused}");
}

#[test]
fn no_path_leads_out_of_the_folder() {
    check_path("../rss.xml");
    check_path("/etc/rss.xml");
    check_path("source//rss.xml");
    check_path("source/.git/config");
    check_path("");
}

#[test]
fn no_path_needs_escaping() {
    check_path("source/Bit Alliance/rss.xml");
    check_path("tag/вести/rss.xml");
    check_path("tag\\x/rss.xml");
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_nothing_is_lost() {
    let place = place();
    place.write(&[("a.xml", "one")]).unwrap();
    // A file where a folder is needed: refused for every user, root included.
    fs::write(place.dir.join("source"), "foreign").unwrap();
    let files = [("a.xml", "two"), ("source/x/rss.xml", "new")];
    let refused = place.write(&files).unwrap_err().to_string();
    let folder = place.dir.join("source/x");
    assert!(refused.contains(&*folder.to_string_lossy()), "{refused}");
    assert!(refused.contains("--output"), "{refused}");
    assert_eq!(place.read("a.xml").as_deref(), Some("one"));
    assert_eq!(place.list(), ["a.xml", "source"]);
}

#[test]
fn a_place_that_is_taken_by_a_folder_is_named() {
    let place = place();
    fs::create_dir_all(place.dir.join("rss.xml/inside")).unwrap();
    let files = [("a.html", "new"), ("rss.xml", "new")];
    let refused = place.write(&files).unwrap_err().to_string();
    assert!(refused.contains("rss.xml"), "{refused}");
    assert!(
        !place.dir.join("a.html").exists(),
        "what comes before it is replaced"
    );
}

#[test]
fn a_reader_never_sees_half_a_file() {
    let place = place();
    let text = |letter: &str| letter.repeat(200_000);
    place.write(&[("rss.xml", &text("a"))]).unwrap();
    let done = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = 0_u32;
            while !done.load(Ordering::Relaxed) {
                let text = place.read("rss.xml").expect("the file is always there");
                let first = text.chars().next().expect("it is never empty");
                assert!(text.len() == 200_000 && text.chars().all(|c| c == first));
                seen += 1;
            }
            seen
        });
        for letter in ["b", "a"].into_iter().cycle().take(200) {
            place.write(&[("rss.xml", &text(letter))]).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert!(seen > 0);
}

/// Publishes `a.xml` part by part.
fn in_parts(place: &Place, parts: &[&str]) -> Written {
    let paths = ["a.xml".to_owned()].into();
    let stage = Stage::open(&place.dir, &place.manifest, paths).unwrap();
    let mut sheet = stage.begin("a.xml").unwrap();
    for part in parts {
        stage.extend(&mut sheet, part.as_bytes()).unwrap();
    }
    stage.close(sheet).unwrap();
    stage.finish().unwrap()
}

#[track_caller]
fn check_parts(there: Option<&str>, parts: &[&str], changed: bool) {
    let place = place();
    if let Some(there) = there {
        place.write(&[("a.xml", there)]).unwrap();
    }
    let written = in_parts(&place, parts);
    assert_eq!(written.changed.len(), usize::from(changed));
    assert_eq!(written.unchanged, usize::from(!changed));
    assert_eq!(place.read("a.xml"), Some(parts.concat()));
    assert_eq!(place.list(), ["a.xml"]);
}

#[test]
fn a_file_that_comes_in_parts_is_written_where_it_is_another_one() {
    check_parts(None, &["one ", "two"], true);
    check_parts(Some("one two"), &["one ", "two"], false);
    check_parts(Some("one owt"), &["one ", "two"], true);
    check_parts(Some("one two three"), &["one ", "two"], true);
    check_parts(Some("one "), &["one ", "two"], true);
    check_parts(Some("one"), &[], true);
}

#[test]
fn a_file_that_comes_in_parts_is_not_seen_before_its_end() {
    let place = place();
    place.write(&[("a.xml", "one two")]).unwrap();
    let paths = ["a.xml".to_owned()].into();
    let stage = Stage::open(&place.dir, &place.manifest, paths).unwrap();
    let mut sheet = stage.begin("a.xml").unwrap();
    stage.extend(&mut sheet, b"one three").unwrap();
    assert_eq!(place.read("a.xml").as_deref(), Some("one two"));
    drop((sheet, stage));
    assert_eq!(place.list(), ["a.xml"]);
}

#[test]
fn a_rehearsal_of_a_file_in_parts_says_what_would_happen() {
    let place = place();
    place.write(&[("a.xml", "one two")]).unwrap();
    let paths = ["a.xml".to_owned()].into();
    let stage = Stage::rehearse(&place.dir, &place.manifest, paths).unwrap();
    let mut sheet = stage.begin("a.xml").unwrap();
    stage.extend(&mut sheet, b"one three").unwrap();
    stage.close(sheet).unwrap();
    assert_eq!(stage.finish().unwrap().changed, ["a.xml"]);
    assert_eq!(place.read("a.xml").as_deref(), Some("one two"));
}

#[test]
fn a_file_that_was_not_announced_cannot_be_begun() {
    let place = place();
    let stage = Stage::open(&place.dir, &place.manifest, ["a.xml".to_owned()].into()).unwrap();
    assert!(matches!(
        stage.begin("b.xml"),
        Err(OutputError::Path { .. })
    ));
}
