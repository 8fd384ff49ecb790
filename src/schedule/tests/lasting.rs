//! Moves, other feeds at the same address, another address in feeds.toml.

use super::*;
use crate::model::{Entry, Link, Text};

const OLD: &str = "http://cluster.example/feed";
const NEW: &str = "https://new.example/feed";

fn redirected(to: &str, known: usize) -> Outcome {
    let mut outcome = good(Hints::default());
    if let Outcome::Good {
        moved,
        known_entries,
        ..
    } = &mut outcome
    {
        *moved = Some(to.to_owned());
        *known_entries = known;
    }
    outcome
}

/// The address after each of `outcomes`, which are days apart from one another.
#[track_caller]
fn check(outcomes: &[(&str, Outcome)], expected: &str) {
    let mut state = SourceState::default();
    for (day, outcome) in outcomes {
        state = poll(&state, outcome, at(&format!("2026-11-{day}T10:00:00Z")));
    }
    assert_eq!(address(&source(), &state), expected);
}

#[test]
fn a_redirect_that_lasts_a_week_becomes_the_address() {
    let again = || Outcome::Unchanged {
        validators: None,
        hints: Hints::default(),
        moved: Some(NEW.to_owned()),
    };
    check(
        &[("02", redirected(NEW, 9)), ("05", again()), ("09", again())],
        NEW,
    );
}

#[test]
fn a_redirect_of_six_days_does_not() {
    let seen = || redirected(NEW, 9);
    check(&[("02", seen()), ("05", seen()), ("08", seen())], OLD);
}

#[test]
fn a_redirect_seen_twice_does_not() {
    check(
        &[("02", redirected(NEW, 9)), ("12", redirected(NEW, 9))],
        OLD,
    );
}

#[test]
fn a_redirect_to_a_feed_of_strangers_does_not() {
    let seen = || redirected(NEW, 0);
    check(&[("02", seen()), ("05", seen()), ("12", seen())], OLD);
}

#[test]
fn a_redirect_that_was_taken_back_begins_anew() {
    let seen = || redirected(NEW, 9);
    check(
        &[
            ("02", seen()),
            ("04", good(Hints::default())),
            ("06", seen()),
            ("10", seen()),
        ],
        OLD,
    );
}

#[test]
fn a_redirect_elsewhere_begins_anew() {
    let other = redirected("https://other.example/feed", 9);
    check(
        &[
            ("02", redirected(NEW, 9)),
            ("05", other),
            ("09", redirected(NEW, 9)),
        ],
        OLD,
    );
}

#[test]
fn a_redirect_to_a_login_page_begins_anew() {
    let login = Outcome::Failed(Failure {
        kind: FailureKind::NoFeed,
        message: "a page".to_owned(),
        retry_after: None,
    });
    let seen = || redirected(NEW, 9);
    check(
        &[
            ("02", seen()),
            ("05", seen()),
            ("08", login),
            ("09", seen()),
        ],
        OLD,
    );
}

#[test]
fn https_of_the_same_address_is_believed_at_once() {
    check(
        &[("02", redirected("https://cluster.example/feed", 0))],
        "https://cluster.example/feed",
    );
}

#[test]
fn the_old_address_is_kept_and_the_operator_told_once() {
    let before = SourceState::default();
    let after = poll(
        &before,
        &redirected("https://cluster.example/feed", 0),
        at(START),
    );
    assert_eq!(after.former_urls, [OLD]);
    assert_eq!(notices(&before, &after).len(), 1);
    assert_eq!(notices(&after, &after).len(), 0);
}

#[test]
fn another_address_in_feeds_toml_starts_afresh() {
    let known = poll(
        &SourceState::default(),
        &redirected("https://cluster.example/feed", 0),
        at(START),
    );
    let elsewhere = Source {
        url: "https://elsewhere.example/feed".to_owned(),
        ..source()
    };
    let fresh = resume(&elsewhere, known);
    assert_eq!(
        address(&elsewhere, &fresh),
        "https://elsewhere.example/feed"
    );
    assert!(fresh.validators.is_empty());
    assert!(is_due(&fresh, at(START)));
}

