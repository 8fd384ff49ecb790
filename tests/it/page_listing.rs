//! Lists of many builds in; their news, and nothing that stands beside them, out.

use chrono::{TimeZone, Utc};
use clusterwire::{
    date::{Context, Dated},
    model::{Document, PageSelectors},
    page::{self, Item, Wrapper},
};

/// The list on a page; `learnt`: what was learnt of it before.
pub(crate) fn listing(url: &str, body: &str, learnt: Option<&Wrapper>) -> page::Listing {
    let document = Document {
        url: url.to_owned(),
        body: body.as_bytes().to_vec(),
        ..Document::default()
    };
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 10, 0, 0);
    let context = Context::at(now.single().expect("an instant"));
    page::listing(&document, learnt, &PageSelectors::default(), &context)
}

const PAGE: &str = "https://site.example/news/";

fn read(body: &str) -> Vec<Item> {
    listing(PAGE, body, None).items
}

const TITLES: [&str; 4] = [
    "A new bridge over the river",
    "The ferry stops on Sundays",
    "Students win in Vienna again",
    "What the council decided yesterday",
];

/// An item as often as there are titles: `{n}` is its number, `{title}` its title.
fn rows(item: &str) -> String {
    let row = |(n, title): (usize, &&str)| {
        let numbered = item.replace("{n}", &(n + 1).to_string());
        numbered.replace("{title}", title)
    };
    TITLES.iter().enumerate().map(row).collect()
}

/// Every title, each with its date in March, and nothing else.
#[track_caller]
fn check_news(body: &str) {
    let items = read(body);
    let found: Vec<(&str, Option<String>)> = items
        .iter()
        .map(|item| {
            let date = item.date.as_ref();
            (item.title.as_str(), date.map(Dated::local_text))
        })
        .collect();
    let wanted: Vec<(&str, Option<String>)> = TITLES
        .iter()
        .enumerate()
        .map(|(n, title)| (*title, Some(format!("2024-03-{:02}", n + 1))))
        .collect();
    assert_eq!(found, wanted, "{body}");
}

#[test]
fn a_second_link_beside_the_title_is_no_item() {
    for second in [
        "<a href=/files/{n}.pdf>PDF</a>",
        "<a href=/en/news/{n}>EN</a> <a href=/print/{n}>Print</a>",
        "<a href=/news/{n}/comments>{n} comments</a>",
        "<a href=/topic/bridges>Bridges</a>",
        "<a href='/author/ana-anic'>Ana Anić</a>",
        "<a href=/files/{n}.docx>Download the document</a>",
    ] {
        for row in [
            "<li>{n}.3.2024. <a href=/news/{n}>{title}</a> {second}</li>",
            "<li>{second} {n}.3.2024. <a href=/news/{n}>{title}</a></li>",
            "<li>{n}.3.2024. <a href=/news/{n}>{title}</a> {second} <a href=/news/{n}>More</a></li>",
        ] {
            let row = row.replace("{second}", second);
            check_news(&format!("<h1>News</h1><ul>{}</ul>", rows(&row)));
        }
        let row =
            "<tr><td>{n}.3.2024.</td><td><a href=/news/{n}>{title}</a></td><td>{second}</td></tr>";
        let row = row.replace("{second}", second);
        check_news(&format!("<h1>News</h1><table>{}</table>", rows(&row)));
    }
}

#[test]
fn a_second_link_in_some_rows_only_is_no_item() {
    let list = rows("<li>{n}.3.2024. <a href=/news/{n}>{title}</a>{n}</li>");
    let list = list.replace("</a>2<", "</a> <a href=/2.pdf>PDF</a><");
    let list = list.replace("</a>4<", "</a> <a href=/4.pdf>PDF</a><");
    check_news(&format!("<h1>News</h1><ul>{list}</ul>"));
}

#[test]
fn titles_that_are_said_twice_are_two_items() {
    let row = |n: usize, title: &str| format!("<li>{n}.3.2024. <a href=/news/{n}>{title}</a></li>");
    let titles = [
        "For the press",
        "A new bridge over the river",
        "For the press",
    ];
    let list: String = (1..).zip(titles).map(|(n, title)| row(n, title)).collect();
    let found: Vec<String> = read(&format!("<h1>News</h1><ul>{list}</ul>"))
        .into_iter()
        .map(|item| item.title)
        .collect();
    assert_eq!(found, titles);
}

/// What stands under a heading, as the news do, with the same dates.
const CARD: &str =
    "<div class=card><h3><a href=/{n}-of-many-things>{title}</a></h3><p>{n}.3.2024.</p></div>";

fn others() -> String {
    rows(CARD)
        .replace("href=/", "href=/other-")
        .replace("<a href", "<a rel=x href")
}

#[test]
fn a_list_under_another_heading_is_another_list() {
    for other in ["Events", "Događaji", "Партнери", "Najčitanije vijesti"] {
        let (news, others) = (rows(CARD), others());
        for body in [
            format!("<main><h2>News</h2>{news}<h2>{other}</h2>{others}</main>"),
            format!("<main><h2>{other}</h2>{others}<h2>News</h2>{news}</main>"),
            format!(
                "<section><h2>{other}</h2><div>{others}</div></section><section><h2>News</h2><div>{news}</div></section>"
            ),
        ] {
            check_news(&body);
        }
    }
}

