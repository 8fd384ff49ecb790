//! The bytes of a feed in, its elements out; names with the prefixes that we write.

use quick_xml::{Reader, events::Event};

/// An element with everything in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Its own, that of its children left out.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|one| one.name == name)
    }

    /// Of an item or entry.
    pub(super) fn id(&self) -> Option<&str> {
        let id = match self.name.as_str() {
            "item" => self.child("guid"),
            "entry" => self.child("id"),
            _ => None,
        };
        id.map(|id| id.text.as_str())
    }

    /// With its id, where it has one.
    pub(super) fn named(&self) -> String {
        match self.id() {
            Some(id) => format!("{} {id}", self.name),
            None => self.name.clone(),
        }
    }
}

/// None where it is no XML.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "quick-xml has more events than we write"
)]
pub(super) fn read(bytes: &[u8]) -> Option<Element> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                let mut element = Element {
                    name: String::from_utf8_lossy(tag.name().as_ref()).into_owned(),
                    ..Element::default()
                };
                for attribute in tag.attributes() {
                    let attribute = attribute.ok()?;
                    let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                    let value = std::str::from_utf8(&attribute.value).ok()?;
                    let value = quick_xml::escape::unescape(value).ok()?;
                    element.attributes.push((name, value.into_owned()));
                }
                open.push(element);
            }
            Event::End(_) => {
                let done = open.pop()?;
                open.last_mut()?.children.push(done);
            }
            Event::Text(text) => open.last_mut()?.text.push_str(&text.decode().ok()?),
            Event::CData(text) => open.last_mut()?.text.push_str(&text.decode().ok()?),
            Event::GeneralRef(name) => {
                let written = format!("&{};", name.decode().ok()?);
                let text = quick_xml::escape::unescape(&written).ok()?;
                open.last_mut()?.text.push_str(&text);
            }
            Event::Eof => return open.pop()?.children.pop(),
            _ => {}
        }
    }
}
