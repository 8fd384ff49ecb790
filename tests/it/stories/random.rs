//! The same entries in random orders: the same stories, the same leads.

use super::world::{World, entry};
use clusterwire::model::{Article, Story};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop, prop_assert_eq, proptest};

const SOURCES: &[(&str, &str, bool)] = &[
    ("a", "https://a.example/", false),
    ("b", "https://b.example/", false),
    ("c", "https://c.example/", false),
    ("d", "https://d.example/", false),
    ("e", "https://e.example/", false),
    ("net", "https://net.example/", true),
];

/// One thing that a source says: which source, which guid, which link, which title.
type Say = (usize, u8, usize, u8, bool);

const LINKS: &[&str] = &[
    "https://a.example/one",
    "https://www.a.example/one/?utm_source=x",
    "https://a.example/?p=1",
    "https://b.example/two",
    "https://else.example/three",
    "https://a.example/",
    "",
];

fn said(say: &Say) -> Article {
    let (source, guid, link, title, shortlink) = *say;
    let name = SOURCES[source].0;
    let guid = if shortlink {
        "https://a.example/?p=1".to_owned()
    } else {
        format!("g{guid}")
    };
    let title = format!("Title {title} of {guid} by {link} in {name}");
    entry(&guid, LINKS[link], &title)
}

/// Each source is polled as soon as `together` of what it says have come up.
fn poll_all(world: &mut World, says: &[Say], together: usize) {
    let mut waiting: Vec<Vec<Article>> = vec![Vec::new(); SOURCES.len()];
    for say in says {
        waiting[say.0].push(said(say));
        if waiting[say.0].len() >= together {
            world.poll(SOURCES[say.0].0, 0, std::mem::take(&mut waiting[say.0]));
        }
    }
    for (source, rest) in waiting.into_iter().enumerate() {
        world.poll(SOURCES[source].0, 0, rest);
    }
}

/// What readers see, with the ids and dates that they know it by.
fn told(says: &[Say], together: usize) -> Vec<String> {
    let mut world = World::new(SOURCES);
    poll_all(&mut world, says, together);
    let name = |story: &Story| format!("{} {} {}", story.id, story.date, story.changed);
    let mut ids: Vec<String> = world.stories().iter().map(name).collect();
    ids.sort();
    [world.seen(), ids].concat()
}

/// Of what one source says under one guid only the first is kept, so that no edit is among them.
fn without_edits(mut says: Vec<Say>) -> Vec<Say> {
    let mut seen = std::collections::BTreeSet::new();
    says.retain(|say| seen.insert((say.0, if say.4 { None } else { Some(say.1) })));
    says
}

fn orders() -> impl Strategy<Value = (Vec<Say>, Vec<Say>)> {
    let say = (
        0..SOURCES.len(),
        0..8_u8,
        0..LINKS.len(),
        0..3_u8,
        prop::bool::weighted(0.1),
    );
    prop::collection::vec(say, 1..32)
        .prop_map(without_edits)
        .prop_flat_map(|says| (Just(says.clone()), Just(says).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_leaves_no_trace((one, other) in orders(), together in 1_usize..6) {
        prop_assert_eq!(told(&one, 1), told(&other, together));
    }

    #[test]
    fn saying_it_all_again_changes_nothing((says, again) in orders(), together in 1_usize..6) {
        let mut world = World::new(SOURCES);
        poll_all(&mut world, &says, together);
        let before = world.stories();
        for together in [1, together, 100] {
            poll_all(&mut world, &again, together);
        }
        prop_assert_eq!(world.stories(), before);
    }
}
