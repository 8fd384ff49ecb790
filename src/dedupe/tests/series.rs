//! Pairs of one template, and of one text told in another order: not the same news.

use super::{article, verdicts::check};
use crate::dedupe::Kind;

#[test]
fn a_name_and_a_place_a_word_apart_are_replaced_together() {
    let member = |hours, firm: &str, town: &str| {
        let text = format!(
            "We welcome {firm} from {town} as a new member of the cluster.\nThe company employs 33 \
             people and develops software for customers in several countries.\nWith membership come \
             access to working groups, discounts and the shared stand at fairs."
        );
        article("a", hours, &format!("{firm} joins the cluster"), &text)
    };
    let (one, other) = (member(0, "Ottera", "Zadar"), member(48, "Kvantis", "Arad"));
    check(&one, &other, Kind::Series, 6);
    check(&one, &member(0, "Ottera", "Zadar"), Kind::Same, 7);
}

#[test]
fn a_day_and_a_place_a_word_apart_are_replaced_together() {
    let training = |source, hours, day: &str, text: &str| {
        let first = format!("We invite members to a training on tender writing on {day}.");
        article(source, hours, "Training: tender writing", &(first + text))
    };
    let whole = "\nThe course is led by a certified trainer, and lunch is included in the price.\n\
        Twelve seats are available and members are given preference.";
    let excerpt = "\nThe course is led by a certified trainer, and lunch is included…";
    let one = training("a", 0, "31 March in Doboj", whole);
    let other = training("b", 400, "17 April in Zadar", excerpt);
    check(&one, &other, Kind::Series, 5);
}

#[test]
fn another_day_with_which_the_text_ends_is_another_of_the_series() {
    let vacancy = |day: &str| {
        let text = format!(
            "Our member is hiring a tester for its office near the station.\nYou bring two years of \
             experience, curiosity and good English.\nWe offer a pension plan, a bicycle and a month \
             of leave.\nSend your documents by {day}."
        );
        article("a", 0, "Vacancy: tester", &text)
    };
    check(
        &vacancy("8 October"),
        &vacancy("15 October"),
        Kind::Series,
        5,
    );
}

#[test]
fn what_a_carrier_writes_behind_a_text_replaces_nothing() {
    let carried = |source, last: &str| {
        let text = format!(
            "The team of the faculty won the race of small robots with a machine built of waste.\nIt \
             found its way through the maze twice as fast as the next one.\nThe jury praised its \
             readable code.\n{last}"
        );
        article(source, 0, "Robot made of waste wins the race", &text)
    };
    let one = carried("a", "By Elena Dobre");
    check(&one, &carried("b", "Mirza Vesna"), Kind::Same, 7);
}

#[test]
fn who_begins_elsewhere_and_ends_with_the_first_words_tells_something_else() {
    let first =
        "Residents of Mostar can now settle parking and building permits in one application.";
    let rest = "It was developed by Brightloop together with the cluster and cost the city 900,000 \
        euros.\nIn the first week 72 people logged in, and many requests were dealt with at home.\nFrom \
        summer on the application will also accept the electronic identity card.";
    let news = article("a", 0, "One app for Mostar", &format!("{first}\n{rest}"));
    let later = article("b", 300, "What the app did", &format!("{rest}\n{first}"));
    check(&news, &later, Kind::Related, 7);
}

#[test]
fn names_that_begin_alike_are_two_where_the_titles_have_them_too() {
    let member = |hours, firm: &str| {
        let text = format!(
            "We are pleased to present the new member of the association, the company {firm}.\n{firm} \
             develops business software and employs 18 people near the river.\nWelcome!"
        );
        article("a", hours, &format!("New member: {firm}"), &text)
    };
    let (one, other) = (member(0, "Infosoft"), member(7, "Infobit"));
    check(&one, &other, Kind::Series, 6);
    let mut inflected = member(7, "Infosofta");
    inflected.title.clone_from(&one.title);
    check(&one, &inflected, Kind::Same, 7);
}

#[test]
fn another_name_with_which_the_text_begins_is_another_of_the_series() {
    let vacancy = |source, first: &str| {
        let text = format!(
            "{first} looks for a tester who knows automation.\nYou bring five years of experience, \
             curiosity and good English.\nWe offer a pension plan, a bicycle and a month of leave."
        );
        article(source, 3, "Vacancy: tester", &text)
    };
    let one = vacancy("a", "Valcon");
    check(&one, &vacancy("a", "Authority Partners"), Kind::Series, 6);
    check(&one, &vacancy("b", "Ottera"), Kind::Series, 6);
    check(&one, &vacancy("b", "Valcona"), Kind::Same, 7);
}

#[test]
fn a_short_name_with_two_vowels_is_not_that_of_an_umlaut() {
    let member = |hours, firm: &str| {
        let text = format!(
            "We welcome {firm} GmbH as a member of the cluster and look forward to working together.\nThe \
             company makes tools for the car industry and employs many people in the valley."
        );
        article("a", hours, &format!("Welcome {firm} GmbH"), &text)
    };
    let other = member(48, "Nol");
    check(&member(0, "Noel"), &other, Kind::Series, 6);
    check(&member(0, "Nöl"), &other, Kind::Same, 7);
}

#[test]
fn another_vacancy_of_the_firm_is_none_that_a_carrier_took_over() {
    let vacancy = |source, hours, who: &str| {
        let text = format!(
            "Bluecell, a member of our cluster, is looking for a {who} for its office in Novi Sad.\nYou \
             will join an international team that builds software for hospitals.\nIt offers private \
             health insurance, a learning budget and four weeks of holidays.\nSend your documents to \
             the address below."
        );
        article(source, hours, &format!("Job: {who} at Bluecell"), &text)
    };
    let one = vacancy("a", 0, "backend developer");
    check(&one, &vacancy("b", 25, "scrum master"), Kind::Series, 6);
    check(&one, &vacancy("b", 25, "backend developer"), Kind::Same, 7);
}
