//! Copies that have another address: what their texts say.

use super::world::{World, arrive, at, entry, id, wait};
use clusterwire::{
    dedupe::{keys, link_languages},
    html,
    model::{Article, Language},
};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop, prop_assert_eq, proptest};

const SOURCES: &[(&str, &str, bool)] = &[
    ("a", "https://a.example/feed", false),
    ("b", "https://b.example/", false),
    ("c", "https://c.example/", false),
    ("net", "https://net.example/", true),
];

const CALL: [&str; 4] = [
    "Bit Alliance announced today a new call worth 40,000 euros for young technology companies.",
    "Up to 202 teams will be selected and each of them may receive support for product development.",
    "Last year 485 companies applied and more than half of the supported teams still employ people.",
    "An information day for applicants will be held on 18 March in the premises of the park.",
];
const TITLE: &str = "Bit Alliance opens a call for startups in Tuzla";

fn told(guid: &str, title: &str, text: &[&str]) -> Article {
    let link = format!("https://{guid}.example/news/{guid}-1");
    let mut article = entry(guid, &link, title);
    article.content = html::clean(&format!("<p>{}</p>", text.join("</p><p>")), None);
    article
}

#[test]
fn a_copy_with_another_address_is_the_same_story_told_by_who_had_it_first() {
    let mut world = World::new(SOURCES);
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll("b", 60, [told("b", &format!("[a] {TITLE}"), &CALL)]);
    world.check(&["a: Bit Alliance opens a call for startups in Tuzla + b"]);
}

#[test]
fn a_partners_copy_that_came_first_does_not_lead() {
    let mut world = World::new(SOURCES);
    world.poll("net", 0, [told("net", TITLE, &CALL)]);
    world.poll("a", 60, [told("a", TITLE, &CALL)]);
    world.check(&["a: Bit Alliance opens a call for startups in Tuzla + net"]);
}

#[test]
fn an_excerpt_is_the_same_story() {
    let mut world = World::new(SOURCES);
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll("b", 60, [told("b", TITLE, &CALL[..1])]);
    world.check(&["a: Bit Alliance opens a call for startups in Tuzla + b"]);
}

#[test]
fn another_number_is_another_story() {
    let mut world = World::new(SOURCES);
    let other = CALL.map(|line| line.replace("485", "486").replace("40,000", "50,000"));
    let other = other.each_ref().map(String::as_str);
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll("b", 60, [told("b", TITLE, &other)]);
    assert_eq!(world.stories().len(), 2);
}

#[test]
fn a_copy_of_what_was_corrected_since_stays_in_its_story() {
    let mut world = World::new(SOURCES);
    let corrected = CALL.map(|line| line.replace("485", "486"));
    let corrected = corrected.each_ref().map(String::as_str);
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll("b", 60, [told("b", TITLE, &CALL)]);
    world.poll("a", 120, [told("a", TITLE, &corrected)]);
    world.check(&["a: Bit Alliance opens a call for startups in Tuzla + b"]);
}

#[test]
fn published_stories_are_joined_by_nearly_the_whole_text_only() {
    let mut world = World::new(SOURCES);
    let half = [
        CALL[0],
        CALL[1],
        "Nobody knows yet who will sit in the jury of this year.",
        "More of that later.",
    ];
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll(
        "b",
        60,
        [told("b", "Bit Alliance opens a call for startups", &half)],
    );
    let joined = world.stories().len();
    assert_eq!(
        joined, 1,
        "they are one story as long as nobody has seen them"
    );
}

#[test]
fn a_bridge_between_two_published_stories_leaves_an_alias() {
    let mut world = World::new(SOURCES);
    let (first, second) = (&CALL[..2], &CALL[2..]);
    world.poll("a", 0, [told("a", TITLE, first)]);
    world.poll("b", 60, [told("b", TITLE, second)]);
    assert_eq!(world.stories().len(), 2);
    let (elder, younger) = (world.stories()[1].id, world.stories()[0].id);
    world.publish(90);
    world.poll("c", 120, [told("c", TITLE, &CALL)]);
    assert_eq!(world.stories().len(), 1);
    assert_eq!(world.story(younger).map(|story| story.id), Some(elder));
}

/// How many texts are compared with a copy of the call.
fn compared(world: &World) -> usize {
    let copy = arrive("c", 0, told("c", TITLE, &CALL));
    let known = wait(world.store.known(keys(&[copy])));
    known.expect("looked up").prints.len()
}

#[test]
fn forgotten_texts_are_compared_no_more_and_their_stories_stay_as_they_were() {
    let mut world = World::new(SOURCES);
    let other = CALL.map(|line| line.replace("485", "486"));
    let other = other.each_ref().map(String::as_str);
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll("b", 60, [told("b", TITLE, &CALL)]);
    world.poll("c", 90, [told("c", TITLE, &other)]);
    let before = world.stories();
    assert_eq!((before.len(), compared(&world)), (2, 3));
    let forgotten = wait(world.store.forget_texts(at(600), 2)).expect("forgotten");
    assert_eq!(forgotten, 2);
    assert_eq!(
        wait(world.store.forget_texts(at(600), 2)).expect("forgotten"),
        1
    );
    assert_eq!((world.stories(), compared(&world)), (before, 0));
    world.poll("b", 60 * 24 * 100, [told("b", "A new title", &CALL)]);
    assert_eq!(world.stories().len(), 2);
    assert_eq!(world.stories()[1].also.len(), 1);
}

