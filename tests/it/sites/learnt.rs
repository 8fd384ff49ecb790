//! What is learnt of a site on one visit, and is known on the next.

use super::{LIST, Room, SITE, page, story};
use assert_cmd::Command;
use std::{fs, path::Path};

/// A list of items with these names and dates.
fn dated(items: &[(&str, &str)]) -> String {
    let item = |(name, date): &(&str, &str)| {
        format!(
            "<article class='item'><h3><a href='/news/{name}-of-the-site'>How {name} went on, told by those who were \
             there</a></h3><span class='date'>{date}</span><p>They spoke of {name} for {name} \
             hours.</p></article>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<html lang='en'><body><main><div class='list'>{items}</div></main></body></html>")
}

#[track_caller]
fn days(articles: &[clusterwire::model::Article]) -> Vec<String> {
    let day = |article: &clusterwire::model::Article| article.date.format("%m-%d").to_string();
    articles.iter().map(day).collect()
}

#[tokio::test]
async fn the_order_of_day_and_month_is_known_when_no_date_proves_it() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(
        LIST,
        dated(&[
            ("harbour", "08/25/2026"),
            ("ferries", "08/03/2026"),
            ("bridges", "07/04/2026"),
        ]),
    );
    room.poll().await;
    room.web.put(
        LIST,
        dated(&[
            ("markets", "10/09/2026"),
            ("gardens", "09/08/2026"),
            ("bridges", "07/04/2026"),
        ]),
    );
    room.poll().await;
    let days = days(&room.articles().await);
    assert!(days.contains(&"10-09".to_owned()), "{days:?}");
    assert!(days.contains(&"09-08".to_owned()), "{days:?}");
}

#[tokio::test]
async fn the_order_that_a_feed_showed_is_known_too() {
    let feed = |date: &str, number: usize| {
        format!(
            "<rss version='2.0'><channel><title>Site</title><item><title>Number {number} of the site</title>\
             <link>{SITE}{number}</link><description>Some words of it.</description>\
             <pubDate>{date}</pubDate></item></channel></rss>"
        )
    };
    let mut room = Room::new("article = \"never\"\nkind = \"feed\"");
    room.web.put(LIST, feed("Objavljeno 25/08/2026 u 10h", 1));
    room.poll().await;
    room.web.put(LIST, feed("Objavljeno 07/08/2026 u 10h", 2));
    room.poll().await;
    let stored = room.state().await.found.and_then(|found| found.wrapper);
    let order = stored.and_then(|stored| stored.get("order").cloned());
    assert_eq!(order, Some("dmy".into()));
}

#[tokio::test]
async fn a_heading_says_year_and_month_of_the_items_below_it() {
    let item = |day: &str, name: &str| {
        format!(
            "<div class='item'><span class='day'>{day}</span> <a href='/news/{name}-of-the-site'>How {name} went on, told by \
             those who were there</a><p>They spoke of {name} for {name} hours.</p></div>"
        )
    };
    let html = format!(
        "<html lang='bs'><body><main><h2>Novembar 2019</h2><div>{}{}</div><h2>Oktobar 2019</h2><div>{}</div>\
         </main></body></html>",
        item("14.", "harbour"),
        item("3.", "ferries"),
        item("28.", "bridges")
    );
    let mut room = Room::new("article = \"never\"\nlang = \"bs\"");
    room.web.put(LIST, html);
    room.poll().await;
    let articles = room.articles().await;
    let dates: Vec<String> = articles
        .iter()
        .map(|article| article.date.format("%Y-%m-%d").to_string())
        .collect();
    assert_eq!(dates, ["2019-11-14", "2019-11-03", "2019-10-28"]);
}

#[tokio::test]
async fn a_heading_says_the_year_of_days_below_it() {
    let item = |day: &str, name: &str| {
        format!(
            "<div class='item'><span class='date'>{day}</span> <a href='/news/{name}-of-the-site'>How {name} went on, told by \
             those who were there</a><p>They spoke of {name} for {name} hours.</p></div>"
        )
    };
    let html = format!(
        "<html lang='en'><body><main><h2>2018</h2><div>{}{}{}</div></main></body></html>",
        item("5 November", "harbour"),
        item("3 May", "ferries"),
        item("28 April", "bridges")
    );
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, html);
    room.poll().await;
    let articles = room.articles().await;
    let dates: Vec<String> = articles
        .iter()
        .map(|article| article.date.format("%Y-%m-%d").to_string())
        .collect();
    assert_eq!(dates, ["2018-11-05", "2018-05-03", "2018-04-28"]);
}

