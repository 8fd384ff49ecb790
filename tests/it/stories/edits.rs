//! Edits and late arrivals in random orders: the same stories as if the last versions had come at once.

use super::world::{World, entry};
use clusterwire::{
    html,
    model::{Article, Story, StoryId, Timestamp},
};
use proptest::{
    prelude::{Just, ProptestConfig, Strategy, prop, prop_assert_eq, proptest},
    sample::Index,
};
use std::collections::BTreeMap;

/// No more than four: a fifth title makes a link hot, and that it stays so for ever is wanted.
const SOURCES: &[(&str, &str, bool)] = &[
    ("a", "https://a.example/", false),
    ("b", "https://b.example/", false),
    ("c", "https://c.example/", false),
    ("net", "https://net.example/", true),
];

/// Addresses among which an article may move: one that leads to another site is held back.
const SITES: &[&[&str]] = &[
    &[
        "https://a.example/one",
        "https://www.a.example/one/?utm_source=x",
        "https://a.example/?p=1",
        "https://a.example/two",
        "",
    ],
    &["https://b.example/two", "https://b.example/three"],
    &["https://else.example/three"],
    &["https://a.example/"],
];

/// An article as its source tells it, one version after the other: whose it is, its name there, and
/// for each version day, address and title.
#[derive(Clone, Debug)]
struct Piece {
    source: usize,
    name: usize,
    site: usize,
    versions: Vec<(i64, Index, u8)>,
}

impl Piece {
    fn version(&self, number: usize) -> Article {
        let (_, link, title) = &self.versions[number];
        // The first of each source has an address as its guid, which another one may have too.
        let guid = match self.name {
            0 => "https://a.example/?p=1".to_owned(),
            name => format!("g{name}"),
        };
        let title = format!("Title {title} of {guid} in {}", SOURCES[self.source].0);
        entry(&guid, link.get::<&str>(SITES[self.site]), &title)
    }

    fn last(&self) -> Article {
        self.version(self.versions.len() - 1)
    }
}

/// At most four of each source, for the same reason.
fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let version = (0..4_i64, proptest::arbitrary::any::<Index>(), 0..3_u8);
    let versions = prop::collection::vec(version, 1..4).prop_map(|mut versions| {
        versions.sort_by_key(|(day, ..)| *day);
        versions
    });
    let piece = (0..SOURCES.len(), 0..SITES.len(), versions);
    prop::collection::vec(piece, 1..10).prop_map(|drawn| {
        let mut names = [0; SOURCES.len()];
        let mut pieces = Vec::new();
        for (source, site, versions) in drawn {
            let name = names[source];
            names[source] += 1;
            let piece = Piece {
                source,
                name,
                site,
                versions,
            };
            pieces.extend((name < 4).then_some(piece));
        }
        pieces
    })
}

/// Which piece says something next; its versions come in their order.
type Events = Vec<(i64, usize)>;

/// Two orders in which it all may come: nothing but what comes on one day changes places.
fn orders() -> impl Strategy<Value = (Vec<Piece>, Events, Events)> {
    pieces().prop_flat_map(|pieces| {
        let mut events = Events::new();
        for (place, piece) in pieces.iter().enumerate() {
            events.extend(piece.versions.iter().map(|(day, ..)| (*day, place)));
        }
        let by_day = |mut events: Events| {
            events.sort_by_key(|(day, _)| *day);
            events
        };
        let shuffled = Just(events.clone()).prop_shuffle().prop_map(by_day);
        (Just(pieces), shuffled.clone(), shuffled)
    })
}

/// Each source is polled as soon as `together` of what it says on a day have come up.
fn told(pieces: &[Piece], events: &Events, together: usize) -> World {
    let mut world = World::new(SOURCES);
    let mut said = vec![0; pieces.len()];
    let mut waiting: BTreeMap<usize, Vec<(usize, Article)>> = BTreeMap::new();
    let poll = |world: &mut World, source: usize, day: i64, said: Vec<(usize, Article)>| {
        let entries = said.into_iter().map(|(_, entry)| entry);
        world.poll(SOURCES[source].0, day * 1440, entries);
    };
    for (number, (day, place)) in events.iter().enumerate() {
        let piece = &pieces[*place];
        let version = piece.version(said[*place]);
        said[*place] += 1;
        let queue = waiting.entry(piece.source).or_default();
        // A document has one version of an article.
        if queue.iter().any(|(other, _)| other == place) {
            poll(&mut world, piece.source, *day, std::mem::take(queue));
        }
        queue.push((*place, version));
        if queue.len() >= together {
            poll(&mut world, piece.source, *day, std::mem::take(queue));
        }
        if events.get(number + 1).is_none_or(|(next, _)| next != day) {
            for (source, rest) in std::mem::take(&mut waiting) {
                poll(&mut world, source, *day, rest);
            }
        }
    }
    world
}

