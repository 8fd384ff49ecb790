//! Class names and ids in, the words they are made of out; and the tables of what such words mean.

use super::dom::Dom;
use std::{collections::HashMap, sync::LazyLock};

/// What the names of an element say about what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hint {
    /// What readers wrote below.
    Comments,
    /// Never part of an article: navigation, sharing, other articles, advertising, notices.
    Chrome,
    /// The text of an article and nothing else: `entry-content`, `article-body`.
    Body,
    /// Pictures in a row, each with its words.
    Gallery,
    /// Rarely part of an article: a box, a bar, the line under the title.
    Aside,
    /// An article, with what belongs to it: `post`, `story`.
    Article,
    /// The main column: `content`, `main`.
    Main,
}

/// Splits at whatever is no letter, and where a capital follows a small letter. Longer names than people
/// write are not looked at.
fn split(value: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    let mut small = false;
    for c in value.chars().take(300) {
        if !c.is_alphabetic() || (c.is_uppercase() && small) {
            if word.chars().count() > 1 {
                words.push(std::mem::take(&mut word));
            }
            word.clear();
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    if word.chars().count() > 1 {
        words.push(word);
    }
}

/// What the names of every element say, by node.
pub(crate) fn hints(dom: &Dom) -> Vec<Option<Hint>> {
    let mut known: HashMap<&str, Option<Hint>> = HashMap::new();
    let mut hints = vec![None; dom.len()];
    for id in dom.inside(0) {
        let mut strongest: Option<Hint> = None;
        // A heading's id is made of its own words, to link to: it says what the text is about.
        let titled = is_heading(dom.name(id));
        for name in ["class", "id", "data-testid", "data-component"] {
            if let Some(value) = dom.filled(id, name).filter(|_| !titled || name != "id") {
                let hint = *known.entry(value).or_insert_with(|| hint(value));
                strongest = [strongest, hint].into_iter().flatten().min();
            }
        }
        if let Some(slot) = hints.get_mut(id) {
            *slot = strongest;
        }
    }
    hints
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// What a class attribute or an id says, the strongest first. None where it says nothing.
pub(crate) fn hint(value: &str) -> Option<Hint> {
    let mut strongest: Option<Hint> = None;
    let mut words = Vec::new();
    for name in value.split_ascii_whitespace().take(30) {
        // Utility classes (md:hidden, overflow-hidden) and states (has-sidebar, no-comments) say nothing.
        let low = name.to_ascii_lowercase();
        if name.contains([':', '[', '/'])
            || UTILITIES.iter().any(|stem| low.starts_with(stem))
            || WRAPPERS.contains(&low.as_str())
        {
            continue;
        }
        words.clear();
        split(name, &mut words);
        let single = words.iter().filter_map(|word| word_hint(word));
        let pairs = words.windows(2).filter_map(|pair| match pair {
            [first, second] => TABLES
                .pairs
                .get(&(first.as_str(), second.as_str()))
                .copied(),
            _ => None,
        });
        strongest = strongest.into_iter().chain(single).chain(pairs).min();
    }
    strongest
}

fn word_hint(word: &str) -> Option<Hint> {
    if let Some(hint) = TABLES.words.get(word) {
        return Some(*hint);
    }
    if COMMENTS.iter().any(|stem| word.starts_with(stem)) && !word.starts_with("commentar") {
        return Some(Hint::Comments);
    }
    CHROME_STEMS
        .iter()
        .any(|stem| word.starts_with(stem))
        .then_some(Hint::Chrome)
}

struct Tables {
    words: HashMap<&'static str, Hint>,
    pairs: HashMap<(&'static str, &'static str), Hint>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let tables = [
        (CHROME, Hint::Chrome),
        (BODY, Hint::Body),
        (GALLERY, Hint::Gallery),
        (ASIDE, Hint::Aside),
        (ARTICLE, Hint::Article),
        (MAIN, Hint::Main),
    ];
    let listed = |(table, hint): (&'static str, Hint)| {
        table.split_whitespace().map(move |word| (word, hint))
    };
    let pairs = [(CHROME_PAIRS, Hint::Chrome), (BODY_PAIRS, Hint::Body)]
        .into_iter()
        .flat_map(listed);
    Tables {
        words: tables.into_iter().flat_map(listed).collect(),
        pairs: pairs
            .filter_map(|(pair, hint)| Some((pair.split_once('-')?, hint)))
            .collect(),
    }
});

/// How the names begin that say how something looks, or what else is on the page, not what it is.
const UTILITIES: &[&str] = &[
    "align",
    "category-",
    "col-",
    "comments-closed",
    "comments-open",
    "elementor-element",
    "elementor-heading",
    "elementor-icon-list",
    "elementor-widget-container",
    "elementor-widget-heading",
    "elementor-widget-icon-list",
    "elementor-widget-wrap",
    "format-",
    "has-",
    "is-",
    "js-",
    "menu-item-object",
    "no-",
    "not-",
    "overflow",
    "status-",
    "tag-",
    "type-",
    "with-",
    "without-",
    "wp-image",
];

/// Whole names that say so.
const WRAPPERS: &[&str] = &["elementor-widget"];

/// Beginnings of words for what readers write.
const COMMENTS: &[&str] = &[
    "comment",
    "disqus",
    "respond",
    "komentar",
    "kommentar",
    "comentari",
    "commentaire",
    "hozzaszol",
    "komentarz",
    "webmention",
    "reply",
    "replies",
    "nocomment",
    "pingback",
    "trackback",
    "livefyre",
    "coral",
];

/// Words of what is never part of an article, one space between two.
const CHROME: &str = "\
    ad adbox addthis addtoany adjacent ads adsense adslot adunit adv advert articlemeta aside \
    authorbio authorbox backlink backtotop biography blurb breadcrumb breadcrumbs byline \
    bylines caption carousel catlinks ccm colophon consent contactform cookie cookiebar cookies \
    copyright credit credits crp crumbs cta dateline dfp disclaimer donate donation dropdown \
    editsection emoji entrymeta feedback figcaption follow followus foot footer gdpr gpt hidden \
    hits invisible izdvojeno jp licence license lightbox likes login mailchimp mailpoet \
    masthead megamenu menu meta metadata modal morelink mostread najcitanije nav navbar navbox \
    navi navigation newsletter newsletters noexcerpt noprint onetrust optin outbrain overlay \
    pager pagination paging permalink popular popup postinfo postmeta postmetadata postprofile \
    povezano prevnext print printonly promo promos promotion rail rating ratings reactions \
    readmore recommend recommendation recommendations recommended register related relatedposts \
    screenreader search searchform share sharebar shared sharedaddy shares sharing sidebar \
    sidenav signin signup skip slicno slider sociable social socials sponsor sponsored sponsors \
    sr submenu subscribe subscription survey tableofcontents taboola tagcloud taglist tags \
    teaser teasers ticker timestamp toast toc toolbar tooltip topbar trending upsell vcard \
    visuallyhidden vote votes webform yarpp \
";

/// Beginnings of such words.
const CHROME_STEMS: &[&str] = &[
    "breadcrumb",
    "sidebar",
    "newsletter",
    "advert",
    "recirc",
    "paginat",
    "navigat",
    "googlead",
    "adsby",
    "cookie",
    "pubdate",
];

/// Words that say so together.
const CHROME_PAIRS: &str = "\
    about-author about-the all-tags article-actions article-date article-footer article-header \
    article-info article-list article-tags article-tools author-bio author-box author-card \
    author-description author-info author-name author-profile back-to cat-links cell-user \
    edit-link edit-section entry-footer entry-header entry-utility image-credit in-this \
    infinite-scroll item-list latest-news latest-posts mail-list message-signature message-user \
    more-articles more-from more-link more-links more-news more-on more-posts more-stories \
    most-commented most-popular most-read most-viewed next-article next-post next-up \
    page-footer page-header page-title photo-credit post-author post-categories post-date \
    post-footer post-header post-info post-meta post-navigation post-ratings post-signature \
    post-tags post-terms post-title posted-in posted-on posts-list prev-next previous-post \
    read-also read-more read-next reading-time recent-posts recently-viewed see-also side-bar \
    side-column similar-posts site-footer site-header story-footer tag-cloud tag-links tag-list \
    tags-links top-stories user-info user-signature you-may \
";

/// Words of what holds the text.
const BODY: &str = "\
    articlebody articlecontent articletext artikeltext bodycontent bodycopy bodytext clanak \
    entrycontent entrytext fulltext maintext markdown newsbody newscontent newstext postbody \
    postcontent posttext prose richtext rte sadrzajvijesti storybody storycontent storytext \
    tekst tresc wysiwyg \
";

/// Words that say so together.
const BODY_PAIRS: &str = "\
    art-content art-postcontent article-body article-content article-copy article-main \
    article-paragraph article-text blog-body blog-content blog-text body-content body-copy \
    body-text clanak-tekst content-body content-text detail-content detail-text e-content \
    entry-body entry-content entry-text field-body full-text item-text markdown-body mw-body \
    mw-content mw-parser news-body news-content news-text page-text paragraph-list \
    parser-output post-body post-bodycopy post-content post-entry post-full post-text \
    rich-text section-content single-body single-content story-body story-content story-text \
    td-post text-content text-editor text-formatted theme-content vijest-tekst \
";

/// Words of what holds an article.
const ARTICLE: &str = "\
    aktualnost article articolo articulo artikel blogpost clanak detail details entry hentry \
    hir news noticia novica post single stire story vest vijest zprava \
";

/// Words of what holds the main column.
const MAIN: &str = "\
    body contenido content contenu continut inhalt main maincontent page primary sadrzaj \
    tartalom vsebina \
";

/// Words of rows of pictures.
const GALLERY: &str = "\
    fotogalerie fotogalerija galeria galerie galerija galleria gallery photogallery slideshow \
";

/// Words of what is rarely part of one.
const ASIDE: &str = "\
    author autor banner bar bio box btn button buttons categories category date embed event \
    events extra factbox header headline hint icon icons info infobox inline label \
    link links list logo notice partner partners player poll quiz stats tag time title tools \
    video widget widgets \
";
