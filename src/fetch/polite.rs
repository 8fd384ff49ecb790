//! A server in, leave to ask it out: so many requests at once, so many to one server.
//!
//! A request waits for its server first and for the whole only then, so that the queue of a slow
//! server holds none of the places that others could have. A server that has not answered yet is
//! asked one thing at a time: one that hangs costs one place.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

/// Who may ask now.
#[derive(Debug)]
pub(super) struct Polite {
    all: Arc<Semaphore>,
    per_host: usize,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    places: Arc<Semaphore>,
    answered: AtomicBool,
    /// What was waited for in vain, in a row, and when the last of it was given up.
    dead: Mutex<(u32, Option<Instant>)>,
}

/// So much is waited for in vain, ...
const ENOUGH: u32 = 4;
/// ... a connection being much, ...
const NO_CONNECTION: u32 = 2;
/// ... and silence on one less: another address of its server may be quick.
const SILENCE: u32 = 1;
/// Then nothing is waited for so long: a hundred sources of a machine that is down must not make a
/// run of an hour.
const REST: Duration = Duration::from_mins(10);

/// Leave to ask; dropped when the answer is there.
#[derive(Debug)]
pub(super) struct Place {
    host: Arc<Host>,
    per_host: usize,
    _of_host: Option<OwnedSemaphorePermit>,
    _of_all: Option<OwnedSemaphorePermit>,
}

impl Polite {
    /// `concurrency` requests at once, `per_host` of them to one server; none of both is less
    /// than one.
    pub(super) fn new(concurrency: usize, per_host: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(concurrency.max(1))),
            per_host: per_host.max(1),
            hosts: Mutex::default(),
        }
    }

    /// Waits for leave to ask `host`, first come, first served.
    pub(super) async fn place(&self, host: &str) -> Place {
        let host = self.host(host);
        // Neither semaphore is ever closed, so neither can fail.
        let of_host = host.places.clone().acquire_owned().await.ok();
        let of_all = self.all.clone().acquire_owned().await.ok();
        Place {
            host,
            per_host: self.per_host,
            _of_host: of_host,
            _of_all: of_all,
        }
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Host {
                places: Arc::new(Semaphore::new(1)),
                answered: AtomicBool::new(false),
                dead: Mutex::default(),
            })
        });
        host.clone()
    }
}

impl Place {
    /// The server has answered: it gets the rest of its places.
    pub(super) fn answered(&self) {
        if !self.host.answered.swap(true, Ordering::Relaxed) {
            self.host.places.add_permits(self.per_host - 1);
        }
        *self.dead() = (0, None);
    }

    /// No connection was made in time.
    pub(super) fn unreachable(&self) {
        self.in_vain(NO_CONNECTION);
    }

    /// A connection was made, and nothing was heard on it.
    pub(super) fn silent(&self) {
        self.in_vain(SILENCE);
    }

    fn in_vain(&self, much: u32) {
        let mut dead = self.dead();
        *dead = (dead.0.saturating_add(much), Some(Instant::now()));
    }

    /// It was tried often enough, and not long ago.
    pub(super) fn is_unreachable(&self) -> bool {
        let (times, last) = *self.dead();
        times >= ENOUGH && last.is_some_and(|last| last.elapsed() < REST)
    }

    fn dead(&self) -> MutexGuard<'_, (u32, Option<Instant>)> {
        self.host
            .dead
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::timeout;

    const SOON: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn a_server_that_never_answers_costs_one_place() {
        let polite = Arc::new(Polite::new(2, 2));
        let _hanging = polite.place("slow.example").await;
        let queue: Vec<_> = (0..10)
            .map(|_| {
                let polite = polite.clone();
                tokio::spawn(async move { polite.place("slow.example").await })
            })
            .collect();
        tokio::task::yield_now().await;
        let other = timeout(SOON, polite.place("other.example")).await;
        assert!(other.is_ok(), "the queue of one server holds up another");
        queue.iter().for_each(tokio::task::JoinHandle::abort);
    }

    #[tokio::test]
    async fn a_server_that_answered_gets_its_places_and_no_more() {
        let polite = Polite::new(9, 2);
        let first = polite.place("a.example").await;
        first.answered();
        first.answered();
        let _second = polite.place("a.example").await;
        assert!(timeout(SOON, polite.place("a.example")).await.is_err());
        drop(first);
        assert!(timeout(SOON, polite.place("a.example")).await.is_ok());
    }

    #[tokio::test]
    async fn a_machine_that_is_down_is_left_alone_for_a_while() {
        let polite = Polite::new(2, 2);
        let place = polite.place("down.example").await;
        place.unreachable();
        assert!(!place.is_unreachable(), "once may be chance");
        place.unreachable();
        drop(place);
        assert!(polite.place("down.example").await.is_unreachable());
        assert!(!polite.place("other.example").await.is_unreachable());
    }

    #[tokio::test]
    async fn a_machine_that_says_nothing_is_left_alone_later_and_one_answer_is_enough() {
        let polite = Polite::new(2, 2);
        let place = polite.place("silent.example").await;
        for _ in 0..2 {
            (0..3).for_each(|_| place.silent());
            assert!(!place.is_unreachable(), "other addresses may be quick");
            place.answered();
        }
        (0..4).for_each(|_| place.silent());
        assert!(place.is_unreachable());
    }

    #[tokio::test]
    async fn there_is_a_limit_over_all_servers() {
        let polite = Polite::new(2, 2);
        let _a = polite.place("a.example").await;
        let _b = polite.place("b.example").await;
        assert!(timeout(SOON, polite.place("c.example")).await.is_err());
    }
}
