//! Articles all at once, edges in any order: the same stories.

use super::article;
use crate::{
    dedupe::{Edge, Kind, Outline, Teller, batch, partition, related, translations},
    model::{Alternate, Article, Language},
};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop, prop_assert_eq, proptest};

fn edge(a: usize, b: usize, kind: Kind, strength: u8) -> Edge {
    Edge {
        a,
        b,
        kind,
        strength,
        certain: strength == 6 && kind == Kind::Same,
        apart: 0,
    }
}

#[track_caller]
fn check(count: usize, edges: &[Edge], story: &[usize]) {
    assert_eq!(partition(count, edges).story, story);
}

#[test]
fn what_is_the_same_is_one_story() {
    check(
        4,
        &[edge(0, 2, Kind::Same, 4), edge(2, 3, Kind::Same, 5)],
        &[0, 1, 0, 0],
    );
}

#[test]
fn two_of_a_series_are_not_joined_by_a_third() {
    let edges = [
        edge(0, 1, Kind::Same, 5),
        edge(1, 2, Kind::Same, 4),
        edge(0, 2, Kind::Series, 0),
    ];
    check(3, &edges, &[0, 0, 2]);
    assert_eq!(partition(3, &edges).refused, [(1, 2)]);
}

#[test]
fn many_for_it_outvote_one_against_it() {
    let edges = [
        edge(0, 1, Kind::Same, 5),
        edge(2, 3, Kind::Same, 5),
        edge(0, 2, Kind::Same, 4),
        edge(1, 3, Kind::Same, 4),
        edge(0, 3, Kind::Quote, 0),
    ];
    check(4, &edges, &[0, 0, 0, 0]);
}

#[test]
fn a_version_that_is_the_same_outweighs_one_that_was_changed() {
    let edges = [
        edge(0, 1, Kind::Same, 6),
        edge(0, 2, Kind::Same, 5),
        edge(1, 2, Kind::Series, 0),
    ];
    check(3, &edges, &[0, 0, 0]);
}

#[test]
fn what_a_person_parts_stays_apart() {
    let never = Edge {
        certain: true,
        ..edge(0, 1, Kind::Series, 6)
    };
    check(2, &[edge(0, 1, Kind::Same, 5), never], &[0, 1]);
}

