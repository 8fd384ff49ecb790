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
/// Feeds in an OPML document.
pub const OUTLINES: usize = 5_000;
/// Bytes that may be looked at in vain (an unclosed quote, looked for to the end) for each byte of the document.
pub const VAIN: u64 = 8;
