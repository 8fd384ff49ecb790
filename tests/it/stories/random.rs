//! The same entries in random orders: the same stories, the same leads.

use super::world::{World, entry};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert_eq, proptest};

const SOURCES: &[(&str, &str, bool)] = &[
    ("a", "https://a.example/", false),
    ("b", "https://b.example/", false),
    ("c", "https://c.example/", false),
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

fn poll(world: &mut World, say: &Say) {
    let (source, guid, link, title, shortlink) = *say;
    let name = SOURCES[source].0;
    let guid = if shortlink {
        "https://a.example/?p=1".to_owned()
    } else {
        format!("g{guid}")
    };
    let said = entry(
        &guid,
        LINKS[link],
        &format!("Title {title} of {guid} by {link} in {name}"),
    );
    world.poll(name, 0, [said]);
}

fn told(says: &[Say]) -> Vec<String> {
    let mut world = World::new(SOURCES);
    for say in says {
        poll(&mut world, say);
    }
    let mut ids: Vec<String> = world
        .stories()
        .iter()
        .map(|s| format!("{} {}", s.id, s.date))
        .collect();
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
        0..4_u8,
        0..LINKS.len(),
        0..2_u8,
        prop::bool::weighted(0.1),
    );
    prop::collection::vec(say, 1..14)
        .prop_map(without_edits)
        .prop_flat_map(|says| (Just(says.clone()), Just(says).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_leaves_no_trace((one, other) in orders()) {
        prop_assert_eq!(told(&one), told(&other));
    }

    #[test]
    fn saying_it_all_again_changes_nothing((says, again) in orders(), twice in any::<bool>()) {
        let mut world = World::new(SOURCES);
        says.iter().for_each(|say| poll(&mut world, say));
        let before = world.stories();
        again.iter().for_each(|say| poll(&mut world, say));
        if twice {
            says.iter().for_each(|say| poll(&mut world, say));
        }
        prop_assert_eq!(world.stories(), before);
    }
}
