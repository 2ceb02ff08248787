//! An import at work: part by part, each in a unit of its own, so that others can write in between.

use chrono::TimeDelta;

use super::Links;
use super::import::{ImportError, ImportFate, ImportRow, ImportRowError, ImportRows};
use super::import_part::Rehearsal;
use super::import_sets::ImportSets;
use crate::id::{ImportId, LinkId, UserId};
use crate::pace::rest_since;
use crate::ports::{StoreError, retry_conflicts};

/// How many rows a part has at most, and how much there is to write for all of them together: a link, a tag and a membership
/// count for one each. So a part takes a fraction of a second, whatever its rows are like.
const PART: usize = 1_000;
const PART_WEIGHT: usize = 5_000;

/// How long an import may stage nothing before it counts as broken off.
pub(crate) const STAGING_LIFETIME: TimeDelta = TimeDelta::minutes(1);

/// How many rows are taken back at a time.
const TAKEN_BACK: u64 = 500;

/// Who is told what became of each row.
pub(super) type Fates<'f> = dyn FnMut(&ImportRow, ImportFate) + Send + Sync + 'f;

pub(super) struct ImportRun<'a, 'f> {
    links: &'a Links,
    owner: UserId,
    fates: &'a mut Fates<'f>,
    /// Whether any row was refused so far.
    pub(super) refused: bool,
}

impl<'a, 'f> ImportRun<'a, 'f> {
    pub(super) fn new(links: &'a Links, owner: UserId, fates: &'a mut Fates<'f>) -> Self {
        Self {
            links,
            owner,
            fates,
            refused: false,
        }
    }

    fn tell(&mut self, part: &[ImportRow], fates: Vec<ImportFate>) {
        for (row, fate) in part.iter().zip(fates) {
            self.refused |= fate.is_err();
            (self.fates)(row, fate);
        }
    }

    /// Does everything and takes it back.
    pub(super) async fn rehearse(&mut self, rows: &mut ImportRows<'_>) -> Result<(), ImportError> {
        let mut rehearsal = Rehearsal::default();
        let ports = &self.links.ports;
        loop {
            let part = next_part(rows);
            if part.is_empty() {
                return Ok(());
            }
            let unit = ports.store.begin().await?;
            let began = ports.clock.now();
            let fates = self
                .links
                .rehearse_part(&*unit, self.owner, &part, &mut rehearsal);
            let fates = fates.await?;
            drop(unit);
            self.tell(&part, fates);
            rest_since(&*ports.clock, began).await;
        }
    }

    /// Brings in whatever works. When the store fails on the way, the parts before are in.
    pub(super) async fn bring_in(&mut self, rows: &mut ImportRows<'_>) -> Result<(), ImportError> {
        let mut is_first = true;
        loop {
            let part = next_part(rows);
            if part.is_empty() {
                return Ok(());
            }
            match self.import_part(&part, &mut None, None).await {
                Ok(fates) => self.tell(&part, fates),
                Err(error) if is_first => return Err(error),
                Err(error) => {
                    tracing::error!(%error, "an import broke off");
                    for row in part.into_iter().chain(rows) {
                        self.refused = true;
                        (self.fates)(&row, Err(ImportRowError::NotReached));
                    }
                    return Ok(());
                }
            }
            is_first = false;
        }
    }

    /// Brings in all rows or none: stages them, and makes them visible at once when each of them worked.
    pub(super) async fn stage(&mut self, rows: &mut ImportRows<'_>) -> Result<(), ImportError> {
        // Codes that an import which broke off still keeps would be taken.
        self.remove_given_up().await?;
        let import = self.begin().await?;
        let mut ended = self.stage_parts(import, rows).await;
        if ended.is_ok() && !self.refused {
            ended = self.complete(import).await;
            if ended.is_ok() {
                return Ok(());
            }
        }
        if let Err(error) = self.take_back(import).await {
            // The next sweep does it.
            tracing::warn!(%error, "what an import staged was not removed");
        }
        ended
    }

    async fn begin(&self) -> Result<ImportId, ImportError> {
        let ports = &self.links.ports;
        let unit = ports.store.begin().await?;
        self.links.hold_room(&*unit, self.owner).await?;
        let import = unit.imports().begin(self.owner, ports.clock.now()).await?;
        unit.commit().await?;
        Ok(import)
    }

    async fn stage_parts(
        &mut self,
        import: ImportId,
        rows: &mut ImportRows<'_>,
    ) -> Result<(), ImportError> {
        let mut sets = None;
        loop {
            let part = next_part(rows);
            if part.is_empty() {
                return Ok(());
            }
            let fates = self.import_part(&part, &mut sets, Some(import)).await?;
            self.tell(&part, fates);
        }
    }

    async fn complete(&self, import: ImportId) -> Result<(), ImportError> {
        let unit = self.links.ports.store.begin().await?;
        self.links.hold_room(&*unit, self.owner).await?;
        if !unit.imports().complete(import).await? {
            return Err(given_up().into());
        }
        Ok(unit.commit().await?)
    }

    async fn take_back(&self, import: ImportId) -> Result<(), StoreError> {
        let unit = self.links.ports.store.begin().await?;
        unit.imports().give_up(import).await?;
        unit.commit().await?;
        self.remove_given_up().await
    }

    async fn remove_given_up(&self) -> Result<(), StoreError> {
        let ports = &self.links.ports;
        loop {
            let unit = ports.store.begin().await?;
            let began = ports.clock.now();
            let since = began - STAGING_LIFETIME;
            let imports = unit.imports();
            if imports.remove_given_up(since, TAKEN_BACK).await? == 0 {
                return Ok(());
            }
            unit.commit().await?;
            rest_since(&*ports.clock, began).await;
        }
    }

    /// A part in a unit of its own; with `import`, it is staged.
    async fn import_part(
        &self,
        part: &[ImportRow],
        sets: &mut Option<ImportSets>,
        import: Option<ImportId>,
    ) -> Result<Vec<ImportFate>, ImportError> {
        let before = sets.take();
        let (fates, left) = retry_conflicts("others take the same codes", || {
            self.attempt_part(part, before.clone(), import)
        })
        .await?;
        *sets = Some(left);
        Ok(fates)
    }

    async fn attempt_part(
        &self,
        part: &[ImportRow],
        sets: Option<ImportSets>,
        import: Option<ImportId>,
    ) -> Result<(Vec<ImportFate>, ImportSets), ImportError> {
        let ports = &self.links.ports;
        let unit = ports.store.begin().await?;
        let began = ports.clock.now();
        let imported = self.links.import_part(&*unit, self.owner, part, sets);
        let (fates, mut sets) = imported.await?;
        let made = sets.take_made();
        if let Some(import) = import {
            let links: Vec<LinkId> = fates.iter().flatten().map(|link| link.id).collect();
            if !unit.imports().stage(import, &links, &made, began).await? {
                return Err(given_up().into());
            }
        }
        unit.commit().await?;
        rest_since(&*ports.clock, began).await;
        Ok((fates, sets))
    }
}

fn given_up() -> StoreError {
    StoreError::unavailable("the import took too long, and was given up")
}

/// The next rows, as many as a part may have.
fn next_part(rows: &mut ImportRows<'_>) -> Vec<ImportRow> {
    let mut part = Vec::new();
    let mut weight = 0;
    while part.len() < PART && weight < PART_WEIGHT {
        let Some(row) = rows.next() else {
            break;
        };
        let of_link = |link: &super::ImportLink| link.new.tags.len() + link.collections.len();
        weight += 1 + row.content.as_ref().map_or(0, of_link);
        part.push(row);
    }
    part
}
