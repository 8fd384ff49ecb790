//! Articles whose lines look like a site's; what the author wrote out, whole.

use crate::{page_body::story, page_systems::read};

/// A page with that in and round its text.
fn page(head: &str, text: &str, behind: &str) -> String {
    format!(
        "<title>The ferry</title><main><article><h1>The ferry</h1>{head}<div class=entry-content>{text}</div>\
         {behind}</article></main>"
    )
}

#[track_caller]
fn check_end(end: &str, kept: bool) {
    let text = read(&page("", &format!("{}{end}", story(3)), "")).text();
    let words = end.split(['<', '>']).max_by_key(|part| part.len());
    assert_eq!(text.contains(words.unwrap()), kept, "{end}\n{text}");
}

#[track_caller]
fn check_day(line: &str, day: Option<&str>) {
    let date = read(&page(line, &story(4), "")).date;
    let date = date.map(|date| date.day().to_string());
    assert_eq!(date.as_deref(), day, "{line}");
}

#[track_caller]
fn check_authors(line: &str, authors: &[&str]) {
    assert_eq!(read(&page(line, &story(4), "")).authors, authors, "{line}");
}

#[test]
fn the_day_of_an_update_or_of_an_event_is_not_that_of_the_article() {
    for line in [
        "<div><span>Updated: 16 October 2021</span><span>Published: 15 October 2021</span></div>",
        "<div><span>Ažurirano: 16.10.2021. 09:12</span><span>Objavljeno: 15.10.2021. 18:40</span></div>",
        "<div><span>Aktualisiert am 16. Oktober 2021</span><span>Veröffentlicht am 15. Oktober 2021</span></div>",
        "<p><em>Updated</em> <span>16 October 2021</span> <em>Published</em> <span>15 October 2021</span></p>",
        "<p>Updated <span>16 October 2021</span>, first published <span>15 October 2021</span></p>",
        "<div><span>Last updated 16 October 2021</span><span>15 October 2021</span></div>",
        "<div><span>Event: 16 October 2021</span><span>Published 15 October 2021</span></div>",
        "<p>Joined by 300 guests | 15 October 2021</p>",
    ] {
        check_day(line, Some("2021-10-15"));
    }
}

#[test]
fn a_day_beside_another_article_or_in_a_call_is_not_that_of_the_article() {
    for line in [
        "<p>See also: <a href=/x>The fair of the year in Berlin, in German</a> 12 May 2019</p>",
        "<p><a href=/prev>Previous: the fair in Berlin</a> <span>12 May 2019</span></p>",
        "<p>Joined 12 May 2019</p>",
    ] {
        check_day(line, None);
    }
    let call = "<p>Join us on 12 May 2019 in the hall, or watch on YouTube.</p>";
    let date = read(&page("", &format!("{}{call}", story(4)), "")).date;
    assert!(date.is_none(), "{date:?}");
}

#[test]
fn what_begins_like_a_call_may_be_news() {
    for end in [
        "<p>Following the acquisition of WhatsApp, Facebook said that it would open a second data centre.</p>",
        "<p>Follow-up talks with LinkedIn are planned for the autumn, the ministry said on Monday.</p>",
        "<p>Urmăriți conferința pe Facebook, vineri de la ora zece, în prezența ministrului.</p>",
        "<p>Folgen Sie dem Vortrag vor Ort oder auf YouTube, der am Montag um zehn Uhr beginnt.</p>",
        "<p>Suivez la conférence sur YouTube le 12 mai à dix heures.</p>",
        "<p>Seguirà a settembre la seconda parte del corso, dedicata alla pubblicità su Instagram.</p>",
        "<p>Sign up here for the conference, which takes place in the hall of the chamber in May.</p>",
        "<p>Imate priču o uspjehu svoje firme? Prijavite je na konkurs, a najbolje priče idu u zbornik.</p>",
        "<p>Do you have a story about your firm? The jury reads all of them and pays a prize.</p>",
        "<p>A version of this article was first given as a speech at the assembly in Mostar.</p>",
        "<p>Already a subscriber of the programme, the firm now hires ten people in Mostar.</p>",
        "<p>Članak se nastavlja na raspravu o zakonu koju je klaster pokrenuo prošle godine.</p>",
        "<p>Read the latest version of the law with care, said the minister.</p>",
        "<ul><li>Follow the lecture on YouTube</li><li>Register at the office of the harbour</li></ul>",
    ] {
        check_end(end, true);
    }
    for end in [
        "<p>Follow the Post on Facebook, X and Instagram.</p>",
        "<p>Urmărește cele mai noi știri și pe Google News.</p>",
        "<p>Sign up here and have our newsletter in your inbox every morning.</p>",
        "<p>Do you have a story? Write to us, whatever it is, and we will read it.</p>",
        "<p>Imate zanimljivu priču ili video? Pošaljite nam na redakcija@site.example.</p>",
    ] {
        check_end(end, false);
    }
}

#[test]
fn the_only_sentence_is_no_call() {
    let text = "Suivez la fanfare municipale sur Facebook et Instagram.";
    let read = read(&page("", &format!("<p>{text}</p>"), "")).text();
    assert!(read.contains(text), "{read}");
}

