//! What the page room asks of the rooms below it.

use crate::model::Document;
use url::Url;

/// The characters of a document.
pub(crate) fn decode(document: &Document) -> String {
    String::from_utf8_lossy(&document.body).into_owned()
}

/// A reference made absolute; None unless the result is an http(s) address.
pub(crate) fn absolute(base: &str, reference: &str) -> Option<String> {
    let reference = reference.trim();
    let url = match Url::parse(base) {
        Ok(base) => base.join(reference).ok()?,
        Err(_) => Url::parse(reference).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// Whether two addresses belong to one organisation: the same registrable domain.
pub(crate) fn same_site(a: &str, b: &str) -> bool {
    let site = |text: &str| {
        let url = Url::parse(text).ok()?;
        let host = url.host_str()?.trim_start_matches("www.").to_owned();
        Some(psl::domain_str(&host).map_or(host.clone(), str::to_owned))
    };
    site(a).is_some_and(|site_a| site(b) == Some(site_a))
}
