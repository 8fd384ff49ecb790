//! A page in, guesses from the software that made it out: which addresses such a site keeps its feed at.

use super::{Candidate, Page, links};
use crate::model::SourceKind;
use url::Url;

/// Requests that a guess may cost a site.
const MAX_PROBES: usize = 6;

/// What `WordPress` REST is asked for.
const POSTS: &str = "per_page=20&_embed=author,wp:featuredmedia";

/// Software: what its pages show, and where its feeds are. `{section}` is the page's own folder, `{root}` the
/// site's. The first whose marks are there counts.
const SOFTWARE: &[(&str, &[Mark], &[&str])] = &[
    (
        "WordPress",
        &[
            Mark::Generator("wordpress"),
            Mark::Generator("elementor"),
            Mark::Generator("woocommerce"),
            Mark::Address("/wp-content/"),
            Mark::Address("/wp-includes/"),
            Mark::Rel("https://api.w.org/"),
        ],
        &["{section}feed/", "{root}feed/", "{root}?feed=rss2"],
    ),
    (
        "Joomla",
        &[
            Mark::Generator("joomla"),
            Mark::Address("/media/jui/"),
            Mark::Address("/components/com_"),
        ],
        &[
            "{page}?format=feed&type=rss",
            "{page}?format=feed&type=atom",
            "{root}?format=feed&type=rss",
        ],
    ),
    (
        "Drupal",
        &[
            Mark::Generator("drupal"),
            Mark::Address("/sites/default/files/"),
            Mark::Address("/sites/all/"),
            Mark::Address("/core/misc/drupal"),
        ],
        &[
            "{root}rss.xml",
            "{section}feed",
            "{section}rss.xml",
            "{section}rss",
            "{root}feed",
        ],
    ),
    (
        "TYPO3",
        &[
            Mark::Generator("typo3"),
            Mark::Address("/typo3temp/"),
            Mark::Address("/typo3conf/"),
            Mark::Address("/fileadmin/"),
        ],
        &[
            "{root}feed.xml",
            "{page}?type=9818",
            "{root}rss.xml",
            "{page}?type=100",
        ],
    ),
    (
        "Blogger",
        &[
            Mark::Generator("blogger"),
            Mark::Address("blogger.com/static"),
            Mark::Address("blogspot.com"),
        ],
        &[
            "{root}feeds/posts/default",
            "{root}feeds/posts/default?alt=rss",
        ],
    ),
    (
        "Ghost",
        &[Mark::Generator("ghost"), Mark::Address("/ghost/api/")],
        &["{section}rss/", "{root}rss/", "{root}blog/rss/"],
    ),
    (
        "Squarespace",
        &[
            Mark::Generator("squarespace"),
            Mark::Address("squarespace.com"),
            Mark::Address("squarespace-cdn.com"),
        ],
        &[
            "{page}?format=rss",
            "{root}blog?format=rss",
            "{root}news?format=rss",
        ],
    ),
    (
        "Wix",
        &[
            Mark::Generator("wix.com"),
            Mark::Address("static.wixstatic.com"),
            Mark::Address("parastorage.com"),
        ],
        &["{root}blog-feed.xml", "{root}feed.xml"],
    ),
    (
        "Hugo or Jekyll",
        &[
            Mark::Generator("hugo"),
            Mark::Generator("jekyll"),
            Mark::Generator("eleventy"),
            Mark::Generator("hexo"),
            Mark::Generator("zola"),
        ],
        &[
            "{section}index.xml",
            "{root}index.xml",
            "{root}feed.xml",
            "{root}atom.xml",
            "{root}rss.xml",
        ],
    ),
    (
        "Medium",
        &[
            Mark::Address("cdn-client.medium.com"),
            Mark::Address("miro.medium.com"),
        ],
        &["{root}feed", "{root}feed{path}"],
    ),
];

/// Where feeds usually are when nothing gives the software away.
const ANYWHERE: &[&str] = &[
    "{section}feed/",
    "{root}feed/",
    "{root}rss.xml",
    "{root}feed.xml",
    "{root}atom.xml",
    "{root}index.xml",
    "{root}rss",
];