#[test]
fn a_heading_that_numbers_a_comment_ends_no_article() {
    for heading in [
        "<h3>Comment 1</h3>",
        "<h2>Komentar 2026</h2>",
        "<h2>Kommentar (1)</h2>",
        "<h2>Komentari 2026</h2>",
        "<h2>12 comments</h2>",
        "<p><b>Komentar 1</b></p>",
    ] {
        let text = format!("{}{heading}{}", story(3), story(4).replace("part", "place"));
        let text = read(&page("", &text, "")).text();
        assert_eq!(text.matches("story").count(), 7, "{heading}\n{text}");
    }
}

#[test]
fn a_time_that_an_author_tells_stays() {
    for (text, told) in [
        (
            "<h2>When</h2><p><time>Friday, 12 June 2026, 10:00</time></p>",
            "12 June 2026",
        ),
        (
            "<dl><dt><time>09:00</time></dt><dd>Opening by the mayor</dd><dt><time>10:00</time></dt><dd>Talk</dd></dl>",
            "09:00",
        ),
        (
            "<table><tr><td><time>09:00</time></td><td>Opening</td></tr><tr><td><time>10:00</time></td><td>Talk</td></tr></table>",
            "10:00",
        ),
        ("<h3><time>2019</time></h3>", "2019"),
    ] {
        let text = format!("{}{text}{}", story(2), story(2).replace("part", "place"));
        let text = read(&page("", &text, "")).text();
        assert!(text.contains(told), "{told}\n{text}");
    }
    let timed = format!("<time>{}</time>", story(2));
    let text = read(&page("", &timed, "")).text();
    assert_eq!(text.matches("story").count(), 2, "{text}");
}

#[test]
fn what_stands_behind_the_text_may_be_a_part_of_it() {
    for behind in [
        "<h2>The fares</h2><p>The last story: it is paid by the town and by the harbour, and the captains pay a small part of it themselves.</p>",
        "<p>The last story: it is paid by the town and by the harbour, and the captains pay a small part of it themselves.</p>",
        "<div class=box><p>The last story: the jury meets in June and names the winners in autumn.</p></div>",
        "<section><p>“The last story is ours,” says the captain, “and it suits us, as it suits the harbour, the town and the people on the islands.”</p></section>",
    ] {
        let text = read(&page("", &story(2), behind)).text();
        assert!(text.contains("last story"), "{behind}\n{text}");
    }
}

#[test]
fn a_short_bold_line_before_the_text_is_mostly_the_themes() {
    for line in [
        "<p><b>Ana Horvat</b></p>",
        "<p><strong>NEWS</strong></p>",
        "<p><b>Sarajevo, 12 May</b></p>",
        "<p><strong>Podijeli vijest</strong></p>",
        "<p><b>Text: Ana Horvat</b></p>",
        "<p><b>Reading time 5 min</b></p>",
        "<ul><li>Home</li><li>News of the harbour in this year</li></ul>",
        "<ul><li>Share this page with friends</li><li>Print this page or save as PDF</li></ul>",
    ] {
        let text = read(&page("", &format!("{line}{}", story(3)), "")).text();
        assert!(text.starts_with("In part 1"), "{line}\n{text}");
    }
    let two = format!(
        "<p><b>How to apply</b></p>{}<p><b>Who pays</b></p>{}",
        story(2),
        story(3)
    );
    assert!(read(&page("", &two, "")).text().starts_with("How to apply"));
    let verse = format!(
        "<p><b>The rope is wet</b><br>the bell is slow</p>{}",
        story(3)
    );
    assert!(
        read(&page("", &verse, ""))
            .text()
            .starts_with("The rope is wet")
    );
}

#[test]
fn a_creator_is_no_author_without_a_name() {
    for line in [
        "<p class=tag-creator-economy>Creator Economy</p>",
        "<div class=content-creator>Adobe Experience</div>",
        "<div class=recreator>Site Theme</div>",
        "<a class=btn-creators href=/c>For Creators</a>",
        "<p class=creator>Video</p>",
        "<p>Post by the cluster</p>",
    ] {
        check_authors(line, &[]);
    }
    check_authors("<p class=creator>Ana Horvat</p>", &["Ana Horvat"]);
    check_authors(
        "<span class=creator><a href=/u/ola><b itemprop=name>ola</b></a></span>",
        &["ola"],
    );
}

#[test]
fn who_an_author_works_for_is_no_author() {
    for line in [
        "<div class='author vcard'><span class='fn name'>Ana Horvat</span><span class='org name'>Alpha Soft</span></div>",
        "<div itemprop=author><meta itemprop=name content='Ana Horvat'><div itemprop=worksFor><meta itemprop=name \
         content='Alpha Soft'></div></div>",
    ] {
        check_authors(line, &["Ana Horvat"]);
    }
}

#[test]
fn what_is_signed_is_read_and_what_a_member_signs_with_is_not() {
    let signed = "<div class=signature><p>The last story: the mayor signed it before the captains.</p></div>";
    let text = read(&page("", &format!("{}{signed}", story(3)), "")).text();
    assert!(text.contains("last story"), "{text}");
    let post = format!(
        "<div class=postbody>{}<div class=signature><p>Furniture, measured twice, is sawn once, always.</p></div></div>",
        story(3)
    );
    let text = read(&page("", &post, "")).text();
    assert!(!text.contains("Furniture"), "{text}");
}