#[tokio::test]
async fn the_other_languages_of_an_article_are_kept() {
    let mut room = Room::new("article = \"always\"");
    room.web.put(
        LIST,
        super::list("", 1).replace("</main>", "<p>More will come.</p></main>"),
    );
    room.web.put(LIST, super::list("", 3));
    for number in 1..=3 {
        let links = format!(
            "<link rel='alternate' hreflang='bs' href='/bs/vijest-{number}'>\
             <link rel='alternate' hreflang='en' href='{}'>\
             <link rel='alternate' hreflang='de' href='/'>\
             <link rel='alternate' hreflang='x-default' href='/'></head>",
            story(number)
        );
        let html = page(number, "There is more to say than the list has room for.")
            .replace("</head>", &links);
        room.web.put(&story(number), html);
    }
    room.poll().await;
    let newest = room.articles().await.remove(0);
    let said: Vec<(&str, &str)> = newest
        .alternates
        .iter()
        .map(|one| (one.language.as_str(), one.url.as_str()))
        .collect();
    assert_eq!(said, [("bs", "https://site.example/bs/vijest-3")]);
}

/// A page that says one thing in JSON-LD and marks another as an `h-entry`.
const BOTH: &str = "<html><body><script type='application/ld+json'>{\"@type\":\"BlogPosting\",\
    \"headline\":\"Said in data\",\"url\":\"/data\",\"datePublished\":\"2026-11-03\"}</script>\
    <div class='h-entry'><a class='u-url p-name' href='/marked'>Marked on the page</a>\
    <time class='dt-published' datetime='2026-11-04'>4</time></div></body></html>";

async fn only_title(kind: &str) -> Vec<String> {
    let mut room = Room::new(&format!("article = \"never\"\nkind = \"{kind}\""));
    room.web.put(LIST, BOTH);
    room.poll().await;
    let articles = room.articles().await.into_iter();
    articles.map(|article| article.title).collect()
}

#[tokio::test]
async fn each_kind_reads_what_it_is_named_after() {
    assert_eq!(only_title("jsonld").await, ["Said in data"]);
    assert_eq!(only_title("hfeed").await, ["Marked on the page"]);
}

/// Two days of one site's page as a recording; what the program ends with on the second.
#[track_caller]
fn check_second_day(first: &str, second: &str, exit: i32, said: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    put("1.html", first);
    put("2.html", second);
    let line = |file: &str, day: u32| {
        format!(
            "{{\"url\":\"{LIST}\",\"status\":200,\"headers\":[[\"content-type\",\"text/html\"]],\
             \"file\":\"{file}\",\"fetched_at\":\"2026-11-{day}T06:00:00Z\"}}\n"
        )
    };
    put("index.jsonl", &(line("1.html", 20) + &line("2.html", 21)));
    put(
        "feeds.toml",
        &format!(
            "[site]\nurl = \"https://n.example/\"\n[[source]]\nurl = \"{LIST}\"\nkind = \"page\"\narticle = \"never\"\n"
        ),
    );
    run(folder.path(), "2026-11-20T07:00:00Z", 0);
    let told = run(folder.path(), "2026-11-21T19:00:00Z", exit);
    assert!(told.contains(said), "{told}");
}

fn run(folder: &Path, now: &str, exit: i32) -> String {
    let mut command = Command::cargo_bin("clusterwire").expect("the program");
    command.current_dir(folder).env_remove("CLUSTERWIRE_CONFIG");
    command.args(["run", "--replay", ".", "--state", "state", "--now", now]);
    let assert = command.assert().code(exit);
    let output = assert.get_output();
    let told = [&output.stdout, &output.stderr];
    told.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat()
}

#[test]
fn a_list_that_is_gone_ends_the_run_with_three() {
    let redesigned =
        "<html><body><header>Site</header><section><p>We are new.</p></section></body></html>";
    check_second_day(&super::list("", 6), redesigned, 3, "another layout");
}

#[test]
fn a_list_that_is_empty_does_not() {
    check_second_day(&super::list("", 6), &super::list("", 0), 0, "");
}