/// The last versions alone, each on the day on which its article was seen first.
fn at_once(pieces: &[Piece]) -> World {
    let mut world = World::new(SOURCES);
    for day in 0..4 {
        for (source, (name, ..)) in SOURCES.iter().enumerate() {
            let new = pieces.iter().filter(|piece| {
                piece.source == source && piece.versions.first().is_some_and(|(d, ..)| *d == day)
            });
            world.poll(name, day * 1440, new.map(Piece::last));
        }
    }
    world
}

/// What readers see, and by which ids and dates they know it.
fn known(world: &World) -> Vec<String> {
    let name = |story: &Story| format!("{} {} {}", story.id, story.date, story.lead.title);
    let mut known: Vec<String> = world.stories().iter().map(name).collect();
    known.sort();
    [world.seen(), known].concat()
}

/// When readers are told that something is other than it was.
fn changed(world: &World) -> BTreeMap<StoryId, Timestamp> {
    let stories = world.stories();
    stories
        .iter()
        .map(|story| (story.id, story.changed))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn edits_in_any_order_end_in_the_stories_of_the_last_versions(
        (pieces, one, other) in orders(),
        together in 1_usize..5,
    ) {
        let (one, other) = (told(&pieces, &one, 1), told(&pieces, &other, together));
        prop_assert_eq!(known(&one), known(&other));
        prop_assert_eq!(changed(&one), changed(&other));
        prop_assert_eq!(known(&one), known(&at_once(&pieces)));
    }
}

const LINES: [&str; 6] = [
    "Bit Alliance announced today a new call worth 40,000 euros for young technology companies.",
    "Up to 202 teams will be selected and each of them may receive support for product development.",
    "Last year 485 companies applied and more than half of the supported teams still employ people.",
    "An information day for applicants will be held on 18 March in the premises of the park.",
    "An information day for applicants will be held on 19 April in the premises of the park.",
    "Last year 486 companies applied and more than half of the supported teams still employ people.",
];
const TITLES: [&str; 3] = [
    "Bit Alliance opens a call for startups in Tuzla",
    "Money for companies",
    "Bit Alliance opens a call for startups #7",
];

/// A text: its source, title, lines; whether it comes late, and the lines it is edited to.
type Text = (usize, usize, Vec<usize>, bool, Option<Vec<usize>>);

fn texts() -> impl Strategy<Value = (Vec<Text>, Vec<usize>, Vec<usize>)> {
    let lines = || prop::sample::subsequence((0..LINES.len()).collect::<Vec<_>>(), 1..6);
    let text = (
        0..SOURCES.len(),
        0..TITLES.len(),
        lines(),
        prop::bool::weighted(0.3),
        prop::option::weighted(0.4, lines()),
    );
    prop::collection::vec(text, 1..8).prop_flat_map(|texts| {
        let places: Vec<usize> = (0..texts.len()).collect();
        let shuffled = Just(places).prop_shuffle();
        (Just(texts), shuffled.clone(), shuffled)
    })
}

/// What came on the first day in this order, then the edits of it, then the late ones in this order.
///
/// What was the same once stays so after an edit, for who took it over did so before: so the edits come
/// one after the other, and not among what they are compared with.
fn read(texts: &[Text], order: &[usize]) -> Vec<Story> {
    let mut world = World::new(SOURCES);
    let say = |place: usize, lines: &[usize]| {
        let (_, title, ..) = &texts[place];
        let guid = format!("g{place}");
        let link = format!("https://{guid}.example/news/{guid}-1");
        let mut article = entry(&guid, &link, TITLES[*title]);
        let lines: Vec<&str> = lines.iter().map(|line| LINES[*line]).collect();
        article.content = html::clean(&format!("<p>{}</p>", lines.join("</p><p>")), None);
        article
    };
    let arrive = |world: &mut World, late: bool, day: i64| {
        for place in order.iter().filter(|place| texts[**place].3 == late) {
            let (source, _, lines, ..) = &texts[*place];
            world.poll(SOURCES[*source].0, day * 1440, [say(*place, lines)]);
        }
    };
    arrive(&mut world, false, 0);
    for (place, (source, _, _, late, edited)) in texts.iter().enumerate() {
        if let (false, Some(lines)) = (late, edited) {
            world.poll(SOURCES[*source].0, 1440, [say(place, lines)]);
        }
    }
    arrive(&mut world, true, 2);
    world.stories()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]

    #[test]
    fn texts_that_were_edited_and_texts_that_come_late_are_the_same_stories_in_any_order(
        (texts, one, other) in texts(),
    ) {
        prop_assert_eq!(read(&texts, &one), read(&texts, &other));
    }
}
