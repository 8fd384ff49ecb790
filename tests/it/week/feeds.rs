//! Feeds as the servers of the week publish them.

use super::{DAY, HOUR, start};
use chrono::TimeDelta;
use std::{fmt::Write as _, io::Write as _};

/// A feed with an entry for every twelve hours, the last a while ago; `more` stands in its channel.
pub(super) fn rss(name: &str, minute: i64, more: &str) -> Vec<u8> {
    let mut text = format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" \
         xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>{name}</title>\
         <link>http://{name}.example/</link><description>{name}</description>{more}"
    );
    let version = version(minute);
    for number in (version..version + 5).rev() {
        let date = start() + TimeDelta::minutes((number - 5) * 12 * HOUR);
        let _ = write!(
            text,
            "<item><title>{name} tells {number}</title>\
             <link>http://{name}.example/{number}</link><guid>{name}-{number}</guid>\
             <pubDate>{}</pubDate><description>{}</description></item>",
            date.to_rfc2822(),
            words(name, number)
        );
    }
    text.push_str("</channel></rss>");
    text.into_bytes()
}

/// Counts the editions of a feed: a new one every twelve hours.
pub(super) fn version(minute: i64) -> i64 {
    minute / (DAY / 2)
}

/// Some text that no other feed has.
fn words(name: &str, number: i64) -> String {
    let mut seed = name.bytes().fold(number.unsigned_abs() + 7, |seed, byte| {
        seed * 31 % 99_991 + u64::from(byte)
    });
    let mut text = String::new();
    for _ in 0..30 {
        seed = (seed * 7919 + 13) % 99_991;
        let _ = write!(text, "w{seed} ");
    }
    text
}

pub(super) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).expect("memory");
    encoder.finish().expect("memory")
}

pub(super) fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).expect("memory");
    encoder.finish().expect("memory")
}

pub(super) const PAGE: &[u8] = b"<!DOCTYPE html><html><head><title>Log in</title></head>\
    <body><form><input name=\"user\"></form></body></html>";
