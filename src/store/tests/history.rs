//! Visits are counted by weeks, and what was wrong is kept, a little of both.

use super::{Store, at, id, state};
use crate::{
    model::{Reason, Timestamp, Visited, Week},
    store::SourceUpdate,
};
use chrono::NaiveDate;
use std::time::Duration;

const WEEK: i64 = 7 * 24 * 60;

async fn visit(store: &Store, at: Timestamp, millis: Option<u64>, problem: Option<Reason>) {
    let update = SourceUpdate {
        state: state("a", None),
        visit: Some(Visited {
            at,
            answer: millis.map(Duration::from_millis),
            failed: millis.is_none(),
            problem: problem.map(|reason| (reason, "do something".to_owned())),
        }),
        ..SourceUpdate::default()
    };
    store.save(update).await.unwrap();
}

async fn weeks(store: &Store) -> Vec<Week> {
    let mut weeks = store.weeks(NaiveDate::MIN).await.unwrap();
    weeks.remove(&id("a")).unwrap_or_default()
}

#[tokio::test]
async fn the_visits_of_a_week_are_added_up() {
    let store = Store::in_memory().unwrap();
    visit(&store, at(0), Some(200), None).await;
    visit(&store, at(1), Some(400), None).await;
    visit(&store, at(2), None, None).await;
    let expected = Week {
        visits: 3,
        failures: 1,
        answers: 2,
        waited: Duration::from_millis(600),
        slowest: Duration::from_millis(400),
        ..Week::empty(Week::monday_of(at(0)))
    };
    assert_eq!(weeks(&store).await, [expected]);
}

#[tokio::test]
async fn a_year_is_kept() {
    let store = Store::in_memory().unwrap();
    for week in 0..80 {
        visit(&store, at(week * WEEK), Some(1), None).await;
    }
    let kept = weeks(&store).await;
    assert_eq!(kept.len(), 53);
    let last = kept.last().map(|week| week.monday);
    assert_eq!(last, Some(Week::monday_of(at(79 * WEEK))));
}

#[tokio::test]
async fn a_problem_is_told_once_until_it_is_over_or_another() {
    let store = Store::in_memory().unwrap();
    for (minute, problem) in [
        (0, None),
        (1, Some(Reason::Broken)),
        (2, Some(Reason::Broken)),
        (3, Some(Reason::Off)),
        (4, None),
    ] {
        visit(&store, at(minute), None, problem).await;
    }
    let problems = store.problems().await.unwrap();
    let told = problems
        .iter()
        .map(|one| (one.reason, one.began, one.ended));
    let expected = [
        (Some(Reason::Off), at(3), Some(at(4))),
        (Some(Reason::Broken), at(1), Some(at(3))),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn only_the_last_problems_of_a_source_are_kept() {
    let store = Store::in_memory().unwrap();
    for minute in 0..60 {
        let problem = (minute % 2 == 0).then_some(Reason::Quiet);
        visit(&store, at(minute), Some(1), problem).await;
    }
    let problems = store.problems().await.unwrap();
    assert_eq!(problems.len(), 12);
    assert_eq!(problems[0].began, at(58));
}
