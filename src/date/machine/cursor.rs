//! A string in, its digits, letters and signs one after the other out.

/// A place in a string.
#[derive(Clone, Copy)]
pub(in crate::date) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(in crate::date) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    pub(super) fn skip(&mut self, signs: &[char]) {
        self.rest = self.rest.trim_start_matches(signs);
    }

    /// Goes past `sign`, if it is here.
    pub(super) fn eat(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Goes past one of `signs`, if one is here.
    pub(super) fn eat_one_of(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.peek().filter(|sign| signs.contains(sign))?;
        self.eat(sign);
        Some(sign)
    }

    /// ASCII digits: their value and how many they are, at most nine.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let digits = self.digits();
        Some((digits.parse().ok()?, digits.len()))
    }

    /// ASCII digits, exactly so many, more may follow.
    pub(super) fn fixed(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        digits.parse().ok()
    }

    /// ASCII digits, none to many.
    pub(super) fn digits(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_ascii_digit());
        self.take(end.unwrap_or(self.rest.len()))
    }

    /// Letters of any script, none to many.
    pub(super) fn letters(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_alphabetic());
        self.take(end.unwrap_or(self.rest.len()))
    }

    /// As far as `end`.
    pub(super) fn take(&mut self, end: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}
