//! A story of the store in; where it came from, why it is one, and which files hold it, out, as data.

use super::setting::Setting;
use crate::{
    dedupe::{self, Explained, Judged, Key, Kind, Known, Policy},
    edition,
    model::{Action, Article, ArticleId, Story, StoryId, Timestamp},
    store::{Store, StoreError},
};
use serde::Serialize;
use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

/// All that is known of a story.
#[derive(Serialize)]
pub(super) struct Told {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) date: Timestamp,
    pub(super) changed: Timestamp,
    /// When its id was first in a published file.
    pub(super) published: Option<Timestamp>,
    /// Readers may see it; else why not.
    pub(super) visible: bool,
    pub(super) why_not: Option<String>,
    pub(super) lead: Option<String>,
    pub(super) why_lead: Option<&'static str>,
    /// The carrier whose full text stands in for the lead's excerpt.
    pub(super) text_from: Option<String>,
    /// Ids that mean it now.
    pub(super) aliases: Vec<String>,
    pub(super) rule: Option<Rule>,
    pub(super) articles: Vec<Piece>,
    pub(super) in_other_languages: Vec<Other>,
    /// What was found of the texts; within the story, and of series and quotes beside it.
    pub(super) verdicts: Vec<Pair>,
    /// The same by their texts, and not joined.
    pub(super) refused: Vec<Pair>,
    /// Below the output folder.
    pub(super) files: Vec<String>,
}

/// The `[[rule]]` that decides.
#[derive(Serialize)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) does: String,
}

/// The same news in another language.
#[derive(Serialize)]
pub(super) struct Other {
    pub(super) id: String,
    pub(super) language: Option<String>,
    pub(super) title: String,
}

/// An article: where it came from.
#[derive(Serialize)]
pub(super) struct Piece {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) title: String,
    pub(super) guid: Option<String>,
    pub(super) permalink: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) language: Option<String>,
    pub(super) first_seen: Timestamp,
    pub(super) stated: Option<Timestamp>,
    pub(super) date: Timestamp,
    pub(super) why_date: &'static str,
    /// Its text was read from its page.
    pub(super) from_page: bool,
    pub(super) standing: &'static str,
    pub(super) via: Option<String>,
}

/// What two articles are to each other.
#[derive(Serialize)]
pub(super) struct Pair {
    pub(super) a: Side,
    pub(super) b: Side,
    pub(super) verdict: &'static str,
    pub(super) rule: u8,
    pub(super) strength: u8,
    /// What was kept when they were compared, where that is another verdict.
    pub(super) kept: Option<String>,
    pub(super) one_address: bool,
    pub(super) ordered: Option<bool>,
    pub(super) one_story: bool,
    pub(super) containment: f32,
    pub(super) ratio: f32,
    pub(super) shared: usize,
    pub(super) shorter: usize,
    pub(super) titles: f32,
    pub(super) landmarks: usize,
    pub(super) apart_seconds: i64,
    /// Words of `a` that have others of `b` in their place.
    pub(super) differing: Vec<(String, String)>,
    /// Why they are not one story though they are the same.
    pub(super) refused: Option<String>,
}

/// One of two articles.
#[derive(Serialize)]
pub(super) struct Side {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) title: String,
}

