//! Bodies: how they are coded, how large they may be, and whether they are whole.

use super::*;
use async_compression::{
    Level,
    tokio::write::{BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder},
};
use tokio::io::AsyncWriteExt as _;

macro_rules! coded {
    ($encoder:ident, $plain:expr) => {{
        let mut encoder = $encoder::with_quality(Vec::new(), Level::Fastest);
        encoder.write_all($plain).await.expect("memory");
        encoder.shutdown().await.expect("memory");
        encoder.into_inner()
    }};
}

/// A body in every coding that is offered, and the name that stands in Content-Encoding.
async fn every_coding(plain: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("gzip", coded!(GzipEncoder, plain)),
        ("x-gzip", coded!(GzipEncoder, plain)),
        ("br", coded!(BrotliEncoder, plain)),
        ("zstd", coded!(ZstdEncoder, plain)),
        ("deflate", coded!(ZlibEncoder, plain)),
        ("deflate", coded!(DeflateEncoder, plain)),
    ]
}

fn text() -> Vec<u8> {
    (0..20_000_u32)
        .flat_map(|n| (n * n).to_le_bytes())
        .collect()
}

#[tokio::test]
async fn what_is_offered_can_be_read() {
    let plain = text();
    let offered = "gzip, br, zstd, deflate";
    for (name, body) in every_coding(&plain).await {
        assert!(offered.contains(name.trim_start_matches("x-")));
        let reply = Reply::new(200, &[("Content-Encoding", name)], &body);
        assert_eq!(body_of(ask(reply).await.expect(name)), plain, "{name}");
    }
}

#[tokio::test]
async fn a_coded_body_that_is_cut_is_no_answer() {
    let plain = text();
    for (name, body) in every_coding(&plain).await {
        for cut in [1, 4, 9, body.len() / 2] {
            let part = &body[..body.len() - cut];
            let reply = Reply::head(200, &[("Content-Encoding", name)]).bytes(part);
            let result = ask(reply).await;
            let damaged = matches!(result, Err(FetchError::Damaged { .. }));
            // The last bytes of brotli, and of deflate without a wrapper, may hold nothing.
            let whole = result.is_ok_and(|fetched| body_of(fetched) == plain);
            assert!(damaged || whole, "{name} cut by {cut}");
            assert!(damaged || (cut == 1 && name == "br"), "{name} cut by {cut}");
        }
    }
}

/// A gzip body in two members, and `behind` them.
async fn two_members(plain: &[u8], behind: &[u8]) -> Vec<u8> {
    let (one, other) = plain.split_at(plain.len() / 3);
    let members = [coded!(GzipEncoder, one), coded!(GzipEncoder, other)];
    [members.concat(), behind.to_vec()].concat()
}

#[tokio::test]
async fn what_stands_behind_a_body_is_passed_over() {
    for (name, body) in every_coding(&text()).await {
        let body = [body.as_slice(), b"\r\n<!-- cached -->"].concat();
        let fetched = ask(Reply::new(200, &[("Content-Encoding", name)], &body)).await;
        assert_eq!(body_of(fetched.expect(name)), text(), "{name}");
    }
}

#[tokio::test]
async fn what_stands_behind_a_gzip_body_is_passed_over() {
    let plain = text();
    let large = vec![b'x'; 100 << 10];
    for behind in [
        b"".as_slice(),
        &[0; 512],
        b"\r\n<!-- cached -->",
        &[0, MAGIC],
        &large,
    ] {
        let body = two_members(&plain, behind).await;
        let gzip = [("Content-Encoding", "gzip")];
        // The end of a member, what stands behind it, and both together.
        for cut in [0, behind.len(), behind.len() + 1] {
            let (start, end) = body.split_at(body.len() - cut);
            let slowly = Reply::head(200, &gzip).bytes(start);
            let slowly = slowly.pause(Duration::from_millis(20)).bytes(end);
            assert_eq!(body_of(ask(slowly).await.expect("it is whole")), plain);
        }
    }
}

#[tokio::test]
async fn members_that_hold_nothing_come_to_an_end() {
    let skipped = [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0];
    let few = [skipped.repeat(8), coded!(ZstdEncoder, &text())].concat();
    let reply = Reply::new(200, &[("Content-Encoding", "zstd")], &few);
    assert_eq!(body_of(ask(reply).await.expect("it is whole")), text());
    let nothing = coded!(GzipEncoder, b"");
    for (name, member) in [("gzip", nothing.as_slice()), ("zstd", &skipped)] {
        let many = Reply::head(200, &[("Content-Encoding", name)]).endless(&member.repeat(64));
        let result = ask(many).await;
        let damaged = matches!(result, Err(FetchError::Damaged { .. }));
        assert!(damaged, "{name}: {result:?}");
    }
}