#[test]
fn a_learnt_list_leaves_out_what_stands_under_another_heading() {
    let body = format!(
        "<main><h2>Events</h2>{}<h2>News</h2>{}</main>",
        others(),
        rows(CARD)
    );
    let first = listing(PAGE, &body, None);
    let document = Document {
        url: PAGE.to_owned(),
        body: body.into_bytes(),
        ..Document::default()
    };
    let context = Context::at(
        Utc::with_ymd_and_hms(&Utc, 2026, 11, 22, 10, 0, 0)
            .single()
            .expect("an instant"),
    );
    let none = PageSelectors::default();
    let again = page::listing(&document, first.wrapper.as_ref(), &none, &context);
    assert_eq!(again.items, first.items);
    assert_eq!(again.items.len(), TITLES.len());
}

#[test]
fn years_one_after_the_other_are_one_list() {
    let dated = "<li>{n}.3.2024. <a href=/news/{n}-a-title>{title}</a></li>";
    let list = rows(dated) + "<br>" + &rows(&dated.replace("{n}", "1{n}"));
    let (this, before) = list.split_once("<br>").expect("two years");
    let body = format!(
        "<div><h2>News</h2><h3>2024</h3><ul>{this}</ul><h3>2023</h3><ul>{before}</ul></div>"
    );
    assert_eq!(read(&body).len(), 2 * TITLES.len());
    let yearless = "<dt>{n}.3.</dt><dd><a href=/news/{n}-a-title>{title}</a></dd>";
    check_news(&format!(
        "<div><h2>News</h2><h3>2024</h3><dl>{}</dl></div>",
        rows(yearless)
    ));
    let apart = rows(yearless).replacen("<dt>3.", "</dl><h3>2024.</h3><dl><dt>3.", 1);
    check_news(&format!(
        "<div><h2>News</h2><h3>2024</h3><dl>{apart}</dl></div>"
    ));
}

#[test]
fn a_year_over_rows_is_no_part_of_them() {
    let row = "<div class=row><span>0{n}.03</span> <a href=/news/{n}-a-title>{title}</a></div>";
    let years = rows(row).replacen(
        "<div class=row><span>03",
        "<div class=year>2024</div><div class=row><span>03",
        1,
    );
    check_news(&format!(
        "<div class=archive><div class=year>2024</div>{years}</div>"
    ));
}

#[test]
fn a_menu_in_the_next_cell_is_no_part_of_the_list() {
    let news = rows(
        "<b>{n}.3.2024.</b><br><a href=/news.php?id={n}>{title}</a><br>What happened then, in a few words.<br><br>",
    );
    check_news(&format!(
        "<table><tr><td><a href=/home.php>Home</a><br><a href=/papers.php>Papers</a><br><a href=/contact.php>Contact</a>\
         </td><td><font>News</font><br>{news}</td></tr></table>"
    ));
}

#[test]
fn one_piece_of_news_is_a_list_where_it_has_a_date() {
    let one = |date: &str| {
        format!(
            "<nav><a href=/about>About</a><a href=/contact>Contact</a></nav><main><h1>News</h1><article><h2><a \
             href=/news/a-new-bridge-opens>A new bridge opens</a></h2><p>{date}</p><p>It took ten years to build \
             it.</p><a href=/news/a-new-bridge-opens>Read more</a></article></main>"
        )
    };
    let found = read(&one("<time datetime=2024-03-01>1 March</time>"));
    let titles: Vec<&str> = found.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["A new bridge opens"]);
    assert_eq!(read(&one("It is a fine bridge.")), []);
}

#[test]
fn what_is_pinned_to_the_top_is_news_without_a_date() {
    let list = rows(
        "<div class=item><h3><a href=/news/{n}-a-title>{title}</a></h3><p>{n}.3.2024.</p></div>",
    );
    let pinned =
        "<div class='item pinned'><h3><a href=/news/how-to-join-us>How to join us</a></h3></div>";
    let found = read(&format!("<div class=items>{pinned}{list}</div>"));
    assert_eq!(found.len(), TITLES.len() + 1);
    assert_eq!(
        found.first().map(|item| item.title.as_str()),
        Some("How to join us")
    );
}

/// Nothing where nothing is dated; and the news where the same list has dates.
#[track_caller]
fn check_no_news(url: &str, head: &str, folder: &str) {
    let card = format!(
        "<div class=card><h3><a href=/{folder}/{{n}}-a-long-name>{{title}}</a></h3><p>What is to be said of it, in a \
         sentence.</p>{{date}}</div>"
    );
    let page = |date: &str| {
        format!(
            "{head}<div class=grid>{}</div>",
            rows(&card.replace("{date}", date))
        )
    };
    assert_eq!(
        listing(url, &page(""), None).items,
        [],
        "{url} {head} {folder}"
    );
    let dated = listing(url, &page("<p>{n}.3.2024.</p>"), None).items;
    assert_eq!(dated.len(), TITLES.len(), "{url} {head} {folder}");
}

