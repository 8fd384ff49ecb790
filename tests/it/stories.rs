//! Articles in, saved by the store and told as stories: which are one, who leads, what ids stay.

mod random;
mod world;

use world::{World, at, entry};

/// The sites of these tests: `a.example`, `b.example` and `c.example` belong to `a`, `b` and `c`;
/// `net` republishes others.
fn world() -> World {
    World::new(&[
        ("a", "https://a.example/feed", false),
        ("b", "https://b.example/", false),
        ("c", "https://c.example/", false),
        ("net", "https://net.example/", true),
    ])
}

#[test]
fn an_entry_fetched_again_is_not_new() {
    let mut world = world();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    let changes = world.poll("a", 1, [entry("1", "https://a.example/one", "One")]);
    assert_eq!((changes.new.len(), changes.unchanged.len()), (0, 1));
}

#[test]
fn the_same_link_is_one_story_told_by_the_owner() {
    let mut world = world();
    world.poll(
        "net",
        0,
        [entry(
            "x",
            "http://www.a.example/one/?utm_source=net",
            "One (net)",
        )],
    );
    world.poll("c", 0, [entry("y", "https://a.example/one", "One, says C")]);
    world.poll("a", 1, [entry("1", "https://a.example/one", "One")]);
    world.check(&["a: One + c net"]);
}

#[test]
fn the_copy_that_was_seen_first_leads_where_the_owner_is_unknown() {
    let mut world = world();
    world.poll("net", 0, [entry("x", "https://else.example/one", "One")]);
    world.poll("c", 1, [entry("y", "https://else.example/one", "One")]);
    world.poll("b", 2, [entry("z", "https://else.example/one", "One")]);
    world.check(&["c: One + b net"]);
}

#[test]
fn a_partner_that_copies_everything_with_an_earlier_date_never_leads() {
    let mut world = world();
    let mut copy = entry("1", "https://a.example/one", "One");
    copy.published = Some(at(-500));
    copy.date = at(-500);
    world.poll("net", 0, [copy]);
    world.poll("a", 5, [entry("1", "https://a.example/one", "One")]);
    world.check(&["a: One + net"]);
}

#[test]
fn a_foreign_guid_neither_overwrites_nor_hides() {
    let mut world = world();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("b", 1, [entry("1", "https://b.example/other", "Other")]);
    world.check(&["a: One", "b: Other"]);
}

#[test]
fn an_edit_keeps_id_and_date() {
    let mut world = world();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    let before = world.stories();
    world.poll(
        "a",
        60,
        [entry("1", "https://a.example/one", "One, corrected")],
    );
    let after = world.stories();
    assert_eq!(after[0].lead.title, "One, corrected");
    assert_eq!((after[0].id, after[0].date), (before[0].id, before[0].date));
    assert_eq!(after[0].lead.first_seen, before[0].lead.first_seen);
    assert_eq!(
        (before[0].changed, after[0].changed),
        (before[0].date, at(60))
    );
}

#[test]
fn a_home_page_is_no_identity() {
    let mut world = world();
    world.poll("a", 0, [entry("1", "https://a.example/", "One")]);
    world.poll("b", 0, [entry("1", "https://a.example/", "Another")]);
    world.check(&["a: One", "b: Another"]);
}

#[test]
fn entries_with_one_guid_and_different_links_are_all_kept() {
    let mut world = world();
    let both = || {
        [
            entry("same", "https://a.example/one", "Weekly meetup 41"),
            entry("same", "https://a.example/two", "Weekly meetup 42"),
        ]
    };
    world.poll("a", 0, both());
    let again = world.poll("a", 1, both());
    assert_eq!(again.unchanged.len(), 2);
    world.poll(
        "a",
        2,
        [entry("same", "https://a.example/three", "Weekly meetup 43")],
    );
    world.check(&[
        "a: Weekly meetup 41",
        "a: Weekly meetup 42",
        "a: Weekly meetup 43",
    ]);
}

#[test]
fn a_link_that_one_source_gives_to_several_titles_joins_none_of_them() {
    let mut world = world();
    world.poll(
        "a",
        0,
        [
            entry("1", "https://a.example/events", "First event"),
            entry("2", "https://a.example/events", "Second event"),
        ],
    );
    world.check(&["a: First event", "a: Second event"]);
}

#[test]
fn a_link_with_more_than_four_titles_is_no_identity() {
    let mut world = World::new(&[
        ("a", "https://a.example/", false),
        ("b", "https://b.example/", false),
        ("c", "https://c.example/", false),
        ("d", "https://d.example/", false),
        ("e", "https://e.example/", false),
    ]);
    let link = "https://else.example/live";
    for (source, title) in [("a", "One"), ("b", "Two"), ("c", "Three"), ("d", "Four")] {
        world.poll(source, 0, [entry("1", link, title)]);
    }
    assert_eq!(world.stories().len(), 1);
    world.poll("e", 1, [entry("1", link, "Five")]);
    world.check(&["a: One", "b: Two", "c: Three", "d: Four", "e: Five"]);
}

