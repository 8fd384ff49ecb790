//! The pages of articles: which are asked for, how often, and what becomes of what they say.

use super::{CUT, FULL, LIST, Room, feed, list, page, story};
use clusterwire::model::Article;

fn text(number: usize) -> String {
    format!(
        "What the page says of number {number}, from the beginning to the end, is more than a list has room for."
    )
}

/// A list of three with their pages.
fn three(lines: &str) -> Room {
    let room = Room::new(lines);
    room.web.put(LIST, list("", 3));
    for number in 1..=3 {
        room.web.put(&story(number), page(number, &text(number)));
    }
    room
}

fn of(articles: &[Article], number: usize) -> &Article {
    let at = |article: &&Article| article.permalink == Some(story(number));
    articles.iter().find(at).expect("the article")
}

#[track_caller]
fn pages(asked: &[String]) -> Vec<String> {
    let mut pages: Vec<String> = asked
        .iter()
        .filter(|url| url.contains("story-number"))
        .cloned()
        .collect();
    pages.sort();
    pages
}

#[tokio::test]
async fn new_articles_of_a_list_get_the_text_of_their_pages() {
    let mut room = three("");
    room.poll().await;
    let articles = room.articles().await;
    let second = of(&articles, 2);
    assert!(
        second
            .content
            .as_str()
            .contains("from the beginning to the end"),
        "{}",
        second.content.as_str()
    );
    assert!(second.from_page);
    assert!(
        second.summary.starts_with("What happened on that day"),
        "{}",
        second.summary
    );
}

#[tokio::test]
async fn a_page_is_read_once() {
    let mut room = three("");
    room.poll().await;
    assert_eq!(pages(&room.web.asked()), [story(1), story(2), story(3)]);
    room.web.put(LIST, list("", 4));
    room.web.put(&story(4), page(4, &text(4)));
    let report = room.poll().await;
    assert_eq!(pages(&room.web.asked()), [story(4)]);
    assert_eq!(
        (report.new, report.revised),
        (1, 0),
        "the text of a page is no edit"
    );
}

#[tokio::test]
async fn a_feed_with_texts_has_no_page_read() {
    let mut room = Room::new("");
    room.web.put(LIST, feed(4, FULL));
    room.poll().await;
    assert_eq!(room.web.asked(), [LIST]);
}

#[tokio::test]
async fn a_feed_with_excerpts_has_its_pages_read() {
    let mut room = three("");
    room.web.put(LIST, feed(3, CUT));
    room.poll().await;
    let articles = room.articles().await;
    assert!(
        of(&articles, 1)
            .content
            .as_str()
            .contains("from the beginning to the end")
    );
    assert_eq!(
        of(&articles, 1).date.to_rfc3339(),
        "2026-11-01T10:00:00+00:00"
    );
}

#[tokio::test]
async fn never_is_never() {
    let mut room = three("article = \"never\"");
    room.web.put(LIST, feed(3, CUT));
    room.poll().await;
    assert_eq!(room.web.asked(), [LIST]);
}

#[tokio::test]
async fn always_is_for_every_new_entry() {
    let mut room = three("article = \"always\"");
    room.web.put(LIST, feed(3, FULL));
    room.poll().await;
    assert_eq!(pages(&room.web.asked()).len(), 3);
}

#[tokio::test]
async fn an_edited_excerpt_keeps_the_text_of_the_page() {
    let mut room = three("");
    room.web.put(LIST, feed(3, CUT));
    room.poll().await;
    room.web.asked();
    room.web
        .put(LIST, feed(3, &CUT.replace("beginning", "start")));
    let report = room.poll().await;
    assert_eq!(report.revised, 3);
    assert_eq!(pages(&room.web.asked()), Vec::<String>::new());
    assert!(
        of(&room.articles().await, 2)
            .content
            .as_str()
            .contains("from the beginning to the end")
    );
}

#[tokio::test]
async fn a_page_that_fails_is_a_warning_and_is_asked_for_three_times() {
    let mut room = three("");
    room.web.refuse(&story(2), 500);
    let report = room.poll().await;
    let warnings: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    assert!(
        warnings.iter().any(|warning| warning.contains("500")),
        "{warnings:?}"
    );
    let mut times = 1;
    for _ in 0..5 {
        room.web.asked();
        room.poll().await;
        times += pages(&room.web.asked()).len();
    }
    assert_eq!(times, 3);
}

#[tokio::test]
async fn a_page_that_comes_late_is_still_read() {
    let mut room = three("");
    room.web.refuse(&story(2), 503);
    room.poll().await;
    assert!(!of(&room.articles().await, 2).from_page);
    room.web.put(&story(2), page(2, &text(2)));
    let report = room.poll().await;
    assert_eq!((report.new, report.revised), (0, 0));
    assert!(
        of(&room.articles().await, 2)
            .content
            .as_str()
            .contains("from the beginning to the end")
    );
}

#[tokio::test]
async fn robots_txt_is_asked_once_and_obeyed() {
    let mut room = three("");
    room.web.put(
        "https://site.example/robots.txt",
        "User-agent: *\nDisallow: /news/story-number-2\n",
    );
    room.poll().await;
    let asked = room.web.asked();
    assert_eq!(pages(&asked), [story(1), story(3)]);
    let robots = asked.iter().filter(|url| url.ends_with("/robots.txt"));
    assert_eq!(robots.count(), 1);
    room.web.put(LIST, list("", 4));
    room.now -= chrono::TimeDelta::hours(6);
    room.poll().await;
    assert!(
        !room
            .web
            .asked()
            .iter()
            .any(|url| url.ends_with("/robots.txt")),
        "it is fresh for a day"
    );
}