#[tokio::test]
async fn padding_that_begins_as_a_frame_of_zstd_does_is_passed_over() {
    for behind in ["(cached)", "Served by a cache", "("] {
        let body = [coded!(ZstdEncoder, &text()), behind.as_bytes().to_vec()].concat();
        let reply = Reply::new(200, &[("Content-Encoding", "zstd")], &body);
        let came = ask(reply).await;
        // One byte may be the beginning of a frame that was cut.
        assert_eq!(came.is_ok(), behind.len() > 1, "{behind}");
    }
}

/// What a member of gzip begins with.
const MAGIC: u8 = 0x1f;

#[tokio::test]
async fn a_second_member_that_is_cut_is_no_answer() {
    let plain = text();
    let whole = two_members(&plain, b"").await;
    let first = coded!(GzipEncoder, &plain[..plain.len() / 3]).len();
    for end in [
        first + 1,
        first + 2,
        first + 40,
        whole.len() - 9,
        whole.len() - 1,
    ] {
        let reply = Reply::head(200, &[("Content-Encoding", "gzip")]).bytes(&whole[..end]);
        let result = ask(reply).await;
        let damaged = matches!(result, Err(FetchError::Damaged { .. }));
        assert!(damaged, "cut at {end}: {result:?}");
    }
}

#[tokio::test]
async fn what_stands_behind_a_gzip_body_has_to_come_to_its_end() {
    let body = two_members(&text(), b"\0\0").await;
    let (gzip, length) = ("Content-Encoding", (body.len() + 1).to_string());
    let cut = Reply::head(200, &[(gzip, "gzip"), ("Content-Length", &length)]).bytes(&body);
    let endless = Reply::head(200, &[(gzip, "gzip")])
        .bytes(&body)
        .endless(&[0; 4096]);
    for reply in [cut, endless] {
        let result = ask(reply).await;
        let damaged = matches!(result, Err(FetchError::Damaged { .. }));
        assert!(damaged, "{result:?}");
    }
}

#[tokio::test]
async fn a_body_has_to_come_to_its_end_in_every_coding() {
    for (name, body) in every_coding(&text()).await {
        let coding = ("Content-Encoding", name);
        let length = (body.len() + 1).to_string();
        let short = Reply::head(200, &[coding, ("Content-Length", &length)]).bytes(&body);
        let chunk = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n"].concat();
        let no_end = Reply::head(200, &[coding, ("Transfer-Encoding", "chunked")]).bytes(&chunk);
        for reply in [short, no_end] {
            let result = ask(reply).await;
            let damaged = matches!(result, Err(FetchError::Damaged { .. }));
            assert!(damaged, "{name}: {result:?}");
        }
    }
}

#[tokio::test]
async fn a_zstd_body_of_several_frames_is_read_whole() {
    let plain = text();
    let (one, other) = plain.split_at(plain.len() / 3);
    let skipped = b"\x5a\x2a\x4d\x18\x03\0\0\0abc";
    let (one, other) = (coded!(ZstdEncoder, one), coded!(ZstdEncoder, other));
    let whole = [&one, skipped.as_slice(), &other].concat();
    let zstd = [("Content-Encoding", "zstd")];
    let fetched = ask(Reply::new(200, &zstd, &whole)).await;
    assert_eq!(body_of(fetched.expect("it is whole")), plain);
    let cut = ask(Reply::new(200, &zstd, &whole[..whole.len() - 9])).await;
    assert!(matches!(cut, Err(FetchError::Damaged { .. })), "{cut:?}");
}

