//! `3 days ago`, `prije 2 dana`, `jučer`, `last Friday` in a text in, the day that is meant out.

#[cfg(test)]
mod tests;

use super::{
    Context, Moment, Precision,
    found::{Found, What, is_filler, weekday},
    scan::{Kind, Scan, Token},
    words::{self, Languages, Sense, Unit},
};
use chrono::{Datelike, Days, Months, NaiveDateTime, TimeDelta};

/// More of anything is not told from now.
const MOST: u32 = 1000;

/// The relative date that begins with the token at `at`.
pub(super) fn relative(scan: &Scan, at: usize, context: &Context<'_>) -> Option<Found> {
    let token = scan.at(at)?;
    if token.number().is_some() {
        return counted(scan, at, at, 0, context);
    }
    let before = token.languages(|sense| sense == Sense::Before);
    if before != 0
        && let Some(found) = counted(scan, at, at + 1, before, context)
    {
        return Some(found);
    }
    if token.means(|sense| matches!(sense, Sense::Number(_)))
        && let Some(found) = counted(scan, at, at, 0, context)
    {
        return Some(found);
    }
    if let Some(found) = one_unit(scan, at, context) {
        return Some(found);
    }
    named_day(scan, at, context).or_else(|| last_weekday(scan, at, context))
}

/// `before` are the languages of a word for "ago" before the number; 0 if it must follow.
fn counted(
    scan: &Scan,
    start: usize,
    from: usize,
    before: Languages,
    context: &Context<'_>,
) -> Option<Found> {
    let mut at = from;
    while scan.at(at)?.means(|sense| sense == Sense::About) {
        at += 1;
    }
    let count = scan.at(at)?;
    let number = count.number().map(|(value, _)| (value, Languages::MAX));
    let (count, speakers) = number.or_else(|| number_word(count)).unwrap_or((1, 0));
    if speakers != 0 {
        at += 1;
        if speakers != Languages::MAX && scan.at(at)?.is_sign(&['\'']) {
            at += 1;
        }
        // "acum 21 de ore"; but a "d" is a day before it is anything else.
        while scan.at(at)?.means(|sense| sense == Sense::Of)
            && !scan.at(at)?.means(|sense| matches!(sense, Sense::Unit(_)))
        {
            at += 1;
        }
    } else if before == 0 {
        return None;
    }
    let unit = scan.at(at)?;
    let spoken = if before == 0 { Languages::MAX } else { before };
    for row in unit.rows {
        let says_ago = matches!(row.1, Sense::UnitAgo(_));
        let (Sense::Unit(unit) | Sense::UnitAgo(unit)) = row.1 else {
            continue;
        };
        let languages = row.2 & spoken & if speakers == 0 { spoken } else { speakers };
        let (after, end) = ago_after(scan, at + 1);
        let shared = if before != 0 || says_ago {
            languages
        } else {
            languages & after
        };
        if shared == 0 || count > MOST {
            continue;
        }
        let end = if after & row.2 == 0 { at + 1 } else { end };
        let (moment, precision) = back(count, unit, local_now(context))?;
        return Some(found(
            moment,
            precision,
            start,
            end,
            shared,
            "told from now",
        ));
    }
    None
}

/// `tydzień temu`, one week being meant.
fn one_unit(scan: &Scan, at: usize, context: &Context<'_>) -> Option<Found> {
    // "Few days ago" is not one day ago.
    let alone = |token: &Token| {
        matches!(token.kind, Kind::Sign(_))
            || token.means(|sense| matches!(sense, Sense::Published | Sense::Updated))
    };
    if !scan.before(at).is_none_or(alone) {
        return None;
    }
    let (after, end) = ago_after(scan, at + 1);
    let row = scan
        .at(at)?
        .rows
        .iter()
        .find(|row| row.2 & after != 0 && matches!(row.1, Sense::Unit(_)))?;
    let Sense::Unit(unit) = row.1 else {
        return None;
    };
    let (moment, precision) = back(1, unit, local_now(context))?;
    Some(found(
        moment,
        precision,
        at,
        end,
        row.2 & after,
        "told from now",
    ))
}

/// The languages of a word for "ago" at `at` or behind filler, and the token after it.
fn ago_after(scan: &Scan, at: usize) -> (Languages, usize) {
    let Some(mut token) = scan.at(at) else {
        return (0, at);
    };
    let mut end = at + 1;
    if token.is_sign(&['.'])
        && let Some(next) = scan.at(at + 1)
    {
        token = next;
        end = at + 2;
    }
    (token.languages(|sense| sense == Sense::After), end)
}