#[tokio::test]
async fn a_robots_txt_that_was_read_by_a_wrong_clock_is_asked_for_again() {
    let mut room = three("");
    let now = room.now;
    room.now += chrono::TimeDelta::days(365);
    room.poll().await;
    room.web.asked();
    room.web.put(
        "https://site.example/robots.txt",
        "User-agent: *\nDisallow: /news/story-number-4\n",
    );
    room.web.put(LIST, list("", 4));
    room.web.put(&story(4), page(4, &text(4)));
    room.now = now;
    room.poll().await;
    let asked = room.web.asked();
    assert!(asked.iter().any(|url| url.ends_with("/robots.txt")));
    assert_eq!(pages(&asked), Vec::<String>::new());
}

#[tokio::test]
async fn a_robots_txt_that_fails_forbids_for_now() {
    let mut room = three("");
    room.web.refuse("https://site.example/robots.txt", 503);
    room.poll().await;
    assert_eq!(pages(&room.web.asked()), Vec::<String>::new());
    assert_eq!(room.articles().await.len(), 3);
}

#[tokio::test]
async fn what_stands_on_several_pages_is_no_article_text() {
    let mut room = three("");
    let frame = "Our association unites companies and universities of the whole region since the year 1999.";
    for number in 1..=3 {
        room.web.put(
            &story(number),
            page(number, &text(number)).replace("</article>", &format!("<p>{frame}</p></article>")),
        );
    }
    room.poll().await;
    let articles = room.articles().await;
    for number in 1..=3 {
        assert!(!of(&articles, number).content.as_str().contains(frame));
    }
}

#[tokio::test]
async fn what_recurred_once_is_known_when_a_single_page_comes() {
    let mut room = three("");
    let frame = "Our association unites companies and universities of the whole region since the year 1999.";
    let framed = |number: usize| {
        page(number, &text(number)).replace("</article>", &format!("<p>{frame}</p></article>"))
    };
    for number in 1..=3 {
        room.web.put(&story(number), framed(number));
    }
    room.poll().await;
    room.web.put(LIST, list("", 4));
    room.web.put(&story(4), framed(4));
    room.poll().await;
    assert!(
        !of(&room.articles().await, 4)
            .content
            .as_str()
            .contains(frame)
    );
}

#[tokio::test]
async fn the_parts_of_a_series_keep_the_text_they_share() {
    let mut room = three("");
    for number in 1..=3 {
        let same = "Come to our rooms on Thursday, ask a lawyer whatever you want, and stay for tea with all of us.";
        let page = page(number, same).replace(&format!("about number {number}"), "about it");
        room.web.put(&story(number), page);
    }
    room.poll().await;
    assert!(
        of(&room.articles().await, 2)
            .content
            .as_str()
            .contains("Come to our rooms")
    );
}

#[tokio::test]
async fn selectors_say_what_the_text_is() {
    let mut room = three("[source.article_page]\nbody = \".text\"\nremove = \".share\"");
    room.web.put(
        &story(3),
        "<html><body><div class='text'><p>Only this is the text of it, and nothing that stands around it here.</p>\
         <p class='share'>Share it with all of your friends, wherever they may be today.</p></div></body></html>",
    );
    room.poll().await;
    let articles = room.articles().await;
    let content = of(&articles, 3).content.as_str();
    assert!(
        content.contains("Only this is") && !content.contains("Share it"),
        "{content}"
    );
}

#[tokio::test]
async fn a_secret_stays_with_its_own_server_and_is_never_told_in_the_clear() {
    let mut room = Room::new("headers = { Authorization = \"env:TOKEN\" }");
    let elsewhere = [
        "https://elsewhere.example/story-number-2",
        "https://neighbour.site.example/story-number-3",
        "http://site.example/news/story-number-4",
        "https://site.example:8443/news/story-number-5",
    ];
    let mut list = feed(5, CUT);
    for (number, other) in (2..).zip(elsewhere) {
        list = list.replace(&story(number), other);
    }
    room.web.put(LIST, list);
    room.poll().await;
    let asked = room.web.asked();
    for url in elsewhere {
        assert!(asked.iter().any(|asked| asked == url), "{url}: {asked:?}");
    }
    for request in room.web.requests() {
        let own = request.url.starts_with("https://site.example/news");
        assert_eq!(!request.headers.is_empty(), own, "{}", request.url);
    }
}

#[tokio::test]
async fn a_flood_of_new_articles_is_read_in_several_runs() {
    let mut room = Room::new("first_run = 100");
    let numbers: Vec<usize> = (1..=28).collect();
    let again = feed(28, CUT).replace("story-number", "again-number");
    let (_, again) = again.split_once("<title>Site</title>").expect("items");
    let once = feed(28, CUT).replace("</channel></rss>", "");
    let twice = format!("{once}{again}");
    room.web.put(LIST, twice);
    for number in numbers {
        room.web.put(&story(number), page(number, &text(number)));
        room.web.put(
            &story(number).replace("story-number", "again-number"),
            page(number, &text(number)),
        );
    }
    room.poll().await;
    let asked = room.web.asked();
    assert_eq!(
        asked.iter().filter(|url| url.contains("-number-")).count(),
        30
    );
    room.poll().await;
    let asked = room.web.asked();
    assert_eq!(
        asked.iter().filter(|url| url.contains("-number-")).count(),
        26
    );
}

#[tokio::test]
async fn a_file_is_no_page() {
    let mut room = three("");
    room.web.put(
        LIST,
        feed(3, CUT).replace(&story(1), "https://site.example/files/report.pdf"),
    );
    room.poll().await;
    let asked = room.web.asked();
    assert!(!asked.iter().any(|url| url.contains("report")), "{asked:?}");
}