#[test]
fn only_the_permanent_redirects_at_the_beginning_count() {
    let hops = |statuses: &[u16]| -> Vec<Hop> {
        let numbered = statuses.iter().enumerate();
        let hop = |(number, status): (usize, &u16)| Hop {
            url: format!("http://{number}.example/"),
            status: *status,
            headers: Headers::default(),
        };
        numbered.map(hop).collect()
    };
    for (statuses, expected) in [
        (&[200][..], None),
        (&[301, 200], Some("http://1.example/")),
        (&[308, 301, 304], Some("http://2.example/")),
        (&[302, 200], None),
        (&[307, 301, 200], None),
        (&[301, 302, 200], Some("http://1.example/")),
    ] {
        assert_eq!(moved(&hops(statuses)).as_deref(), expected, "{statuses:?}");
    }
}

fn other_feed() -> Outcome {
    let mut outcome = good(Hints::default());
    if let Outcome::Good {
        validators,
        known_entries,
        portrait,
        ..
    } = &mut outcome
    {
        *known_entries = 0;
        validators.etag = Some("theirs".to_owned());
        portrait.title = "Casino".to_owned();
        portrait.hosts = vec!["casino.example".to_owned()];
    }
    outcome
}

fn hijacked() -> SourceState {
    let known = poll(&SourceState::default(), &good(Hints::default()), at(START));
    poll(&known, &other_feed(), at("2026-11-03T10:00:00Z"))
}

#[test]
fn another_feed_at_the_same_address_is_held_back_and_leaves_no_validators() {
    let held = hijacked();
    assert!(is_held(&held));
    assert_eq!(held.validators, validators());
    let known = poll(&SourceState::default(), &good(Hints::default()), at(START));
    assert_eq!(notices(&known, &held).len(), 1);
    let still = poll(&held, &other_feed(), at("2026-11-10T10:00:00Z"));
    assert_eq!(still.held_since, Some(at("2026-11-03T10:00:00Z")));
}

#[test]
fn what_is_held_back_comes_in_when_a_person_accepts_it() {
    let next = poll(
        &accept(&hijacked()),
        &other_feed(),
        at("2026-11-04T10:00:00Z"),
    );
    assert!(!is_held(&next));
    assert_eq!(next.validators.etag.as_deref(), Some("theirs"));
}

#[test]
fn what_is_held_back_comes_in_after_two_weeks() {
    let next = poll(&hijacked(), &other_feed(), at("2026-11-17T10:00:00Z"));
    assert!(!is_held(&next));
}

#[test]
fn the_old_feed_ends_the_hold() {
    let next = poll(
        &hijacked(),
        &good(Hints::default()),
        at("2026-11-04T10:00:00Z"),
    );
    assert!(!is_held(&next));
}

#[test]
fn a_new_title_alone_is_no_other_feed() {
    let known = poll(&SourceState::default(), &good(Hints::default()), at(START));
    let mut renamed = other_feed();
    if let Outcome::Good { portrait, .. } = &mut renamed {
        portrait.hosts = vec!["cluster.example".to_owned()];
    }
    assert!(!is_held(&poll(&known, &renamed, at(START))));
}

#[test]
fn a_feed_looks_like_its_title_and_the_hosts_of_its_pages() {
    let link = |rel: &str, href: &str| Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        ..Link::default()
    };
    let entry = |links: Vec<Link>| Entry {
        links,
        ..Entry::default()
    };
    let feed = Feed {
        title: Some(Text {
            value: " Cluster\n".to_owned(),
            ..Text::default()
        }),
        entries: vec![
            entry(vec![link("alternate", "https://www.b.example/1")]),
            entry(vec![
                link("alternate", "http://a.example/2"),
                link("enclosure", "http://cdn/"),
            ]),
            entry(vec![
                link("alternate", "https://b.example/3"),
                link("alternate", "nothing"),
            ]),
        ],
        ..Feed::default()
    };
    let seen = portrait(&feed);
    assert_eq!(
        (seen.title.as_str(), seen.hosts),
        (
            "Cluster",
            vec!["a.example".to_owned(), "b.example".to_owned()]
        )
    );
}
