//! Pictures that wait for a script, pictures nobody can see, and what stands in for both.

use super::cleaned;

#[track_caller]
fn shows(markup: &str, picture: &str) {
    let html = cleaned(markup);
    assert_eq!(html.matches("<img").count(), 1, "{html}");
    assert!(html.contains(&format!("src=\"{picture}\"")), "{html}");
}

#[track_caller]
fn shows_nothing(markup: &str) {
    let html = cleaned(markup);
    assert!(!html.contains("<img"), "{html}");
}

#[test]
fn an_address_that_waits_for_a_script_is_put_to_use() {
    let wanted = "http://site.example/a.jpg";
    shows(
        "<img src='data:image/gif;base64,R0' data-src='/a.jpg'>",
        wanted,
    );
    shows("<img data-lazy-src='/a.jpg' src='/img/blank.gif'>", wanted);
    shows("<img class=lazyload data-src=\"/a.jpg\">", wanted);
    shows("<img src='' data-original='/a.jpg'>", wanted);
    shows(
        "<img data-large-file='/big.jpg' data-src='/a.jpg' src='/1x1.png'>",
        wanted,
    );
}

#[test]
fn an_address_that_shows_something_is_kept() {
    shows(
        "<img src='/a.jpg' data-src='/b.jpg' srcset='/c.jpg 800w'>",
        "http://site.example/a.jpg",
    );
}

#[test]
fn the_best_of_a_set_is_taken_where_there_is_nothing_else() {
    shows(
        "<img srcset='/s.jpg 300w, /m.jpg 1024w, /l.jpg 4000w'>",
        "http://site.example/m.jpg",
    );
    shows(
        "<img src='data:,' data-srcset='/only.jpg 2x'>",
        "http://site.example/only.jpg",
    );
}

#[test]
fn a_copy_for_readers_without_scripts_is_shown_once() {
    shows(
        "<p><img src='data:,' data-src='/a.jpg'><noscript><img src='/a.jpg'></noscript></p>",
        "http://site.example/a.jpg",
    );
    shows(
        "<noscript><img src='/a.jpg' alt=x></noscript>",
        "http://site.example/a.jpg",
    );
}

#[test]
fn text_for_readers_without_scripts_is_markup() {
    assert_eq!(cleaned("<noscript><p>x</p></noscript>y"), "<p>x</p>y");
}

#[test]
fn hostile_addresses_do_not_come_in_through_repairs() {
    for waiting in [
        "javascript:alert(1)",
        "data:text/html,x",
        "\"onerror=alert(1) x=\"",
        "vbscript:x",
    ] {
        let html = cleaned(&format!(
            "<img src='' data-src='{waiting}' srcset='{waiting} 2x'>"
        ));
        assert!(
            !html.contains("alert(1)\"")
                && !html.contains("onerror=\"")
                && !html.contains("script:"),
            "{html}"
        );
        super::assert_inert(&html, waiting);
    }
}

#[test]
fn measuring_pixels_are_left_out() {
    for pixel in [
        "<img src='https://a.example/p' width=1 height=1>",
        "<img src='https://a.example/p' height='0'>",
        "<img src='https://a.example/p' width='1px'>",
        "<img src='https://a.example/p' width=' &#49; '>",
        "<img src='https://a.example/p' style='display: none'>",
        "<img src='https://a.example/p' style='border:0; width:1px;height:1px'>",
        "<img src='https://stats.wordpress.com/b.gif?host=a'>",
        "<img src='http://feeds.feedburner.com/~r/a/~4/b'>",
        "<IMG SRC='https://a.example/p' WIDTH=01>",
        "<image src='https://a.example/p' width=1>",
    ] {
        shows_nothing(pixel);
    }
}

#[test]
fn a_size_in_percent_or_over_one_pixel_is_a_picture() {
    shows(
        "<img src='/a.jpg' width='100%'>",
        "http://site.example/a.jpg",
    );
    shows("<img src='/a.jpg' width=16>", "http://site.example/a.jpg");
    shows("<img src='/a.jpg' width=auto>", "http://site.example/a.jpg");
}
