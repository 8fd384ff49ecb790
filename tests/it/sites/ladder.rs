//! From a site's address to its news: which addresses are asked, in which order, and which wins.

use super::{FULL, LIST, Room, SITE, feed, list};
use clusterwire::{model::SourceKind, pipeline::End};

const DECLARED: &str = "<link rel=alternate type='application/rss+xml' href='/declared.xml'>";

#[tokio::test]
async fn a_feed_at_the_address_is_all_that_is_asked() {
    let mut room = Room::new("");
    room.web.put(LIST, feed(3, FULL));
    assert_eq!(room.poll().await.end, End::Read { entries: 3 });
    assert_eq!(room.web.asked(), [LIST]);
}

#[tokio::test]
async fn a_declared_feed_wins_and_is_asked_directly_from_then_on() {
    let mut room = Room::new("");
    room.web.put(LIST, list(DECLARED, 8));
    room.web
        .put("https://site.example/declared.xml", feed(4, FULL));
    room.poll().await;
    assert_eq!(
        room.web.asked(),
        [LIST, "https://site.example/declared.xml"]
    );
    room.poll().await;
    assert_eq!(room.web.asked(), ["https://site.example/declared.xml"]);
}

#[tokio::test]
async fn a_page_where_only_a_feed_will_do_is_told_with_the_feed_that_it_names() {
    let mut room = Room::new("kind = \"feed\"");
    room.web.put(LIST, list(DECLARED, 8));
    let report = room.poll().await;
    assert_eq!(room.web.asked(), [LIST]);
    let End::Failed(failure) = report.end else {
        panic!("{:?}", report.end);
    };
    let wanted = "its feed is https://site.example/declared.xml: write that as `url`";
    assert!(failure.message.contains(wanted), "{}", failure.message);
}

#[tokio::test]
async fn a_feed_with_too_little_in_it_is_no_end_of_the_search() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list(DECLARED, 8));
    room.web
        .put("https://site.example/declared.xml", feed(1, FULL));
    assert_eq!(room.poll().await.end, End::Read { entries: 8 });
    assert_eq!(
        room.state().await.found.map(|found| found.kind),
        Some(SourceKind::Page)
    );
}

#[tokio::test]
async fn the_best_counts_where_nothing_is_enough() {
    let mut room = Room::new("");
    room.web.put(
        LIST,
        format!("<html><head>{DECLARED}</head><body><p>Hello</p></body></html>"),
    );
    room.web
        .put("https://site.example/declared.xml", feed(2, FULL));
    assert_eq!(room.poll().await.end, End::Read { entries: 2 });
}

#[tokio::test]
async fn at_most_six_addresses_are_guessed_and_not_again_for_a_week() {
    let mut room = Room::new("");
    room.web
        .put(LIST, "<html><body><p>Nothing is new.</p></body></html>");
    room.poll().await;
    let asked = room.web.asked();
    let guesses = asked
        .iter()
        .filter(|url| !url.contains("sitemap") && !url.contains("robots"));
    assert_eq!(guesses.count(), 7, "{asked:?}");
    room.poll().await;
    assert_eq!(room.web.asked(), [LIST]);
}

#[tokio::test]
async fn each_rung_is_explained() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list(DECLARED, 8));
    let report = room.poll().await;
    let rungs = report.rungs.join("\n");
    for words in ["declared.xml", "404", "a list, 8 entries, 8 of them dated"] {
        assert!(rungs.contains(words), "{words} is not in\n{rungs}");
    }
    let explained = clusterwire::schedule::explain(&room.state().await).join("\n");
    assert!(
        explained.contains("read as the list of news on its page"),
        "{explained}"
    );
}

#[tokio::test]
async fn a_dry_feed_sends_us_up_the_ladder_again() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list(DECLARED, 8));
    room.web
        .put("https://site.example/declared.xml", feed(4, FULL));
    room.poll().await;
    room.web.refuse("https://site.example/declared.xml", 404);
    for _ in 0..3 {
        room.poll().await;
    }
    room.web.asked();
    let report = room.poll().await;
    assert_eq!(report.end, End::Read { entries: 8 });
    assert_eq!(room.web.asked().first().map(String::as_str), Some(LIST));
}

