//! Rows on how a server is asked, where redirects lead, and what comes of it all.

use super::*;

/// Every request of the week.
#[track_caller]
fn every_request(name: &str, sound: impl Fn(Option<&str>) -> bool) {
    for line in &WEEK.log {
        let value = line.asked.header(name);
        assert!(sound(value), "{} sends {name}: {value:?}", line.path);
    }
}

#[test]
fn ua_names_program_version_and_contact() {
    let version = env!("CARGO_PKG_VERSION");
    let right = format!("clusterwire/{version} (+mailto:news@cluster.example)");
    every_request("user-agent", |agent| agent == Some(&right));
}

#[test]
fn ua_stable_one_value_for_all() {
    let agents: BTreeSet<_> = WEEK
        .log
        .iter()
        .map(|line| line.asked.header("user-agent"))
        .collect();
    assert_eq!(agents.len(), 1, "{agents:?}");
}

#[test]
fn cookie_none_ever() {
    every_request("cookie", |cookie| cookie.is_none());
}

#[test]
fn referer_none_after_redirects_either() {
    every_request("referer", |referer| referer.is_none());
}

#[test]
fn url_exact_byte_for_byte() {
    let asked: BTreeSet<_> = WEEK
        .log
        .iter()
        .map(|line| &line.path)
        .filter(|path| path.starts_with("/exact"))
        .collect();
    assert_eq!(
        asked,
        [&"/exact/feed.php?b=2&a=%7e1;x=Y|Z&empty=".to_owned()].into()
    );
}

#[test]
fn method_get_and_nothing_of_its_own() {
    assert!(
        WEEK.log
            .iter()
            .all(|line| line.asked.line.starts_with("GET "))
    );
    every_request("range", |range| range.is_none());
    every_request("authorization", |authorization| authorization.is_none());
}

#[test]
fn accept_encoding_gzip_is_offered() {
    every_request("accept-encoding", |offered| {
        offered.is_some_and(|offered| offered.contains("gzip"))
    });
}

#[test]
fn accept_names_a_feed_type() {
    every_request("accept", |accept| {
        accept.is_some_and(|accept| accept.contains("application/rss+xml"))
    });
}

#[test]
fn first_once_each_address_in_the_first_run() {
    let first: Vec<_> = WEEK
        .log
        .iter()
        .filter(|line| line.minute == 0)
        .map(|line| &line.path)
        .collect();
    let but_resets = first.iter().filter(|path| **path != "/reset").count();
    let unique: BTreeSet<_> = first.iter().collect();
    assert_eq!(unique.len(), but_resets + 1, "{first:?}");
    for (id, path) in paths::SOURCES {
        assert!(
            first.iter().any(|asked| asked == path),
            "{id} was not asked"
        );
    }
}

#[test]
fn no_extra_address_is_asked() {
    let led_to = [
        "/new-301",
        "/new-308",
        "/elsewhere-302",
        "/elsewhere-307",
        "/login-page",
        "/flapped",
        "/loop-2",
    ];
    let known: BTreeSet<&str> = paths::SOURCES
        .iter()
        .map(|(_, path)| *path)
        .chain(led_to)
        .collect();
    for line in &WEEK.log {
        assert!(
            known.contains(line.path.as_str()) || line.path.starts_with("/chain/"),
            "{}",
            line.path
        );
    }
}

/// The address of the last day, and that the old one was asked until about then.
#[track_caller]
fn adopted(old: &str, new: &str) {
    let last_old = *minutes(old).last().expect("asked");
    assert!(
        last_old >= 6 * DAY + 12 * HOUR,
        "{old} was given up in minute {last_old}"
    );
    let direct = minutes(new).iter().filter(|at| **at > last_old).count();
    assert!(
        direct > 0,
        "{new} was never asked directly; {old} last in minute {last_old}"
    );
}

#[test]
fn redirect_permanent_301_becomes_the_address_after_a_week() {
    adopted("/moved-301", "/new-301");
}

#[test]
fn redirect_permanent_308_becomes_the_address_after_a_week() {
    adopted("/moved-308", "/new-308");
}

/// Asked to the end, though it redirects.
#[track_caller]
fn kept(id: &str, path: &str) {
    assert_eq!(WEEK.moved[id], None, "{id} moved");
    let last = *minutes(path).last().expect("asked");
    assert!(
        last >= DAYS * DAY - 36 * HOUR,
        "{path} was last asked in minute {last}"
    );
}

