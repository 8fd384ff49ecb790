//! Lists under names of projects, members and services in; those that are news all the same, out.

use crate::page_listing::listing as read;

const SENTENCES: [&str; 4] = [
    "Cluster opens a new laboratory in the harbour",
    "Students win the prize of the whole region",
    "Call for digital vouchers is open again",
    "Delegation visits the fair on the other coast",
];

const NAMES: [&str; 4] = [
    "Alpha Soft d.o.o. Zadar",
    "Beta Metal Works Rijeka",
    "Gamma Energy Systems Pula",
    "Delta Robotics Group Split",
];

/// Cards whose addresses begin so, each with the date that `date` makes of its number.
fn cards(base: &str, titles: [&str; 4], date: &str) -> String {
    let card = |(n, title): (usize, &&str)| {
        let date = date.replace("{n}", &(n + 1).to_string());
        format!(
            "<div class=card><h3><a href={base}-{n}-of-many>{title}</a></h3><p>{date}</p><p>More of it in a few words.</p></div>"
        )
    };
    titles.iter().enumerate().map(card).collect()
}

#[track_caller]
fn check(path: &str, head: &str, list: &str, found: usize) {
    let body = format!("{head}<main><div class=grid>{list}</div></main>");
    let items = read(&format!("https://site.example{path}"), &body, None).items;
    assert_eq!(items.len(), found, "{path} {head}: {items:?}");
}

#[test]
fn a_word_that_only_begins_like_one_for_firms_or_products_is_another() {
    let list = cards("/x/some", SENTENCES, "");
    for head in [
        "<h1>Firmware</h1>",
        "<h1>Produktionstechnik Sachsen</h1>",
        "<title>Partnership for Growth | Harbour</title>",
    ] {
        check("/tales/", head, &list, 4);
    }
    for head in [
        "<h1>Naše firme</h1>",
        "<h1>Produkte</h1>",
        "<h1>Our partners</h1>",
    ] {
        check("/tales/", head, &list, 0);
    }
}

#[test]
fn an_address_of_stories_posts_or_a_category_lists_news() {
    let list = cards("/x/some", SENTENCES, "");
    for path in [
        "/stories/",
        "/posts/",
        "/aktivnosti/",
        "/price/",
        "/category/projekti/",
    ] {
        check(path, "<h1>Projekti</h1>", &list, 4);
    }
    check("/x/", "<h1>Aktivnosti članica</h1>", &list, 4);
    check("/projekti/", "<h1>Projekti</h1>", &list, 0);
}

#[test]
fn the_name_of_the_site_says_nothing_of_a_list() {
    let list = cards("/x/some", SENTENCES, "");
    for head in [
        "<meta property=og:site_name content='Project ALFA'><h1>Project ALFA</h1>",
        "<header><a href=/>Project ALFA</a></header><h1>Project ALFA</h1>",
        "<title>What happened | Project ALFA</title><h1>Project ALFA</h1>",
    ] {
        check("/x/", head, &list, 4);
    }
    check("/x/", "<h1>Project ALFA</h1>", &list, 0);
}

#[test]
fn sentences_on_a_page_of_one_project_are_news_and_names_are_not() {
    let at = "/projects/alfa/";
    for (titles, found) in [(SENTENCES, 4), (NAMES, 0)] {
        let list = cards("/projects/alfa/some", titles, "");
        check(at, "<h1>What happened</h1>", &list, found);
        let list = cards("/x/some", titles, "");
        check("/x/", "<h1>How our team works</h1>", &list, found);
    }
}

#[test]
fn dated_news_on_projects_and_members_are_news() {
    for (topic, beside) in [
        ("Projekti", "Inovacije"),
        ("Unsere Mitglieder", "Aus dem Cluster"),
        ("Projects", "Latest"),
    ] {
        let date = "{n}.3.2024.";
        let own = cards("/news/some", SENTENCES, date);
        let page = |other: &str| {
            format!(
                "<h1>News</h1><section><h2>{beside}</h2><div>{own}</div></section><section><h2>{topic}</h2><div>{other}</div></section>"
            )
        };
        let url = "https://site.example/news/";
        let dated = page(&cards("/news/other", NAMES, date));
        let first = read(url, &dated, None);
        assert_eq!(first.items.len(), 8, "{topic}");
        let learnt = first.wrapper.as_ref();
        assert_eq!(read(url, &dated, learnt).items, first.items, "{topic}");
        // Without dates, they are projects and members.
        let undated = page(&cards("/news/other", NAMES, ""));
        assert_eq!(read(url, &undated, None).items.len(), 4, "{topic}");
        assert_eq!(read(url, &undated, learnt).items.len(), 4, "{topic}");
        let elsewhere = page(&cards("/projects/other", NAMES, date));
        assert_eq!(read(url, &elsewhere, None).items.len(), 4, "{topic}");
    }
}

#[test]
fn one_card_with_a_day_is_news_where_something_says_so() {
    let card = |holder: &str, day: &str| {
        format!(
            "<{holder}><h2><a href=/general-terms-of-the-association>General terms of the association</a></h2>{day}</{holder}>"
        )
    };
    let plain = card("article", "<p>Last updated: 12 May 2026</p>");
    check("/", "<h1>Welcome</h1>", &plain, 0);
    check("/", "<h1>News</h1>", &plain, 1);
    check("/news/", "<h1>Welcome</h1>", &plain, 1);
    let timed = "<time datetime=2026-05-12>12 May</time>";
    check("/", "<h1>Welcome</h1>", &card("article", timed), 1);
    check("/", "<h1>Welcome</h1>", &card("div", timed), 0);
}

#[test]
fn since_when_members_belong_is_no_day_of_news() {
    for since in [
        "Member since {n} March 2019",
        "Članica od {n}.3.2019.",
        "Mitglied seit {n}.3.2019",
        "Founded: {n} March 2019",
    ] {
        let list = cards("/members/some", NAMES, since);
        check("/members/", "<h1>Our members</h1>", &list, 0);
    }
    let list = cards("/members/some", NAMES, "{n} March 2019");
    check("/news/", "<h1>News on our members</h1>", &list, 4);
}

#[test]
fn news_of_some_weeks_ago_have_a_day() {
    for (said, day) in [
        ("{n} weeks ago", "2026-11-15"),
        ("prije {n} sedmicu dana", "2026-11-15"),
        ("acum {n} săptămâni", "2026-11-15"),
    ] {
        let list = cards("/news/some", SENTENCES, said);
        let page = read("https://site.example/news/", &list, None);
        let first = page.items.first().and_then(|item| item.date.as_ref());
        let first = first.map(|date| date.day().to_string());
        assert_eq!(first.as_deref(), Some(day), "{said}");
    }
}

#[test]
fn what_things_cost_is_no_news_where_the_page_is_english() {
    let list = cards("/price/some", NAMES, "");
    let head = |tag: &str| format!("<html lang={tag}><h1>Membership of the hub</h1>");
    check("/price/", &head("en"), &list, 0);
    check("/price/", &head("hr"), &list, 4);
    check("/price/", "<h1>Priče naših članova</h1>", &list, 4);
}