#[tokio::test]
async fn a_feed_that_became_a_page_is_looked_for_at_once() {
    let mut room = Room::new("article = \"never\"");
    room.web.put(LIST, list(DECLARED, 8));
    room.web
        .put("https://site.example/declared.xml", feed(4, FULL));
    room.poll().await;
    room.web.put(
        "https://site.example/declared.xml",
        "<html><body>Gone</body></html>",
    );
    assert_eq!(room.poll().await.end, End::Read { entries: 8 });
}

#[tokio::test]
async fn wordpress_lists_its_posts_where_it_has_no_feed() {
    let mut room = Room::at(SITE, "");
    room.web.put(
        SITE,
        "<html><head><link rel='https://api.w.org/' href='https://site.example/wp-json/'></head><body></body></html>",
    );
    let post = |number: usize| {
        format!(
            "{{\"id\":{number},\"date_gmt\":\"2026-11-0{number}T08:00:00\",\"link\":\"https://site.example/{number}/\",\
             \"title\":{{\"rendered\":\"Post {number}\"}},\"content\":{{\"rendered\":\"<p>Text</p>\"}}}}"
        )
    };
    room.web.put(
        "https://site.example/wp-json/wp/v2/posts?per_page=20&_embed=author,wp:featuredmedia",
        format!("[{},{},{}]", post(3), post(2), post(1)),
    );
    assert_eq!(room.poll().await.end, End::Read { entries: 3 });
    assert_eq!(
        room.state().await.found.map(|found| found.kind),
        Some(SourceKind::Wordpress)
    );
}

#[tokio::test]
async fn a_sitemap_is_read_with_the_pages_it_names() {
    let mut room = Room::new("kind = \"sitemap\"");
    room.web
        .put(LIST, "<html><body><p>Welcome</p></body></html>");
    room.web
        .put("https://site.example/robots.txt", "Sitemap: /map.xml\n");
    let entry = |number: usize| {
        let url = super::story(number);
        format!("<url><loc>{url}</loc><lastmod>2026-11-0{number}</lastmod></url>")
    };
    let urls = [1, 2, 3].map(entry).concat();
    room.web.put(
        "https://site.example/map.xml",
        format!("<urlset>{urls}<url><loc>https://site.example/news/gone</loc></url></urlset>"),
    );
    for number in 1..=3 {
        room.web.put(
            &super::story(number),
            super::page(number, "What the page says of it."),
        );
    }
    room.poll().await;
    let titles: Vec<String> = room
        .articles()
        .await
        .into_iter()
        .map(|article| article.title)
        .collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    assert_eq!(titles[0], "Story number 3 of the site is told here");
}

#[tokio::test]
async fn what_a_page_says_to_machines_is_enough() {
    let mut room = Room::new("kind = \"jsonld\"\narticle = \"never\"");
    let post = |number: usize| {
        format!(
            "{{\"@type\":\"BlogPosting\",\"headline\":\"Post {number}\",\"url\":\"/post/{number}\",\
             \"datePublished\":\"2026-11-0{number}\"}}"
        )
    };
    room.web.put(
        LIST,
        format!(
            "<html><body><script type='application/ld+json'>{{\"@type\":\"Blog\",\"blogPost\":[{},{}]}}</script></body></html>",
            post(1),
            post(2)
        ),
    );
    assert_eq!(room.poll().await.end, End::Read { entries: 2 });
}

#[tokio::test]
async fn kind_feed_asks_nothing_else() {
    let mut room = Room::new("kind = \"feed\"");
    room.web.put(LIST, list(DECLARED, 8));
    assert!(matches!(room.poll().await.end, End::Failed(_)));
    assert_eq!(room.web.asked(), [LIST]);
}
