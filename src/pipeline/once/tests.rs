//! Sources that share an address.

use super::*;
use crate::model::{Document, Headers, Hop};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Answers with a feed, or not at all; counts.
#[derive(Default)]
struct Counting {
    asked: AtomicUsize,
    down: bool,
}

impl Fetch for Counting {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let url = request.url;
        if self.down {
            let why = "nobody is at home".to_owned();
            return Err(FetchError::Network { url, why });
        }
        let headers = Headers::default();
        let hop = Hop {
            url: url.clone(),
            status: 200,
            headers: headers.clone(),
        };
        Ok(Fetched {
            hops: vec![hop],
            answer: Answer::Found(Document {
                url,
                headers,
                body: b"<rss/>".to_vec(),
            }),
            spent: std::time::Duration::ZERO,
            held: Held::default(),
        })
    }
}

const URL: &str = "http://a.example/feed";

fn request() -> Request {
    Request {
        url: URL.to_owned(),
        ..Request::default()
    }
}

#[tokio::test]
async fn what_several_sources_ask_is_asked_once_failures_too() {
    for down in [false, true] {
        let counting = Counting {
            down,
            ..Counting::default()
        };
        let once = Once::new(
            &counting,
            [
                URL,
                "http://b.example/",
                "HTTP://A.example:80/feed#top",
                URL,
            ]
            .into_iter(),
        );
        for _ in 0..3 {
            let came = once.fetch(request()).await;
            assert_eq!(came.is_err(), down);
        }
        assert_eq!(counting.asked.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn each_is_answered_in_its_own_spelling() {
    let counting = Counting::default();
    let other = "HTTP://A.example:80/feed#top";
    let once = Once::new(&counting, [URL, other].into_iter());
    for url in [URL, other] {
        let request = Request {
            url: url.to_owned(),
            ..Request::default()
        };
        let fetched = once.fetch(request).await.expect("an answer");
        assert_eq!(fetched.hops[0].url, url);
        assert!(matches!(fetched.answer, Answer::Found(document) if document.url == url));
    }
    assert_eq!(counting.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn there_is_one_copy_of_a_body_at_a_time_and_none_when_all_have_had_theirs() {
    let counting = Counting::default();
    let once = Once::new(&counting, [URL, URL].into_iter());
    let first = once.fetch(request()).await.expect("an answer");
    let mut second = Box::pin(once.fetch(request()));
    assert!(futures_util::poll!(&mut second).is_pending());
    drop(first);
    assert!(second.await.is_ok());
    assert!(once.shared[URL].known().kept.is_none());
}

#[tokio::test]
async fn a_source_with_a_secret_of_its_own_asks_for_itself() {
    let counting = Counting::default();
    let once = Once::new(&counting, [URL, URL].into_iter());
    drop(once.fetch(request()).await);
    let secret = crate::model::Secret::new("mine".to_owned());
    let own = Request {
        headers: vec![("X-Key".to_owned(), secret)],
        ..request()
    };
    drop(once.fetch(own).await);
    assert_eq!(counting.asked.load(Ordering::SeqCst), 2);
}