#[tokio::test]
async fn a_body_shorter_than_it_says_is_no_answer() {
    let reply = Reply::head(200, &[("Content-Length", "100")]).bytes(b"<rss>");
    let result = ask(reply).await;
    assert!(
        matches!(result, Err(FetchError::Damaged { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_body_without_its_last_chunk_is_no_answer() {
    let reply = Reply::head(200, &[("Transfer-Encoding", "chunked")]).bytes(b"5\r\n<rss>\r\n");
    let result = ask(reply).await;
    assert!(
        matches!(result, Err(FetchError::Damaged { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_body_that_is_reset_is_no_answer_and_not_asked_again() {
    let reply = Reply::head(200, &[("Content-Length", "100")])
        .bytes(b"<rss>")
        .then_reset();
    let server = Server::start(vec![("/", reply)]).await;
    let result = live(&settings()).fetch(request(&server.url("/"))).await;
    assert!(
        matches!(result, Err(FetchError::Damaged { .. })),
        "{result:?}"
    );
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_not_read() {
    let reply = Reply::head(200, &[("Content-Length", "1048577")]).then_silence();
    let result = ask(reply).await;
    assert!(
        matches!(result, Err(FetchError::TooLarge { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn an_endless_body_is_dropped() {
    let result = ask(Reply::head(200, &[]).endless(&[b'x'; 4096])).await;
    assert!(
        matches!(result, Err(FetchError::TooLarge { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_bomb_is_dropped_in_every_coding() {
    let plain = vec![0; 16 << 20];
    for (name, body) in every_coding(&plain).await {
        let reply = Reply::new(200, &[("Content-Encoding", name)], &body);
        let server = Server::start(vec![("/", reply)]).await;
        let result = live(&settings()).fetch(request(&server.url("/"))).await;
        assert!(
            matches!(result, Err(FetchError::TooLarge { .. })),
            "{name}: {result:?}"
        );
    }
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_read() {
    let body = vec![b'x'; 1 << 20];
    assert_eq!(body_of(ask(Reply::ok(&body)).await.expect("it fits")), body);
}

#[tokio::test]
async fn only_one_layer_of_coding_is_undone() {
    let once = coded!(GzipEncoder, b"<rss/>");
    let twice = coded!(GzipEncoder, &once);
    let reply = Reply::new(200, &[("Content-Encoding", "gzip, gzip")], &twice);
    let result = ask(reply).await;
    assert!(
        matches!(result, Err(FetchError::Damaged { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_coding_that_was_not_offered_is_refused() {
    let result = ask(Reply::new(200, &[("Content-Encoding", "compress")], b"x")).await;
    assert!(
        matches!(result, Err(FetchError::Damaged { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_coding_that_was_named_and_forgotten_is_forgiven() {
    for (name, body) in [
        ("gzip", "<rss/>"),
        ("identity", "<rss/>"),
        ("gzip", ""),
        ("UTF-8", "{}"),
    ] {
        let reply = Reply::new(200, &[("Content-Encoding", name)], body.as_bytes());
        assert_eq!(body_of(ask(reply).await.expect(name)), body.as_bytes());
    }
}

#[tokio::test]
async fn many_large_bodies_at_once_wait_for_memory_and_all_arrive() {
    let body = vec![b'x'; 900 << 10];
    let server = Server::start(vec![("/", Reply::ok(&body))]).await;
    let live = std::sync::Arc::new(live(&FetchSettings {
        per_host: 32,
        ..settings()
    }));
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let (live, url) = (live.clone(), server.url("/"));
            tokio::spawn(async move { live.fetch(request(&url)).await.map(body_of) })
        })
        .collect();
    for task in tasks {
        assert_eq!(
            task.await.expect("no panic").expect("a body").len(),
            body.len()
        );
    }
}

#[tokio::test]
async fn bodies_that_nobody_has_read_yet_keep_others_waiting() {
    let body = vec![b'x'; 200 << 10];
    let server = Server::start(vec![("/", Reply::ok(&body))]).await;
    let live = live(&hasty());
    let mut unread = Vec::new();
    let full = loop {
        match live.fetch(request(&server.url("/"))).await {
            Ok(fetched) => unread.push(fetched),
            Err(error) => break error,
        }
        assert!(unread.len() <= 20, "there is no limit");
    };
    assert!(matches!(full, FetchError::TooSlow { .. }), "{full:?}");
    assert!(unread.len() >= 12, "only {} fit", unread.len());
    unread.clear();
    assert!(live.fetch(request(&server.url("/"))).await.is_ok());
}

#[tokio::test]
async fn large_bodies_that_do_not_come_to_an_end_keep_no_small_one_waiting() {
    let large = Reply::head(200, &[]).bytes(&vec![b'x'; 2_300_000]);
    let small = vec![b'x'; 40 << 10];
    let replies = vec![
        ("/large", large.then_silence()),
        ("/small", Reply::ok(&small)),
    ];
    let server = Server::start(replies).await;
    let live = live(&FetchSettings {
        max_body: 4 << 20,
        per_host: 8,
        ..settings()
    });
    let (large, small) = (server.url("/large"), server.url("/small"));
    let large = (0..3).map(|_| live.fetch(request(&large)));
    let small = async {
        // They have all that they get.
        tokio::time::sleep(SOON / 4).await;
        tokio::time::timeout(SOON * 8, live.fetch(request(&small))).await
    };
    tokio::select! {
        _ = futures_util::future::join_all(large) => panic!("the large ones came to an end"),
        small = small => assert!(small.is_ok_and(|small| small.is_ok())),
    }
}

#[tokio::test]
async fn a_zstd_window_larger_than_the_standard_allows_is_refused() {
    let window = async_compression::zstd::CParameter::window_log(27);
    let mut encoder = ZstdEncoder::with_quality_and_params(Vec::new(), Level::Fastest, &[window]);
    encoder.write_all(&text()).await.expect("memory");
    encoder.shutdown().await.expect("memory");
    let reply = Reply::new(200, &[("Content-Encoding", "zstd")], &encoder.into_inner());
    let result = ask(reply).await;
    assert!(
        matches!(result, Err(FetchError::Damaged { .. })),
        "{result:?}"
    );
}
