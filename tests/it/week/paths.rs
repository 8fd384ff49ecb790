//! What each path of the week answers.

use super::{Asked, DAY, HOUR, Reply, TimeDelta, feeds, start};
use std::time::Duration;

/// The id of a source, and its path.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("plain", "/plain"),
    ("exact", "/exact/feed.php?b=2&a=%7e1;x=Y|Z&empty="),
    ("cookie", "/cookie"),
    ("weak", "/weak"),
    ("unquoted", "/unquoted"),
    ("comma", "/comma"),
    ("suffix", "/suffix"),
    ("odd-date", "/odd-date"),
    ("tag-only", "/tag-only"),
    ("vanish", "/vanish"),
    ("bare", "/bare"),
    ("cut", "/cut"),
    ("cut-gzip", "/cut-gzip"),
    ("cut-xml", "/cut-xml"),
    ("junk", "/junk"),
    ("junk-auto", "/junk-auto"),
    ("empty", "/empty"),
    ("max-age", "/max-age"),
    ("max-age-304", "/max-age-304"),
    ("expires", "/expires"),
    ("skew", "/skew"),
    ("no-cache", "/no-cache"),
    ("cap", "/cap"),
    ("retry-429", "/retry-429"),
    ("retry-429-date", "/retry-429-date"),
    ("retry-503", "/retry-503"),
    ("retry-long", "/retry-long"),
    ("retry-max-age", "/retry-max-age"),
    ("retry-none", "/retry-none"),
    ("moved-301", "/moved-301"),
    ("moved-308", "/moved-308"),
    ("temporary-302", "/temporary-302"),
    ("temporary-307", "/temporary-307"),
    ("login", "/login"),
    ("flap", "/flap"),
    ("loop", "/loop"),
    ("chain", "/chain"),
    ("gone", "/gone"),
    ("failing", "/failing"),
    ("recover", "/recover"),
    ("reset", "/reset"),
    ("ttl", "/ttl"),
    ("skip-hours", "/skip-hours"),
    ("skip-days", "/skip-days"),
    ("daily", "/daily"),
    ("trickle", "/trickle"),
    ("silent", "/silent"),
    ("mute", "/mute"),
    ("endless-body", "/endless-body"),
    ("endless-header", "/endless-header"),
    ("bomb", "/bomb"),
    ("no-validators", "/no-validators"),
    ("v6", "/v6"),
    ("gzip", "/gzip"),
    ("deflate", "/deflate"),
    ("wrong-type", "/wrong-type"),
    ("breaks", "/breaks"),
    ("twin-a", "/twin"),
    ("twin-b", "/twin"),
    ("led", "/led"),
];

/// A request with what is known about it.
pub(super) struct Call<'a> {
    pub(super) minute: i64,
    /// How often this path was asked before.
    pub(super) number: usize,
    pub(super) asked: &'a Asked,
    /// An address that nobody may be led to.
    pub(super) inside: &'a str,
}

pub(super) struct Answer {
    pub(super) reply: Reply,
    pub(super) gave: Option<(String, String)>,
}

/// An answer that leaves all validators as they were.
fn bare(reply: Reply) -> Answer {
    Answer { reply, gave: None }
}

pub(super) fn answer(path: &str, call: &Call<'_>) -> Answer {
    let name = path.trim_start_matches('/');
    let name = name.split(['?', '/']).next().unwrap_or(name);
    let day = call.minute / DAY;
    match name {
        "weak" => with_tag(name, call, |version| format!("W/\"{version}\"")),
        "unquoted" => with_tag(name, call, |version| format!("v{version}")),
        "comma" => with_tag(name, call, |version| format!("\"{version},b\"")),
        "suffix" => with_tag(name, call, |version| format!("\"{version}-gzip\"")),
        "odd-date" => good(
            name,
            call,
            "",
            &format!("{} minutes past", call.minute),
            &[],
        ),
        "tag-only" => good(
            name,
            call,
            &format!("\"{}\"", feeds::version(call.minute)),
            "",
            &[],
        ),
        "vanish" => match day {
            0 | 1 => usual(name, call, &[]),
            2 | 3 => good(name, call, "", &http_date(call.minute), &[]),
            4 | 5 => good(name, call, "\"only\"", "", &[]),
            _ => good(name, call, "", &http_date(-3 * DAY), &[]),
        },
        "cookie" => usual(name, call, &[("Set-Cookie", "id=1; Path=/")]),
        "exact" | "plain" | "twin" => usual(name, call, &[]),
        "cut" | "cut-gzip" | "cut-xml" | "junk" | "junk-auto" | "empty" | "breaks" | "login"
            if day == 0 =>
        {
            usual(name, call, &[])
        }
        _ => broken(name, call),
    }
}

