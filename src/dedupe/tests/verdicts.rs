//! Pairs of articles, the rule that decides them, and that the order of the two does not matter.

use super::article;
use crate::{
    dedupe::{Kind, Policy, Verdict, WINDOW, explain, fingerprint, verdict},
    model::Article,
};
use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

const NEWS: &str = "Bit Alliance announced today a new call worth 40,000 euros for young technology \
    companies registered in Tuzla.\nUp to 202 teams will be selected and each of them may receive \
    support for product development, market entry and certification.\nLast year 485 companies \
    applied and more than half of the supported teams still employ people.\nAn information day for \
    applicants will be held on 18 March in the premises of the technology park.";
const TITLE: &str = "Bit Alliance opens a grant call for startups in Tuzla";

fn judge(a: &Article, b: &Article) -> Verdict {
    verdict(&fingerprint(a), &fingerprint(b), WINDOW)
}

#[track_caller]
pub(super) fn check(a: &Article, b: &Article, kind: Kind, rule: u8) {
    for (one, other) in [(a, b), (b, a)] {
        let verdict = judge(one, other);
        assert_eq!((verdict.kind, verdict.rule), (kind, rule), "{verdict:?}");
    }
}

fn news(source: &str, hours: i64) -> Article {
    article(source, hours, TITLE, NEWS)
}

fn at(mut article: Article, guid: &str, link: &str) -> Article {
    article.guid = (!guid.is_empty()).then(|| guid.to_owned());
    article.permalink = (!link.is_empty()).then(|| link.to_owned());
    article
}

#[test]
fn one_guid_of_one_source_is_one_article_though_numbers_were_corrected() {
    let a = at(news("a", 0), "tag:a,1", "");
    let mut b = at(
        article("a", 5, TITLE, &NEWS.replace("485", "486")),
        "tag:a,1",
        "",
    );
    b.title = TITLE.replace("opens", "has opened");
    check(&a, &b, Kind::Same, 1);
}

#[test]
fn a_foreign_guid_alone_says_nothing() {
    let a = at(news("a", 0), "1", "");
    let b = at(
        article("b", 0, "Other words altogether", "Nothing of that is here."),
        "1",
        "",
    );
    check(&a, &b, Kind::No, 3);
}

#[test]
fn one_link_is_one_article() {
    let a = at(news("a", 0), "", "https://a.example/call");
    let b = at(
        article("b", 9, TITLE, "Read it there."),
        "",
        "http://www.a.example/call/?utm_source=b",
    );
    check(&a, &b, Kind::Same, 2);
}

#[test]
fn a_page_that_is_used_again_next_year_is_another() {
    let a = at(news("a", 0), "", "https://a.example/call");
    let b = at(
        article(
            "a",
            24 * 365,
            TITLE,
            "The call of this year is open until the end of summer for all.",
        ),
        "",
        "https://a.example/call",
    );
    check(&a, &b, Kind::Series, 2);
}

#[test]
fn the_same_text_months_later_is_not_compared() {
    check(&news("a", 0), &news("b", 24 * 60), Kind::No, 3);
}

#[test]
fn another_number_in_the_title_is_another_of_the_series() {
    let meetup = |number: u32| {
        article(
            "a",
            0,
            &format!("Weekly meetup #{number}"),
            "Join us for our weekly developer meetup. The doors open half an hour earlier and \
             drinks are on us. Bring a laptop if you want to take part after the talks.",
        )
    };
    check(&meetup(41), &meetup(42), Kind::Series, 4);
}

#[test]
fn another_date_in_the_text_is_another_of_the_series() {
    let other = NEWS.replace("18 March", "19 April");
    check(
        &news("a", 0),
        &article("b", 30, TITLE, &other),
        Kind::Series,
        5,
    );
}

#[test]
fn what_differs_is_told_in_words() {
    let other = article("b", 30, TITLE, &NEWS.replace("18 March", "19 April"));
    let explained = explain(&Policy::default(), &news("a", 0), &other);
    let differing = [("18 March".to_owned(), "19 April".to_owned())];
    assert_eq!(explained.differing, differing);
    assert!(explained.landmarks > 5);
}

