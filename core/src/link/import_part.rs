//! Up to a thousand rows of a file on their way into the store: links first, then the sets that they need, then their places.

use std::collections::HashSet;

use super::draft::Draft;
use super::import::{ImportError, ImportFate, ImportRow, ImportRowError};
use super::import_sets::ImportSets;
use super::{CreateLinkError, Links, Namespace, Slug};
use crate::collection::CollectionName;
use crate::fault::Violations;
use crate::id::UserId;
use crate::ports::{StoreError, Timestamp, UnitOfWork};

/// The most sets that one row may name.
const MOST_SETS: usize = 50;

/// A row that keeps every rule which can be told from it alone.
struct Ready {
    draft: Draft,
    sets: Vec<CollectionName>,
}

/// What the parts before would have left, had they not been taken back.
#[derive(Default)]
pub(super) struct Rehearsal {
    links: u64,
    codes: HashSet<(Namespace, Slug)>,
    sets: Option<ImportSets>,
}

/// A part at work in one unit.
struct PartRun<'a> {
    links: &'a Links,
    unit: &'a dyn UnitOfWork,
    now: Timestamp,
    /// How many more links the owner may have.
    room: u64,
    sets: ImportSets,
    /// Whether links are put into their sets; a rehearsal only keeps the places.
    places: bool,
    fates: Vec<Option<ImportFate>>,
    admitted: Vec<(usize, Ready)>,
}

impl Links {
    /// Brings a part in, whose links go into sets as the part before left them.
    pub(super) async fn import_part(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
        rows: &[ImportRow],
        sets: Option<ImportSets>,
    ) -> Result<(Vec<ImportFate>, ImportSets), ImportError> {
        let room = self.hold_room(unit, owner).await?;
        let mut sets = sets.unwrap_or_else(|| ImportSets::new(owner, self.limits));
        sets.begin_part(unit).await?;
        let mut run = PartRun {
            links: self,
            unit,
            now: self.ports.clock.now(),
            room,
            sets,
            places: true,
            fates: Vec::with_capacity(rows.len()),
            admitted: Vec::new(),
        };
        let rows = self.ready_rows(owner, rows, run.now);
        run.carry_out(rows).await?;
        run.sets.write(unit).await?;
        Ok((run.fates.into_iter().flatten().collect(), run.sets))
    }

    /// Tells what would become of a part after those before it; `unit` is not to be committed.
    pub(super) async fn rehearse_part(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
        rows: &[ImportRow],
        before: &mut Rehearsal,
    ) -> Result<Vec<ImportFate>, ImportError> {
        let room = self.hold_room(unit, owner).await?;
        let sets = if let Some(sets) = before.sets.take() {
            sets
        } else {
            let mut sets = ImportSets::new(owner, self.limits);
            sets.begin_part(unit).await?;
            sets
        };
        let mut run = PartRun {
            links: self,
            unit,
            now: self.ports.clock.now(),
            room: room.saturating_sub(before.links),
            sets,
            places: false,
            fates: Vec::with_capacity(rows.len()),
            admitted: Vec::new(),
        };
        let rows = self.ready_rows(owner, rows, run.now).into_iter();
        let rows = rows.map(|row| before.refuse_taken(row)).collect();
        run.carry_out(rows).await?;
        before.sets = Some(run.sets);
        let fates: Vec<ImportFate> = run.fates.into_iter().flatten().collect();
        for link in fates.iter().flatten() {
            before.links += 1;
            before.codes.insert((link.namespace, link.slug.clone()));
        }
        Ok(fates)
    }

    /// What can be told of each row from itself alone.
    fn ready_rows(
        &self,
        owner: UserId,
        rows: &[ImportRow],
        now: Timestamp,
    ) -> Vec<Result<Ready, ImportRowError>> {
        let rows = rows.iter().map(|row| self.ready(owner, row, now));
        rows.map(|row| row.map_err(ImportRowError::Invalid))
            .collect()
    }

    fn ready(&self, owner: UserId, row: &ImportRow, now: Timestamp) -> Result<Ready, Violations> {
        let content = row.content.as_ref().map_err(Clone::clone)?;
        let draft = self.draft(Some(owner), &content.new, now);
        match (draft, sets(&content.collections)) {
            (Ok(draft), Ok(sets)) => Ok(Ready { draft, sets }),
            (Ok(_), Err(message)) => Err(Violations::of("collections", message)),
            (Err(broken), Ok(_)) => Err(broken),
            (Err(mut broken), Err(message)) => {
                broken.add("collections", message);
                Err(broken)
            }
        }
    }
}

/// The sets that a row names, none twice.
fn sets(names: &[String]) -> Result<Vec<CollectionName>, String> {
    let mut known = HashSet::new();
    let mut sets = Vec::new();
    for name in names {
        let name = CollectionName::parse(name).map_err(|error| format!("each {error}"))?;
        if known.insert(name.folded()) {
            sets.push(name);
        }
        if sets.len() > MOST_SETS {
            return Err(format!("must be at most {MOST_SETS} sets"));
        }
    }
    Ok(sets)
}

impl PartRun<'_> {
    async fn carry_out(
        &mut self,
        rows: Vec<Result<Ready, ImportRowError>>,
    ) -> Result<(), StoreError> {
        for row in rows {
            let refused = match row {
                Ok(ready) => self.admit(ready).await?,
                Err(refused) => Some(refused),
            };
            self.fates.push(refused.map(Err));
        }
        self.bring_in().await
    }

    /// Lets the next row in, if there is room for its link and in its sets.
    async fn admit(&mut self, row: Ready) -> Result<Option<ImportRowError>, StoreError> {
        let mut refused = self.refusal(&row).await?;
        if refused.is_some() && !self.admitted.is_empty() {
            // Some for whom room was kept may not need it.
            self.bring_in().await?;
            refused = self.refusal(&row).await?;
        }
        if refused.is_none() {
            self.room -= 1;
            self.admitted.push((self.fates.len(), row));
        }
        Ok(refused)
    }

    async fn refusal(&mut self, row: &Ready) -> Result<Option<ImportRowError>, StoreError> {
        if self.room == 0 {
            return Ok(Some(ImportRowError::Link(CreateLinkError::TooMany)));
        }
        self.sets.reserve(self.unit, &row.sets).await
    }

    /// Makes the links of the rows that were let in.
    async fn bring_in(&mut self) -> Result<(), StoreError> {
        let (places, rows): (Vec<usize>, Vec<Ready>) = self.admitted.drain(..).unzip();
        let drafts: Vec<Draft> = rows.iter().map(|row| row.draft.clone()).collect();
        let made = self.links.insert_all(self.unit, &drafts).await?;
        for ((place, row), made) in places.into_iter().zip(rows).zip(made) {
            match &made {
                Ok(link) if self.places => {
                    let place = self.sets.place(self.unit, link.id, &row.sets, self.now);
                    place.await?;
                }
                Ok(_) => {}
                Err(_) => {
                    self.room += 1;
                    self.sets.release(&row.sets);
                }
            }
            self.fates[place] = Some(made.map_err(ImportRowError::Link));
        }
        Ok(())
    }
}

impl Rehearsal {
    /// Refuses a row whose code one of a part before would have by now.
    fn refuse_taken(&self, row: Result<Ready, ImportRowError>) -> Result<Ready, ImportRowError> {
        let row = row?;
        let slug = row.draft.slug.clone();
        let code = slug.map(|slug| (row.draft.namespace, slug));
        if code.is_some_and(|code| self.codes.contains(&code)) {
            return Err(ImportRowError::Link(CreateLinkError::SlugTaken));
        }
        Ok(row)
    }
}
