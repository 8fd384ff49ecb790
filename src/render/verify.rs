//! A file in, and whether a strict reader will take it out.

use crate::model::OutputFile;
use quick_xml::{NsReader, events::Event, events::attributes::Attribute, name::ResolveResult};
use serde::de::IgnoredAny;

/// A file that a strict reader would refuse: a fault of ours, and nothing is published.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} would be broken at byte {at}: {what}")]
pub struct Broken {
    /// Which file.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// Where.
    pub at: u64,
}

/// Reads an XML or JSON file back as strictly as the strictest reader; anything else passes.
///
/// XML has to be UTF-8, well-formed, with declared namespaces, known entities, allowed characters
/// and one root.
pub fn verify(file: &OutputFile) -> Result<(), Broken> {
    let ending = file.path.rsplit('.').next().unwrap_or_default();
    let broken = |(at, what)| Broken {
        path: file.path.clone(),
        what,
        at,
    };
    match ending {
        "xml" => xml(&file.bytes).map_err(broken),
        "json" => serde_json::from_slice::<IgnoredAny>(&file.bytes)
            .map(|_| ())
            .map_err(|error| broken((0, error.to_string()))),
        _ => Ok(()),
    }
}

type Fault = (u64, String);

fn xml(bytes: &[u8]) -> Result<(), Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| fault(0, error))?;
    if !text.starts_with("<?xml ") {
        return Err(fault(0, "something stands before the XML declaration"));
    }
    if is_suspect(bytes)
        && let Some((at, c)) = text.char_indices().find(|(_, c)| is_forbidden(*c))
    {
        return Err(fault(
            at as u64,
            format!("U+{:04X} is not allowed", c as u32),
        ));
    }
    let mut reader = NsReader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    let (mut depth, mut roots) = (0_usize, 0_usize);
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| fault(at, error))?;
        if matches!(event, Event::Start(_) | Event::Empty(_)) && depth == 0 {
            roots += 1;
        }
        check(&reader, &event, depth).map_err(|what| (at, what))?;
        if matches!(event, Event::Start(_)) {
            depth += 1;
        } else if matches!(event, Event::End(_)) {
            depth = depth.saturating_sub(1);
        } else if matches!(event, Event::Eof) {
            break;
        }
    }
    if depth > 0 || roots != 1 {
        return Err(fault(
            text.len() as u64,
            "it does not end where its root ends",
        ));
    }
    Ok(())
}

fn fault(at: u64, what: impl ToString) -> Fault {
    (at, what.to_string())
}

/// Whether there is a byte that could be part of a character that [`is_forbidden`]: in most texts there is none.
fn is_suspect(bytes: &[u8]) -> bool {
    let suspect = |b: u8| b == 0xEF || (b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r'));
    // Without a way out for every byte, many of them are looked at in one step.
    let any = |part: &[u8]| part.iter().fold(false, |any, b| any | suspect(*b));
    bytes.chunks(256).any(any)
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "quick-xml has more events than we write"
)]
fn check(reader: &NsReader<&[u8]>, event: &Event, depth: usize) -> Result<(), String> {
    match event {
        Event::Start(tag) | Event::Empty(tag) => {
            let (namespace, _) = reader.resolver().resolve_element(tag.name());
            declared(&namespace)?;
            for attribute in tag.attributes() {
                let attribute = attribute.map_err(|error| error.to_string())?;
                attribute_value(reader, &attribute)?;
            }
            Ok(())
        }
        Event::Text(text) => {
            if memchr::memmem::find(text, b"]]>").is_some() {
                return Err("`]]>` stands in a text".to_owned());
            }
            if depth == 0 && !text.trim_ascii().is_empty() {
                return Err("a text stands outside of the root".to_owned());
            }
            Ok(())
        }
        // An escaped text is full of these.
        Event::GeneralRef(name) if matches!(&**name, b"lt" | b"gt" | b"amp" | b"quot") => Ok(()),
        Event::GeneralRef(name) => {
            let name = name.decode().map_err(|error| error.to_string())?;
            let written = format!("&{name};");
            let known = quick_xml::escape::unescape(&written);
            known.map(|_| ()).map_err(|error| error.to_string())
        }
        _ => Ok(()),
    }
}

fn attribute_value(reader: &NsReader<&[u8]>, attribute: &Attribute) -> Result<(), String> {
    let value = std::str::from_utf8(&attribute.value).map_err(|error| error.to_string())?;
    if value.contains('<') {
        return Err("`<` stands in an attribute".to_owned());
    }
    quick_xml::escape::unescape(value).map_err(|error| error.to_string())?;
    if attribute.key.as_namespace_binding().is_some() {
        return Ok(());
    }
    let (namespace, _) = reader.resolver().resolve_attribute(attribute.key);
    declared(&namespace)
}

fn declared(namespace: &ResolveResult) -> Result<(), String> {
    match namespace {
        ResolveResult::Unknown(prefix) => {
            let prefix = String::from_utf8_lossy(prefix);
            Err(format!("the namespace {prefix} is not declared"))
        }
        ResolveResult::Bound(_) | ResolveResult::Unbound => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, sound: bool) {
        let file = OutputFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        assert_eq!(verify(&file).is_ok(), sound, "{:?}", verify(&file));
    }

    #[track_caller]
    fn check_xml(inside: &str, sound: bool) {
        check(
            "a.xml",
            &format!("<?xml version=\"1.0\"?>\n<r>{inside}</r>"),
            sound,
        );
    }

    #[test]
    fn a_sound_document_passes() {
        check_xml("<a b=\"c &amp; d\">&#8212; &lt;<![CDATA[<x>]]></a>", true);
    }

    #[test]
    fn what_a_strict_reader_refuses_is_broken() {
        check_xml("<a>", false);
        check_xml("<a></b>", false);
        check_xml("a & b", false);
        check_xml("&nbsp;", false);
        check_xml("\u{8}", false);
        check_xml("<x:a/>", false);
        check_xml("<a b=\"1\" b=\"2\"/>", false);
        check_xml("<a b=\"&nbsp;\"/>", false);
        check_xml("]]>", false);
        check_xml("</r><r>", false);
    }

    #[test]
    fn a_declaration_comes_first() {
        check("a.xml", "\n<?xml version=\"1.0\"?><r/>", false);
        check("a.xml", "\u{FEFF}<?xml version=\"1.0\"?><r/>", false);
    }

    #[test]
    fn json_has_to_end() {
        check("feed.json", "{\"a\": [1]}", true);
        check("feed.json", "{\"a\": [1", false);
    }
}
