//! Articles in, saved by the store and told as stories: which are one, who leads, what ids stay.

mod carrier;
mod edits;
mod explained;
mod identity;
mod loops;
mod random;
mod texts;
mod told_sample;
mod world;

pub(crate) use world::wait;
use world::{World, at, entry};

/// The sites of these tests: `a.example`, `b.example` and `c.example` belong to `a`, `b` and `c`;
/// `net` republishes others.
fn sources() -> World {
    World::new(&[
        ("a", "https://a.example/feed", false),
        ("b", "https://b.example/", false),
        ("c", "https://c.example/", false),
        ("net", "https://net.example/", true),
    ])
}

#[test]
fn the_same_link_is_one_story_told_by_the_owner() {
    let mut world = sources();
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
    let mut world = sources();
    world.poll("net", 0, [entry("x", "https://else.example/one", "One")]);
    world.poll("c", 1, [entry("y", "https://else.example/one", "One")]);
    world.poll("b", 2, [entry("z", "https://else.example/one", "One")]);
    world.check(&["c: One + b net"]);
}

#[test]
fn a_copy_that_was_read_before_the_original_is_no_change_of_it() {
    let told = |order: [&str; 2]| {
        let mut world = sources();
        for source in order {
            let mut one = entry(source, "https://a.example/one", "One");
            one.published = Some(at(if source == "net" { -60 } else { -120 }));
            world.poll(source, 0, [one]);
        }
        world.check(&["a: One + net"]);
        let story = world.stories().remove(0);
        (story.id, story.date, story.changed)
    };
    let (_, date, changed) = told(["net", "a"]);
    assert_eq!(date, changed);
    assert_eq!(told(["net", "a"]), told(["a", "net"]));
}

#[test]
fn a_partner_that_copies_everything_with_an_earlier_date_never_leads() {
    let mut world = sources();
    let mut copy = entry("1", "https://a.example/one", "One");
    copy.published = Some(at(-500));
    copy.date = at(-500);
    world.poll("net", 0, [copy]);
    world.poll("a", 5, [entry("1", "https://a.example/one", "One")]);
    world.check(&["a: One + net"]);
}

#[test]
fn a_foreign_guid_neither_overwrites_nor_hides() {
    let mut world = sources();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("b", 1, [entry("1", "https://b.example/other", "Other")]);
    world.check(&["a: One", "b: Other"]);
}

#[test]
fn a_home_page_is_no_identity() {
    let mut world = sources();
    world.poll("a", 0, [entry("1", "https://a.example/", "One")]);
    world.poll("b", 0, [entry("1", "https://a.example/", "Another")]);
    world.check(&["a: One", "b: Another"]);
}

#[test]
fn a_link_that_one_source_gives_to_several_titles_joins_none_of_them() {
    let mut world = sources();
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
    let mut world = sources();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("a", 0, [entry("2", "https://a.example/two", "Two")]);
    let mut bridge = entry("https://a.example/two", "https://a.example/one", "Bridge");
    bridge.canonical = Some("https://a.example/two".to_owned());
    world.poll("net", 1, [bridge]);
    world.check(&["a: One", "a: Two + net"]);
}

#[test]
fn an_owner_may_say_that_two_of_its_addresses_are_one_article() {
    let mut world = sources();
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
    let mut world = sources();
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
    let mut world = sources();
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
fn a_source_taken_out_leaves_and_comes_back() {
    let mut world = sources();
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
    let mut world = sources();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("c", 0, [entry("y", "https://a.example/one", "One, says C")]);
    world.poll("a", 0, [entry("2", "https://a.example/two", "Two")]);
    world.hide("http://www.a.example/one/");
    world.check(&["a: Two"]);
}

#[test]
fn what_is_hidden_is_the_story_it_is_told_in_and_not_the_one_it_began() {
    let mut world = sources();
    world.poll("c", 0, [entry("x", "https://a.example/one", "One, says C")]);
    world.poll("a", 1, [entry("1", "https://a.example/one", "One")]);
    world.publish(2);
    let moved = [entry("x", "https://c.example/mine", "One, says C")];
    world.poll("c", 3, moved);
    let meant = |what: &str| Vec::from_iter(wait(world.store.meant(what)).expect("looked up"));
    assert_eq!(
        meant("https://c.example/mine"),
        [world.id_of("One, says C")]
    );
    assert_eq!(meant("https://a.example/one?utm_source=x").len(), 2);
    assert_eq!(meant(&world.id_of("One").to_string()).len(), 2);
}

#[test]
fn an_id_that_was_given_up_means_the_story_that_it_became() {
    let mut world = sources();
    let short = "https://a.example/?p=12";
    world.poll("b", 0, [entry("x", short, "One, says B")]);
    world.publish(1);
    world.poll("c", 2, [entry("y", "https://a.example/one", "One, says C")]);
    world.publish(3);
    let given_up = world.id_of("One, says C");
    world.poll("a", 4, [entry(short, "https://a.example/one", "One")]);
    let meant = wait(world.store.meant(&given_up.to_string())).expect("looked up");
    assert_eq!(Vec::from_iter(meant), [world.id_of("One")]);
}

#[test]
fn a_stranger_cannot_make_a_link_hot() {
    let mut world = sources();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    world.poll("b", 0, [entry("b", "https://a.example/one", "One, says B")]);
    let flood = (0..30).map(|n| {
        entry(
            &format!("g{n}"),
            "https://a.example/one",
            &format!("Flood {n}"),
        )
    });
    world.poll("net", 1, flood);
    world.poll("c", 2, [entry("c", "https://a.example/one", "One, says C")]);
    let seen = world.seen();
    assert!(seen.contains(&"a: One + b c".to_owned()), "{seen:?}");
    assert_eq!(seen.len(), 31);
}

#[test]
fn the_first_published_id_stays_when_its_owner_comes_later() {
    let mut world = sources();
    world.poll("c", 0, [entry("y", "https://a.example/one", "One, says C")]);
    world.publish(1);
    let (id, date) = (world.id_of("One, says C"), world.stories()[0].date);
    world.poll("a", 60, [entry("1", "https://a.example/one", "One")]);
    let story = world.stories().remove(0);
    assert_eq!((story.id, story.date, story.changed), (id, date, at(60)));
    assert_eq!(story.lead.title, "One");
}

#[test]
fn a_published_story_that_falls_apart_keeps_its_id_with_the_original() {
    let mut world = sources();
    let short = "https://a.example/?p=12";
    world.poll("a", 0, [entry(short, "https://a.example/one", "One")]);
    world.poll("b", 1, [entry("x", short, "One, says B")]);
    world.publish(2);
    let id = world.id_of("One");
    world.poll(
        "b",
        3,
        [entry("x", "https://a.example/else", "One, says B")],
    );
    world.check(&["a: One", "b: One, says B"]);
    assert_eq!(world.id_of("One"), id);
    world.poll("b", 4, [entry("x", short, "One, says B")]);
    world.check(&["a: One + b"]);
    assert_eq!(world.id_of("One"), id);
}
