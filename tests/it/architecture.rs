//! The house of ARCHITECTURE.md, held: which room may use which, and how large a file may grow.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The table of ARCHITECTURE.md: a room may use the rooms on floors below its own.
const FLOORS: &[(usize, &[&str])] = &[
    (10, &["main"]),
    (9, &["cli"]),
    (8, &["serve"]),
    (7, &["pipeline"]),
    (6, &["fetch", "store", "output"]),
    (
        5,
        &[
            "config",
            "parse",
            "page",
            "normalise",
            "dedupe",
            "schedule",
            "edition",
            "render",
        ],
    ),
    (4, &["date", "html"]),
    (3, &["address"]),
    (2, &["language", "encoding", "rule"]),
    (1, &["model"]),
];

/// Tables that a script writes may be longer than a person should read.
const GENERATED: &str = "generated";
const LONGEST_FILE: usize = 400;

#[test]
fn every_room_stands_on_a_floor() {
    for (room, file) in sources() {
        assert!(
            room == "lib" || floor(&room).is_some(),
            "{} belongs to no room of the table",
            file.display()
        );
    }
}

#[test]
fn a_room_uses_only_rooms_below_it() {
    for (room, file) in sources() {
        let Some(own) = floor(&room) else { continue };
        for used in rooms_named_in(&read(&file)) {
            if used == room {
                continue;
            }
            let below = floor(&used).is_some_and(|floor| floor < own);
            assert!(below, "{} (floor {own}) uses {used}", file.display());
        }
    }
}

#[test]
fn architecture_md_shows_the_rooms_there_are() {
    let page = read(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ARCHITECTURE.md"
    )));
    for room in sources()
        .into_iter()
        .map(|(room, _)| room)
        .collect::<BTreeSet<_>>()
    {
        assert!(
            room == "lib"
                || room == "main"
                || floor(&room).is_some_and(|n| page.contains(&format!("| `{room}` | {n} |"))),
            "ARCHITECTURE.md has no row for {room} with its floor"
        );
    }
}

#[test]
fn a_file_holds_one_idea() {
    for (_, file) in sources() {
        let text = read(&file);
        let lines = text.lines().count();
        let generated = text.lines().take(5).any(|line| line.contains(GENERATED));
        assert!(
            generated || lines <= LONGEST_FILE,
            "{} has {lines} lines: find the second idea",
            file.display()
        );
    }
}

#[test]
fn every_file_opens_with_what_it_is() {
    for (_, file) in sources() {
        let text = read(&file);
        let opening = text.lines().next().unwrap_or_default();
        assert!(
            opening.starts_with("//!") || opening.starts_with("#![doc"),
            "{} does not say what goes in and what comes out",
            file.display()
        );
    }
}

#[test]
fn only_the_sanitiser_and_the_store_vouch_for_markup() {
    for (room, file) in sources() {
        let vouches = read(&file).contains("CleanHtml::trusted(");
        let may = ["html", "store"].contains(&room.as_str());
        assert!(
            !vouches || may,
            "{} makes CleanHtml without cleaning it",
            file.display()
        );
    }
}

#[test]
fn feeds_are_never_read_by_crates_that_lose_them() {
    for (room, file) in sources() {
        let text = read(&file);
        let names = text.contains("atom_syndication::") || text.contains("rss::{");
        assert!(
            !names || room == "render",
            "{} uses a writer's crate",
            file.display()
        );
    }
}

fn floor(room: &str) -> Option<usize> {
    FLOORS
        .iter()
        .find(|(_, rooms)| rooms.contains(&room))
        .map(|(floor, _)| *floor)
}

/// Every source file with the room it belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).expect("src is readable") {
            let path = item.expect("src is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(&root).expect("below src");
                let first = inside.iter().next().expect("a name").to_string_lossy();
                found.push((first.trim_end_matches(".rs").to_owned(), path));
            }
        }
    }
    assert!(found.len() > 5, "src/ was not found");
    found.sort();
    found
}

/// The rooms that follow `crate::` (or `clusterwire::` in main), comments left out.
fn rooms_named_in(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    ["crate::", "clusterwire::"]
        .iter()
        .flat_map(|prefix| code.split(prefix).skip(1))
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_');
            rest.get(..end.unwrap_or(rest.len()))
                .unwrap_or_default()
                .to_owned()
        })
        .filter(|room| !room.is_empty())
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
