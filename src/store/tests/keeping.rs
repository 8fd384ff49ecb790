//! What was saved comes back as it was.

use super::{Store, article, at, filled, id, policy, state, update, without_raw};
use crate::{
    dedupe::{KEYS_VERSION, Key, keys, link},
    model::{
        Alternate, Category, Enclosure, Failure, FailureKind, Image, Language, Person, SourceState,
        Validators, Via,
    },
    store::{Counts, SourceUpdate},
};
use std::collections::BTreeMap;

#[tokio::test]
async fn an_article_comes_back_with_every_field() {
    let store = Store::in_memory().unwrap();
    let mut full = article("a", 1);
    full.canonical = Some("https://a.example/canonical".to_owned());
    full.published = Some(at(-5));
    full.updated = Some(at(7));
    full.language = Language::parse("sr-Cyrl");
    full.authors = vec![Person {
        name: Some("Žana \u{1F600}".to_owned()),
        ..Person::default()
    }];
    full.categories = vec![Category {
        term: "Vijesti".to_owned(),
        ..Category::default()
    }];
    full.tags = vec!["news".to_owned()];
    full.image = Some(Image {
        url: "https://a.example/i.png".to_owned(),
        width: Some(3),
        height: None,
        alt: Some("\"quoted\"".to_owned()),
    });
    full.enclosures = vec![Enclosure {
        url: "https://a.example/e.mp3".to_owned(),
        mime: "audio/mpeg".to_owned(),
        length: u64::MAX,
        duration: Some(61),
    }];
    full.comments = Some("https://a.example/comments".to_owned());
    full.alternates = vec![Alternate {
        language: Language::parse("en").unwrap(),
        url: "https://a.example/en/1".to_owned(),
    }];
    full.via = Some(Via {
        name: "Somebody".to_owned(),
        url: None,
    });
    full.rights = Some("©".to_owned());
    full.content_hash = u64::MAX - 1;
    store.save(update("a", vec![full.clone()])).await.unwrap();
    assert_eq!(
        store.article(full.id).await.unwrap(),
        Some(without_raw(full))
    );
}

#[tokio::test]
async fn an_article_of_almost_nothing_comes_back() {
    let store = Store::in_memory().unwrap();
    let mut bare = article("a", 1);
    (bare.guid, bare.permalink, bare.raw) = (None, None, None);
    bare.content = crate::model::CleanHtml::default();
    bare.summary = String::new();
    store.save(update("a", vec![bare.clone()])).await.unwrap();
    assert_eq!(store.counts().await.unwrap().bodies, 0);
    assert_eq!(store.article(bare.id).await.unwrap(), Some(bare));
}

#[tokio::test]
async fn validators_come_back_byte_for_byte() {
    let store = Store::in_memory().unwrap();
    let state = SourceState {
        validators: Validators {
            etag: Some("W/\"\u{ff}\u{80} \\\"".to_owned()),
            last_modified: Some("not a date".to_owned()),
            given_by: Some("http://a.example/feed".to_owned()),
            given_at: Some(at(30)),
        },
        next_at: Some(at(60)),
        next_reason: "every hour".to_owned(),
        failures: 3,
        last_failure: Some(Failure {
            kind: FailureKind::Gone,
            message: "410".to_owned(),
            retry_after: Some(5),
        }),
        ..state("a", None)
    };
    let update = SourceUpdate {
        state: state.clone(),
        ..SourceUpdate::default()
    };
    store.save(update).await.unwrap();
    assert_eq!(store.state(&id("a")).await.unwrap(), Some(state.clone()));
    assert_eq!(
        store.states().await.unwrap(),
        BTreeMap::from([(id("a"), state)])
    );
}

#[tokio::test]
async fn due_is_what_was_never_asked_what_is_over_and_what_a_wrong_clock_planned() {
    let store = Store::in_memory().unwrap();
    let days = |days: i64| Some(at(days * 24 * 60));
    for (name, next_at) in [
        ("asap", None),
        ("past", Some(at(-1))),
        ("now", Some(at(0))),
        ("soon", Some(at(1))),
        ("week", days(8)),
        ("year", days(365)),
    ] {
        let update = SourceUpdate {
            state: state(name, next_at),
            ..SourceUpdate::default()
        };
        store.save(update).await.unwrap();
    }
    let sources = ["asap", "past", "now", "soon", "week", "year", "new"].map(id);
    let named = sources.iter().map(|id| (id, "https://a.example/feed"));
    let due = store.due(named, at(0)).await.unwrap();
    let found: Vec<String> = due.keys().map(ToString::to_string).collect();
    assert_eq!(found, ["asap", "new", "now", "past", "year"]);
    assert!(due.iter().all(|(id, state)| state.id.as_ref() == Some(id)));
}