#[test]
fn people_firms_and_what_they_offer_are_no_news() {
    for (page, head) in [
        ("members", "<h1>Our members</h1>"),
        ("clanice", "<h1>Članice</h1>"),
        ("o-nama", "<h1>Чланови</h1>"),
        ("echipa", "<h1>Echipa noastră</h1>"),
        ("leistungen", "<title>Leistungen | Verband</title>"),
        ("usluge", "<h1>Usluge</h1>"),
        ("projekti", "<h1>Projekti</h1>"),
    ] {
        check_no_news(&format!("https://site.example/{page}/"), head, "x");
    }
    check_no_news("https://site.example/", "<h1>Welcome</h1>", "projects");
    check_no_news("https://site.example/", "<h1>Dobro došli</h1>", "usluge");
}

#[test]
fn news_of_members_are_news_without_dates() {
    for head in [
        "News from our members",
        "Vijesti iz članica",
        "Știri și evenimente",
        "Aktuelles aus Projekten",
    ] {
        let list = rows(
            "<div class=card><h3><a href=/x/{n}-a-title>{title}</a></h3><p>In a few words more.</p></div>",
        );
        let found = read(&format!("<h1>{head}</h1><div class=grid>{list}</div>"));
        assert_eq!(found.len(), TITLES.len(), "{head}");
    }
}

#[test]
fn a_date_at_either_end_of_a_title_is_its_date() {
    for title in [
        "{n}.3.2024. - {title}",
        "{n}. März 2024: {title}",
        "0{n}.03.2024. {title}",
        "{title} ({n}.3.2024.)",
        "{title} – {n}.3.2024.",
    ] {
        let row = format!("<p><a href=/news/{{n}}-a-title>{title}</a></p>");
        check_news(&format!("<h1>News</h1><div>{}</div>", rows(&row)));
    }
    let told = "<p><a href=/news/{n}-a-title>{n}.3.2024. war der Tag, an dem es geschah</a></p>";
    assert!(
        read(&format!("<h1>News</h1><div>{}</div>", rows(told)))
            .iter()
            .all(|item| item.date.is_none() && item.title.ends_with("geschah"))
    );
}

#[test]
fn lines_without_a_space_between_them_are_lines() {
    let card = "<a class=card href=/news/{n}-a-title><img src=/p/{n}.jpg><div><small>{n}.3.2024.</small><strong>{title}</strong>\
                <em>What happened then.</em></div></a>";
    let body = format!("<h1>News</h1><div>{}</div>", rows(card));
    check_news(&body);
    let found = read(&body);
    assert!(
        found
            .iter()
            .all(|item| item.summary.as_deref() == Some("What happened then."))
    );
    let foot = "<article><h2><a href=/news/{n}-a-title>{title}</a></h2><p>What happened then.</p><footer><span>mia</span>\
                <span>March {n}, 2024</span><span>News</span><span>Leave a comment</span></footer></article>";
    let found = read(&format!("<h1>News</h1><div>{}</div>", rows(foot)));
    assert!(
        found
            .iter()
            .all(|item| item.summary.as_deref() == Some("What happened then."))
    );
}

#[track_caller]
fn check_summary(text: &str) {
    let row =
        format!("<div class=item><h3><a href=/news/{{n}}-a-title>{{title}}</a></h3>{text}</div>");
    let found = read(&format!("<h1>News</h1><div>{}</div>", rows(&row)));
    let summaries: Vec<Option<&str>> = found.iter().map(|item| item.summary.as_deref()).collect();
    assert_eq!(summaries, [Some("It was a long day."); 4], "{text}");
}

#[test]
fn a_summary_is_neither_read_more_nor_who_published_when() {
    check_summary(
        "<p>It was a long day. <a href=/news/{n}-a-title>Continue reading “{title}” →</a></p><p>{n}.3.2024.</p>",
    );
    check_summary(
        "<p>Publicat pe {n} martie 2024 de Serviciul de presă</p><p>It was a long day.</p>",
    );
}

#[test]
fn a_picture_that_every_item_has_is_an_icon() {
    let row = "<li><img src=/img/pdf.png> <a href=/news/{n}-a-title>{title}</a> {n}.3.2024.</li>";
    let body = format!("<h1>News</h1><ul>{}</ul>", rows(row));
    check_news(&body);
    assert!(read(&body).iter().all(|item| item.image.is_none()));
}

#[test]
fn a_button_that_loads_more_knows_the_next_page() {
    let body = format!(
        "<h1>News</h1><ul>{}</ul><div data-page=1 data-next-page='https://site.example/news/2/'></div>",
        rows("<li>{n}.3.2024. <a href=/news/{n}-a-title>{title}</a></li>")
    );
    let next = listing(PAGE, &body, None).next;
    assert_eq!(next.as_deref(), Some("https://site.example/news/2/"));
}
