//! Which article is this: within one source, by guid, by link, by what there is.

use super::{
    sources,
    world::{at, entry},
};

#[test]
fn an_entry_fetched_again_is_not_new() {
    let mut world = sources();
    world.poll("a", 0, [entry("1", "https://a.example/one", "One")]);
    let changes = world.poll("a", 1, [entry("1", "https://a.example/one", "One")]);
    assert_eq!((changes.new.len(), changes.unchanged.len()), (0, 1));
}

#[test]
fn an_edit_keeps_id_and_date() {
    let mut world = sources();
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
fn entries_with_one_guid_and_different_links_are_all_kept() {
    let mut world = sources();
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
fn an_old_item_that_leads_elsewhere_is_held() {
    let mut world = sources();
    world.poll("c", 0, [entry("x", "https://c.example/one", "One")]);
    let changes = world.poll("c", 1, [entry("x", "https://evil.example/one", "One")]);
    assert_eq!(changes.held.len(), 1);
    let link = world.stories()[0].lead.permalink.clone();
    assert_eq!(link.as_deref(), Some("https://c.example/one"));
}

#[test]
fn an_item_that_never_rests_waits_for_tomorrow() {
    let mut world = sources();
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
    let mut world = sources();
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
    let mut world = sources();
    let bare = || [entry("", "", "Only a title")];
    world.poll("a", 0, bare());
    assert_eq!(world.poll("a", 1, bare()).unchanged.len(), 1);
}

#[test]
fn a_source_that_links_everything_to_one_page_keeps_all_its_entries() {
    let mut world = sources();
    let all = || {
        (0..30).map(|n| {
            entry(
                &format!("g{n}"),
                "https://a.example/news",
                &format!("News {n}"),
            )
        })
    };
    world.poll("a", 0, all());
    assert_eq!(world.poll("a", 1, all()).unchanged.len(), 30);
    assert_eq!(world.stories().len(), 30);
    world.poll(
        "b",
        2,
        [entry("b", "https://a.example/news", "Their news page")],
    );
    assert_eq!(world.stories().len(), 31);
}

#[test]
fn a_source_without_guids_that_links_everything_to_one_page_keeps_all_its_entries() {
    let mut world = sources();
    let all = || (0..30).map(|n| entry("", "https://a.example/news", &format!("News {n}")));
    world.poll("a", 0, all());
    assert_eq!(world.stories().len(), 30);
    let again = world.poll("a", 1, all().skip(7));
    assert_eq!((again.new.len(), again.unchanged.len()), (0, 23));
}

#[test]
fn a_source_that_gives_one_guid_to_everything_keeps_all_its_entries() {
    let mut world = sources();
    let all = || {
        (0..30).map(|n| {
            entry(
                "0",
                &format!("https://a.example/n{n}"),
                &format!("News {n}"),
            )
        })
    };
    world.poll("a", 0, all());
    let again = world.poll("a", 1, all().skip(7));
    assert_eq!((again.new.len(), again.unchanged.len()), (0, 23));
    assert_eq!(world.stories().len(), 30);
}