#[test]
fn texts_that_another_version_read_are_read_anew() {
    let mut world = World::new(SOURCES);
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll(
        "b",
        0,
        [told("b", "Something else", &["Nobody knows what it is."])],
    );
    wait(world.store.set_remark("norm", "of old")).expect("kept");
    let mut rounds = 0;
    while wait(world.store.read_anew(1)).expect("read") {
        rounds += 1;
    }
    assert_eq!(rounds, 2);
    assert!(!wait(world.store.read_anew(1)).expect("read"));
    world.poll("c", 60, [told("c", TITLE, &CALL)]);
    world.check(&[
        "a: Bit Alliance opens a call for startups in Tuzla + c",
        "b: Something else",
    ]);
}

#[test]
fn the_text_of_another_year_is_another_story() {
    let mut world = World::new(SOURCES);
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll("b", 60 * 24 * 100, [told("b", TITLE, &CALL)]);
    assert_eq!(world.stories().len(), 2);
    assert_eq!(world.stories()[1].lead.source, id("a"));
    assert_eq!(world.stories()[1].date, at(0));
}

#[test]
fn what_a_person_parts_stays_apart_and_what_he_joins_is_one() {
    let mut world = World::new(SOURCES);
    world.order(
        "https://a.example/news/a-1",
        "https://b.example/news/b-1",
        false,
    );
    world.order(
        "https://a.example/news/a-1",
        "https://c.example/news/c-1",
        true,
    );
    world.poll("a", 0, [told("a", TITLE, &CALL)]);
    world.poll("b", 60, [told("b", TITLE, &CALL)]);
    world.poll(
        "c",
        90,
        [told("c", "Something else", &["Nobody knows what."])],
    );
    world.check(&[
        "a: Bit Alliance opens a call for startups in Tuzla + c",
        "b: Bit Alliance opens a call for startups in Tuzla",
    ]);
}

#[test]
fn the_same_news_in_another_language_is_linked() {
    let mut world = World::new(SOURCES);
    let mut english = told("a", TITLE, &CALL);
    english.language = Language::parse("en");
    let mut bosnian = told(
        "b",
        "Bit Alliance otvara poziv za startape u Tuzli",
        &[
            "Bit Alliance objavio je danas novi poziv vrijedan 40.000 eura za mlade kompanije.",
            "Bit će odabrano do 202 tima. Prošle godine prijavilo se 485 kompanija.",
            "Informativni dan održat će se 18. marta u prostorijama parka.",
        ],
    );
    bosnian.language = Language::parse("bs");
    world.poll("a", 0, [english]);
    world.poll("b", 60, [bosnian]);
    let mut stories = world.stories();
    link_languages(&mut stories);
    let linked: Vec<_> = stories
        .iter()
        .map(|story| story.translations.clone())
        .collect();
    let name = |place: usize| {
        (
            stories[place].lead.language.clone().expect("a language"),
            stories[place].id,
        )
    };
    assert_eq!(linked, [vec![name(1)], vec![name(0)]]);
}

/// What a source says: which source, which lines, which title, when.
type Say = (usize, Vec<usize>, usize, i64);

fn orders() -> impl Strategy<Value = (Vec<Say>, Vec<Say>)> {
    let lines = prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 1..6);
    let say = (0..SOURCES.len(), lines, 0..3_usize, 0..6_i64);
    prop::collection::vec(say, 1..9)
        .prop_flat_map(|says| (Just(says.clone()), Just(says).prop_shuffle()))
}

fn stories(all: &[Say], order: &[Say]) -> Vec<Vec<String>> {
    let mut world = World::new(SOURCES);
    for say in order {
        let (source, lines, title, day) = say;
        let number = all.iter().position(|one| one == say).unwrap_or_default();
        let text: Vec<String> = lines.iter().map(|line| line_of(*line)).collect();
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let title = [
            TITLE,
            "Money for companies",
            "Bit Alliance opens a call for startups #7",
        ][*title];
        let mut said = told(&format!("g{number}"), title, &text);
        said.published = Some(at(day * 1440 - 20_000));
        world.poll(SOURCES[*source].0, 0, [said]);
    }
    let mut told: Vec<Vec<String>> = world
        .stories()
        .iter()
        .map(|story| {
            let also = story
                .also
                .iter()
                .map(|c| format!("{} {:?}", c.source, c.permalink));
            let lead = format!(
                "{} {:?} {}",
                story.lead.source, story.lead.permalink, story.id
            );
            std::iter::once(lead).chain(also).collect()
        })
        .collect();
    told.sort();
    told
}

fn line_of(line: usize) -> String {
    match line {
        4 => CALL[3].replace("18 March", "19 April"),
        5 => CALL[0].replace("Bit Alliance", "Cluj Cluster"),
        line => CALL[line].to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn texts_in_any_order_give_the_same_stories((one, other) in orders()) {
        prop_assert_eq!(stories(&one, &one), stories(&one, &other));
    }
}
