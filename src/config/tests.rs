//! feeds.toml texts and what is believed or said of them.

use super::*;
use std::fmt::Write as _;

mod misplaced;

fn read_text(text: &str) -> Result<Config, ConfigError> {
    let secret = |name: &str| match name {
        "env:TOKEN" => Ok("Bearer abc".to_owned()),
        "env:BAD" => Ok("a\r\nHost: evil".to_owned()),
        _ => Err(format!("{name} is not set")),
    };
    read(
        text,
        &Surroundings {
            folder: Path::new("/etc/news"),
            secret: &secret,
            selector: &|text| !text.contains("::"),
            what_lies: &|path| match path.to_str() {
                Some("/etc/news/nope") => Lies::Nothing,
                Some("/etc/news/page.html") => Lies::File,
                _ => Lies::Folder,
            },
        },
    )
}

#[track_caller]
fn refused(text: &str, place: (usize, usize), words: &str) {
    let error = read_text(text).expect_err("it should be refused");
    let problem = error.problems.first().expect("a problem");
    let said = format!(
        "{} ({})",
        problem.message,
        problem.help.clone().unwrap_or_default()
    );
    assert!(said.contains(words), "{said:?} does not say {words:?}");
    assert_eq!(problem.place(text), place, "{said}");
}

const URL: &str = "[[source]]\nurl = \"https://a.example/\"\n";

#[test]
fn the_smallest_source_is_an_address() {
    let config = read_text(URL).expect("it is sound");
    let source = &config.sources[0];
    assert_eq!(source.id.as_str(), "a-example");
    assert_eq!(source.name, "a.example");
    assert_eq!(source.every.as_secs(), 3600);
    assert_eq!(source.every_max.as_secs(), 39_600);
    assert_eq!(config.output.dir, Path::new("/etc/news/output"));
    assert_eq!(config.output.items, 50);
}

#[test]
fn defaults_hold_until_a_source_says_otherwise() {
    let config = read_text(
        "[defaults]\nevery = \"2h\"\ncontent = \"title\"\n[[source]]\nurl = \"https://a.example/\"\n\
         [[source]]\nurl = \"https://b.example/\"\nevery = \"3h\"\n",
    )
    .expect("it is sound");
    assert_eq!(config.sources[0].every.as_secs(), 7200);
    assert_eq!(config.sources[1].every.as_secs(), 10_800);
    assert_eq!(
        config.sources[1].content,
        Some(crate::model::ContentPolicy::Title)
    );
}

#[test]
fn a_theme_is_a_folder_that_is_there() {
    let theme = |name: &str| format!("{URL}[output]\ntheme = \"{name}\"\n");
    let config = read_text(&theme("mine")).expect("it is sound");
    assert_eq!(
        config.output.theme.as_deref(),
        Some(Path::new("/etc/news/mine"))
    );
    refused(
        &theme("nope"),
        (4, 9),
        "there is no folder /etc/news/nope (make it",
    );
    refused(
        &theme("page.html"),
        (4, 9),
        "/etc/news/page.html is a file, and no folder (name the folder",
    );
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    refused(
        "[site]\ntitel = \"x\"\n",
        (2, 1),
        "unknown key `titel` (did you mean `title`?)",
    );
    refused("[[sourc]]\nurl = \"x\"\n", (1, 3), "did you mean `source`?");
}

#[test]
fn a_missing_address_is_said() {
    refused("[[source]]\nname = \"A\"\n", (1, 1), "missing field `url`");
}

#[test]
fn an_address_must_be_one_that_may_be_fetched() {
    refused(
        "[[source]]\nurl = \"file:///etc/passwd\"\n",
        (2, 7),
        "never fetched",
    );
    refused(
        "[[source]]\nurl = \"bit-alliance.ba\"\n",
        (2, 7),
        "https://bit-alliance.ba",
    );
    refused(
        "[[source]]\nurl = \"localhost:80\"\n",
        (2, 7),
        "is not an address",
    );
}

#[test]
fn an_address_with_a_control_character_is_a_slip() {
    for slip in ["\\u0001", "\\t", "\\n", "\\u007f", "\\u0085"] {
        let source = format!("[[source]]\nurl = \"https://a.exa{slip}mple/feed\"\n");
        refused(&source, (2, 7), "a control character");
    }
}

