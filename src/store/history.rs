//! How a visit went in, a few numbers a week and what was wrong when out.

use super::{
    Store, StoreError,
    article::{instant, instant_or_none, micros, source as source_id},
    error::{Done, Trouble},
    thread::Job,
};
use crate::{
    dedupe::Changes,
    model::{Problem, Reason, SourceId, Timestamp, Visited, Week},
};
use chrono::{Days, NaiveDate};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::{collections::BTreeMap, time::Duration};

/// Weeks that are kept, this one included.
const WEEKS: i64 = 53;
/// Problems of one source that are kept, the newest.
const PROBLEMS: i64 = 12;
/// The first Monday that is counted.
const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(1969, 12, 29) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What reasons are called here; publishing has none.
const REASONS: &[(&str, Option<Reason>)] = &[
    ("broken", Some(Reason::Broken)),
    ("held", Some(Reason::Held)),
    ("layout", Some(Reason::Layout)),
    ("moved", Some(Reason::Moved)),
    ("off", Some(Reason::Off)),
    ("quiet", Some(Reason::Quiet)),
    ("refused", None),
];

impl Store {
    /// The weeks of each source since that day, oldest first; weeks without anything are left out.
    pub async fn weeks(
        &self,
        since: NaiveDate,
    ) -> Result<BTreeMap<SourceId, Vec<Week>>, StoreError> {
        let job = Job::read(move |c| weeks(c, since));
        self.worker.ask(job).await
    }

    /// What a person had to act on lately, the newest first.
    pub async fn problems(&self) -> Result<Vec<Problem>, StoreError> {
        self.worker.ask(Job::read(problems)).await
    }

    /// Notes that nothing could be published and why, or, with None, that it could.
    pub async fn note_refusal(&self, why: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        let refused = why.map(|why| ("refused", why.to_owned()));
        let job = Job::write(move |c| problem(c, None, refused.as_ref(), now));
        self.worker.ask(job).await
    }
}

/// Counts a visit of the source with that key, and what it brought.
pub(super) fn keep(
    connection: &Connection,
    source: i64,
    visit: &Visited,
    changes: &Changes,
) -> Done<()> {
    let this = number(visit.at);
    let millis = |time: Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    let waited = visit.answer.map_or(0, millis);
    let (failed, answered) = (visit.failed, visit.answer.is_some());
    // As the state of a source, see `save::keep_state`.
    let counted = connection
        .prepare_cached(
            "UPDATE week SET visits = visits + 1, failures = failures + ?3, answers = answers + ?4,
                 waited = waited + ?5, slowest = max(slowest, ?5)
             WHERE week = ?1 AND source = ?2",
        )?
        .execute(params![this, source, failed, answered, waited])?;
    if counted == 0 {
        connection
            .prepare_cached("INSERT INTO week VALUES (?1, ?2, 1, ?3, ?4, ?5, ?5, 0)")?
            .execute(params![this, source, failed, answered, waited])?;
        connection
            .prepare_cached("DELETE FROM week WHERE week <= ?1")?
            .execute([this - WEEKS])?;
    }
    let mut entries: BTreeMap<i64, u32> = BTreeMap::new();
    for article in &changes.new {
        *entries.entry(number(article.date)).or_default() += 1;
    }
    for (week, count) in entries.range(this - WEEKS + 1..) {
        connection
            .prepare_cached(
                "INSERT INTO week VALUES (?1, ?2, 0, 0, 0, 0, 0, ?3)
                 ON CONFLICT (week, source) DO UPDATE SET entries = entries + ?3",
            )?
            .execute(params![week, source, count])?;
    }
    let now = visit.problem.as_ref();
    let now = now.map(|(reason, text)| (word(*reason), text.clone()));
    problem(connection, Some(source), now.as_ref(), visit.at)
}

/// Ends what is over, and begins what is new.
fn problem(
    connection: &Connection,
    source: Option<i64>,
    found: Option<&(&'static str, String)>,
    now: Timestamp,
) -> Done<()> {
    let lasting: Option<(i64, String)> = connection
        .prepare_cached(
            "SELECT key, reason FROM problem WHERE source IS ?1 AND ended IS NULL
             ORDER BY began DESC LIMIT 1",
        )?
        .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((key, reason)) = &lasting {
        if found.is_some_and(|(found, _)| found == reason) {
            return Ok(());
        }
        connection
            .prepare_cached("UPDATE problem SET ended = ?2 WHERE key = ?1")?
            .execute(params![key, micros(now)])?;
    }
    let Some((reason, text)) = found else {
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO problem (source, reason, text, began) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![source, reason, text, micros(now)])?;
    connection
        .prepare_cached(
            "DELETE FROM problem WHERE source IS ?1 AND key NOT IN (
                 SELECT key FROM problem WHERE source IS ?1 ORDER BY began DESC, key DESC LIMIT ?2)",
        )?
        .execute(params![source, PROBLEMS])?;
    Ok(())
}

fn weeks(connection: &mut Connection, since: NaiveDate) -> Done<BTreeMap<SourceId, Vec<Week>>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, w.week, w.visits, w.failures, w.answers, w.waited, w.slowest, w.entries
         FROM week w JOIN source s ON s.key = w.source WHERE w.week >= ?1 ORDER BY w.week",
    )?;
    let since = (since - FIRST).num_days().div_euclid(7);
    let rows = statement.query_map([since], |row| Ok((source_id(row, 0)?, week(row)?)))?;
    let mut weeks: BTreeMap<SourceId, Vec<Week>> = BTreeMap::new();
    for row in rows {
        let (source, week) = row?;
        weeks.entry(source).or_default().push(week);
    }
    Ok(weeks)
}

fn week(row: &Row<'_>) -> rusqlite::Result<Week> {
    let days = 7 * row.get::<_, i64>(1)?.unsigned_abs();
    let millis = |column| {
        row.get(column)
            .map(|n: i64| Duration::from_millis(n.unsigned_abs()))
    };
    Ok(Week {
        monday: FIRST.checked_add_days(Days::new(days)).unwrap_or(FIRST),
        visits: row.get(2)?,
        failures: row.get(3)?,
        answers: row.get(4)?,
        waited: millis(5)?,
        slowest: millis(6)?,
        entries: row.get(7)?,
    })
}

fn problems(connection: &mut Connection) -> Done<Vec<Problem>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, p.reason, p.text, p.began, p.ended
         FROM problem p LEFT JOIN source s ON s.key = p.source
         ORDER BY coalesce(p.ended, p.began) DESC, p.key DESC",
    )?;
    let rows = statement.query_map([], |row| {
        let known = row.get::<_, Option<String>>(0)?.is_some();
        let source = if known {
            Some(source_id(row, 0)?)
        } else {
            None
        };
        let problem = Problem {
            source,
            reason: None,
            text: row.get(2)?,
            began: instant(row, 3)?,
            ended: instant_or_none(row, 4)?,
        };
        Ok((row.get::<_, String>(1)?, problem))
    })?;
    let mut problems = Vec::new();
    for row in rows {
        let (named, problem) = row?;
        let known = REASONS.iter().find(|(word, _)| *word == named);
        let (_, reason) = known.ok_or_else(|| Trouble::Damaged(format!("a problem `{named}`")))?;
        let reason = *reason;
        problems.push(Problem { reason, ..problem });
    }
    Ok(problems)
}

fn word(reason: Reason) -> &'static str {
    let found = REASONS.iter().find(|(_, known)| *known == Some(reason));
    found.map_or("broken", |(word, _)| word)
}

fn number(at: Timestamp) -> i64 {
    (at.date_naive() - FIRST).num_days().div_euclid(7)
}
