//! Markup in, its tokens out, as long as it can be read in one way only.

use memchr::{memchr, memchr_iter, memmem};

/// Something stands there that a tokenizer has rules of its own for.
#[derive(Debug)]
pub(super) struct Doubt;

/// A piece of markup.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'m> {
    /// Characters, references not yet decoded.
    Text(&'m str),
    /// The name as written; the attributes lie in [`Tokens::attributes`].
    Start(&'m str),
    End(&'m str),
    Comment,
}

/// More attributes than anybody gives one element.
const MOST_ATTRIBUTES: usize = 64;

/// Reads markup token by token.
pub(super) struct Tokens<'m> {
    rest: &'m str,
    /// Name and value of each attribute of the last start tag, as written.
    pub(super) attributes: Vec<(&'m str, &'m str)>,
}

impl<'m> Tokens<'m> {
    pub(super) fn of(markup: &'m str) -> Self {
        Self {
            rest: markup,
            attributes: Vec::new(),
        }
    }

    /// The next token; None at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'m>>, Doubt> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let text = memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
        if text > 0 {
            return Ok(Some(Token::Text(self.take(text)?)));
        }
        let token = match self.byte(1) {
            Some(b'/') => self.end()?,
            Some(b'!') => self.comment()?,
            Some(byte) if byte.is_ascii_alphabetic() => self.start()?,
            // `a < b` and processing instructions.
            _ => return Err(Doubt),
        };
        Ok(Some(token))
    }

    /// Goes behind the end tag of an element whose content is text; gives that text.
    pub(super) fn skip_raw(&mut self, name: &str) -> Result<&'m str, Doubt> {
        let all = self.rest;
        for at in memchr_iter(b'<', all.as_bytes()) {
            let (inside, from) = all.split_at_checked(at).ok_or(Doubt)?;
            // A comment may hide the end.
            if from.starts_with("<!") {
                return Err(Doubt);
            }
            let end = from
                .strip_prefix("</")
                .and_then(|end| end.split_at_checked(name.len()));
            if let Some((_, behind)) = end.filter(|(end, _)| end.eq_ignore_ascii_case(name)) {
                self.rest = behind.strip_prefix('>').ok_or(Doubt)?;
                // The tree's tokenizer begins anew behind a script, and drops a byte order mark there.
                if self.rest.starts_with('\u{feff}') {
                    return Err(Doubt);
                }
                return Ok(inside);
            }
        }
        Err(Doubt)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.rest.as_bytes().get(at).copied()
    }

    fn take(&mut self, bytes: usize) -> Result<&'m str, Doubt> {
        let (taken, rest) = self.rest.split_at_checked(bytes).ok_or(Doubt)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Where the next byte stands for which `stop` holds.
    fn find(&self, from: usize, stop: impl Fn(u8) -> bool) -> Result<usize, Doubt> {
        let rest = self.rest.as_bytes().get(from..).ok_or(Doubt)?;
        let found = rest.iter().position(|byte| stop(*byte));
        found.map(|at| from + at).ok_or(Doubt)
    }

    fn name(&self, from: usize) -> Result<(&'m str, usize), Doubt> {
        let end = self.find(from, |byte| !byte.is_ascii_alphanumeric())?;
        Ok((self.rest.get(from..end).ok_or(Doubt)?, end))
    }

    fn end(&mut self) -> Result<Token<'m>, Doubt> {
        let (name, end) = self.name(2)?;
        let close = self.find(end, |byte| !is_space(byte))?;
        if name.is_empty() || self.byte(close) != Some(b'>') {
            return Err(Doubt);
        }
        self.take(close + 1)?;
        Ok(Token::End(name))
    }

    fn comment(&mut self) -> Result<Token<'m>, Doubt> {
        let inside = self.rest.strip_prefix("<!--").ok_or(Doubt)?;
        // The first two dashes must be those of its end: `<!-->`, `--!>` and `<!--a<!--` have rules of their own.
        let end = memmem::find(inside.as_bytes(), b"--").ok_or(Doubt)?;
        let (comment, behind) = inside.split_at_checked(end).ok_or(Doubt)?;
        if comment.starts_with(['>', '-']) {
            return Err(Doubt);
        }
        self.rest = behind.strip_prefix("-->").ok_or(Doubt)?;
        Ok(Token::Comment)
    }

    fn start(&mut self) -> Result<Token<'m>, Doubt> {
        let (name, mut at) = self.name(1)?;
        self.attributes.clear();
        loop {
            let next = self.find(at, |byte| !is_space(byte))?;
            match self.byte(next) {
                Some(b'>') => {
                    self.take(next + 1)?;
                    return Ok(Token::Start(name));
                }
                Some(b'/') if self.byte(next + 1) == Some(b'>') => {
                    self.take(next + 2)?;
                    return Ok(Token::Start(name));
                }
                // Between a value and the next name there is a blank.
                _ if next == at || self.attributes.len() == MOST_ATTRIBUTES => return Err(Doubt),
                _ => at = self.attribute(next)?,
            }
        }
    }

    /// Keeps the attribute that begins there; gives where it ends.
    fn attribute(&mut self, from: usize) -> Result<usize, Doubt> {
        let end = self.find(from, |byte| {
            is_space(byte) || matches!(byte, b'=' | b'>' | b'/' | b'"' | b'\'' | b'<')
        })?;
        let name = self.rest.get(from..end).ok_or(Doubt)?;
        let sign = self.find(end, |byte| !is_space(byte))?;
        if name.is_empty() {
            return Err(Doubt);
        }
        if self.byte(sign) != Some(b'=') {
            self.attributes.push((name, ""));
            return Ok(end);
        }
        let first = self.find(sign + 1, |byte| !is_space(byte))?;
        let (start, end, behind) = if let Some(quote @ (b'"' | b'\'')) = self.byte(first) {
            let inside = self.rest.as_bytes().get(first + 1..).ok_or(Doubt)?;
            let end = first + 1 + memchr(quote, inside).ok_or(Doubt)?;
            (first + 1, end, end + 1)
        } else {
            let end = self.find(first, |byte| {
                is_space(byte) || matches!(byte, b'>' | b'"' | b'\'' | b'<' | b'=' | b'`')
            })?;
            (first, end, end)
        };
        // A value ends before a blank or with its tag.
        let closed = self
            .byte(behind)
            .is_some_and(|byte| is_space(byte) || matches!(byte, b'>' | b'/'));
        if behind == first || !closed {
            return Err(Doubt);
        }
        self.attributes
            .push((name, self.rest.get(start..end).ok_or(Doubt)?));
        Ok(behind)
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c')
}
