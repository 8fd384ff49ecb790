//! A store in memory with its sources, and what readers see of it.

use clusterwire::{
    dedupe::{Changes, Order, Owner, Policy, decide, keys},
    model::{Article, ArticleId, CleanHtml, SourceId, SourceState, Story, StoryId, Timestamp},
    store::{SourceUpdate, Store},
};
use std::{collections::BTreeMap, future::Future, sync::Arc};
use uuid::Uuid;

pub(crate) struct World {
    pub(crate) store: Store,
    policy: Arc<Policy>,
}

/// Minutes after the beginning of 1 February 2026.
pub(crate) fn at(minutes: i64) -> Timestamp {
    let start = "2026-02-01T00:00:00Z".parse::<Timestamp>().expect("a time");
    start + chrono::TimeDelta::minutes(minutes)
}

pub(crate) fn id(name: &str) -> SourceId {
    SourceId::new(name).expect("an id")
}

/// An entry of nobody yet; an empty guid or link is none.
pub(crate) fn entry(guid: &str, link: &str, title: &str) -> Article {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Article {
        id: ArticleId(Uuid::nil()),
        source: id("nobody"),
        guid: some(guid),
        permalink: some(link),
        canonical: None,
        title: title.to_owned(),
        summary: String::new(),
        content: CleanHtml::default(),
        raw: None,
        published: None,
        updated: None,
        first_seen: at(0),
        date: at(0),
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
    }
}

/// What `normalise` fixes: whose it is, when it came, its id.
pub(crate) fn arrive(source: &str, minutes: i64, mut article: Article) -> Article {
    article.source = id(source);
    let name = [
        &article.guid,
        &article.permalink,
        &Some(article.title.clone()),
    ]
    .into_iter()
    .find_map(Clone::clone)
    .expect("a title");
    article.id = ArticleId(Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("{source}\n{name}").as_bytes(),
    ));
    article.first_seen = at(minutes);
    article.date = article
        .published
        .map_or(at(minutes), |stated| stated.min(at(minutes)));
    let seen = format!(
        "{}{:?}{}",
        article.title, article.permalink, article.content
    );
    article.content_hash = xxhash_rust::xxh3::xxh3_64(seen.as_bytes());
    article
}

impl World {
    pub(crate) fn new(sources: &[(&str, &str, bool)]) -> Self {
        let owner = |(name, url, partner): &(&str, &str, bool)| {
            let host = clusterwire::address::host(url).expect("a host");
            let owner = Owner {
                name: (*name).to_owned(),
                site: Some(clusterwire::address::registrable_domain(&host).to_owned()),
                partner: *partner,
            };
            (id(name), owner)
        };
        Self {
            store: Store::in_memory().expect("a store"),
            policy: Arc::new(Policy {
                owners: sources.iter().map(owner).collect(),
                ..Policy::default()
            }),
        }
    }

    /// A poll of `source` that brings `entries`, `minutes` after the beginning.
    pub(crate) fn poll(
        &mut self,
        source: &str,
        minutes: i64,
        entries: impl IntoIterator<Item = Article>,
    ) -> Changes {
        let articles: Vec<Article> = entries
            .into_iter()
            .map(|entry| arrive(source, minutes, entry))
            .collect();
        let state = SourceState {
            id: Some(id(source)),
            ..SourceState::default()
        };
        let policy = Arc::clone(&self.policy);
        let mut keys = keys(&articles);
        policy.add_partners(&mut keys);
        let decision = self.store.decide_and_save(keys, move |known| {
            let changes = decide(&policy, known, articles);
            let update = SourceUpdate {
                changes: changes.clone(),
                state,
                visit: None,
            };
            (update, changes)
        });
        wait(decision).expect("saved")
    }

    pub(crate) fn stories(&self) -> Vec<Story> {
        wait(self.store.stories(&self.policy, 1000)).expect("stories")
    }

    /// What readers see, sorted: `lead: title + others`.
    pub(crate) fn seen(&self) -> Vec<String> {
        let tell = |story: Story| {
            let mut also: Vec<String> = story.also.iter().map(|c| c.source.to_string()).collect();
            also.sort();
            let sign = if also.is_empty() { "" } else { " + " };
            format!(
                "{}: {}{sign}{}",
                story.lead.source,
                story.lead.title,
                also.join(" ")
            )
        };
        let mut seen: Vec<String> = self.stories().into_iter().map(tell).collect();
        seen.sort();
        seen
    }

    #[track_caller]
    pub(crate) fn check(&self, expected: &[&str]) {
        assert_eq!(self.seen(), expected);
    }

    pub(crate) fn publish(&self, minutes: i64) {
        wait(self.store.set_published(BTreeMap::new(), at(minutes))).expect("published");
    }

    pub(crate) fn id_of(&self, title: &str) -> StoryId {
        let stories = self.stories();
        let mut told = stories.iter().filter(|story| story.lead.title == title);
        told.next().expect("a story of that title").id
    }

    pub(crate) fn story(&self, id: StoryId) -> Option<Story> {
        wait(self.store.story(&self.policy, id)).expect("looked up")
    }

    pub(crate) fn take_out(&mut self, source: &str) -> Owner {
        let owners = &mut Arc::make_mut(&mut self.policy).owners;
        owners.remove(&id(source)).expect("it was there")
    }

    pub(crate) fn put_back(&mut self, source: &str, owner: Owner) {
        Arc::make_mut(&mut self.policy)
            .owners
            .insert(id(source), owner);
    }

    pub(crate) fn policy(&mut self) -> &mut Policy {
        Arc::make_mut(&mut self.policy)
    }

    /// As `always_merge` and `never_merge` of feeds.toml.
    pub(crate) fn order(&mut self, a: &str, b: &str, merge: bool) {
        let key = |url| clusterwire::dedupe::link(url).expect("an address");
        let order = Order {
            a: key(a),
            b: key(b),
            merge,
        };
        Arc::make_mut(&mut self.policy).orders.push(order);
    }

    pub(crate) fn hide(&self, what: &str) {
        wait(self.store.hide(what, at(0))).expect("hidden");
    }
}

/// The answer of the store, from a test that is not async.
pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(answer)
}