/// What is no whole feed.
fn broken(name: &str, call: &Call<'_>) -> Answer {
    let page = [("Content-Type", "text/html"), ("ETag", "\"page\"")];
    match name {
        "cut" => bare(
            Reply::head(200, &[("ETag", "\"cut\""), ("Content-Length", "99999")])
                .bytes(&feeds::rss(name, call.minute, "")),
        ),
        "cut-gzip" => {
            let body = feeds::gzip(&feeds::rss(name, call.minute, ""));
            let fields = [("ETag", "\"cut\""), ("Content-Encoding", "gzip")];
            bare(Reply::new(200, &fields, &body[..body.len() - 9]))
        }
        "cut-xml" => {
            let body = feeds::rss(name, call.minute, "");
            bare(Reply::new(
                200,
                &[("ETag", "\"cut\"")],
                &body[..body.len() * 2 / 3],
            ))
        }
        // A page older than the feed was: of its date, nothing has changed since.
        "login-page" if call.asked.header("if-modified-since").is_some() => {
            bare(Reply::head(304, &[]))
        }
        "junk-auto" if call.minute / DAY > 2 => usual(name, call, &[]),
        "junk" | "junk-auto" | "login-page" => bare(Reply::new(200, &page, feeds::PAGE)),
        "empty" => bare(Reply::new(200, &[("ETag", "\"empty\"")], b"")),
        "breaks" => bare(Reply::new(
            200,
            &[("ETag", "\"x\"")],
            b"\x00\x01 no feed at all <<<",
        )),
        "login" => bare(Reply::redirect(301, "/login-page")),
        _ => slower_or_worse(name, call),
    }
}

fn slower_or_worse(name: &str, call: &Call<'_>) -> Answer {
    let day = call.minute / DAY;
    let healthy = |more: &str| with_channel(name, call, more);
    match name {
        "ttl" => healthy("<ttl>300</ttl>"),
        "daily" => healthy("<sy:updatePeriod>daily</sy:updatePeriod>"),
        "skip-days" => healthy("<skipDays><day>Saturday</day><day>Sunday</day></skipDays>"),
        "skip-hours" => healthy(
            "<skipHours><hour>0</hour><hour>1</hour><hour>2</hour><hour>3</hour>\
             <hour>12</hour><hour>23</hour></skipHours>",
        ),
        "moved-301" => bare(Reply::redirect(301, "/new-301")),
        "moved-308" => bare(Reply::redirect(308, "/new-308")),
        "led" => bare(Reply::redirect(302, "/plain")),
        "temporary-302" => bare(Reply::redirect(302, "/elsewhere-302")),
        "temporary-307" => bare(Reply::redirect(307, "/elsewhere-307")),
        "flap" if (DAY..DAY + 12 * HOUR).contains(&call.minute) => {
            bare(Reply::redirect(301, "/flapped"))
        }
        "loop" => bare(Reply::redirect(302, "/loop-2")),
        "loop-2" => bare(Reply::redirect(302, "/loop")),
        "chain" => bare(Reply::redirect(302, &format!("/chain/{}", call.number))),
        "gone" if day > 0 => bare(Reply::new(410, &[], b"")),
        "failing" => bare(Reply::new(500, &[("Cache-Control", "max-age=60")], b"")),
        "recover" if (1..3).contains(&day) => bare(Reply::new(502, &[], b"")),
        "reset" => bare(Reply::raw(b"").then_reset()),
        "trickle" => bare(
            Reply::head(200, &[])
                .bytes(b"<rss>")
                .pause(Duration::from_millis(150))
                .bytes(b"<channel>")
                .pause(Duration::from_secs(3)),
        ),
        "silent" => bare(Reply::head(200, &[("Content-Length", "1000")]).then_silence()),
        "mute" => bare(Reply::raw(b"").then_silence()),
        "endless-body" => bare(Reply::head(200, &[]).endless(&[b' '; 8192])),
        "endless-header" => bare(Reply::raw(b"HTTP/1.1 200 OK\r\n").endless(b"X-Y: z\r\n")),
        "bomb" => {
            let body = feeds::gzip(&vec![b' '; 16 << 20]);
            bare(Reply::new(200, &[("Content-Encoding", "gzip")], &body))
        }
        "no-validators" => good(name, call, "", "", &[]),
        "v6" => bare(Reply::redirect(302, call.inside)),
        "gzip" | "deflate" => {
            let body = feeds::rss(name, call.minute, "");
            let body = if name == "gzip" {
                feeds::gzip(&body)
            } else {
                feeds::zlib(&body)
            };
            bare(Reply::new(200, &[("Content-Encoding", name)], &body))
        }
        "wrong-type" => usual(name, call, &[("Content-Type", "text/html; charset=utf-8")]),
        _ => timed(name, call),
    }
}

