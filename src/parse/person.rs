//! Somebody as written (`Name (mail)`, `mail (Name)`, `Name <mail>`, a name) in, name and address out.

use crate::model::Person;

/// Reads RSS author, managingEditor, webMaster and dc:creator.
pub(super) fn read(text: &str) -> Person {
    let text = text.trim();
    let Some(email) = email_in(text) else {
        return Person {
            name: (!text.is_empty()).then(|| text.to_owned()),
            ..Person::default()
        };
    };
    let rest = text.replacen(email, "", 1);
    let rest = rest
        .replace("mailto:", "")
        .replace("()", "")
        .replace("<>", "");
    let rest = rest.trim();
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    let rest = rest.strip_suffix(')').unwrap_or(rest).trim();
    let bare = email.split('?').next().unwrap_or(email);
    Person {
        name: (!rest.is_empty()).then(|| rest.to_owned()),
        email: Some(bare.to_owned()),
        href: None,
    }
}

/// The mail address that stands in a text, with its `?subject=…`.
fn email_in(text: &str) -> Option<&str> {
    let at = memchr::memchr(b'@', text.as_bytes())?;
    let (before, behind) = text.split_at(at);
    let behind = behind.strip_prefix('@')?;
    let local = |c: char| c.is_ascii_alphanumeric() || "_-.+".contains(c);
    let start = before.trim_end_matches(local).len();
    let host = |c: char| c.is_ascii_alphanumeric() || "-.[]".contains(c);
    let length = behind.find(|c| !host(c)).unwrap_or(behind.len());
    let domain = behind.get(..length)?.trim_end_matches(['.', '-']);
    let (_, last) = domain.rsplit_once('.')?;
    if start == at || last.len() < 2 && !last.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut end = at + 1 + domain.len();
    if text.get(end..)?.starts_with("?subject=") {
        let rest = text.get(end..)?;
        end += rest.find(char::is_whitespace).unwrap_or(rest.len());
    }
    text.get(start..end)
}