fn edges() -> impl Strategy<Value = (Vec<Edge>, Vec<Edge>)> {
    let kinds = prop::sample::select(vec![Kind::Same, Kind::Same, Kind::Series, Kind::Quote]);
    let edge = (0..9_usize, 0..9_usize, kinds, 4..7_u8).prop_map(|(a, b, kind, strength)| {
        edge(a.min(b), a.max(b) + usize::from(a == b), kind, strength)
    });
    prop::collection::vec(edge, 0..25)
        .prop_flat_map(|edges| (Just(edges.clone()), Just(edges).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_edges_does_not_matter((one, other) in edges()) {
        prop_assert_eq!(partition(11, &one), partition(11, &other));
    }

    #[test]
    fn a_component_alone_is_told_as_it_is_among_others((edges, _) in edges()) {
        let edges: Vec<Edge> = edges.into_iter().filter(|edge| edge.b < 9).collect();
        let shifted = |by: usize| {
            edges.iter().map(move |edge| Edge { a: edge.a + by, b: edge.b + by, ..*edge })
        };
        let both: Vec<Edge> = shifted(0).chain(shifted(9)).collect();
        let (alone, among) = (partition(9, &edges), partition(18, &both));
        prop_assert_eq!(&alone.story[..], &among.story[..9]);
    }
}

fn call(source: &str, hours: i64, title: &str) -> Article {
    let text = "Bit Alliance announced today a new call worth 40,000 euros for young companies.\nUp \
                to 202 teams will be selected and each may receive support for product development.";
    article(source, hours, title, text)
}

#[test]
fn a_batch_tells_each_piece_of_news_once() {
    let articles = [
        call("a", 0, "Call for startups opens"),
        article(
            "a",
            1,
            "Office closed on 5 May",
            "We are back the next working day.",
        ),
        call("b", 5, "[a] Call for startups opens"),
    ];
    let stories: Vec<usize> = batch(&articles).iter().map(|placed| placed.story).collect();
    assert_eq!(stories, [0, 1, 0]);
}

fn outline(language: u32, day: i64, features: &[u32]) -> Outline {
    Outline {
        language,
        at: day * 86_400,
        features: features.to_vec(),
    }
}

/// Two bits say the kind: numbers and dates are below this, names above.
const NAME: u32 = 1 << 31;

#[test]
fn the_same_numbers_and_names_in_another_language_are_linked() {
    let english = outline(1, 0, &[1, 2, 3, NAME + 1, NAME + 2]);
    let bosnian = outline(2, 3, &[1, 2, 3, NAME + 1, NAME + 2, NAME + 9]);
    let other = outline(2, 3, &[4, 5, 6, NAME + 1, NAME + 2]);
    assert_eq!(related(&[english, bosnian, other]), [(0, 1)]);
}

#[test]
fn other_numbers_of_the_same_people_are_other_news() {
    let english = outline(1, 0, &[1, 2, 3, NAME + 1, NAME + 2, NAME + 3]);
    let bosnian = outline(2, 1, &[1, 5, 6, NAME + 1, NAME + 2, NAME + 3]);
    assert_eq!(related(&[english, bosnian]), []);
}

#[test]
fn the_same_language_and_another_month_are_not_linked() {
    let features = [1, 2, 3, NAME + 1, NAME + 2];
    let stories = [
        outline(1, 0, &features),
        outline(1, 0, &features),
        outline(2, 30, &features),
    ];
    assert_eq!(related(&stories), []);
}

/// At this address, in this language, with these addresses as itself in another one.
fn teller(link: &str, language: &str, others: &[(&str, &str)]) -> Teller {
    let alternate = |(language, url): &(&str, &str)| Alternate {
        language: Language::parse(language).expect("a language"),
        url: (*url).to_owned(),
    };
    Teller {
        language: Language::parse(language),
        links: vec![link.to_owned()],
        alternates: others.iter().map(alternate).collect(),
        ..Teller::default()
    }
}

#[test]
fn pages_of_one_site_that_name_each_other_are_linked_without_a_word_in_common() {
    let (bosnian, english) = ("https://a.example/vijest", "https://a.example/en/news");
    let tellers = [
        teller(bosnian, "bs", &[("en", "http://www.a.example/en/news/")]),
        teller(english, "en-US", &[]),
        teller("https://a.example/en/other", "en", &[]),
    ];
    assert_eq!(translations(&tellers), [(0, 1)]);
}

#[test]
fn nobody_makes_himself_the_translation_of_somebody_else() {
    let (theirs, mine) = ("https://a.example/vijest", "https://b.example/news");
    let claim = teller(mine, "en", &[("bs", theirs)]);
    let silent = [teller(theirs, "bs", &[]), claim.clone()];
    assert_eq!(translations(&silent), []);
    let agreed = [teller(theirs, "bs", &[("en", mine)]), claim];
    assert_eq!(translations(&agreed), [(0, 1)]);
}

#[test]
fn what_a_page_declares_counts_more_than_what_looks_like_it() {
    let features = vec![1, 2, 3, NAME + 1, NAME + 2];
    let alike = |teller: Teller| Teller {
        features: features.clone(),
        ..teller
    };
    let tellers = [
        teller("https://a.example/en/true", "en", &[]),
        alike(teller(
            "https://a.example/bs",
            "bs",
            &[("en", "https://a.example/en/true")],
        )),
        alike(teller("https://b.example/en/like", "en", &[])),
    ];
    assert_eq!(translations(&tellers), [(0, 1)]);
}
