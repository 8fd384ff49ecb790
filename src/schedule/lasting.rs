//! What must last before it is believed: a move, a departure, a feed that is another one.

use crate::{
    html,
    model::{Feed, Hop, Moving, Portrait, Sightings, Source, SourceState, Timestamp},
    schedule::{MIN_GAP, address, later, since},
};
use std::time::Duration;
use url::Url;

/// A permanent redirect must have lasted so long (lion-reader #183) ...
const MOVE_LASTS: Duration = Duration::from_hours(7 * 24);
/// ... and have been seen so often.
const MOVE_TIMES: u32 = 3;
/// More hosts than this say nothing more about whose feed it is.
const MOST_HOSTS: usize = 100;
/// After so long, a changed feed is believed even if nobody accepts it.
const HOLD_LASTS: Duration = Duration::from_hours(14 * 24);

/// Where the permanent redirects at the beginning of a chain lead (RFC 9110 15.4.2, 15.4.9): None
/// where the first hop is none. What follows a temporary one is temporary.
pub fn moved(hops: &[Hop]) -> Option<String> {
    let permanent = hops
        .iter()
        .take_while(|hop| matches!(hop.status, 301 | 308))
        .count();
    if permanent == 0 {
        return None;
    }
    hops.get(permanent).map(|hop| hop.url.clone())
}

/// What a feed looks like: its title as readers see it and the hosts that its entries link to, sorted. Enough to
/// tell that another feed has taken its address.
pub fn portrait(feed: &Feed) -> Portrait {
    let links = feed.entries.iter().flat_map(|entry| &entry.links);
    let pages = links.filter(|link| link.rel == "alternate");
    let mut hosts: Vec<String> = pages
        .filter_map(|link| crate::address::host(&link.href))
        .collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts.truncate(MOST_HOSTS);
    Portrait {
        title: feed
            .title
            .as_ref()
            .map(|title| html::plain(&title.value))
            .unwrap_or_default(),
        hosts,
    }
}

/// A person said that what this source is now is meant: what was held back comes in with the
/// next answer, one that was off is asked again. It is due as soon as manners allow.
pub fn accept(state: &SourceState) -> SourceState {
    SourceState {
        held_since: None,
        portrait: None,
        off: None,
        going: None,
        failures: 0,
        failing_since: None,
        next_at: state.last_asked.map(|asked| later(asked, MIN_GAP)),
        next_reason: "accepted by a person".to_owned(),
        ..state.clone()
    }
}

/// Notes where a good answer came from, and moves there when it has lasted. `proven`: it was a
/// feed with an entry that we knew, so that a page of somebody else is never adopted.
pub(super) fn sight_move(
    source: &Source,
    next: &mut SourceState,
    moved: Option<&str>,
    proven: bool,
    now: Timestamp,
) {
    let from = address(source, next).to_owned();
    let Some(to) = moved.filter(|to| *to != from) else {
        next.moving = None;
        return;
    };
    if only_safer(&from, to) {
        adopt(source, next, from, to);
        return;
    }
    let before = next.moving.take().filter(|moving| moving.to == to);
    let moving = Moving {
        to: to.to_owned(),
        seen: sight(before.as_ref().map(|moving| moving.seen), now),
        proven: proven || before.is_some_and(|moving| moving.proven),
    };
    if moving.proven && moving.seen.times >= MOVE_TIMES && lasted(moving.seen, MOVE_LASTS, now) {
        adopt(source, next, from, to);
    } else {
        next.moving = Some(moving);
    }
}

/// Whether this answer is to be held back, noted in `held_since`: title, every entry and every
/// host changed at once, as when a domain was sold or a site broken into.
pub(super) fn is_held_back(
    next: &mut SourceState,
    seen: &Portrait,
    new_entries: usize,
    known_entries: usize,
    now: Timestamp,
) -> bool {
    let changed = next.portrait.as_ref().is_some_and(|known| {
        let same_host = seen.hosts.iter().any(|host| known.hosts.contains(host));
        known.title != seen.title && !known.hosts.is_empty() && !same_host
    });
    let first = next.held_since.map_or(now, |since| since.min(now));
    let held = changed && known_entries == 0 && new_entries > 0 && since(first, now) < HOLD_LASTS;
    next.held_since = held.then_some(first);
    held
}

/// Seen once more.
pub(super) fn sight(before: Option<Sightings>, now: Timestamp) -> Sightings {
    match before {
        // A first time that lies ahead was noted by a wrong clock.
        Some(seen) if seen.first <= now => Sightings {
            first: seen.first,
            times: seen.times.saturating_add(1),
        },
        _ => Sightings {
            first: now,
            times: 1,
        },
    }
}

/// It has been seen for at least that long.
pub(super) fn lasted(seen: Sightings, long: Duration, now: Timestamp) -> bool {
    since(seen.first, now) >= long
}

fn adopt(source: &Source, next: &mut SourceState, from: String, to: &str) {
    next.former_urls.retain(|url| *url != from);
    next.former_urls.push(from);
    next.moving = None;
    next.feed_url = (source.url != to).then(|| to.to_owned());
}

/// http to https, and nothing else: no harm can come of believing it at once.
pub(super) fn only_safer(from: &str, to: &str) -> bool {
    let (Ok(from), Ok(to)) = (Url::parse(from), Url::parse(to)) else {
        return false;
    };
    from.scheme() == "http"
        && to.scheme() == "https"
        && from.host_str() == to.host_str()
        && from.path() == to.path()
        && from.query() == to.query()
}