#[test]
fn an_address_with_a_login_is_not_published() {
    refused(
        "[[source]]\nurl = \"https://u:p@a.example/feed\"\n",
        (2, 7),
        "has a login in it",
    );
}

#[test]
fn every_problem_is_told_in_the_order_of_the_file() {
    let error = read_text("[site]\ntimezone = \"Mars\"\n[[source]]\nurl = \"x\"\nkind = \"fed\"\n")
        .expect_err("two problems");
    assert_eq!(error.problems.len(), 2);
    assert!(error.problems[0].message.contains("Mars"));
}

#[test]
fn a_wrong_choice_names_the_nearest_one() {
    refused(
        &format!("{URL}kind = \"fed\"\n"),
        (3, 8),
        "did you mean `feed`?",
    );
}

#[test]
fn durations_and_timezones_are_checked() {
    refused(
        &format!("{URL}every = \"often\"\n"),
        (3, 9),
        "not a duration",
    );
    refused(&format!("{URL}timezone = \"Sarajevo\"\n"), (3, 12), "IANA");
    refused(
        &format!("{URL}every = \"2h\"\nevery_max = \"1h\"\n"),
        (1, 1),
        "shorter",
    );
}

#[test]
fn two_sources_never_share_an_id() {
    refused(
        &format!("{URL}{URL}"),
        (4, 7),
        "two sources have the id `a-example`",
    );
}

#[test]
fn an_id_names_a_folder() {
    refused(&format!("{URL}id = \"../x\"\n"), (3, 6), "not an id");
}

#[test]
fn a_header_cannot_break_its_line() {
    refused(
        &format!("{URL}headers = {{ \"A\\r\\nB\" = \"x\" }}\n"),
        (3, 13),
        "name of a header",
    );
    refused(
        &format!("{URL}headers = {{ A = \"env:BAD\" }}\n"),
        (3, 17),
        "line break",
    );
    refused(
        &format!("{URL}headers = {{ Host = \"x\" }}\n"),
        (3, 13),
        "set by the program",
    );
    refused(
        &format!("{URL}headers = {{ A = \"env:NONE\" }}\n"),
        (3, 17),
        "env:NONE is not set",
    );
}

#[test]
fn a_secret_is_read_and_never_shown() {
    let config = read_text(&format!("{URL}headers = {{ A = \"env:TOKEN\" }}\n")).expect("sound");
    assert_eq!(config.sources[0].headers[0].1.reveal(), "Bearer abc");
    assert!(!format!("{config:?}").contains("Bearer"));
}

#[test]
fn more_than_ten_sources_need_a_contact() {
    let mut many = String::new();
    for number in 0..11 {
        let _ = write!(many, "[[source]]\nurl = \"https://s{number}.example/\"\n");
    }
    refused(&many, (1, 1), "nobody to write to");
    assert!(read_text(&format!("[site]\ncontact = \"a@b.example\"\n{many}")).is_ok());
}

#[test]
fn an_expression_that_is_wrong_is_told_with_its_place() {
    refused(
        &format!(
            "{URL}[[rule]]\nwhen = 'lang == \"en\" and titel is matching(\"x\")'\ndo = \"drop\"\n"
        ),
        (4, 26),
        "no `titel`",
    );
    refused(
        &format!("{URL}[[view]]\nname = \"grants\"\nwhen = 'title is matching(\"(\")'\n"),
        (5, 27),
        "regular expression is wrong",
    );
    refused(
        &format!("{URL}[[rule]]\nwhen = \"true\"\ndo = \"dorp\"\n"),
        (5, 6),
        "did you mean `drop`?",
    );
    refused(
        &format!("{URL}[[rule]]\nwhen = \"true\"\ndo = \"tag\"\n"),
        (5, 6),
        "needs a `tag`",
    );
}

#[test]
fn two_views_never_share_a_folder() {
    let view = "[[view]]\nname = \"Grants\"\nwhen = \"true\"\n";
    refused(&format!("{URL}{view}{view}"), (7, 8), "two views");
}

