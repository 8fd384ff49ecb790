//! The weeks of a source in; a drawing of them, and the same in words, out.

use crate::model::Week;
use minijinja::{Value, context};
use std::{fmt::Write, time::Duration};

/// Units of the drawing: a week's column with its gap, and the heights of its three rows.
const COLUMN: u32 = 5;
const BAR: u32 = 4;
const ENTRIES: u32 = 24;
const ANSWERS: u32 = 10;
const FAILURES: u32 = 8;
const GAP: u32 = 2;
/// Fewer than these do not fill a row: one entry a week is no flood.
const FEW: u64 = 5;

/// Three rows of bars, a column a week: entries and answer times stand on a line, failures hang
/// from one, so that they differ by more than their colour. Paths have no style of their own: the
/// policy of the page forbids it.
pub(super) fn plot(weeks: &[Week]) -> Value {
    let entries = weeks.iter().map(|week| u64::from(week.entries)).collect();
    let answers = weeks.iter().map(|week| {
        let mean = mean([week]).unwrap_or_default();
        u64::try_from(mean.as_millis()).unwrap_or(u64::MAX)
    });
    let failed = weeks.iter().map(|week| u64::from(week.failures)).collect();
    let first = ENTRIES + GAP;
    let second = first + ANSWERS + GAP;
    context! {
        width => COLUMN * u32::try_from(weeks.len()).unwrap_or_default(),
        height => second + FAILURES,
        entries => bars(entries, FEW, ENTRIES, ENTRIES, Stand::On),
        answers => bars(answers.collect(), 0, ANSWERS, first + ANSWERS, Stand::On),
        failures => bars(failed, FEW, FAILURES, second, Stand::Under),
    }
}

/// Where bars are with regard to their line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    On,
    Under,
}

/// The bars as one path, the highest as high as the row unless it is below `few`; None where all
/// are nothing.
fn bars(values: Vec<u64>, few: u64, row: u32, line: u32, stand: Stand) -> Option<String> {
    let most = values
        .iter()
        .copied()
        .max()
        .filter(|most| *most > 0)?
        .max(few);
    let mut path = String::new();
    for (value, x) in values.into_iter().zip((0..).step_by(COLUMN as usize)) {
        if value == 0 {
            continue;
        }
        // Something is never drawn as nothing.
        let height = u64::from(row).saturating_mul(value).div_ceil(most).max(1);
        let sign = if stand == Stand::On { "-" } else { "" };
        // Writing into a string cannot fail.
        let _ = write!(path, "M{x} {line}v{sign}{height}h{BAR}V{line}z");
    }
    Some(path)
}

/// What the drawing shows, for whoever does not see it and whoever wants numbers.
pub(super) fn summary(weeks: &[Week]) -> String {
    let sum = |of: fn(&Week) -> u32| weeks.iter().map(of).sum::<u32>();
    let (entries, visits) = (sum(|week| week.entries), sum(|week| week.visits));
    let mut words = format!(
        "{}, {} in {} weeks",
        counted(entries, "entry", "entries"),
        counted(visits, "visit", "visits"),
        weeks.len()
    );
    match sum(|week| week.failures) {
        0 => {}
        failed => {
            let _ = write!(words, ", {failed} failed");
        }
    }
    if let Some(mean) = mean(weeks) {
        let slowest = weeks.iter().map(|week| week.slowest).max();
        let _ = write!(
            words,
            "; answers in {:.1} s, the slowest in {:.1} s",
            mean.as_secs_f64(),
            slowest.unwrap_or_default().as_secs_f64()
        );
    }
    words
}

/// The mean time of an answer, where any was taken.
pub(super) fn mean<'a>(weeks: impl IntoIterator<Item = &'a Week>) -> Option<Duration> {
    let times = weeks.into_iter().map(|week| (week.waited, week.answers));
    let (waited, answers) = times.fold((Duration::ZERO, 0), |all, one| {
        (all.0 + one.0, all.1 + one.1)
    });
    (answers > 0).then(|| waited / answers)
}

fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
