//! An import at work: part by part, each in a unit of its own, so that others can write in between.

use chrono::TimeDelta;

use super::dry_run::DryRun;
use super::row::{ImportLink, ImportRow, ImportRows};
use crate::id::{ImportId, LinkId, UserId};
use crate::link::Links;
use crate::link::bulk::{
    BulkError, BulkRun, NamedCollections, Operation, OperationError, OperationOutcome,
};
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
type Listener<'f> = dyn FnMut(&ImportRow, OperationOutcome) + Send + Sync + 'f;

pub(super) struct ImportRun<'a, 'f> {
    links: &'a Links,
    owner: UserId,
    listener: &'a mut Listener<'f>,
    /// Whether any row was refused so far.
    pub(super) refused: bool,
}

impl<'a, 'f> ImportRun<'a, 'f> {
    pub(super) fn new(links: &'a Links, owner: UserId, listener: &'a mut Listener<'f>) -> Self {
        Self {
            links,
            owner,
            listener,
            refused: false,
        }
    }

    fn tell(&mut self, part: &[ImportRow], outcomes: Vec<OperationOutcome>) {
        for (row, outcome) in part.iter().zip(outcomes) {
            self.refused |= outcome.is_err();
            (self.listener)(row, outcome);
        }
    }

    /// Does everything and rolls it back.
    pub(super) async fn dry_run(&mut self, rows: &mut ImportRows<'_>) -> Result<(), BulkError> {
        let mut dry_run = DryRun::default();
        let ports = &self.links.ports;
        loop {
            let part = next_part(rows);
            if part.is_empty() {
                return Ok(());
            }
            let unit = ports.store.begin().await?;
            let began = ports.clock.now();
            let outcomes = dry_run.part(self.links, &*unit, self.owner, &part).await?;
            drop(unit);
            self.tell(&part, outcomes);
            rest_since(&*ports.clock, began).await;
        }
    }

    /// Brings in whatever works. When the store fails on the way, the parts before are in.
    pub(super) async fn bring_in(&mut self, rows: &mut ImportRows<'_>) -> Result<(), BulkError> {
        let mut is_first = true;
        loop {
            let part = next_part(rows);
            if part.is_empty() {
                return Ok(());
            }
            match self.import_part(&part, &mut None, None).await {
                Ok(outcomes) => self.tell(&part, outcomes),
                Err(error) if is_first => return Err(error),
                Err(error) => {
                    tracing::error!(%error, "an import broke off");
                    for row in part.into_iter().chain(rows) {
                        self.refused = true;
                        (self.listener)(&row, Err(OperationError::NotReached));
                    }
                    return Ok(());
                }
            }
            is_first = false;
        }
    }

    /// Brings in all rows or none: stages them, and makes them visible at once when each of them worked.
    pub(super) async fn stage(&mut self, rows: &mut ImportRows<'_>) -> Result<(), BulkError> {
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

    async fn begin(&self) -> Result<ImportId, BulkError> {
        let ports = &self.links.ports;
        let unit = ports.store.begin().await?;
        self.links.lock_room(&*unit, self.owner).await?;
        let import = unit.imports().begin(self.owner, ports.clock.now()).await?;
        unit.commit().await?;
        Ok(import)
    }

    async fn stage_parts(
        &mut self,
        import: ImportId,
        rows: &mut ImportRows<'_>,
    ) -> Result<(), BulkError> {
        let mut collections = None;
        loop {
            let part = next_part(rows);
            if part.is_empty() {
                return Ok(());
            }
            let outcomes = self.import_part(&part, &mut collections, Some(import));
            let outcomes = outcomes.await?;
            self.tell(&part, outcomes);
        }
    }

    async fn complete(&self, import: ImportId) -> Result<(), BulkError> {
        let unit = self.links.ports.store.begin().await?;
        self.links.lock_room(&*unit, self.owner).await?;
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

    /// A part in a unit of its own, whose links go into collections as the part before left them; with `import`, it is staged.
    async fn import_part(
        &self,
        part: &[ImportRow],
        collections: &mut Option<NamedCollections>,
        import: Option<ImportId>,
    ) -> Result<Vec<OperationOutcome>, BulkError> {
        let before = collections.take();
        let before = before.unwrap_or_else(|| NamedCollections::new(self.owner, self.links.limits));
        let (outcomes, left) = retry_conflicts("others take the same codes", || {
            self.attempt_part(part, before.clone(), import)
        })
        .await?;
        *collections = Some(left);
        Ok(outcomes)
    }

    async fn attempt_part(
        &self,
        part: &[ImportRow],
        mut collections: NamedCollections,
        import: Option<ImportId>,
    ) -> Result<(Vec<OperationOutcome>, NamedCollections), BulkError> {
        let ports = &self.links.ports;
        let unit = ports.store.begin().await?;
        let began = ports.clock.now();
        let room = self.links.lock_room(&*unit, self.owner).await?;
        collections.begin_part(&*unit).await?;
        let mut run = BulkRun::new(self.links, &*unit, self.owner, room, collections);
        let now = run.now;
        let creates = part.iter().map(|row| {
            let create = self.links.read_row(self.owner, row, now);
            create.map(Operation::Create)
        });
        let outcomes = run.carry_out(creates.collect()).await?;
        let mut collections = run.collections;
        let created = collections.take_created();
        if let Some(import) = import {
            let links = outcomes.iter().flatten().map(|applied| applied.link().id);
            let links: Vec<LinkId> = links.collect();
            let staged = unit.imports().stage(import, &links, &created, began);
            if !staged.await? {
                return Err(given_up().into());
            }
        }
        unit.commit().await?;
        rest_since(&*ports.clock, began).await;
        Ok((outcomes, collections))
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
        let of_link = |link: &ImportLink| link.new.tags.len() + link.collections.len();
        weight += 1 + row.content.as_ref().map_or(0, of_link);
        part.push(row);
    }
    part
}