#[test]
fn another_name_in_the_text_is_another_of_the_series() {
    let job = |firm: &str| {
        article(
            "a",
            0,
            "Job opening for a DevOps engineer",
            &format!(
                "Our member {firm} is looking for an engineer to join the team in Mostar. You will \
                 work in a small team, use modern tools and talk to customers directly. We offer a \
                 permanent contract and a training budget."
            ),
        )
    };
    check(&job("Kodalabs"), &job("Norvex"), Kind::Series, 6);
}

#[test]
fn an_inflected_name_is_the_same_name() {
    let other = NEWS.replace("Alliance", "Alliances");
    check(
        &news("a", 0),
        &article("b", 3, TITLE, &other),
        Kind::Same,
        7,
    );
}

#[test]
fn an_excerpt_with_the_same_title_is_the_same() {
    let excerpt = NEWS.split('\n').next().unwrap_or_default();
    check(
        &news("a", 0),
        &article("b", 20, TITLE, excerpt),
        Kind::Same,
        7,
    );
}

#[test]
fn a_digest_quotes() {
    let digest = format!(
        "{}\nThe new centre in Zenica was opened by the mayor and the rector of the university in \
         front of many guests.\nThe hackathon in Mostar was won by a team of students that wrote an \
         application for farmers.\nExports of services rose again, says the yearly report of the \
         cluster, and the number of firms barely changed.\nTeachers of nine schools finished the \
         course of digital skills and received their certificates in the town hall.\nThe next \
         digest comes out on Friday as always, and proposals are welcome at the usual address.",
        NEWS.split('\n').take(2).collect::<Vec<_>>().join("\n")
    );
    let digest = article(
        "b",
        20,
        "Our week in a few words",
        &format!("{TITLE}\n{digest}"),
    );
    check(&news("a", 0), &digest, Kind::Quote, 7);
}

#[test]
fn a_text_taken_over_with_another_title_is_the_same() {
    let other = article("b", 4, "Money for young companies", NEWS);
    check(&news("a", 0), &other, Kind::Same, 7);
}

#[test]
fn notices_without_text_are_the_same_by_their_title_for_days() {
    let notice = |source, hours| article(source, hours, "Office closed for the holidays", "");
    check(&notice("a", 0), &notice("b", 48), Kind::Same, 8);
    check(&notice("a", 0), &notice("b", 24 * 9), Kind::No, 8);
}

#[track_caller]
fn check_course(titles: [&str; 2], topics: [&str; 2], kind: Kind, rule: u8) {
    let course = |at: usize| {
        let text = format!(
            "U prostorijama inkubatora u petak se održava besplatna radionica o temi {}. Predavač \
             je inženjer s dugogodišnjim iskustvom, a polaznici trebaju samo svoj laptop. Broj \
             mjesta je ograničen, prijave su otvorene do popune.",
            topics[at]
        );
        let hours = i64::try_from(at).unwrap() * 200;
        article("a", hours, titles[at], &text)
    };
    check(&course(0), &course(1), kind, rule);
}

#[test]
fn a_template_is_filled_in_twice_though_nothing_in_it_is_a_name() {
    let titles = [
        "Besplatna radionica: uvod u git",
        "Besplatna radionica: uvod u docker",
    ];
    check_course(titles, ["git", "docker"], Kind::Series, 6);
}

#[test]
fn another_form_of_a_word_fills_nothing_in() {
    let titles = [
        "Besplatna radionica: uvod u programiranje",
        "Besplatna radionica: uvod u programiranja",
    ];
    check_course(titles, ["programiranje", "programiranja"], Kind::Same, 7);
}

const COLUMN: &str = "The most interesting jobs at our members, gathered for you as in every week.";

fn column(source: &str, hours: i64, jobs: &str) -> Article {
    let frame = "Did you find nothing? Write to us and tell us what you are looking for, and we \
                 pass it on to all members of the cluster who hire people now.";
    article(
        source,
        hours,
        "Jobs of the week",
        &format!("{COLUMN} {jobs} {frame}"),
    )
}

