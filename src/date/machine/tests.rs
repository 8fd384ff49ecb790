//! Strings of programs in, instants out: one row a form.

use super::*;
use chrono_tz::Tz;

/// What `machine` makes of each text, in UTC; None: nothing.
#[track_caller]
fn check(rows: &[(&str, &str)]) {
    for (text, wanted) in rows {
        let found = machine(text).map(|dated| dated.instant(Tz::UTC));
        let found = found.map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let wanted = (!wanted.is_empty()).then(|| (*wanted).to_owned());
        assert_eq!(found, wanted, "{text:?}");
    }
}

#[test]
fn rfc_822_is_read_in_all_its_decay() {
    check(&[
        ("Fri, 03 Feb 2026 10:20:30 GMT", "2026-02-03T10:20:30Z"),
        ("Tue,  3 Feb 26 10:20 +0100", "2026-02-03T09:20:00Z"),
        ("3 February 2026 10:20:30 CEST", "2026-02-03T08:20:30Z"),
        ("Tue, Feb 03 2026 10:20:30 -0500", "2026-02-03T15:20:30Z"),
        ("Tue, 03-Feb-26 10:20:30 GMT", "2026-02-03T10:20:30Z"),
        ("Tue, 03 Feb 2026", "2026-02-03T00:00:00Z"),
        ("Tue, 03 Feb 2026 10:20:30 UTC+2", "2026-02-03T08:20:30Z"),
        ("Tue, 03 Feb 2026 10:20:30 +01:30", "2026-02-03T08:50:30Z"),
        ("Tue, 03 Feb 2026 10:20:30 PM EST", "2026-02-04T03:20:30Z"),
        ("Tue, 03 Feb 2026 24:00:00 GMT", "2026-02-04T00:00:00Z"),
        (
            "Tue, 03 Feb 2026 10:20:30 +0100 (CET)",
            "2026-02-03T09:20:30Z",
        ),
        ("Tue, 03 Feb 126 10:20:30 GMT", "2026-02-03T10:20:30Z"),
        ("Tue,03 Feb 2026 10:20:30GMT", "2026-02-03T10:20:30Z"),
        (
            "Tue, 03 Feb 2026 10:20:30 Europe/Sarajevo",
            "2026-02-03T09:20:30Z",
        ),
        ("Tue, 03 Feb 2026 23:59:60 GMT", "2026-02-03T23:59:59Z"),
        ("Tue, 03 Feb 2026 10:20:30 0000", "2026-02-03T10:20:30Z"),
    ]);
}

