//! How much of anything is read. What goes beyond is left out with a warning, or refuses the document where it says
//! so. RELIABILITY.md 28 to 34.

/// Elements inside one another; deeper ones are passed over.
pub const DEPTH: usize = 256;
/// Attributes of one element; more refuse the document.
pub const ATTRIBUTES: usize = 256;
/// Bytes of one tag; more refuse the document.
pub const TAG: usize = 1 << 20;
/// Bytes of a document type; more refuse the document.
pub const DOCTYPE: usize = 64 << 10;
/// Namespace prefixes in force at one place.
pub const PREFIXES: usize = 64;
/// Categories of one entry, and of the feed.
pub const CATEGORIES: usize = 64;
/// Enclosures of one entry.
pub const ENCLOSURES: usize = 32;
/// Links of one entry, and of the feed.
pub const LINKS: usize = 32;
/// Authors of one entry, and as many contributors; the same for the feed.
pub const AUTHORS: usize = 16;
/// Images of one entry.
pub const IMAGES: usize = 32;
/// Bytes of an address; longer ones are left out.
pub const ADDRESS: usize = 4 << 10;
/// Entries of a document, in its order.
pub const ENTRIES: usize = 500;
/// Values of a JSON document that are kept.
pub const VALUES: usize = 100_000;
/// Bytes of a base address; longer ones are passed over, for every relative address would be as long.
pub const BASE: usize = 512;
/// Feeds in an OPML document.
pub const OUTLINES: usize = 5_000;
/// Texts of one entry beside its summary.
pub const CONTENTS: usize = 16;
/// Bytes of one field; what is longer is cut.
pub const TEXT: usize = 2 << 20;
/// Bytes of a language tag; longer ones say nothing (RFC 5646 section 4.4.1 asks for 35).
pub const LANGUAGE: usize = 64;
/// Bytes that may be looked at in vain: an unclosed quote, looked for to the end. Past it the rest is left.
pub const VAIN: u64 = 16 << 20;
/// Steps for one document: a tag, a text or a comment is one, the start of an element that stands in no text is two.
/// Past it the rest is left. People's feeds stay below it: it has room for five hundred entries of a hundred fields.
pub const STEPS: u64 = 1_000_000;
/// A document this many times longer than `STEPS` may take a step for as many bytes.
pub const BYTES_A_STEP: u64 = 10;
/// Steps that a field is worth: it is resolved, trimmed, compared.
pub const STEPS_OF_FIELD: u64 = 12;
/// Steps that a declaration of a prefix, a base or a language is worth.
pub const STEPS_OF_DECLARATION: u64 = 12;
