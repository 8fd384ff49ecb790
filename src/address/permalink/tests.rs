//! Links as feeds write them, and the addresses and keys they become.

use super::{link_key, permalink};
use url::Url;

#[track_caller]
fn check(link: &str, wanted: &str) {
    let base = Url::parse("https://site.example/news/").expect("a base");
    let got = permalink(link, Some(&base));
    assert_eq!(got.as_deref(), Some(wanted), "{link:?}");
}

#[track_caller]
fn refused(link: &str) {
    let base = Url::parse("https://site.example/news/").expect("a base");
    assert_eq!(permalink(link, Some(&base)), None, "{link:?}");
}

#[track_caller]
fn one_page(links: &[&str]) {
    for link in links {
        assert_eq!(link_key(link), link_key(links[0]), "{link}");
    }
}

#[track_caller]
fn two_pages(a: &str, b: &str) {
    assert_ne!(link_key(a), link_key(b), "{a} {b}");
}

#[test]
fn tracking_parameters_are_left_off() {
    check(
        "https://a.example/x?utm_source=rss&id=7&fbclid=abc",
        "https://a.example/x?id=7",
    );
    check("https://a.example/x?utm_source=rss", "https://a.example/x");
    check(
        "https://a.example/x?p=1&amp;utm_medium=feed",
        "https://a.example/x?p=1",
    );
}

#[test]
fn a_query_that_names_the_page_is_kept_as_written() {
    for link in [
        "https://clusterhouse.example/index.php?option=com_content&view=article&id=12%3Ahub&lang=sr",
        "https://stikk.example/en/?p=3871",
        "https://infopolus.example/index.php?id=61&submenu_id=29",
        "https://a.example/?tx_news[b]=2&tx_news[a]=1",
    ] {
        check(link, link);
    }
}

#[test]
fn relative_links_become_absolute() {
    check("../a b", "https://site.example/a%20b");
    check("//cdn.example/x", "https://cdn.example/x");
    check("?p=5", "https://site.example/news/?p=5");
}

#[test]
fn a_link_broken_over_lines_is_one_again() {
    check(
        "\n   https://a.example/long-\n      title/\n",
        "https://a.example/long-title/",
    );
    check("https://a.example/\u{1}x\u{7f}y", "https://a.example/xy");
}

#[test]
fn credentials_are_dropped() {
    check("https://user:secret@a.example/x", "https://a.example/x");
}

#[test]
fn other_schemes_are_refused() {
    for link in [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "tag:a.example,2020:1",
        "urn:uuid:0f0e0d0c-0b0a-0908-0706-050403020100",
        "mailto:a@b.example",
        "http://",
        "https:///",
        "",
        "   ",
    ] {
        refused(link);
    }
}

#[test]
fn an_address_over_4_kib_is_refused() {
    refused(&format!("https://a.example/{}", "x".repeat(5000)));
    refused(&"y".repeat(5000));
}

#[test]
fn redirectors_are_unwrapped() {
    let inner = "https://a.example/x?id=1";
    for link in [
        "https://www.google.com/url?rct=j&url=https://a.example/x?id%3D1%26utm_source%3Dg&ct=ga",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx%3Fid%3D1%26fbclid%3DZ&h=AT0",
        "https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fa.example%2Fx%3Fid%3D1",
        "https://www.google.com/amp/s/a.example/x?id=1",
        "https://a-example.cdn.ampproject.org/c/s/a.example/x?id=1",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx%3Fid%3D1&data=04",
        "https://planet.example/go?url=https%3A%2F%2Fa.example%2Fx%3Fid%3D1",
        "https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fa.example%252Fx%253Fid%253D1",
    ] {
        check(link, inner);
    }
}

#[test]
fn a_redirector_to_nowhere_stays_itself() {
    for link in [
        "https://www.google.com/url?q=weather",
        "https://l.facebook.com/l.php?u=javascript%3Aalert(1)",
        "https://a.example/go?url=https%3A%2F%2Fa.example%2Flogin",
        "https://a.example/share?url=https%3A%2F%2Fb.example%2F",
    ] {
        check(link, link);
    }
}

#[test]
fn a_fragment_is_kept_unless_it_tracks() {
    check("https://a.example/x#part-2", "https://a.example/x#part-2");
    check("https://a.example/x#utm_source=rss", "https://a.example/x");
    check("https://a.example/x#:~:text=hello", "https://a.example/x");
}

#[test]
fn a_permalink_is_its_own_permalink() {
    let once = permalink("https://A.example:443/ä?utm_id=1&q=č#x", None).expect("an address");
    assert_eq!(permalink(&once, None).as_deref(), Some(once.as_str()));
}

#[test]
fn scheme_www_port_and_slash_make_no_other_page() {
    one_page(&[
        "https://a.example/2019/11/post",
        "http://www.a.example/2019/11/post/",
        "http://a.example:80/2019/11/post",
        "https://m.a.example/2019/11/post#comments",
        "https://a.example/2019/11/post/amp/",
        "https://a.example/2019/11/post?amp=1&utm_source=x",
        "https://a.example/2019/11/post/index.html",
        "https://amp.a.example/2019/11/post.amp",
    ]);
}

#[test]
fn parameters_are_compared_in_any_order() {
    one_page(&[
        "https://a.example/?b=2&a=1",
        "https://a.example/index.php?a=1&b=2",
    ]);
}

#[test]
fn percent_encodings_are_compared_in_one_spelling() {
    one_page(&[
        "https://a.example/%d0%b0/%7Ex",
        "https://a.example/%D0%B0/~x",
        "https://a.example/а/~x",
    ]);
}

#[test]
fn what_names_the_page_makes_another_page() {
    two_pages("https://a.example/?p=1", "https://a.example/?p=2");
    two_pages("https://a.example/a", "https://a.example/A");
    two_pages("https://a.example:8080/a", "https://a.example/a");
    two_pages("https://en.a.example/a", "https://a.example/a");
    two_pages("https://a.example/#!/post/1", "https://a.example/#!/post/2");
}

#[test]
fn what_is_no_address_is_its_own_key() {
    assert_eq!(link_key(" tag:a.example,2020:1 "), "tag:a.example,2020:1");
}