/// What gives software away.
enum Mark {
    /// Part of `<meta name=generator>`, lower case.
    Generator(&'static str),
    /// Part of an address that the page loads something from.
    Address(&'static str),
    /// A `<link rel>` or `Link:` relation.
    Rel(&'static str),
}

/// Rung 4: at most six addresses where software of this kind keeps its feed.
pub(super) fn probes(page: &Page) -> Vec<Candidate> {
    let Ok(url) = Url::parse(&page.document.url) else {
        return Vec::new();
    };
    let seen = Seen::new(page);
    let known = SOFTWARE
        .iter()
        .find(|(_, marks, _)| marks.iter().any(|mark| seen.shows(mark)));
    let (name, places) = known.map_or((None, ANYWHERE), |(name, _, places)| (Some(*name), *places));
    let mut probes: Vec<Candidate> = Vec::new();
    let mut add = |url: String, kind, reason: String| {
        if probes.len() < MAX_PROBES && probes.iter().all(|known| known.url != url) {
            probes.push(Candidate {
                url,
                title: None,
                kind,
                rung: 4,
                reason,
            });
        }
    };
    for place in places {
        let reason = match name {
            Some(name) => format!("the site runs on {name}, which keeps its feed there"),
            None => "many sites keep their feed there".to_owned(),
        };
        if let Some(address) = filled(place, &url, seen.api.as_deref()) {
            add(address, SourceKind::Feed, reason);
        }
    }
    if name == Some("WordPress") {
        let reason = "WordPress lists its posts there as JSON";
        let api = seen
            .api
            .clone()
            .or_else(|| filled("{root}wp-json/", &url, None));
        if let Some(api) = api {
            add(posts(&api), SourceKind::Wordpress, reason.to_owned());
        }
        if let Some(route) = filled("{root}?rest_route=/wp/v2/posts&", &url, seen.api.as_deref()) {
            add(route + POSTS, SourceKind::Wordpress, reason.to_owned());
        }
    }
    probes
}

/// The address of the posts below a REST root, which sites without pretty addresses keep in the query.
fn posts(api: &str) -> String {
    if api.contains("rest_route=") {
        format!("{}/wp/v2/posts&{POSTS}", api.trim_end_matches('/'))
    } else {
        format!("{}/wp/v2/posts?{POSTS}", api.trim_end_matches('/'))
    }
}

/// What the page shows of its software.
struct Seen {
    generators: Vec<String>,
    addresses: Vec<String>,
    relations: Vec<String>,
    /// The REST root of `WordPress`.
    api: Option<String>,
}

impl Seen {
    fn new(page: &Page) -> Self {
        let dom = page.dom;
        let mut seen = Self {
            generators: Vec::new(),
            addresses: Vec::new(),
            relations: Vec::new(),
            api: None,
        };
        for id in dom.inside(0) {
            let value = |name| dom.filled(id, name).unwrap_or_default();
            match dom.name(id) {
                "meta" if value("name").eq_ignore_ascii_case("generator") => {
                    seen.generators.push(value("content").to_ascii_lowercase());
                }
                "link" => {
                    if value("rel") == "https://api.w.org/" {
                        seen.api = page.absolute(value("href"));
                    }
                    seen.relations.push(value("rel").to_owned());
                    seen.addresses.push(value("href").to_ascii_lowercase());
                }
                "img" | "script" => seen.addresses.push(value("src").to_ascii_lowercase()),
                _ => {}
            }
        }
        for (target, parameters) in page
            .document
            .headers
            .all("link")
            .flat_map(links::link_header)
        {
            if parameters
                .iter()
                .any(|(key, value)| key == "rel" && value == "https://api.w.org/")
            {
                seen.relations.push("https://api.w.org/".to_owned());
                seen.api = page.absolute(&target);
            }
        }
        seen
    }

    fn shows(&self, mark: &Mark) -> bool {
        match mark {
            Mark::Generator(part) => self
                .generators
                .iter()
                .any(|generator| generator.contains(part)),
            Mark::Address(part) => self.addresses.iter().any(|address| address.contains(part)),
            Mark::Rel(relation) => self.relations.iter().any(|rel| rel == relation),
        }
    }
}

/// A place as an address of this site. None where it would be the same for every page.
fn filled(place: &str, page: &Url, api: Option<&str>) -> Option<String> {
    let root = page.join("/").ok()?;
    // WordPress in a folder of its own says so by where its REST is.
    let root = match api
        .and_then(|api| api.split_once("wp-json"))
        .map(|(root, _)| Url::parse(root))
    {
        Some(Ok(own)) if own.host_str() == root.host_str() => own,
        _ => root,
    };
    let mut bare = page.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    let path = bare.path().to_owned();
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    let folder = if path.ends_with('/') {
        path.clone()
    } else {
        format!("{path}/")
    };
    let section = if is_file {
        path.rsplit_once('/')
            .map_or("/", |(folder, _)| folder)
            .to_owned()
            + "/"
    } else {
        folder
    };
    let mut section_url = bare.clone();
    section_url.set_path(&section);
    let address = place
        .replace("{section}", section_url.as_str())
        .replace("{root}", root.as_str())
        .replace("{path}", path.trim_end_matches('/'));
    if !address.contains("{page}") {
        return Some(address);
    }
    // A page's own query is its identity on old sites: ours comes after it.
    let (_, question) = address.split_once('?')?;
    let mut with_query = page.clone();
    with_query.set_fragment(None);
    let query = page.query().map_or_else(
        || question.to_owned(),
        |query| format!("{query}&{question}"),
    );
    with_query.set_query(Some(&query));
    Some(with_query.into())
}
