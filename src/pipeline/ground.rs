//! What a publish rests on in; whether it would change anything, out.

use super::PublishReport;
use crate::{
    edition::FeedAddresses,
    model::Config,
    output::{Lay, Written},
    render::STATUS,
    store::{Store, StoreError},
};
use serde::{Deserialize, Serialize};
use std::{fs, path::Path};
use xxhash_rust::xxh3::xxh3_128;

/// Where the store keeps the ground of the last publish.
pub(super) const SEALED: &str = "sealed";

/// Everything that decides what is published, the files that lie there left out, as one number.
/// None where this program cannot be told from another one.
pub(super) struct Ground(Option<u128>);

/// What is kept after a publish.
#[derive(Serialize, Deserialize)]
struct Sealed {
    ground: u128,
    /// Of the files as they lay there.
    files: u64,
    count: usize,
    stories: usize,
    shared: usize,
}

impl Ground {
    /// As one number that fits into a hash.
    pub(super) fn number(&self) -> Option<u128> {
        self.0
    }

    /// Of feeds.toml, what is known of feeds, and this very program.
    pub(super) fn of(config: &Config, feeds: &FeedAddresses) -> Self {
        let all = program().map(|program| format!("{program}{config:?}{feeds:?}"));
        Self(all.map(|all| xxh3_128(all.as_bytes())))
    }

    /// The same, and what the store holds.
    pub(super) fn with(&self, generation: u64) -> Self {
        let both = |number: u128| xxh3_128(format!("{number} {generation}").as_bytes());
        Self(self.0.map(both))
    }

    /// What the last publish did, where it did all that this one would do.
    pub(super) async fn already(
        &self,
        store: &Store,
        dir: &Path,
        manifest: &Path,
    ) -> Result<Option<PublishReport>, StoreError> {
        let sealed = store.remark(SEALED).await?;
        let sealed = sealed.and_then(|json| serde_json::from_str::<Sealed>(&json).ok());
        let same = |sealed: &Sealed| {
            self.0 == Some(sealed.ground)
                && Lay::listed(dir, manifest).seal(&STATUS) == Some(sealed.files)
        };
        Ok(sealed.filter(same).map(|sealed| PublishReport {
            stories: sealed.stories,
            shared: sealed.shared,
            written: Written {
                unchanged: sealed.count,
                ..Written::default()
            },
            beside: None,
        }))
    }

    /// To be kept as [`SEALED`]; nothing where it could not be told again, or the next publish has more to do.
    pub(super) fn sealed(&self, report: &PublishReport, lay: &Lay) -> String {
        let ground = self.0.filter(|_| report.beside.is_none());
        let sealed = ground.zip(lay.seal(&STATUS));
        let sealed = sealed.map(|(ground, files)| Sealed {
            ground,
            files,
            count: report.written.unchanged + report.written.changed.len(),
            stories: report.stories,
            shared: report.shared,
        });
        serde_json::to_string(&sealed).unwrap_or_default()
    }
}

/// This build of the program: another one may render otherwise, whatever its version says.
fn program() -> Option<String> {
    let file = std::env::current_exe().ok()?;
    let there = fs::metadata(&file).ok()?;
    let built = there.modified().ok()?;
    Some(format!("{} {built:?} {}", file.display(), there.len()))
}