/// Everything about the story `id`.
pub(super) async fn told(
    setting: &Setting,
    store: &Store,
    policy: &Arc<Policy>,
    id: StoryId,
) -> Result<Told, StoreError> {
    let articles = store.articles_of(id).await?;
    let keys = articles.iter().map(|article| Key::Article(article.id));
    let known = store.known(keys.collect()).await?;
    let row = known.stories.iter().find(|story| story.id == id);
    let seen = store.story(policy, id).await?;
    let lead = seen.as_ref().map(|story| &story.lead);
    let (verdicts, refused) = pairs(store, policy, id).await?;
    let aliases = store.aliases().await?.into_iter();
    let shown = lead.or(articles.first());
    let rule = seen
        .as_ref()
        .and_then(|story| edition::deciding_rule(&setting.config, story));
    Ok(Told {
        id: id.to_string(),
        title: shown.map(|lead| lead.title.clone()).unwrap_or_default(),
        date: row.map(|row| row.date).unwrap_or_default(),
        changed: row.map(|row| row.changed).unwrap_or_default(),
        published: row.and_then(|row| row.published),
        visible: seen.is_some(),
        why_not: why_not(store, policy, &articles, seen.as_ref(), id).await?,
        lead: lead.map(|lead| lead.id.to_string()),
        why_lead: lead.map(|lead| dedupe::standing(policy, lead)),
        text_from: seen.as_ref().and_then(|story| {
            let from = story.text_from.as_ref()?;
            Some(from.source.to_string())
        }),
        aliases: aliases
            .filter(|(_, into)| *into == id)
            .map(|(alias, _)| alias.to_string())
            .collect(),
        rule: rule.map(|rule| Rule {
            name: rule.name.clone(),
            does: match &rule.action {
                Action::Drop => "drop".to_owned(),
                Action::Tag(tag) => format!("tag {tag}"),
                Action::Pin => "pin".to_owned(),
            },
        }),
        in_other_languages: others(store, policy, id).await?,
        files: files(&setting.config.output.dir, id, lead),
        articles: articles.iter().map(|one| piece(policy, one)).collect(),
        verdicts,
        refused,
    })
}

fn piece(policy: &Policy, article: &Article) -> Piece {
    Piece {
        id: article.id.to_string(),
        source: article.source.to_string(),
        title: article.title.clone(),
        guid: article.guid.clone(),
        permalink: article.permalink.clone(),
        canonical: article.canonical.clone(),
        language: article.language.as_ref().map(ToString::to_string),
        first_seen: article.first_seen,
        stated: article.published,
        date: article.date,
        why_date: match article.published {
            None => "its publisher states none: first seen then",
            Some(stated) if stated == article.date => "as its publisher states",
            Some(stated) if stated > article.first_seen => {
                "its publisher states a later one than it was first seen"
            }
            Some(_) => "fixed at first sight; its publisher has changed it since",
        },
        from_page: article.from_page,
        standing: dedupe::standing(policy, article),
        via: article.via.as_ref().map(|via| via.name.clone()),
    }
}

async fn why_not(
    store: &Store,
    policy: &Policy,
    articles: &[Article],
    seen: Option<&Story>,
    id: StoryId,
) -> Result<Option<String>, StoreError> {
    if seen.is_some() {
        return Ok(None);
    }
    for (what, when) in store.hidden().await? {
        if store.meant(&what).await?.contains(&id) {
            let day = when.format("%Y-%m-%d");
            return Ok(Some(format!("`{what}` was hidden by a person on {day}")));
        }
    }
    let known = |article: &Article| policy.owners.contains_key(&article.source);
    let why = if articles.iter().any(known) {
        "it came as one of too many, or was older than `first_run` shows"
    } else {
        "no source that carries it is in feeds.toml"
    };
    Ok(Some(why.to_owned()))
}

async fn others(
    store: &Store,
    policy: &Arc<Policy>,
    id: StoryId,
) -> Result<Vec<Other>, StoreError> {
    let mut others = Vec::new();
    for other in store.related(id).await? {
        let seen = store.story(policy, other).await?;
        others.extend(seen.map(|story| Other {
            id: other.to_string(),
            language: story.lead.language.as_ref().map(ToString::to_string),
            title: story.lead.title,
        }));
    }
    Ok(others)
}