fn timed(name: &str, call: &Call<'_>) -> Answer {
    let now = http_date(call.minute);
    let second_time = (2 * DAY..2 * DAY + 12 * HOUR).contains(&call.minute)
        || (name == "retry-long" && call.minute >= 2 * DAY && call.minute < 4 * DAY);
    let refuse = |status, fields: &[(&str, &str)]| bare(Reply::new(status, fields, b"later"));
    match name {
        "max-age" => usual(name, call, &[("Cache-Control", "public, max-age=28800")]),
        "max-age-304" if not_modified(call) => {
            bare(Reply::new(304, &[("Cache-Control", "max-age=25200")], b""))
        }
        "expires" => {
            let expires = http_date(call.minute + 8 * HOUR);
            usual(name, call, &[("Date", &now), ("Expires", &expires)])
        }
        "skew" => {
            let (date, expires) = (-700 * DAY, -700 * DAY + 6 * HOUR);
            usual(
                name,
                call,
                &[("Date", &http_date(date)), ("Expires", &http_date(expires))],
            )
        }
        "no-cache" => usual(
            name,
            call,
            &[("Cache-Control", "no-cache, no-store"), ("Expires", "0")],
        ),
        "cap" => usual(name, call, &[("Cache-Control", "max-age=31536000")]),
        "retry-429" if second_time => refuse(429, &[("Retry-After", "36000")]),
        "retry-429-date" if second_time => {
            let at = http_date(call.minute + 10 * HOUR);
            refuse(429, &[("Retry-After", &at), ("Date", &now)])
        }
        "retry-503" if second_time => refuse(503, &[("Retry-After", "36000")]),
        "retry-long" if second_time => refuse(429, &[("Retry-After", "172800")]),
        "retry-max-age" if second_time => refuse(429, &[("Cache-Control", "max-age=36000")]),
        "retry-none" if second_time => refuse(429, &[("Retry-After", "soon")]),
        _ => usual(name, call, &[]),
    }
}

/// A feed with both validators, which change with it.
fn usual(name: &str, call: &Call<'_>, more: &[(&str, &str)]) -> Answer {
    let version = feeds::version(call.minute);
    let tag = format!("\"{name}-{version}\"");
    good(name, call, &tag, &http_date(version * 12 * HOUR), more)
}

fn with_tag(name: &str, call: &Call<'_>, tag: fn(i64) -> String) -> Answer {
    let version = feeds::version(call.minute);
    good(
        name,
        call,
        &tag(version),
        &http_date(version * 12 * HOUR),
        &[],
    )
}

fn good(name: &str, call: &Call<'_>, tag: &str, date: &str, more: &[(&str, &str)]) -> Answer {
    if asks_with(call, tag, date) {
        let fields = if name == "bare" { &[] } else { more };
        return bare(Reply::new(304, fields, b""));
    }
    let mut fields = more.to_vec();
    fields.extend(
        [("ETag", tag), ("Last-Modified", date)]
            .into_iter()
            .filter(|field| !field.1.is_empty()),
    );
    Answer {
        reply: Reply::new(200, &fields, &feeds::rss(name, call.minute, extras())),
        gave: Some((tag.to_owned(), date.to_owned())),
    }
}

fn with_channel(name: &str, call: &Call<'_>, more: &str) -> Answer {
    let tag = format!("\"{name}-{}\"", feeds::version(call.minute));
    if asks_with(call, &tag, "") {
        return bare(Reply::new(304, &[], b""));
    }
    Answer {
        reply: Reply::new(200, &[("ETag", &tag)], &feeds::rss(name, call.minute, more)),
        gave: Some((tag, String::new())),
    }
}

/// Addresses that a feed may name and nobody may ask for.
fn extras() -> &'static str {
    "<atom:link rel=\"hub\" href=\"/extra/hub\"/><image><url>/extra/icon.png</url></image>\
     <cloud domain=\"127.0.0.1\" path=\"/extra/cloud\"/>"
}

fn asks_with(call: &Call<'_>, tag: &str, date: &str) -> bool {
    let field = |name| call.asked.header(name).unwrap_or_default();
    match tag {
        "" => !date.is_empty() && field("if-modified-since") == date,
        tag => field("if-none-match") == tag,
    }
}

fn not_modified(call: &Call<'_>) -> bool {
    let tag = format!("\"max-age-304-{}\"", feeds::version(call.minute));
    asks_with(call, &tag, "")
}

fn http_date(minute: i64) -> String {
    let date = start() + TimeDelta::minutes(minute);
    date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
