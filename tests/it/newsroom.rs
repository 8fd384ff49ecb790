//! A small newsroom of invented organisations: what the tests of editions and files are about.

use chrono::{DateTime, TimeDelta};
use chrono_tz::Europe::Sarajevo;
use clusterwire::{
    edition::FeedAddresses,
    model::{
        Article, ArticleId, ArticlePolicy, Carrier, Category, CleanHtml, Config, DateOrder,
        DedupeSettings, Enclosure, FetchSettings, Format, Image, Language, OutputSettings, Per,
        Person, Site, Source, SourceId, SourceKind, StoreSettings, Story, Timestamp,
    },
};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

pub(crate) fn instant(text: &str) -> Timestamp {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

pub(crate) fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

pub(crate) fn id(text: &str) -> SourceId {
    SourceId::new(text).unwrap()
}

pub(crate) fn config(sources: Vec<Source>) -> Config {
    Config {
        site: Site {
            title: "Cluster News".to_owned(),
            url: "https://news.example/".to_owned(),
            language: language("en"),
            contact: Some("news@news.example".to_owned()),
            timezone: Sarajevo,
            icon: None,
        },
        fetch: FetchSettings {
            concurrency: 1,
            per_host: 1,
            timeout: Duration::from_secs(1),
            max_body: 1,
            allow_networks: Vec::new(),
            own_resolver: true,
            proxy: None,
        },
        sources,
        dedupe: DedupeSettings {
            window: Duration::from_hours(24 * 45),
            never_merge: Vec::new(),
            always_merge: Vec::new(),
            carrier_text: false,
        },
        output: OutputSettings {
            dir: "output".into(),
            formats: vec![Format::Rss, Format::Atom, Format::Json],
            per: vec![Per::Source, Per::Tag, Per::Language],
            hub: None,
            items: 50,
            max_loss: 0.5,
            archive: true,
            widget: true,
            status: false,
            theme: None,
        },
        store: StoreSettings {
            url: "sqlite:state.db".to_owned(),
            keep: Duration::from_hours(24 * 400),
            backups: 0,
        },
        rules: Vec::new(),
        tag_map: Vec::new(),
        made_ids: std::collections::BTreeMap::new(),
        views: Vec::new(),
    }
}

pub(crate) fn source(slug: &str, name: &str, languages: &[&str], tags: &[&str]) -> Source {
    Source {
        id: id(slug),
        name: name.to_owned(),
        url: format!("https://{slug}.example/"),
        kind: SourceKind::Auto,
        languages: languages.iter().map(|tag| language(tag)).collect(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        rights: None,
        partner: false,
        every: Duration::from_hours(1),
        every_max: Duration::from_hours(11),
        first_run: 10,
        content: None,
        article: ArticlePolicy::Auto,
        expect_every: Duration::from_hours(24 * 45),
        per_source: 20,
        timezone: Sarajevo,
        date_order: DateOrder::Auto,
        date_languages: Vec::new(),
        headers: Vec::new(),
        page: clusterwire::model::PageSelectors::default(),
        article_page: clusterwire::model::ArticleSelectors::default(),
    }
}

/// A story by `slug` about nothing in particular; `number` makes it another one.
pub(crate) fn story(slug: &str, number: u32, date: &str) -> Story {
    let date = instant(date);
    let id = ArticleId(Uuid::from_u64_pair(
        slug.bytes().fold(7, |sum, byte| sum * 31 + u64::from(byte)),
        u64::from(number),
    ));
    Story {
        id,
        date,
        changed: date,
        lead: Article {
            raw: None,
            id,
            source: self::id(slug),
            guid: Some(format!("https://{slug}.example/?p={number}")),
            permalink: Some(format!("https://{slug}.example/news/{number}/")),
            canonical: None,
            title: format!("Story {number} of {slug}"),
            summary: format!("What happened at {slug}, number {number}."),
            content: CleanHtml::trusted(format!(
                "<p>What happened at {slug}, number {number}.</p>"
            )),
            published: Some(date),
            updated: None,
            first_seen: date + TimeDelta::minutes(20),
            date,
            language: None,
            authors: Vec::new(),
            categories: Vec::new(),
            tags: Vec::new(),
            image: None,
            enclosures: Vec::new(),
            comments: None,
            alternates: Vec::new(),
            via: None,
            rights: None,
            content_hash: 0,
            from_page: false,
        },
        text_from: None,
        also: Vec::new(),
        translations: Vec::new(),
    }
}

pub(crate) fn carrier(slug: &str, name: &str, title: &str, tag: &str) -> Carrier {
    Carrier {
        source: id(slug),
        name: name.to_owned(),
        permalink: Some(format!("https://{slug}.example/copy/")),
        title: title.to_owned(),
        language: Some(language(tag)),
    }
}

/// Eight organisations in five languages.
pub(crate) fn sources() -> Vec<Source> {
    vec![
        source(
            "miljacka",
            "Miljacka Tech Alliance",
            &["bs", "en"],
            &["sarajevo"],
        ),
        source("somes", "Someș Digital Cluster", &["ro", "en"], &["cluj"]),
        source("pannonia", "Pannonia ICT", &["sr", "en"], &["novi sad"]),
        source("moslavina", "Moslavina Valley", &["hr"], &[]),
        source("tara", "Tara IT Park", &["en"], &[]),
        source("balkan-wire", "Balkan ICT Wire", &["en"], &[]),
        source("elbe", "Elbe Software e. V.", &["de", "en"], &[]),
        source("silent", "Silent Hub", &["en"], &[]),
    ]
}

/// Where discovery found their feeds: everywhere but at one that has only pages.
pub(crate) fn feeds() -> FeedAddresses {
    sources()
        .into_iter()
        .filter(|source| source.id.as_str() != "moslavina")
        .map(|source| (source.id.clone(), format!("{}feed/", source.url)))
        .collect()
}

/// Nine stories: two with pictures, one that others carry, one with a recording.
pub(crate) fn stories() -> Vec<Arc<Story>> {
    let plain = PLAIN
        .iter()
        .map(|(slug, number, date, tag, title, summary)| {
            told(slug, *number, date, tag, title, summary)
        });
    let stories = [memorandum(), grants(), talk()].into_iter().chain(plain);
    stories.map(Arc::new).collect()
}

type Plain = (
    &'static str,
    u32,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const PLAIN: &[Plain] = &[
    (
        "pannonia",
        3,
        "2026-11-20T08:10:00Z",
        "sr",
        "Otvorene prijave za zimsku školu programiranja",
        "Dve nedelje predavanja, radionica i mentorskog rada za studente završnih godina. Prijave \
         traju do 10. decembra, a broj mesta je ograničen na četrdeset.",
    ),
    (
        "tara",
        4,
        "2026-11-19T15:00:00Z",
        "en",
        "Why small teams should measure the time from idea to release",
        "A working session with nine member companies ended with one page of advice: measure what \
         customers wait for, not what engineers type.",
    ),
    (
        "elbe",
        5,
        "2026-11-19T07:30:00Z",
        "de",
        "Fachkräfte von morgen: Neues Programm für Auszubildende startet im Januar",
        "Zwölf Betriebe beteiligen sich am gemeinsamen Ausbildungsjahr. Die ersten drei Monate \
         lernen alle zusammen, danach geht es in die Unternehmen.",
    ),
    (
        "moslavina",
        6,
        "2026-11-18T09:00:00Z",
        "hr",
        "Novi laboratorij za robotiku otvoren u sklopu gimnazije",
        "",
    ),
    (
        "miljacka",
        7,
        "2026-11-18T06:45:00Z",
        "bs",
        "Istraživanje: šta programeri u Sarajevu očekuju od svojih poslodavaca",
        "Više od hiljadu ispitanika govori o radu na daljinu, platama i razlozima zbog kojih \
         ostaju ili odlaze.",
    ),
    (
        "somes",
        8,
        "2026-11-17T16:20:00Z",
        "ro",
        "Atelier deschis despre inteligența artificială în administrația locală",
        "Primării din șase județe au venit cu probleme reale: programări, avize, traduceri.",
    ),
];

fn talk() -> Story {
    let mut talk = told(
        "tara",
        9,
        "2026-11-17T05:00:00Z",
        "en",
        "Talk of the park, episode 31: leaving a job well",
        "Forty minutes on notice periods, handovers and the last day.",
    );
    talk.lead.enclosures = vec![Enclosure {
        url: "https://tara.example/talk/31.mp3".to_owned(),
        mime: "audio/mpeg".to_owned(),
        length: 38_112_004,
        duration: Some(2_391),
    }];
    talk
}

fn told(slug: &str, number: u32, date: &str, tag: &str, title: &str, summary: &str) -> Story {
    let mut story = story(slug, number, date);
    story.lead.language = Some(language(tag));
    title.clone_into(&mut story.lead.title);
    summary.clone_into(&mut story.lead.summary);
    let text = if summary.is_empty() {
        String::new()
    } else {
        format!("<p>{summary}</p>")
    };
    story.lead.content = CleanHtml::trusted(text);
    let tags = sources()
        .into_iter()
        .find(|source| source.id.as_str() == slug);
    story.lead.tags = tags.map(|source| source.tags).unwrap_or_default();
    story
}

fn memorandum() -> Story {
    let mut story = told(
        "miljacka",
        1,
        "2026-11-20T12:00:00Z",
        "en",
        "Two clusters sign a memorandum on shared training & exchange of engineers",
        "Miljacka Tech Alliance and Someș Digital Cluster will open their courses to each other's members. The first exchange of twenty engineers begins in March, and both sides will publish a common calendar of events.",
    );
    story.lead.authors = vec![Person {
        name: Some("Amra Hodžić".to_owned()),
        email: None,
        href: Some("https://miljacka.example/amra".to_owned()),
    }];
    story.lead.categories = vec![Category {
        term: "Partnerships".to_owned(),
        ..Category::default()
    }];
    story.lead.image = Some(picture(
        "miljacka",
        "Two people shake hands in front of a wall of screens",
    ));
    story.also = vec![
        carrier(
            "somes",
            "Someș Digital Cluster",
            "Memorandum semnat la Sarajevo",
            "ro",
        ),
        carrier(
            "balkan-wire",
            "Balkan ICT Wire",
            "Two clusters sign a memorandum",
            "en",
        ),
    ];
    story
}

fn grants() -> Story {
    let mut story = told(
        "somes",
        2,
        "2026-11-20T09:30:00Z",
        "ro",
        "Granturi de 2 milioane de euro pentru firme mici: ghidul solicitantului este public",
        "Apelul rămâne deschis până la 15 ianuarie. Clusterul organizează două întâlniri de informare, una la Cluj și una online.",
    );
    story.lead.image = Some(picture("somes", ""));
    story
}

fn picture(slug: &str, alt: &str) -> Image {
    Image {
        url: format!("https://{slug}.example/media/a.jpg?w=1200&h=600"),
        width: Some(1200),
        height: Some(600),
        alt: Some(alt.to_owned()),
    }
}
