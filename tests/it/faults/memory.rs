//! What a run may cost, whatever servers send (RELIABILITY.md 11, 12, and `memory` of its last
//! table).

use super::*;
use crate::server::{Reply, Server};
use std::{io::Write as _, thread};

/// KiB beyond what a run with nothing to do costs: 64 MiB in all for the program as it is shipped.
const MOST: usize = 54 << 10;

/// The most memory that the process ever had, in KiB, as it is told until it ends.
fn peak(run: &mut std::process::Child) -> usize {
    let status = format!("/proc/{}/status", run.id());
    let mut most = 0;
    while run.try_wait().expect("a process").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(number.unwrap_or_default());
        thread::sleep(Duration::from_millis(2));
    }
    most
}

async fn cost(desk: &Desk) -> usize {
    let mut command = desk.command(&["run", "-q"]);
    let mut run = command.stderr(Stdio::null()).spawn().expect("the program");
    let peak = tokio::task::spawn_blocking(move || peak(&mut run));
    peak.await.expect("a number")
}

fn bomb() -> Vec<u8> {
    let zeros = vec![b' '; 1 << 20];
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..128 {
        encoder.write_all(&zeros).expect("memory");
    }
    encoder.finish().expect("memory")
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_endless_bodies_and_large_feeds_at_once_stay_below_64_mib() {
    let bomb = Reply::new(200, &[("Content-Encoding", "gzip")], &bomb());
    let mut large = b"<rss version=\"2.0\"><channel><title>t</title><!--".to_vec();
    large.resize(9 << 20, b'x');
    large.extend_from_slice(b"--></channel></rss>");
    let large = Reply::ok(&large);
    let endless = Reply::head(200, &[]).endless(&[b' '; 8192]);
    let paths: Vec<(String, Reply)> = (0..12)
        .flat_map(|number| {
            let named = |name: &str| format!("/{name}{number}");
            [
                (named("bomb"), bomb.clone()),
                (named("large"), large.clone()),
                (named("endless"), endless.clone()),
            ]
        })
        .collect();
    let replies = paths
        .iter()
        .map(|(path, reply)| (path.as_str(), reply.clone()));
    let server = Server::start(replies.collect()).await;
    let ids: Vec<&str> = paths
        .iter()
        .map(|(path, _)| path.trim_start_matches('/'))
        .collect();
    let mut config = sources(&ids);
    for id in &ids {
        config = config.replace(
            &format!("http://{id}.example/feed"),
            &server.url(&format!("/{id}")),
        );
    }
    let allowed = "[fetch]\nper_host = 32\nallow_networks = [\"127.0.0.0/8\"]\n";
    let desk = Desk::new(&format!("{config}{allowed}"));
    let most = cost(&desk).await;
    desk.configure(&sources(&[]));
    let least = cost(&desk).await;
    assert!(
        server.asked().len() >= ids.len(),
        "not everything was asked"
    );
    assert!(
        least > 0 && most - least <= MOST,
        "{least} KiB, then {most} KiB"
    );
}
