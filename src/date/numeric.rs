//! Numbers in a text in, the day that they are out: `13. 12. 2026.`, `7/10/2014`, `2026-12-13`.

use super::{
    Context,
    found::{Found, Reading, What, is_alone, is_range},
    order,
    scan::{Scan, Token},
    words::Sense,
};

/// Three numbers with the same sign between them.
pub(super) struct Triple {
    /// Each with the number of its digits.
    pub(super) numbers: [(u32, usize); 3],
    sign: char,
    end: usize,
}

/// The date that begins with the number at `at`.
pub(super) fn numeric(scan: &Scan, at: usize, context: &Context<'_>) -> Option<Found> {
    if is_decoy(scan, at) {
        return None;
    }
    if let Some(triple) = triple(scan, at) {
        let readings = order::readings(triple.numbers, triple.sign == '.', context);
        let (start, first) = range_start(scan, at, &readings).unwrap_or((at, None));
        let readings = first.map_or(readings, |first| vec![first]);
        return Some(found(
            readings,
            start,
            triple.end,
            "day, month and year in numbers",
        ));
    }
    badge(scan, at, context).or_else(|| without_year(scan, at))
}

/// Three numbers that begin at `at`: not part of a longer chain (addresses, telephone numbers).
pub(super) fn triple(scan: &Scan, at: usize) -> Option<Triple> {
    let first = scan.at(at)?.number()?;
    let sign = scan.at(at + 1)?;
    let sign = ['.', '/', '-']
        .into_iter()
        .find(|one| sign.is_sign(&[*one]))?;
    let second = scan.at(at + 2)?.number()?;
    let same = scan.at(at + 3).is_some_and(|token| token.is_sign(&[sign]));
    let third = scan.at(at + 4)?.number()?;
    let years = [first.1 == 4, third.1 == 4, third.1 == 2 && first.1 <= 2];
    let shaped = same && second.1 <= 2 && first.1 != 3 && first.1 <= 4 && third.1 <= 4;
    if !shaped || !years.contains(&true) || chained(scan, at, at + 5, sign) {
        return None;
    }
    if third.1 == 2 && first.1 <= 2 && is_doubtful(scan, at) {
        return None;
    }
    Some(Triple {
        numbers: [first, second, third],
        sign,
        end: at + 5,
    })
}

/// `12. 5. 20` is a date only where its parts stand alike, and no product's name (`PHP 7.4.12`) before it.
fn is_doubtful(scan: &Scan, at: usize) -> bool {
    let spaced = |at| scan.at(at).is_some_and(|token| token.spaced);
    let name = scan
        .before(at)
        .is_some_and(|token| token.is_word() && token.rows.is_empty());
    name || spaced(at + 2) != spaced(at + 4)
}

/// More numbers hang on it with a sign, before or behind.
fn chained(scan: &Scan, start: usize, end: usize, joint: char) -> bool {
    let hangs = |token: &Token| token.is_sign(&['.', '/', '-', ':', '+', '_', ',', '#']);
    let spaced = |at: usize| scan.at(at).is_some_and(|token| token.spaced);
    let is_number = |at: Option<usize>| {
        let token = at.and_then(|at| scan.at(at));
        token.is_some_and(|token| token.number().is_some())
    };
    let before = scan.before(start).is_some_and(|sign| {
        let plus = sign.is_sign(&['+', '#', '_']);
        let dash = joint != '-' && sign.is_sign(&['-']);
        !spaced(start) && (plus || hangs(sign) && !dash && is_number(start.checked_sub(2)))
    });
    let word = scan.before(start).is_some_and(Token::is_word) && !spaced(start);
    let version = word
        && scan
            .before(start)
            .is_some_and(|token| scan.word(token).len() == 1);
    let time = scan.at(end + 2).is_some_and(|sign| sign.is_sign(&[':']));
    let behind = scan.at(end).is_some_and(hangs)
        && !spaced(end)
        && is_number(Some(end + 1))
        && !spaced(end + 1)
        && !time;
    before || version || behind
}

/// A telephone number, a version, an account: what stands before it says so.
pub(super) fn is_decoy(scan: &Scan, at: usize) -> bool {
    let before = scan.tokens.get(..at).unwrap_or_default();
    let near = before.iter().rev().take(4);
    let word = near.into_iter().find(|token| token.is_word());
    word.is_some_and(|word| word.means(|sense| sense == Sense::Decoy))
}

/// `14 06 2021`, all of the text: a calendar leaf, cut by a designer.
fn badge(scan: &Scan, at: usize, context: &Context<'_>) -> Option<Found> {
    if at != 0 || scan.tokens.len() != 3 {
        return None;
    }
    let numbers = [0, 1, 2].map(|at| scan.at(at).and_then(Token::number));
    let [Some(first), Some(second), Some(third)] = numbers else {
        return None;
    };
    let whole = first.1.max(third.1) == 4 && first.1.min(third.1) <= 2 && second.1 <= 2;
    let readings = order::readings([first, second, third], true, context);
    whole.then(|| found(readings, 0, 3, "day, month and year one after the other"))
}

/// `12.05.`, where nothing else is said but perhaps a weekday or a time.
fn without_year(scan: &Scan, at: usize) -> Option<Found> {
    let (day, day_digits) = scan.at(at)?.number()?;
    let (month, month_digits) = scan.at(at + 2)?.number()?;
    let dot = |at: usize| scan.at(at).is_some_and(|token| token.is_sign(&['.']));
    let sound = day_digits <= 2 && month_digits <= 2 && (1..=12).contains(&month);
    let shaped = dot(at + 1) && dot(at + 3) && !scan.at(at + 3)?.spaced;
    if !(sound && shaped && is_alone(scan, at, at + 4)) {
        return None;
    }
    let reading = Reading {
        year: None,
        month,
        day,
    };
    Some(found(vec![reading], at, at + 4, "day and month in numbers"))
}

/// The first day of `28.02. – 01.03.2020.` and of `14.-16.05.2020.`, and its token.
fn range_start(scan: &Scan, at: usize, readings: &[Reading]) -> Option<(usize, Option<Reading>)> {
    let end = *readings.first()?;
    let dash = at.checked_sub(1)?;
    if !is_range(scan.at(dash)?) {
        return None;
    }
    let mut last = dash.checked_sub(1)?;
    let dotted = scan.at(last)?.is_sign(&['.']);
    if dotted {
        last = last.checked_sub(1)?;
    }
    let (value, digits) = scan.at(last)?.number()?;
    if digits > 2 {
        return None;
    }
    let day_at = last.checked_sub(2);
    let joined = scan.before(last).is_some_and(|sign| sign.is_sign(&['.']));
    let day = day_at.and_then(|at| scan.at(at)).and_then(Token::number);
    if let (true, Some((day, 1..=2)), Some(day_at)) = (joined, day, day_at) {
        let later = value > end.month;
        let year = end.year.map(|year| year - i32::from(later));
        let first = Reading {
            year,
            month: value,
            day,
        };
        return order::day_of(first).map(|_| (day_at, Some(first)));
    }
    let first = Reading { day: value, ..end };
    let sound =
        !joined && value < end.day && (dotted || !scan.at(at)?.spaced || scan.at(dash)?.spaced);
    (sound && order::day_of(first).is_some()).then_some((last, Some(first)))
}

fn found(readings: Vec<Reading>, start: usize, end: usize, why: &'static str) -> Found {
    Found {
        what: What::Days {
            readings,
            ranked: true,
        },
        start,
        end,
        languages: 0,
        why,
    }
}