#[test]
fn other_programs_write_the_month_as_a_word() {
    check(&[
        ("Tue Feb  3 10:20:30 2026", "2026-02-03T10:20:30Z"),
        ("Tue Feb  3 10:20:30 CET 2026", "2026-02-03T09:20:30Z"),
        (
            "Tue Feb 03 2026 10:20:30 GMT+0100 (Central European Standard Time)",
            "2026-02-03T09:20:30Z",
        ),
        ("Tue, 2026/02/03 10:20:30 EST", "2026-02-03T15:20:30Z"),
        ("February 3, 2026, 10:20 am", "2026-02-03T10:20:00Z"),
        ("Feb 3, 2026 at 10:20 p.m.", "2026-02-03T22:20:00Z"),
        ("3-feb-2026 10:20", "2026-02-03T10:20:00Z"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
        ("mar, 3 févr. 2026 10:20:30 +0100", "2026-02-03T09:20:30Z"),
        ("Di, 03 Mär 2026 10:20:30 +0100", "2026-03-03T09:20:30Z"),
        ("Sre, 04 Feb 2026 10:20:30 +0100", "2026-02-04T09:20:30Z"),
        ("Вт, 03 фев 2026 10:20:30 +0300", "2026-02-03T07:20:30Z"),
    ]);
}

#[test]
fn iso_8601_is_read_whole_and_in_part() {
    check(&[
        ("2026-02-03T10:20:30Z", "2026-02-03T10:20:30Z"),
        ("2026-02-03T10:20:30.123456+01:00", "2026-02-03T09:20:30Z"),
        ("2026-02-03T10:20+0100", "2026-02-03T09:20:00Z"),
        ("2026-02-03t10:20:30z", "2026-02-03T10:20:30Z"),
        ("2026-02-03 10:20:30 UTC", "2026-02-03T10:20:30Z"),
        (
            "2026-02-03T10:20:30[Europe/Sarajevo]",
            "2026-02-03T09:20:30Z",
        ),
        ("2026-02-03T10:20:30[u-ca=iso8601]", "2026-02-03T10:20:30Z"),
        (
            "2026-02-03 10:20:30 America/New_York",
            "2026-02-03T15:20:30Z",
        ),
        (
            "2026-02-03T10:20:30+01:00[Europe/Berlin]",
            "2026-02-03T09:20:30Z",
        ),
        ("2026-02-03T24:00:00Z", "2026-02-04T00:00:00Z"),
        ("20260203T102030Z", "2026-02-03T10:20:30Z"),
        ("20260203102030", "2026-02-03T10:20:30Z"),
        ("20260203", "2026-02-03T00:00:00Z"),
        ("2026-W06-2", "2026-02-03T00:00:00Z"),
        ("2026W062", "2026-02-03T00:00:00Z"),
        ("2026-034", "2026-02-03T00:00:00Z"),
        ("2026034", "2026-02-03T00:00:00Z"),
        ("2026-2-3", "2026-02-03T00:00:00Z"),
        ("2026/02/03 10:20", "2026-02-03T10:20:00Z"),
        ("2026-02", "2026-02-01T00:00:00Z"),
        ("2026", "2026-01-01T00:00:00Z"),
        ("26-02-03", "2026-02-03T00:00:00Z"),
        ("260203", "2026-02-03T00:00:00Z"),
        ("26034", "2026-02-03T00:00:00Z"),
        ("-2602", "2026-02-01T00:00:00Z"),
        ("-26-02", "2026-02-01T00:00:00Z"),
        ("2026-002-03T10:20:30+00:00", "2026-02-03T10:20:30Z"),
        ("2026-02-03Z", "2026-02-03T00:00:00Z"),
        ("1770114030", "2026-02-03T10:20:30Z"),
        ("1770114030000", "2026-02-03T10:20:30Z"),
    ]);
}

#[test]
fn databases_and_blogs_have_forms_of_their_own() {
    check(&[
        ("2026-02-03 10:20:30.0", "2026-02-03T10:20:30Z"),
        ("2026-02-03 10:20:30 -00:20", "2026-02-03T10:40:30Z"),
        ("2026년 02월 03일  19:20:30", "2026-02-03T10:20:30Z"),
        ("2026-02-03 오후 10:20:30", "2026-02-03T22:20:30Z"),
        ("2026-február-03T9:20+01:00", "2026-02-03T08:20:00Z"),
        ("2026-Feb-03", "2026-02-03T00:00:00Z"),
    ]);
}

#[test]
fn a_wrong_weekday_is_forgiven() {
    check(&[("Mon, 03 Feb 2026 10:20:30 GMT", "2026-02-03T10:20:30Z")]);
}

#[test]
fn what_cannot_be_is_refused() {
    check(&[
        ("", ""),
        ("Tue, 31 Feb 2026 10:20:30 GMT", ""),
        ("Tue, 99 Feb 2026 10:20:30 GMT", ""),
        ("Tue, 03 Feb 2026 1:2:3:4 GMT", ""),
        ("Tue, 03 Feb 2026 10:20:30 +zz:00", ""),
        ("Tue, 03 Feb 2026 10:20:30 +00:zz", ""),
        ("Tue, 03 Feb zz 10:20:30 GMT", ""),
        ("Tue, Feb x 2026 10:20:30 GMT", ""),
        ("Tue, 03 zzz 2026 10:20:30 GMT", ""),
        ("2026-02-03T10:61:00Z", ""),
        ("2026-02-03T25:00:00Z", ""),
        ("2026-13-03", ""),
        ("2026-02-30", ""),
        ("2026-xx-03", ""),
        ("2026-02-03T10:xx:00Z", ""),
        ("2026-02-03-04", ""),
        ("026", ""),
        ("2026-W60-1", ""),
        ("3 listopada 2026 10:20", ""),
        ("yesterday", ""),
    ]);
}

#[test]
fn what_lies_beyond_a_hundred_bytes_does_not_count() {
    check(&[(
        &format!("2026-02-03{}x", " ".repeat(200)),
        "2026-02-03T00:00:00Z",
    )]);
}

#[test]
fn a_time_without_an_offset_is_local() {
    let noon = machine("2026-07-03 12:00").expect("a date");
    let there = noon.instant(Tz::Europe__Sarajevo);
    assert_eq!(there.to_rfc3339(), "2026-07-03T10:00:00+00:00");
}

#[test]
fn a_day_begins_when_it_begins_there() {
    let day = machine("2026-07-03").expect("a date");
    let there = day.instant(Tz::Europe__Sarajevo);
    assert_eq!(there.to_rfc3339(), "2026-07-02T22:00:00+00:00");
}

#[test]
fn a_skipped_hour_is_read_with_the_offset_from_before() {
    let gap = machine("2026-03-29 02:30").expect("a date");
    let there = gap.instant(Tz::Europe__Sarajevo);
    assert_eq!(there.to_rfc3339(), "2026-03-29T01:30:00+00:00");
}

#[test]
fn of_an_hour_that_comes_twice_the_first_counts() {
    let fold = machine("2026-10-25 02:30").expect("a date");
    let there = fold.instant(Tz::Europe__Sarajevo);
    assert_eq!(there.to_rfc3339(), "2026-10-25T00:30:00+00:00");
}