/// The pairs whose texts were compared, and of them those that were not joined though they are the
/// same.
async fn pairs(
    store: &Store,
    policy: &Policy,
    id: StoryId,
) -> Result<(Vec<Pair>, Vec<Pair>), StoreError> {
    let (mut verdicts, mut refused) = (Vec::new(), Vec::new());
    for judged in store.judged(id).await? {
        let (Some(a), Some(b)) = (
            store.article(judged.a).await?,
            store.article(judged.b).await?,
        ) else {
            continue;
        };
        let known = known(store, &a, &b).await?;
        let pair = compare(policy, &known, &a, &b, Some(judged));
        if pair.refused.is_some() {
            refused.push(pair);
        } else {
            verdicts.push(pair);
        }
    }
    Ok((verdicts, refused))
}

/// What two articles are to each other, and what became of that.
pub(super) async fn pair(
    store: &Store,
    policy: &Policy,
    a: &Article,
    b: &Article,
) -> Result<Pair, StoreError> {
    let known = known(store, a, b).await?;
    let pair = (a.id.min(b.id), a.id.max(b.id));
    let judged = known.verdicts.iter().find(|judged| judged.pair() == pair);
    Ok(compare(policy, &known, a, b, judged.copied()))
}

async fn known(store: &Store, a: &Article, b: &Article) -> Result<Known, StoreError> {
    let keys = [a, b].map(|article| Key::Article(article.id));
    store.known(keys.to_vec()).await
}

fn compare(policy: &Policy, known: &Known, a: &Article, b: &Article, kept: Option<Judged>) -> Pair {
    let explained = dedupe::explain(policy, a, b);
    let stories = [a, b].map(|article| story_of(known, article.id));
    let one_story = stories.first() == stories.last();
    let published = stories.iter().all(|id| {
        let row = known.stories.iter().find(|story| Some(story.id) == *id);
        row.is_some_and(|story| story.published.is_some())
    });
    let (found, strength) = kept.map_or(
        (explained.verdict.kind, explained.verdict.strength),
        |kept| (kept.kind, kept.strength),
    );
    let refused = (found == Kind::Same && !one_story)
        .then(|| dedupe::refusal(&explained, strength, published));
    let Explained {
        verdict,
        one_address,
        ordered,
        landmarks,
        differing,
        apart,
    } = explained;
    let kept = kept.filter(|kept| (kept.kind, kept.rule) != (verdict.kind, verdict.rule));
    Pair {
        a: side(a),
        b: side(b),
        verdict: name(verdict.kind),
        rule: verdict.rule,
        strength: verdict.strength,
        kept: kept.map(|kept| format!("{} by rule {}", name(kept.kind), kept.rule)),
        one_address,
        ordered,
        one_story,
        containment: verdict.evidence.containment,
        ratio: verdict.evidence.ratio,
        shared: verdict.evidence.shared,
        shorter: verdict.evidence.shorter,
        titles: verdict.evidence.titles,
        landmarks,
        apart_seconds: apart,
        differing,
        refused,
    }
}

fn story_of(known: &Known, id: ArticleId) -> Option<StoryId> {
    let article = known.articles.iter().find(|article| article.id == id);
    article.map(|article| article.story)
}

fn side(article: &Article) -> Side {
    Side {
        id: article.id.to_string(),
        source: article.source.to_string(),
        title: article.title.clone(),
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Same => "same",
        Kind::Related => "related",
        Kind::Series => "series",
        Kind::Quote => "quote",
        Kind::No => "no",
    }
}

/// The published files that name the story: by its id, or, pages, by the address of its lead.
fn files(dir: &Path, id: StoryId, lead: Option<&Article>) -> Vec<String> {
    let id = id.0.to_string();
    let link = lead.and_then(|lead| lead.permalink.as_deref());
    let link = link.map(|link| format!("\"{}\"", link.replace('&', "&amp;")));
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = item.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(dir).unwrap_or(&path);
            let below = below.display().to_string();
            let text = fs::read(&path).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let holds = text.contains(&id) || link.as_ref().is_some_and(|it| text.contains(it));
            if holds || below.contains(&id) {
                names.insert(below);
            }
        }
    }
    names.into_iter().collect()
}