fn number_word(token: &Token) -> Option<(u32, Languages)> {
    let rows = || token.rows.iter();
    let number = rows().find_map(|row| row.1.number())?;
    let speakers = token.languages(|sense| sense == Sense::Number(number));
    Some((u32::from(number), speakers))
}

fn back(count: u32, unit: Unit, now: NaiveDateTime) -> Option<(Moment, Precision)> {
    let ago = |delta: TimeDelta| now.checked_sub_signed(delta);
    let days = |days: u64| {
        now.date()
            .checked_sub_days(Days::new(days))
            .map(Moment::Day)
    };
    let months = |months: u32| {
        now.date()
            .checked_sub_months(Months::new(months))
            .map(Moment::Day)
    };
    let count64 = i64::from(count);
    Some(match unit {
        Unit::Second => (
            Moment::Local(ago(TimeDelta::seconds(count64))?),
            Precision::Minute,
        ),
        Unit::Minute => (
            Moment::Local(ago(TimeDelta::minutes(count64))?),
            Precision::Minute,
        ),
        Unit::Hour => (
            Moment::Local(ago(TimeDelta::hours(count64))?),
            Precision::Minute,
        ),
        Unit::Day => (days(u64::from(count))?, Precision::Day),
        Unit::Week => (days(u64::from(count) * 7)?, Precision::Week),
        Unit::Month => (months(count)?, Precision::Month),
        Unit::Year => (months(count.checked_mul(12)?)?, Precision::Year),
    })
}

/// `danas`, `ieri`: where it stands like a date and not in a sentence.
fn named_day(scan: &Scan, at: usize, context: &Context<'_>) -> Option<Found> {
    let token = scan.at(at)?;
    let ago = token.rows.iter().find_map(|row| row.1.ago())?;
    let speakers = token.languages(|sense| sense == Sense::Ago(ago));
    let hinted = context.languages.iter().chain(context.text_language);
    let hinted = hinted.fold(0, |all, language| all | words::bit(language));
    let labelled =
        |token: &Token| token.means(|sense| matches!(sense, Sense::Published | Sense::Updated));
    let sign_or_label = |token: &Token| !token.is_word() || is_filler(token) || labelled(token);
    let follows = |next: &Token| {
        // "Today we met", "danas su": of two letters, they are no weekdays.
        let long = scan.word(next).len() > 2;
        let spoken = next
            .languages(|sense| sense == Sense::At || long && matches!(sense, Sense::Weekday(_)));
        !next.is_word() || spoken & speakers != 0
    };
    let opens = scan.before(at).is_none_or(sign_or_label);
    let closes = scan.at(at + 1).is_none_or(follows) || scan.before(at).is_some_and(labelled);
    let short = scan.word(token).len() <= 3 && speakers & hinted == 0;
    let whole = hinted == 0
        && at == 0
        && scan
            .at(1)
            .is_none_or(|next| next.is_sign(&[',']) || next.number().is_some());
    if !opens || !closes || (short && !whole) {
        return None;
    }
    let today = local_now(context).date();
    let day = today.checked_sub_days(Days::new(u64::from(ago)))?;
    Some(found(
        Moment::Day(day),
        Precision::Day,
        at,
        at + 1,
        speakers,
        "a day told from today",
    ))
}

/// `last Friday`, `venerdì scorso`: the latest before today.
fn last_weekday(scan: &Scan, at: usize, context: &Context<'_>) -> Option<Found> {
    let (first, second) = (scan.at(at)?, scan.at(at + 1)?);
    let last = |token: &Token| token.languages(|sense| sense == Sense::Last);
    let day = |token: &Token| token.languages(|sense| matches!(sense, Sense::Weekday(_)));
    let shared = (last(first) & day(second)) | (day(first) & last(second));
    let wanted = if last(first) & day(second) == 0 {
        first
    } else {
        second
    };
    let wanted = u32::from(weekday(wanted)?);
    if shared == 0 {
        return None;
    }
    let today = local_now(context).date();
    let back = (today.weekday().number_from_monday() + 6 - wanted) % 7 + 1;
    let day = today.checked_sub_days(Days::new(u64::from(back)))?;
    let why = "a weekday told from today";
    Some(found(
        Moment::Day(day),
        Precision::Day,
        at,
        at + 2,
        shared,
        why,
    ))
}

/// The clock at the source.
pub(super) fn local_now(context: &Context<'_>) -> NaiveDateTime {
    context.now.with_timezone(&context.timezone).naive_local()
}

fn found(
    moment: Moment,
    precision: Precision,
    start: usize,
    end: usize,
    languages: Languages,
    why: &'static str,
) -> Found {
    Found {
        what: What::FromNow(moment, precision),
        start,
        end,
        languages,
        why,
    }
}
