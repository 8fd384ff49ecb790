//! `init`, `add`, `import` and `inspect page`, as a person uses them, on the shipped recording.

use assert_cmd::Command;
use std::{fs, path::PathBuf};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn run(&self, arguments: &[&str], exit: i32) -> String {
        let recording = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/clusters");
        let mut command = Command::cargo_bin("clusterwire").expect("the program");
        command.current_dir(self.folder.path()).args(arguments);
        command.env_remove("CLUSTERWIRE_CONFIG");
        command.arg("--replay").arg(recording);
        let assert = command.assert().code(exit);
        let output = assert.get_output();
        format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    }

    fn feeds(&self) -> String {
        fs::read_to_string(self.folder.path().join("feeds.toml")).expect("feeds.toml")
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }
}

const MINE: &str = "# mine\n[site]\ntitle = \"X\"  # a title\n\n[[source]]   # the first\nurl = \"https://a.example/\"\n";

#[test]
fn init_writes_a_commented_file_with_what_it_found() {
    let desk = Desk::new();
    desk.run(&["init", "https://bit-alliance.example/"], 0);
    let feeds = desk.feeds();
    assert!(
        feeds.contains("# of the combined page and feeds"),
        "{feeds}"
    );
    assert!(
        feeds.contains("url = \"https://bit-alliance.example/\"\nlang = [\"bs\", \"en\"]"),
        "{feeds}"
    );
    desk.run(&["run", "-o", "out"], 0);
    assert!(
        desk.folder
            .path()
            .join("out/source/bit-alliance-sample/feed.json")
            .is_file()
    );
}

#[test]
fn init_tells_programs_of_all_addresses_in_one_object() {
    let object = |arguments: &[&str]| -> serde_json::Value {
        let said = Desk::new().run(&[&["init", "--json", "-q"], arguments].concat(), 0);
        serde_json::from_str(&said).expect("one object")
    };
    let found = object(&["https://bit-alliance.example/", "http://clujit.example/"]);
    assert_eq!(found["sources"], 2, "{found}");
    assert_eq!(
        found["found"][1]["url"], "http://clujit.example/",
        "{found}"
    );
    assert_eq!(object(&[])["found"], serde_json::json!([]));
}

#[test]
fn init_never_overwrites() {
    let desk = Desk::new();
    desk.put("feeds.toml", MINE);
    let said = desk.run(&["init"], 2);
    assert!(said.contains("not overwritten"), "{said}");
    assert_eq!(desk.feeds(), MINE);
}

#[test]
fn init_says_which_address_brought_nothing() {
    let desk = Desk::new();
    let said = desk.run(&["init", "https://it-most.example/"], 3);
    assert!(said.contains("cannot be reached"), "{said}");
    assert!(desk.feeds().contains("# No news was found here yet"));
}

#[test]
fn add_shows_three_entries_and_keeps_every_comment() {
    let desk = Desk::new();
    desk.put("feeds.toml", MINE);
    let said = desk.run(
        &[
            "add",
            "https://www.transilvania-it.example/blog",
            "--name",
            "Transilvania",
            "--lang",
            "ro,en",
        ],
        0,
    );
    assert!(said.contains("list on the page"), "{said}");
    assert_eq!(said.matches("/post/").count(), 3, "{said}");
    let expected = "\n[[source]]\nname = \"Transilvania\"\nurl = \"https://www.transilvania-it.example/blog\"\nlang = [\"ro\", \"en\"]\n";
    assert_eq!(desk.feeds(), format!("{MINE}{expected}"));
}

#[test]
fn add_does_not_add_what_is_there_or_brings_nothing() {
    let desk = Desk::new();
    desk.put("feeds.toml", MINE);
    desk.run(&["add", "https://it-most.example/"], 1);
    desk.run(&["add", "https://bit-alliance.example/", "--dry-run"], 0);
    assert_eq!(desk.feeds(), MINE);
    desk.run(&["add", "https://bit-alliance.example/"], 0);
    let once = desk.feeds();
    desk.run(&["add", "http://bit-alliance.example"], 2);
    assert_eq!(desk.feeds(), once);
}

#[test]
fn import_adds_what_is_not_there_yet() {
    let desk = Desk::new();
    desk.put("feeds.toml", MINE);
    desk.put(
        "planet.ini",
        "[Planet]\nname = Planet\n\n[https://a.example/]\nname = A\n\n[https://b.example/feed]\nname = Bé\n",
    );
    let said = desk.run(&["import", "planet.ini"], 0);
    assert!(
        said.contains("1 added") && said.contains("1 there already"),
        "{said}"
    );
    let expected = "\n[[source]]\nname = \"Bé\"\nurl = \"https://b.example/feed\"\n";
    assert_eq!(desk.feeds(), format!("{MINE}{expected}"));
}

