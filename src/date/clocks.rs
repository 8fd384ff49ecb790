//! The words around a date in, the time of day they tell out: `u 16:58h`, `9:15 AM`, `/ 08.30`, `9 Uhr`.

use super::{
    found::is_filler,
    machine::Clock,
    scan::{Scan, Token},
    words::Sense,
};

/// The time told behind a date that ends at `end`, else the one told before `start`.
pub(super) fn around(scan: &Scan, start: usize, end: usize) -> Option<Clock> {
    behind(scan, end).or_else(|| ahead(scan, start))
}

fn behind(scan: &Scan, end: usize) -> Option<Clock> {
    let mut led = false;
    for at in end..end + 7 {
        let token = scan.at(at)?;
        if token.number().is_some() {
            return time_at(scan, at, led).map(|(clock, _)| clock);
        }
        let leads = token.is_sign(&['/', '-', '|', '@', '•', '·', '(']);
        let sign = leads || token.is_sign(&[',', '.', ')', ':', ';']);
        if !sign && !is_filler(token) {
            return None;
        }
        led |= leads || token.means(|sense| matches!(sense, Sense::At | Sense::OClock));
    }
    None
}

/// `14:30, 12. maj 2026.`
fn ahead(scan: &Scan, start: usize) -> Option<Clock> {
    let joint =
        |token: &Token| token.is_sign(&[',', '|', '-', '/', '•', '·', '.']) || is_filler(token);
    let half = |token: &Token| token.means(|sense| matches!(sense, Sense::Afternoon(_)));
    let mut end = start;
    for _ in 0..4 {
        let token = scan.before(end)?;
        if half(token) || token.number().is_some() {
            break;
        }
        if !joint(token) {
            return None;
        }
        end -= 1;
    }
    // Seconds make it longer, `am` as well.
    (3..=6).rev().find_map(|length| {
        let at = end.checked_sub(length)?;
        let colon = scan.at(at + 1).is_some_and(|sign| sign.is_sign(&[':']));
        let inside = scan.before(at).is_some_and(|sign| sign.is_sign(&[':']));
        let (clock, after) = time_at(scan, at, false).filter(|_| colon && !inside)?;
        (after == end).then_some(clock)
    })
}

/// The time that begins with the number at `at`, and the token after it. `led`: a word or sign before it
/// says that a time follows.
fn time_at(scan: &Scan, at: usize, led: bool) -> Option<(Clock, usize)> {
    let (hour, digits) = scan.at(at)?.number()?;
    if digits > 2 {
        return None;
    }
    let sign = scan.at(at + 1);
    let close = |at: usize, digits: usize| {
        let token = scan.at(at).filter(|token| !token.spaced)?;
        token
            .number()
            .filter(|(_, length)| *length == digits)
            .map(|(value, _)| value)
    };
    let is = |signs: &[char]| sign.is_some_and(|sign| sign.is_sign(signs) && !sign.spaced);
    let word =
        |at: usize, pick: fn(Sense) -> bool| scan.at(at).is_some_and(|token| token.means(pick));
    let o_clock = |sense| matches!(sense, Sense::OClock);
    let french = |at: usize| {
        let hours = scan.at(at).is_some_and(|token| scan.word(token) == "h");
        let minutes = scan.at(at + 1)?.number().filter(|(_, digits)| *digits == 2);
        minutes.filter(|_| hours).map(|(minute, _)| minute)
    };
    let (minute, second, end) = if is(&[':'])
        && let Some(minute) = close(at + 2, 2)
    {
        let colon = scan.at(at + 3).is_some_and(|sign| sign.is_sign(&[':']));
        match close(at + 4, 2).filter(|_| colon) {
            Some(second) => (minute, Some(second), at + 5),
            None => (minute, None, at + 3),
        }
    } else if is(&['.'])
        && let Some(minute) = close(at + 2, 2)
        && (led || word(at + 3, o_clock) || scan.at(at + 3).is_none())
        && !scan
            .at(at + 3)
            .is_some_and(|sign| sign.is_sign(&['.']) && close(at + 4, 2).is_some())
    {
        (minute, None, at + 3)
    } else if word(at + 1, o_clock)
        && let Some(minute) = close(at + 2, 2).or_else(|| french(at + 1))
    {
        (minute, None, at + 3)
    } else if word(at + 1, |sense| {
        matches!(sense, Sense::OClock | Sense::Afternoon(_))
    }) {
        (0, None, at + 1)
    } else {
        return None;
    };
    let clock = Clock::new(hour, minute, second)?;
    match half(scan, end) {
        Some((afternoon, end)) => Some((clock.half(afternoon)?, end)),
        None => Some((clock, end)),
    }
}

/// `pm`, `p.m.`, and the token after it.
fn half(scan: &Scan, at: usize) -> Option<(bool, usize)> {
    let token = scan.at(at)?;
    let whole = token.rows.iter().find_map(|row| row.1.afternoon());
    if let Some(afternoon) = whole {
        return Some((afternoon, at + 1));
    }
    let afternoon = match scan.word(token) {
        "a" => false,
        "p" => true,
        _ => return None,
    };
    let dotted = scan.at(at + 1)?.is_sign(&['.']) && scan.word(scan.at(at + 2)?) == "m";
    dotted.then_some((afternoon, at + 3))
}
