//! SIGINT, SIGTERM and SIGHUP in; the wish to stop, and then the wish to leave at once, out
//! (RELIABILITY.md 71). What is on disk is whole at every moment, so both are safe.

use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What the signals asked for so far.
#[derive(Clone, Default)]
pub(super) struct Signals {
    /// The first signal: begin nothing new.
    pub(super) stop: CancellationToken,
    /// The second, or a while after the first: leave.
    pub(super) leave: CancellationToken,
}

/// Whoever stops us by a signal waits ten seconds for it at most.
const LONGEST: Duration = Duration::from_secs(9);

/// Listens from now on. Where the system lets nobody listen, signals end the process as they
/// always do.
pub(super) fn listen() -> Signals {
    let signals = Signals::default();
    let told = signals.clone();
    tokio::spawn(async move {
        let kinds = [
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ];
        let Ok([mut first, mut second, mut third]) = three(kinds) else {
            return;
        };
        for token in [&told.stop, &told.leave] {
            let longest = async {
                told.stop.cancelled().await;
                tokio::time::sleep(LONGEST).await;
            };
            tokio::select! {
                _ = first.recv() => (),
                _ = second.recv() => (),
                _ = third.recv() => (),
                () = longest => (),
            }
            token.cancel();
        }
    });
    signals
}

/// A file that may not grow any further (`ulimit -f`, `LimitFSIZE` of systemd) is from now on an error
/// of whoever writes it, as a full disk is. By itself, the system kills the process without a word.
pub(super) fn outlive_file_limits() {
    // SIGXFSZ, wherever we are built for; tokio names no kind for it.
    const FILE_SIZE: SignalKind = SignalKind::from_raw(25);
    let listening = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .and_then(|runtime| runtime.block_on(async { signal(FILE_SIZE) }));
    // That we once listened is what counts. Where nobody may listen, all is as the system has it.
    drop(listening);
}

fn three([first, second, third]: [SignalKind; 3]) -> std::io::Result<[Signal; 3]> {
    Ok([signal(first)?, signal(second)?, signal(third)?])
}