#[tokio::test]
async fn the_newest_of_every_source_in_every_language_are_selected() {
    let store = Store::in_memory().unwrap();
    let mut articles: Vec<_> = (1..=6).map(|number| article("a", number)).collect();
    articles[0].language = Language::parse("bs");
    articles[1].language = Language::parse("bs");
    store.save(update("a", articles)).await.unwrap();
    filled(&store, "b", 3).await;
    let stories = store.stories(&policy(&["a", "b"]), 1).await.unwrap();
    let told: Vec<(String, &str)> = stories
        .iter()
        .map(|story| (story.lead.source.to_string(), story.lead.title.as_str()))
        .collect();
    let expected = [("a", "Title 6"), ("b", "Title 3"), ("a", "Title 2")];
    assert_eq!(
        told,
        expected.map(|(source, title)| (source.to_owned(), title))
    );
}

#[tokio::test]
async fn articles_are_found_by_any_address_they_ever_had() {
    let store = Store::in_memory().unwrap();
    filled(&store, "a", 2).await;
    let found = store
        .articles_at("http://www.a.example/2/#top")
        .await
        .unwrap();
    assert_eq!(found, [without_raw(article("a", 2))]);
    assert!(
        store
            .articles_at("https://a.example/")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_body_of_an_older_sanitiser_is_cleaned_again_from_what_was_published() {
    let store = Store::in_memory().unwrap();
    let mut dirty = article("a", 1);
    dirty.content = crate::model::CleanHtml::trusted("<p onclick=x>let through</p>".to_owned());
    dirty.raw = Some("<p onclick=x>as <b>published</b></p>".to_owned());
    store.save(update("a", vec![dirty.clone()])).await.unwrap();
    store.run(|connection| {
        connection.execute("UPDATE body SET sanitiser = sanitiser - 1", [])?;
        Ok(())
    });
    let cleaned = store.article(dirty.id).await.unwrap().unwrap();
    assert_eq!(cleaned.content.as_str(), "<p>as <b>published</b></p>");
}

#[tokio::test]
async fn old_bodies_go_and_articles_stay() {
    let store = Store::in_memory().unwrap();
    filled(&store, "a", 60).await;
    assert_eq!(
        store.expire(at(31)).await.unwrap(),
        10,
        "the newest 50 stay"
    );
    assert_eq!(store.expire(at(31)).await.unwrap(), 0);
    let first = store.article(article("a", 1).id).await.unwrap().unwrap();
    assert_eq!(
        (first.content.as_str(), first.summary.as_str()),
        ("", "Summary 1")
    );
    let counts = Counts {
        sources: 1,
        articles: 60,
        stories: 60,
        aliases: 0,
        bodies: 50,
    };
    assert_eq!(store.counts().await.unwrap(), counts);
}

#[tokio::test]
async fn small_things_are_kept() {
    let store = Store::in_memory().unwrap();
    assert_eq!(store.remark("x").await.unwrap(), None);
    store.set_remark("x", "1").await.unwrap();
    store.set_remark("x", "2").await.unwrap();
    assert_eq!(store.remark("x").await.unwrap().as_deref(), Some("2"));
    store.hide(" urn:uuid:1 ", at(1)).await.unwrap();
    store.hide("urn:uuid:1", at(2)).await.unwrap();
    assert_eq!(
        store.hidden().await.unwrap(),
        BTreeMap::from([("urn:uuid:1".to_owned(), at(1))])
    );
    for items in [
        BTreeMap::from([("a".to_owned(), 1)]),
        BTreeMap::from([("b".to_owned(), 2)]),
    ] {
        store.set_published(items.clone(), at(3)).await.unwrap();
        assert_eq!(store.published().await.unwrap(), items);
    }
}

#[tokio::test]
async fn articles_of_an_older_program_get_the_keys_of_this_one() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let store = Store::open(&path).unwrap();
    filled(&store, "a", 2).await;
    store.run(|connection| {
        connection.execute_batch(
            "DELETE FROM ident; UPDATE remark SET value = '0' WHERE name = 'keys'",
        )?;
        Ok(())
    });
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(
        store.remark("keys").await.unwrap(),
        Some(KEYS_VERSION.to_string())
    );
    let one: Vec<Key> = link("https://a.example/1").into_iter().collect();
    assert_eq!(store.known(one).await.unwrap().articles.len(), 1);
    assert_eq!(
        store
            .known(keys(&[article("a", 2)]))
            .await
            .unwrap()
            .articles
            .len(),
        1
    );
}
