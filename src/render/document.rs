//! A document with one item in; what is before, the item, and what is after it, out.

use memchr::memmem;

/// A feed without its stories.
#[derive(Debug)]
pub(super) struct Frame {
    head: Vec<u8>,
    tail: Vec<u8>,
    /// What stands before the first, between two, after the last, and where there is none.
    signs: [&'static str; 4],
}

impl Frame {
    /// What is around the one item of an XML document.
    pub(super) fn of_xml(document: &[u8], name: &str) -> Option<Self> {
        let (head, _, tail) = split(document, name)?;
        Some(Self {
            head: head.to_vec(),
            tail: tail.to_vec(),
            signs: [""; 4],
        })
    }

    /// A document of JSON that ends with an empty list, as `serde_json` writes it for people.
    pub(super) fn of_json(document: &[u8]) -> Option<Self> {
        Some(Self {
            head: document.strip_suffix(b"[]\n}")?.to_vec(),
            tail: b"\n}\n".to_vec(),
            signs: ["[\n    ", ",\n    ", "\n  ]", "[]"],
        })
    }

    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    pub(super) fn tail(&self) -> &[u8] {
        &self.tail
    }

    /// The document that holds these items.
    pub(super) fn around(&self, items: &[&[u8]]) -> Vec<u8> {
        let mut document = Vec::new();
        self.put_around(items, &mut document);
        document
    }

    /// The same, behind what is in `document` already.
    pub(super) fn put_around(&self, items: &[&[u8]], document: &mut Vec<u8>) {
        let [before, between, after, none] = self.signs;
        let room: usize = items.iter().map(|item| item.len() + between.len()).sum();
        document.reserve_exact(self.head.len() + room + self.tail.len() + 16);
        document.extend_from_slice(&self.head);
        for (item, place) in items.iter().zip(0_usize..) {
            let sign = if place == 0 { before } else { between };
            document.extend_from_slice(sign.as_bytes());
            document.extend_from_slice(item);
        }
        let end = if items.is_empty() { none } else { after };
        document.extend_from_slice(end.as_bytes());
        document.extend_from_slice(&self.tail);
    }
}

/// About as many bytes as a document needs whose one item has this text, escaped.
pub(super) fn room(body: &str) -> usize {
    body.len() + body.len() / 2 + (4 << 10)
}

/// The one item of an XML document.
pub(super) fn only(document: &[u8], name: &str) -> Option<Vec<u8>> {
    split(document, name).map(|(_, item, _)| item.to_vec())
}

/// Before its first item, from there to the end of the last, and after that. No text outside of
/// an item holds an unescaped tag.
fn split<'a>(document: &'a [u8], name: &str) -> Option<(&'a [u8], &'a [u8], &'a [u8])> {
    let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
    let from = memmem::find(document, begin.as_bytes())?;
    let to = memmem::rfind(document, end.as_bytes())? + end.len();
    let (head, rest) = document.split_at_checked(from)?;
    let (item, tail) = rest.split_at_checked(to.checked_sub(from)?)?;
    Some((head, item, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_put_together_as_it_was_taken_apart() {
        let document = b"<feed><a/><entry>1 </entry><b/></feed>";
        let frame = Frame::of_xml(document, "entry").unwrap();
        let item = only(document, "entry").unwrap();
        assert_eq!(frame.around(&[&item]), document);
        assert_eq!(frame.around(&[]), b"<feed><a/><b/></feed>");
    }

    #[test]
    fn a_tag_inside_of_a_text_ends_no_item() {
        let document = b"<r><item><![CDATA[</item><item>]]></item></r>";
        let item = only(document, "item").unwrap();
        assert_eq!(item, b"<item><![CDATA[</item><item>]]></item>");
    }

    #[test]
    fn a_list_is_written_as_serde_json_writes_it() {
        let written = |items: serde_json::Value| {
            let document = serde_json::json!({ "items": items });
            serde_json::to_string_pretty(&document).unwrap() + "\n"
        };
        let empty = written(serde_json::json!([]));
        let frame = Frame::of_json(empty.trim_end().as_bytes()).unwrap();
        let two = frame.around(&[b"1", b"2"]);
        assert_eq!(two, written(serde_json::json!([1, 2])).as_bytes());
        assert_eq!(frame.around(&[]), empty.as_bytes());
    }
}
