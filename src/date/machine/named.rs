//! A date whose month is a word in (RFC 822, asctime, RFC 850, `Date.toString()`, Perforce), the day,
//! time and offset out.

use super::{
    super::{Dated, Precision, fold::fold, words},
    Cursor, Zone, clock,
    clock::Clock,
    clock::zone,
    dated, full_year,
};
use chrono::NaiveDate;

/// Reads the parts in whatever order they come; None if anything else is there.
pub(super) fn read(text: &str) -> Option<Dated> {
    let mut cursor = Cursor::new(text);
    let mut parts = Parts::default();
    loop {
        cursor.skip(&[',', '.', ' ', '\t', '\n', '\r', '\u{a0}', '\u{202f}', ';']);
        let Some(next) = cursor.peek() else { break };
        if next == '(' {
            let end = cursor.rest().find(')')?;
            cursor.take(end + 1);
        } else if next.is_ascii_digit() {
            parts.number(&mut cursor)?;
        } else if next.is_alphabetic() {
            parts.word(&mut cursor)?;
        } else {
            parts.sign(&mut cursor, next)?;
        }
    }
    let day = parts.day()?;
    dated(day, parts.clock, parts.zone, Precision::Day, parts.reason())
}

/// What was found so far.
struct Parts {
    weekday: bool,
    /// A weekday or a month: `mar` of French and Italian pages.
    doubtful: Option<u32>,
    month: Option<u32>,
    numbers: [Option<(u32, usize)>; 2],
    clock: Option<Clock>,
    zone: Zone,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            weekday: false,
            doubtful: None,
            month: None,
            numbers: [None; 2],
            clock: None,
            zone: Zone::Unknown,
        }
    }
}

impl Parts {
    fn number(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let mut after = *cursor;
        let (value, length) = after.number()?;
        match after.peek() {
            Some(':') if self.clock.is_none() && length <= 2 => {
                self.clock = Some(clock(cursor)?);
                self.zone = zone(cursor)?;
                return Some(());
            }
            Some('/' | '-') if length == 4 && self.month.is_none() && self.is_empty() => {
                return self.perforce(cursor);
            }
            Some('-' | '/' | '\'') => {
                after.take(1);
            }
            Some(letter) if letter.is_alphabetic() => {
                let suffix = after.letters();
                matches!(suffix, "st" | "nd" | "rd" | "th" | "er" | "T").then_some(())?;
            }
            Some(_) | None => {}
        }
        *cursor = after;
        // 19:48:21 0100, the sign lost.
        let full = self.numbers.iter().all(Option::is_some);
        if full && length == 4 && self.clock.is_some() && self.zone == Zone::Unknown {
            return (value == 0).then_some(());
        }
        let free = self.numbers.iter_mut().find(|slot| slot.is_none())?;
        *free = Some((value, length));
        Some(())
    }

    /// `Fri, 2006/09/15 08:19:53 EDT`.
    fn perforce(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let (year, _) = cursor.number()?;
        cursor.eat_one_of(&['/', '-'])?;
        let (month, _) = cursor.number()?;
        cursor.eat_one_of(&['/', '-'])?;
        let (day, length) = cursor.number()?;
        self.month = Some(month);
        self.numbers = [Some((day, length)), Some((year, 4))];
        Some(())
    }

    fn word(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let mut after = *cursor;
        let word = fold(after.letters());
        if self.clock.is_some() && after.peek() == Some('/') {
            self.zone = zone(cursor)?;
            return Some(());
        }
        let weekday = !self.weekday && words::is_weekday(&word);
        if weekday && self.is_empty() && self.doubtful.is_none() {
            self.doubtful = words::month_anywhere(&word);
            self.weekday = self.doubtful.is_none();
        } else if self.month.is_none()
            && let Some(month) = words::month_anywhere(&word)
        {
            self.month = Some(month);
        } else if weekday {
            self.weekday = true;
        } else if self.clock.is_some() && self.zone == Zone::Unknown {
            self.zone = zone(cursor)?;
            return Some(());
        } else if word != "at" && word != "t" {
            return None;
        }
        after.skip(&['-', '/', '\'']);
        *cursor = after;
        Some(())
    }

    fn sign(&mut self, cursor: &mut Cursor<'_>, sign: char) -> Option<()> {
        match sign {
            '+' | '-' if self.clock.is_some() && self.zone == Zone::Unknown => {
                self.zone = zone(cursor)?;
            }
            '\'' | '’' if self.clock.is_none() => {
                cursor.take(sign.len_utf8());
            }
            _ => return None,
        }
        Some(())
    }

    fn is_empty(&self) -> bool {
        self.numbers.iter().all(Option::is_none)
    }

    fn day(&self) -> Option<NaiveDate> {
        let [Some(first), Some(second)] = self.numbers else {
            return None;
        };
        let year_first = first.1 >= 3 || first.0 > 31;
        let (year, day) = if year_first {
            (first, second)
        } else {
            (second, first)
        };
        if year.1 == 1 || year.1 > 4 || day.1 > 2 {
            return None;
        }
        let year = i32::try_from(full_year(year.0)).ok()?;
        NaiveDate::from_ymd_opt(year, self.month.or(self.doubtful)?, day.0)
    }

    fn reason(&self) -> &'static str {
        match (self.weekday, self.clock) {
            (_, Some(_)) => "written as RFC 822 or asctime",
            (_, None) => "written as RFC 822, without a time",
        }
    }
}