#[test]
fn redirect_temporary_302_never_becomes_the_address() {
    kept("temporary-302", "/temporary-302");
}

#[test]
fn redirect_temporary_307_never_becomes_the_address() {
    kept("temporary-307", "/temporary-307");
}

#[test]
fn redirect_login_never_becomes_the_address() {
    kept("login", "/login");
}

#[test]
fn redirect_login_is_asked_for_a_day_only_what_changed_since_the_feed() {
    let asked = of("/login-page");
    let began = asked.first().expect("asked").minute;
    let later = asked.iter().filter(|line| line.minute > began + DAY);
    assert!(later.clone().count() > 0, "asked for more than a day");
    for line in later {
        let fields = ["if-none-match", "if-modified-since"];
        let sent = fields.map(|field| line.asked.header(field));
        assert_eq!(sent, [None; 2], "minute {}", line.minute);
    }
}

#[test]
fn redirect_flap_of_half_a_day_is_not_made_permanent() {
    kept("flap", "/flap");
}

#[test]
fn loop_ends_after_ten_hops() {
    let hops = |prefix: &str| {
        let mut by_run: BTreeMap<i64, usize> = BTreeMap::new();
        for line in WEEK.log.iter().filter(|line| line.path.starts_with(prefix)) {
            *by_run.entry(line.minute).or_default() += 1;
        }
        by_run.into_values().max().expect("asked")
    };
    assert!(hops("/loop") <= 10 && hops("/chain") <= 10);
}

#[test]
fn gone_stops_after_three_confirmations() {
    let asked = minutes("/gone");
    let confirmations = asked.iter().filter(|at| **at >= DAY).count();
    assert_eq!(confirmations, 3, "{asked:?}");
}

/// The first visit failed, and for that reason.
#[track_caller]
fn dropped(id: &str, reason: &str) {
    let End::Failed(failure) = &WEEK.first_ends[id] else {
        panic!("{id} was read");
    };
    assert!(
        failure.message.contains(reason),
        "{id}: {}",
        failure.message
    );
}

#[test]
fn deadline_a_trickle_is_dropped() {
    dropped("trickle", "not answered within");
}

#[test]
fn deadline_a_silent_server_is_dropped() {
    dropped("silent", "not answered within");
}

#[test]
fn deadline_a_mute_server_is_dropped() {
    dropped("mute", "not answered within");
}

#[test]
fn body_limit_an_endless_body_is_dropped() {
    dropped("endless-body", "larger than");
}

#[test]
fn body_limit_a_bomb_is_dropped() {
    dropped("bomb", "larger than");
}

#[test]
fn header_limit_endless_headers_are_dropped() {
    assert!(matches!(WEEK.first_ends["endless-header"], End::Failed(_)));
}

#[test]
fn host_limit_at_most_six_at_once() {
    assert!(WEEK.most_at_once <= 6, "{}", WEEK.most_at_once);
}

#[test]
fn min_gap_a_redirect_to_the_address_of_another_source_is_not_followed() {
    dropped("led", "another source");
}

#[test]
fn v6_redirect_inside_is_refused() {
    dropped("v6", "not asked");
    assert_eq!(WEEK.inside, 0);
}

#[test]
fn decode_what_is_offered_and_wrong_types_appear() {
    for name in [
        "gzip",
        "deflate",
        "wrong-type",
        "plain",
        "recover",
        "moved-301",
    ] {
        let title = if name == "moved-301" { "new-301" } else { name };
        assert!(
            WEEK.output.contains(&format!("{title} tells")),
            "{name} is not published"
        );
    }
}

#[test]
fn output_valid_after_every_run() {
    assert_eq!(WEEK.broken, Vec::<String>::new());
}

#[test]
fn output_valid_items_stay_when_a_feed_breaks() {
    for name in ["breaks", "gone", "junk", "cut", "login"] {
        assert!(
            WEEK.output.contains(&format!("{name} tells")),
            "{name} is gone"
        );
    }
}

#[test]
fn exit_each_run_ends_in_time() {
    assert!(WEEK.slowest < Duration::from_secs(20), "{:?}", WEEK.slowest);
}