#[test]
fn a_dry_run_of_import_makes_no_state_folder() {
    let desk = Desk::new();
    desk.put("feeds.toml", MINE);
    desk.put("planet.ini", "[https://b.example/feed]\nname = B\n");
    let said = desk.run(&["import", "planet.ini", "--dry-run"], 0);
    assert!(said.contains("1 would be added"), "{said}");
    let there = fs::read_dir(desk.folder.path()).expect("a folder");
    assert_eq!(there.count(), 2);
}

#[test]
fn import_reads_what_export_wrote() {
    let desk = Desk::new();
    desk.put(
        "feeds.toml",
        "[[source]]\nname = \"A & B\"\nurl = \"https://a.example/feed\"\nkind = \"feed\"\n",
    );
    let opml = desk.run(&["export", "opml"], 0);
    desk.put("list.opml", &opml);
    desk.put("feeds.toml", MINE);
    desk.run(&["import", "list.opml"], 0);
    assert!(
        desk.feeds()
            .contains("name = \"A & B\"\nurl = \"https://a.example/feed\""),
        "{}",
        desk.feeds()
    );
}

#[test]
fn export_names_the_sources_and_not_what_we_publish() {
    let desk = Desk::new();
    let ours = "https://news.example";
    let page = "https://bit-alliance.example/";
    let others = "[[source]]\nurl = \"https://b.example/news/\"\nkind = \"page\"\n";
    desk.put(
        "feeds.toml",
        &format!("[site]\nurl = \"{ours}/\"\n[[source]]\nurl = \"{page}\"\n{others}"),
    );
    let exported = |feed: &str| {
        let opml = desk.run(&["export", "opml"], 0);
        for address in [feed, "https://b.example/news/"] {
            assert!(opml.contains(&format!("xmlUrl=\"{address}\"")), "{opml}");
        }
        assert_eq!(opml.matches("<outline").count(), 2, "{opml}");
        assert!(!opml.contains(&format!("xmlUrl=\"{ours}")), "{opml}");
    };
    exported(page);
    desk.run(&["run", "-o", "out", "--fail-on", "never"], 0);
    exported("https://bit-alliance.example/feed/");
}

#[test]
fn check_tells_a_selector_that_is_none() {
    let desk = Desk::new();
    desk.put(
        "feeds.toml",
        &format!("{MINE}[source.page]\nitem = \"..\"\n"),
    );
    let said = desk.run(&["check"], 2);
    assert!(said.contains("is no CSS selector"), "{said}");
}

#[test]
fn inspect_page_reads_an_address_of_the_recording() {
    let desk = Desk::new();
    let said = desk.run(
        &[
            "inspect",
            "page",
            "--listing",
            "https://www.transilvania-it.example/blog",
            "--json",
        ],
        0,
    );
    let read: serde_json::Value = serde_json::from_str(&said).expect(&said);
    assert_eq!(read["items"].as_array().map(Vec::len), Some(12));
    let page = "https://bit-alliance.example/en/bit-alliance-and-cluj-it-cluster-sign-memorandum/";
    let said = desk.run(&["inspect", "page", "--article", page, "--json"], 0);
    let read: serde_json::Value = serde_json::from_str(&said).expect(&said);
    assert_eq!(read["date"], "2019-11-01");
}

#[test]
fn add_keeps_the_ends_of_lines_and_the_mark_at_the_beginning() {
    let desk = Desk::new();
    let mine = format!("\u{feff}{}", MINE.replace('\n', "\r\n"));
    desk.put("feeds.toml", &mine);
    desk.run(
        &[
            "add",
            "https://bit-alliance.example/",
            "--name",
            "Bit\nAlliance",
        ],
        0,
    );
    let feeds = desk.feeds();
    let added = feeds.strip_prefix(&mine).expect(&feeds);
    assert!(added.contains("name = \"Bit Alliance\"\r\n"), "{added:?}");
    assert_eq!(
        added.matches('\n').count(),
        added.matches("\r\n").count(),
        "{added:?}"
    );
}

#[test]
fn a_file_that_cannot_be_used_is_told_with_what_to_do() {
    let desk = Desk::new();
    fs::write(
        desk.folder.path().join("latin.toml"),
        b"[site]\ntitle = \"Vijesti \xe8\"\n",
    )
    .expect("written");
    let add = ["add", "https://bit-alliance.example/", "-c"];
    let with = |file: &'static str| [add.as_slice(), &[file]].concat();
    assert!(desk.run(&with("latin.toml"), 2).contains("UTF-8"));
    fs::create_dir(desk.folder.path().join("folder")).expect("a folder");
    assert!(desk.run(&with("folder"), 2).contains("it is a folder"));
    let told = desk.run(&["init", "-c", "nowhere/feeds.toml"], 2);
    assert!(
        told.contains("there is no folder") && told.contains("nowhere"),
        "{told}"
    );
}
