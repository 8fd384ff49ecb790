//! Pages that list news, over some days: what is new in them, and when a person is needed.

use super::{LIST, Room, list};
use clusterwire::{model::SourceKind, pipeline::End};

/// The page as somebody redesigned it, with nothing in it that could be news.
const REDESIGNED: &str = "<!doctype html><html><body><header>Site</header><section class='hero'><p>We are new.</p></section></body></html>";

#[tokio::test]
async fn only_what_is_new_is_new() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list("", 6));
    assert_eq!(room.poll().await.new, 6);
    room.web.put(LIST, list("", 8));
    let report = room.poll().await;
    assert_eq!((report.new, report.revised), (2, 0));
}

#[tokio::test]
async fn the_same_page_again_is_nothing_to_do() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list("", 6));
    room.poll().await;
    assert_eq!(room.poll().await.end, End::Unchanged);
}

#[tokio::test]
async fn dates_and_titles_are_those_of_the_list() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list("", 6));
    room.poll().await;
    let newest = room.articles().await.remove(0);
    assert_eq!(newest.title, "Story number 6 of the site is told here");
    assert_eq!(newest.date.to_rfc3339(), "2026-11-06T00:00:00+00:00");
    assert_eq!(newest.permalink, Some(super::story(6)));
}

#[tokio::test]
async fn a_page_without_its_list_needs_a_person() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list("", 6));
    room.poll().await;
    room.web.put(LIST, REDESIGNED);
    let report = room.poll().await;
    assert!(matches!(report.end, End::Failed(_)), "{:?}", report.end);
    assert!(
        report
            .attention
            .is_some_and(|why| why.contains("another layout"))
    );
    assert!(room.state().await.page_trouble.is_some());
}

#[tokio::test]
async fn trouble_is_over_when_the_list_is_back() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list("", 6));
    room.poll().await;
    room.web.put(LIST, REDESIGNED);
    room.poll().await;
    room.web.put(LIST, list("", 7));
    assert_eq!(room.poll().await.new, 1);
    assert_eq!(room.state().await.page_trouble, None);
}

#[tokio::test]
async fn an_empty_list_needs_nobody() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list("", 6));
    room.poll().await;
    room.web.put(LIST, list("", 0));
    let report = room.poll().await;
    assert_eq!(report.end, End::Read { entries: 0 });
    assert_eq!(room.state().await.page_trouble, None);
    assert_eq!(room.state().await.empty, 1);
}

#[tokio::test]
async fn older_pages_are_read_when_a_source_is_new_and_never_after() {
    let mut room = Room::new("article = \"never\"\nfirst_run = 20");
    let next = "https://site.example/news/?page=2";
    room.web
        .put(LIST, list("<link rel=next href='?page=2'>", 6));
    room.web
        .put(next, list("", 9).replace("story-number", "older-number"));
    assert_eq!(room.poll().await.end, End::Read { entries: 15 });
    room.web.asked();
    room.web
        .put(LIST, list("<link rel=next href='?page=2'>", 7));
    room.poll().await;
    assert!(!room.web.asked().contains(&next.to_owned()));
}

#[tokio::test]
async fn selectors_say_what_an_item_is() {
    let mut room = Room::new(
        "article = \"never\"\nkind = \"page\"\n[source.page]\nitem = \".list > article\"\ntitle = \"p\"\nexclude = \".item:first-child\"",
    );
    room.web.put(LIST, list("", 5));
    room.poll().await;
    let titles: Vec<String> = room
        .articles()
        .await
        .into_iter()
        .map(|article| article.title)
        .collect();
    assert!(
        titles
            .iter()
            .all(|title| title.starts_with("What happened on that day")),
        "{titles:?}"
    );
    assert_eq!(
        room.state().await.found.map(|found| found.kind),
        Some(SourceKind::Page)
    );
}

#[tokio::test]
async fn robots_txt_is_obeyed_for_lists() {
    let mut room = Room::new("kind = \"page\"");
    room.web.put(LIST, list("", 6));
    room.web.put(
        "https://site.example/robots.txt",
        "User-agent: *\nDisallow: /news/\n",
    );
    let End::Failed(failure) = room.poll().await.end else {
        panic!("it was read")
    };
    assert!(
        failure.message.contains("robots.txt"),
        "{}",
        failure.message
    );
    assert!(!room.web.asked().contains(&LIST.to_owned()));
}
