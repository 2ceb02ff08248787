//! A running import: part by part, each in its own unit, so that others can write in between.

use chrono::TimeDelta;

use super::dry_run::DryRun;
use super::row::{ImportLink, ImportRow, ImportRows};
use crate::id::{ImportId, LinkId, UserId};
use crate::link::Links;
use crate::link::bulk::{
    Applied, BulkError, BulkRun, NamedCollections, Operation, OperationError, OperationOutcome,
};
use crate::ports::{StoreError, retry_conflicts};
use crate::throttle::throttle;

/// The maximum number of rows of a part, and the maximum weight of all of them together: a link, a tag and a membership count
/// for one each. So a part takes a fraction of a second, whatever its rows are like.
const PART: usize = 1_000;
const PART_WEIGHT: usize = 5_000;

/// How long an import may stage nothing before it counts as aborted.
pub(crate) const STAGING_LIFETIME: TimeDelta = TimeDelta::minutes(1);

/// How many rows are removed at a time.
const REMOVED_ROWS: u64 = 500;

/// Receives the outcome of each row.
type Listener<'f> = dyn FnMut(&ImportRow, OperationOutcome) + Send + Sync + 'f;

pub(super) struct ImportRun<'a, 'f> {
    links: &'a Links,
    owner: UserId,
    listener: &'a mut Listener<'f>,
    /// Whether any row was refused so far.
    pub(super) refused: bool,
    /// The first staged link.
    first_staged: Option<LinkId>,
}

impl<'a, 'f> ImportRun<'a, 'f> {
    pub(super) fn new(links: &'a Links, owner: UserId, listener: &'a mut Listener<'f>) -> Self {
        Self {
            links,
            owner,
            listener,
            refused: false,
            first_staged: None,
        }
    }

    fn report(&mut self, part: &[ImportRow], outcomes: Vec<OperationOutcome>) {
        for (row, outcome) in part.iter().zip(outcomes) {
            self.refused |= outcome.is_err();
            (self.listener)(row, outcome);
        }
    }

    /// Applies everything and rolls it back.
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
            self.report(&part, outcomes);
            throttle(&*ports.clock, began).await;
        }
    }

    /// Imports every valid row. When the store fails, the previous parts stay imported.
    pub(super) async fn import_valid(
        &mut self,
        rows: &mut ImportRows<'_>,
    ) -> Result<(), BulkError> {
        let mut is_first = true;
        loop {
            let part = next_part(rows);
            if part.is_empty() {
                return Ok(());
            }
            match self.import_part(&part, &mut None, None).await {
                Ok(outcomes) => self.report(&part, outcomes),
                Err(error) if is_first => return Err(error),
                Err(error) => {
                    tracing::error!(event = "import_aborted", %error, "import aborted; the remaining rows are not imported");
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

    /// Imports all rows or none: stages them, and makes them visible at once if all are valid.
    pub(super) async fn stage(&mut self, rows: &mut ImportRows<'_>) -> Result<(), BulkError> {
        // An aborted import would otherwise keep its slugs.
        self.remove_abandoned().await?;
        let import = self.begin().await?;
        let mut ended = self.stage_parts(import, rows).await;
        if ended.is_ok() && !self.refused {
            ended = self.complete(import).await;
            if ended.is_ok() {
                return Ok(());
            }
        }
        if let Err(error) = self.abandon(import).await {
            // The next sweep removes them.
            tracing::warn!(event = "staged_rows_not_removed", %error, "rows staged by an import are not removed; the next sweep removes them");
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
            let staged = outcomes.iter().flatten();
            let first = staged.map(|applied| applied.link().id).min();
            self.first_staged = self.first_staged.or(first);
            self.report(&part, outcomes);
        }
    }

    async fn complete(&self, import: ImportId) -> Result<(), BulkError> {
        let unit = self.links.ports.store.begin().await?;
        self.links.lock_room(&*unit, self.owner).await?;
        if !unit.imports().complete(import).await? {
            return Err(abandoned().into());
        }
        if let Some(LinkId(first)) = self.first_staged {
            // A list of hosts may have changed since, and staged links are not blocked.
            let reviews = unit.target_reviews();
            reviews.rewind(LinkId(first.saturating_sub(1))).await?;
        }
        unit.commit().await?;
        // The links were created before, and can be followed from now on.
        self.links.ports.route_finder.forget_all();
        Ok(())
    }

    async fn abandon(&self, import: ImportId) -> Result<(), StoreError> {
        let unit = self.links.ports.store.begin().await?;
        unit.imports().abandon(import).await?;
        unit.commit().await?;
        self.remove_abandoned().await
    }

    async fn remove_abandoned(&self) -> Result<(), StoreError> {
        let ports = &self.links.ports;
        loop {
            let unit = ports.store.begin().await?;
            let began = ports.clock.now();
            let since = began - STAGING_LIFETIME;
            let imports = unit.imports();
            if imports.remove_abandoned(since, REMOVED_ROWS).await? == 0 {
                return Ok(());
            }
            unit.commit().await?;
            throttle(&*ports.clock, began).await;
        }
    }

    /// Imports a part in its own unit. `collections` continue from the previous part; with `import`, the part is staged.
    async fn import_part(
        &self,
        part: &[ImportRow],
        collections: &mut Option<NamedCollections>,
        import: Option<ImportId>,
    ) -> Result<Vec<OperationOutcome>, BulkError> {
        let before = collections.take();
        let before = before.unwrap_or_else(|| NamedCollections::new(self.owner, self.links.limits));
        let (outcomes, left) = retry_conflicts("concurrent writers use the same slugs", || {
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
        let outcomes = run.run(creates.collect()).await?;
        let mut collections = run.collections;
        let created = collections.take_created();
        if let Some(import) = import {
            let links = outcomes.iter().flatten().map(|applied| applied.link().id);
            let links: Vec<LinkId> = links.collect();
            let staged = unit.imports().stage(import, &links, &created, began);
            if !staged.await? {
                return Err(abandoned().into());
            }
        }
        unit.commit().await?;
        let created = outcomes.iter().flatten().map(Applied::link);
        created.for_each(|link| self.links.forget_route(link));
        throttle(&*ports.clock, began).await;
        Ok((outcomes, collections))
    }
}

fn abandoned() -> StoreError {
    StoreError::unavailable("the import took too long and was abandoned")
}

/// The next rows, up to the limits of a part.
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