#[test]
fn a_stranger_cannot_join_two_articles_of_a_site() {
    let mut world = world();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("a", 0, [entry("2", "https://a.example/two", "Two")]);
    let mut bridge = entry("https://a.example/two", "https://a.example/one", "Bridge");
    bridge.canonical = Some("https://a.example/two".to_owned());
    world.poll("net", 1, [bridge]);
    world.check(&["a: One", "a: Two + net"]);
}

#[test]
fn an_owner_may_say_that_two_of_its_addresses_are_one_article() {
    let mut world = world();
    world.poll(
        "b",
        0,
        [entry("x", "https://a.example/?p=12", "One, says B")],
    );
    world.poll("c", 0, [entry("y", "https://a.example/one", "One, says C")]);
    world.check(&["b: One, says B", "c: One, says C"]);
    world.poll(
        "a",
        0,
        [entry(
            "https://a.example/?p=12",
            "https://a.example/one",
            "One",
        )],
    );
    world.check(&["a: One + b c"]);
}

#[test]
fn of_two_published_stories_that_become_one_the_older_id_stays() {
    let mut world = world();
    world.poll(
        "b",
        0,
        [entry("x", "https://a.example/?p=12", "One, says B")],
    );
    world.publish(1);
    world.poll("c", 2, [entry("y", "https://a.example/one", "One, says C")]);
    world.publish(3);
    let (b, c) = (world.id_of("One, says B"), world.id_of("One, says C"));
    world.poll(
        "a",
        4,
        [entry(
            "https://a.example/?p=12",
            "https://a.example/one",
            "One",
        )],
    );
    world.check(&["a: One + b c"]);
    assert_eq!(world.id_of("One"), b);
    assert_eq!(world.story(c).map(|story| story.id), Some(b));
}

#[test]
fn who_moves_his_link_does_not_take_the_readers_with_him() {
    let mut world = world();
    world.poll("c", 0, [entry("x", "https://a.example/one", "One, says C")]);
    world.poll("a", 1, [entry("1", "https://a.example/one", "One")]);
    world.publish(2);
    let id = world.id_of("One");
    world.poll(
        "c",
        3,
        [entry("x", "https://c.example/mine", "One, says C")],
    );
    world.check(&["a: One", "c: One, says C"]);
    assert_eq!(world.id_of("One"), id);
    assert_ne!(world.id_of("One, says C"), id);
}

#[test]
fn an_old_item_that_leads_elsewhere_is_held() {
    let mut world = world();
    world.poll("c", 0, [entry("x", "https://c.example/one", "One")]);
    let changes = world.poll("c", 1, [entry("x", "https://evil.example/one", "One")]);
    assert_eq!(changes.held.len(), 1);
    let link = world.stories()[0].lead.permalink.clone();
    assert_eq!(link.as_deref(), Some("https://c.example/one"));
}

#[test]
fn an_item_that_never_rests_waits_for_tomorrow() {
    let mut world = world();
    let held: usize = (0..20)
        .map(|n| {
            world.poll(
                "a",
                n,
                [entry("1", "https://a.example/one", &format!("Live {n}"))],
            )
        })
        .map(|changes| changes.held.len())
        .sum();
    assert_eq!(held, 7);
    let tomorrow = [entry("1", "https://a.example/one", "Tomorrow")];
    assert_eq!(world.poll("a", 24 * 60, tomorrow).revised.len(), 1);
}

#[test]
fn guids_that_change_with_a_move_to_https_are_the_same_entries() {
    let mut world = world();
    world.poll(
        "a",
        0,
        [entry(
            "http://a.example/?p=1",
            "http://a.example/one",
            "One",
        )],
    );
    let moved = [entry(
        "https://a.example/?p=1",
        "https://a.example/one",
        "One",
    )];
    let changes = world.poll("a", 1, moved);
    assert!(changes.new.is_empty());
    world.check(&["a: One"]);
}

#[test]
fn entries_without_guid_or_link_are_known_by_their_id() {
    let mut world = world();
    let bare = || [entry("", "", "Only a title")];
    world.poll("a", 0, bare());
    assert_eq!(world.poll("a", 1, bare()).unchanged.len(), 1);
}

#[test]
fn a_source_taken_out_leaves_and_comes_back() {
    let mut world = world();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("c", 0, [entry("y", "https://a.example/one", "One, says C")]);
    world.poll("a", 0, [entry("2", "https://a.example/two", "Two")]);
    let owner = world.take_out("a");
    world.check(&["c: One, says C"]);
    world.put_back("a", owner);
    world.check(&["a: One + c", "a: Two"]);
}

#[test]
fn what_was_hidden_is_told_by_nobody() {
    let mut world = world();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("c", 0, [entry("y", "https://a.example/one", "One, says C")]);
    world.poll("a", 0, [entry("2", "https://a.example/two", "Two")]);
    world.hide("http://www.a.example/one/");
    world.check(&["a: Two"]);
}