#[test]
fn rules_views_and_labels_are_read() {
    let config = read_text(&format!(
        "{URL}[[rule]]\nwhen = 'partner'\ndo = \"tag\"\ntag = \"others\"\n[[tag_map]]\nfrom = [\"Vijesti\"]\n\
         to = \"news\"\n[[view]]\nname = \"All\"\nwhen = \"true\"\n"
    ))
    .expect("sound");
    let tag = crate::model::Action::Tag("others".to_owned());
    assert_eq!(config.rules[0].action, tag);
    assert_eq!(config.tag_map[0].to, "news");
    assert_eq!(config.views[0].name, "All");
}

#[test]
fn one_language_or_several() {
    let config = read_text(&format!("{URL}lang = \"bs\"\n")).expect("sound");
    assert_eq!(config.sources[0].languages[0].as_str(), "bs");
    let config = read_text(&format!("{URL}lang = [\"bs\", \"en\"]\n")).expect("sound");
    assert_eq!(config.sources[0].languages.len(), 2);
    refused(
        &format!("{URL}lang = [\"Bosnian!\"]\n"),
        (3, 8),
        "not a language tag",
    );
}

#[test]
fn selectors_are_one_or_a_list_of_fallbacks() {
    let text = format!(
        "{URL}[source.page]\nitem = \".news\"\nlink = [\"h3 a@href\", \"a\"]\n[source.article_page]\nbody = \"main\"\n"
    );
    let source = read_text(&text).expect("it is sound").sources.remove(0);
    assert_eq!(source.page.item, [".news"]);
    assert_eq!(source.page.link, ["h3 a@href", "a"]);
    assert_eq!(source.article_page.body, ["main"]);
}

#[test]
fn an_unknown_selector_is_told_with_its_nearest_name() {
    refused(
        &format!("{URL}[source.page]\ntitel = \"h3\"\n"),
        (4, 1),
        "title",
    );
}

#[test]
fn a_value_that_means_nothing_is_said() {
    let url = |rest: &str| format!("{URL}{rest}\n");
    refused(
        &url("expect_every = \"0d\""),
        (3, 16),
        "longer than nothing",
    );
    refused(&url("every = \"0h\""), (3, 9), "longer than nothing");
    let page = url("[source.page]\nlink = [\"a\", \"b::before\"]");
    refused(
        &page,
        (4, 8),
        "`b::before` is no CSS selector (of what begins with `:`",
    );
    let page = url("[source.page]\nlink = \"@href::\"");
    refused(&page, (4, 8), "a selector stands before `@`");
    let merge = "[dedupe]\nalways_merge = [[\"https://a.example/1\", \"b\"]]\n";
    refused(merge, (2, 41), "did you mean `https://b`?");
    let site = |rest: &str| format!("[site]\n{rest}\n");
    refused(
        &site("icon = \"javascript:1\""),
        (2, 8),
        "the address of a picture",
    );
    let below = "url = \"https://a.example/?page=news\"";
    refused(&site(below), (2, 7), "without `?` and `#`");
}

#[test]
fn an_address_that_is_none_is_told_as_what_it_was_meant_for() {
    let url = |text: &str| format!("[[source]]\nurl = \"{text}\"\n");
    refused(
        &url("feed:https://a.example/f"),
        (2, 7),
        "did you mean `https://a.example/f`?",
    );
    refused(
        &url("feed://a.example/f"),
        (2, 7),
        "did you mean `https://a.example/f`?",
    );
    refused(
        &url("FEED:a.example/f"),
        (2, 7),
        "did you mean `https://a.example/f`?",
    );
    refused(
        &url("localhost:8080/f"),
        (2, 7),
        "did you mean `https://localhost:8080/f`?",
    );
    refused(
        &url("a.example:8080"),
        (2, 7),
        "did you mean `https://a.example:8080`?",
    );
    refused(&url(""), (2, 7), "for example");
    refused(&url("tel:123"), (2, 7), "for example");
    refused(&url("mailto:ana@a.example"), (2, 7), "for example");
}

#[test]
fn a_name_that_makes_no_id_leaves_it_to_the_host() {
    let config = read_text(&format!("{URL}name = \"新聞\"\n")).expect("it is sound");
    assert_eq!(config.sources[0].id.as_str(), "a-example");
    assert_eq!(config.sources[0].name, "新聞");
}