#[test]
fn a_column_has_one_title_for_many_texts() {
    let [one, other] = [
        "A firm in Tuzla wants two testers with some years of practice behind them.",
        "Somebody in Zenica needs a designer for the games that they make there.",
    ];
    check(
        &column("a", 0, one),
        &column("a", 168, other),
        Kind::Series,
        6,
    );
    check(&column("a", 0, one), &column("b", 3, one), Kind::Same, 7);
}

#[test]
fn who_takes_a_text_over_may_give_it_a_headline_of_his_own() {
    let lead =
        "As announced at the beginning of the week by the organisers in a letter to all of us.";
    let other = article(
        "b",
        4,
        "Money for young companies",
        &format!("{lead} {NEWS}"),
    );
    check(&news("a", 0), &other, Kind::Same, 7);
    let foreign = article("b", 4, "Money from Norvex", &format!("{lead} {NEWS}"));
    check(&news("a", 0), &foreign, Kind::Related, 7);
}

#[test]
fn headlines_may_stress_different_numbers_of_one_text() {
    let titled = |source, title: &str| article(source, 0, title, NEWS);
    let (one, other) = ("40,000 euros for startups", "Up to 202 teams can apply");
    check(&titled("a", one), &titled("b", other), Kind::Same, 7);
    check(&titled("a", one), &titled("a", other), Kind::Series, 4);
}

#[test]
fn two_notices_are_two_where_their_names_or_few_words_are_others() {
    let breakfast = |town: &str| format!("Poslovni doručak u {town} u petak");
    let text = "Vidimo se u osam.";
    check(
        &article("a", 0, &breakfast("Jagodini"), text),
        &article("a", 2, &breakfast("Vranju"), text),
        Kind::No,
        8,
    );
    let greeting = "La mulți ani tuturor membrilor";
    check(
        &article("a", 0, greeting, "Vă mulțumim."),
        &article("b", 2, greeting, "Oferim flori."),
        Kind::No,
        8,
    );
    let chart = "Chart of the day";
    check(
        &article("a", 0, chart, ""),
        &article("a", 24, chart, ""),
        Kind::No,
        8,
    );
    check(
        &article("a", 0, chart, ""),
        &article("a", 2, chart, ""),
        Kind::Same,
        8,
    );
}

#[test]
fn a_day_is_the_same_however_it_is_written() {
    let dated = NEWS.replace("18 March", "18 March 2026");
    let news = article("a", 0, TITLE, &dated);
    for written in [
        "18.03.2026",
        "18. 3. 2026.",
        "18/3/2026",
        "3/18/2026",
        "2026-03-18",
    ] {
        let other = article("b", 3, TITLE, &NEWS.replace("18 March", written));
        check(&news, &other, Kind::Same, 7);
    }
    for written in [
        "19.03.2026",
        "18.04.2026",
        "18.03.2025",
        "18.03.2026.4",
        "18.3.20261",
    ] {
        let other = article("b", 3, TITLE, &NEWS.replace("18 March", written));
        check(&news, &other, Kind::Series, 5);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_two_does_not_matter(
        a in prop::collection::vec(0..40_usize, 0..60),
        b in prop::collection::vec(0..40_usize, 0..60),
        titles in (0..6_usize, 0..6_usize),
        hours in 0..2000_i64,
    ) {
        let words: Vec<&str> = NEWS.split_whitespace().collect();
        let text = |places: &[usize]| -> String {
            places.iter().map(|place| words[*place]).collect::<Vec<_>>().join(" ")
        };
        let title = |n: usize| words[n..n + 5].join(" ");
        let one = article("a", 0, &title(titles.0), &text(&a));
        let other = article("b", hours, &title(titles.1), &text(&b));
        let (there, back) = (judge(&one, &other), judge(&other, &one));
        prop_assert_eq!((there.kind, there.rule, there.strength), (back.kind, back.rule, back.strength));
    }
}
