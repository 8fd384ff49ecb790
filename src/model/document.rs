//! What came over the network, before anybody read it.

/// An answer: the address it came from, its headers, its bytes after content decoding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The address of the last hop; empty for a document without one (a file, standard input).
    pub url: String,
    /// The headers of the last hop.
    pub headers: Headers,
    /// The body, content coding undone, characters not yet decoded.
    pub body: Vec<u8>,
}

/// One answer on the way to a document: a redirect, or the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The address that was asked.
    pub url: String,
    /// The status it answered with.
    pub status: u16,
    /// Its headers.
    pub headers: Headers,
}

/// Header fields in the order they came. Names are lower case. A value is the field's bytes read
/// as ISO 8859-1, one character a byte, so that a validator goes back to its server unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// The first field of that name (lower case).
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every field of that name (lower case), in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }
}
