//! Ends that nobody chose, and two runs at once (RELIABILITY.md 63, 65, 71).

use super::*;
use crate::server::{Reply, Server};
use std::{collections::BTreeSet, thread, time::Instant};

const KILLS: i64 = 60;

/// No clock and no luck: the same delays in every test run.
fn delays() -> impl Iterator<Item = Duration> {
    let mut seed = 20_261_122_u64;
    std::iter::repeat_with(move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Duration::from_micros((seed >> 33) % 160_000)
    })
}

#[test]
fn kill_9_at_any_moment_loses_nothing_and_doubles_nothing() {
    let names: Vec<String> = (0..8).map(|number| format!("s{number}")).collect();
    let ids: Vec<&str> = names.iter().map(String::as_str).collect();
    let desk = Desk::with_sources(&ids);
    for (round, delay) in (0..KILLS).zip(delays()) {
        let hour = round * 12;
        for id in &ids {
            desk.publishes(id, hour, 0..5 + round);
        }
        let mut command = desk.command(&["run", "-q", "--replay", "recording", "--now", &at(hour)]);
        let mut run = command.spawn().expect("the program");
        thread::sleep(delay);
        // It may have ended by itself.
        let _ = run.kill();
        run.wait().expect("an end");
        if desk.path("state/state.db").exists() {
            let verdict: String = desk
                .database()
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .expect("a database");
            assert_eq!(verdict, "ok", "after kill {round}");
        }
        for (path, (bytes, _)) in desk.files("output") {
            whole(&path, bytes);
        }
    }
    let last = KILLS * 12;
    desk.run(last, &[]).exit(0);
    every_file_is_whole(&desk);
    let count: i64 = desk
        .database()
        .query_row("SELECT count(*) FROM article", [], |row| row.get(0))
        .expect("a number");
    assert_eq!(count, 8 * (4 + KILLS));
    let feed = desk.feed();
    let items = feed["items"].as_array().expect("items");
    let unique: BTreeSet<_> = items.iter().map(|item| item["id"].as_str()).collect();
    assert_eq!(unique.len(), items.len());
}

/// A file that is there under its own name is a whole one.
#[track_caller]
fn whole(path: &Path, bytes: Vec<u8>) {
    if path.extension().is_none_or(|ending| ending != "tmp") {
        let path = path.to_string_lossy().into_owned();
        assert_eq!(render::verify(&OutputFile { path, bytes }), Ok(()));
    }
}

/// A desk whose one source takes its time.
async fn slow() -> (Desk, Server) {
    let feed = rss("a", "a", 0..8);
    let length = feed.len().to_string();
    let reply = Reply::head(200, &[("Content-Length", &length)])
        .pause(Duration::from_millis(700))
        .bytes(&feed);
    let server = Server::start(vec![("/feed", reply)]).await;
    let config = sources(&["a"]).replace("http://a.example/feed", &server.url("/feed"));
    let desk = Desk::new(&format!(
        "{config}[fetch]\nallow_networks = [\"127.0.0.0/8\"]\n"
    ));
    (desk, server)
}

async fn asked(server: &Server) {
    let began = Instant::now();
    while server.asked().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "nobody asks");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_leaves_with_75_and_says_who_is_at_work() {
    let (desk, server) = slow().await;
    let first = desk.command(&["run", "-q"]).spawn().expect("the program");
    asked(&server).await;
    let pid = first.id().to_string();
    desk.say(&["run"]).exit(75).complains(&[&pid, "--wait"]);
    desk.say(&["run", "-q"]).exit(75).silent();
    let mut first = first;
    assert!(first.wait().expect("an end").success());
    assert_eq!(server.asked().len(), 1, "two processes double the requests");
    assert_eq!(desk.titles().len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_that_waits_asks_nothing_again() {
    let (desk, server) = slow().await;
    let mut first = desk.command(&["run", "-q"]).spawn().expect("the program");
    asked(&server).await;
    desk.say(&["run", "--wait"]).exit(0);
    assert!(first.wait().expect("an end").success());
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_ends_a_run_soon_and_what_it_leaves_is_whole() {
    let (desk, server) = slow().await;
    let mut command = desk.command(&["run"]);
    let run = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let run = run.expect("the program");
    asked(&server).await;
    let began = Instant::now();
    let kill = std::process::Command::new("kill")
        .args(["-TERM", &run.id().to_string()])
        .status();
    assert!(kill.expect("kill").success());
    let said = said(run.wait_with_output().expect("an end"));
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(said.code, Some(0), "{said:?}");
    every_file_is_whole(&desk);
    assert_eq!(desk.titles().len(), 8, "what was under way is finished");
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_ends_a_run_soon_though_a_server_is_mute() {
    let mute = Server::start(vec![("/mute", Reply::raw(b"").then_silence())]).await;
    let config = sources(&["a", "mute"]).replace("http://mute.example/feed", &mute.url("/mute"));
    let desk = Desk::new(&format!(
        "{config}[fetch]\nallow_networks = [\"127.0.0.0/8\"]\n"
    ));
    desk.publishes("a", 0, 0..8);
    let run = desk.command(&["run"]).stderr(Stdio::piped()).spawn();
    let mut run = run.expect("the program");
    asked(&mute).await;
    let began = Instant::now();
    let kill = std::process::Command::new("kill")
        .args(["-TERM", &run.id().to_string()])
        .status();
    assert!(kill.expect("kill").success());
    let code = run.wait().expect("an end").code();
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(code, Some(0));
    every_file_is_whole(&desk);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_signals_end_a_run_at_once() {
    let (desk, server) = slow().await;
    let mut run = desk
        .command(&["run", "-q"])
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    asked(&server).await;
    for _ in 0..2 {
        let id = run.id().to_string();
        let kill = std::process::Command::new("kill")
            .args(["-INT", &id])
            .status();
        assert!(kill.expect("kill").success());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(run.wait().expect("an end").code(), Some(1));
    every_file_is_whole(&desk);
    desk.run(0, &["--only", "a"]);
    desk.say(&["check"]);
}
