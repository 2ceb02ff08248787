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

/// A row that keeps every rule which can be told from it alone.
struct Ready {
    draft: Draft,
    sets: Vec<CollectionName>,
}

/// Which rows get to the store, and what became of the others.
struct Admission {
    fates: Vec<Option<ImportFate>>,
    admitted: Vec<(usize, Ready)>,
}

/// What the parts before would have left, had they not been taken back.
#[derive(Default)]
pub(super) struct Rehearsal {
    links: u64,
    codes: HashSet<(Namespace, Slug)>,
    sets: Option<ImportSets>,
}

impl Links {
    /// Brings a part in.
    pub(super) async fn import_part(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
        rows: &[ImportRow],
    ) -> Result<Vec<ImportFate>, ImportError> {
        let now = self.ports.clock.now();
        let room = self.hold_room(unit, owner).await?;
        let mut sets = ImportSets::begin(unit, owner, self.limits).await?;
        let ready = self.ready_rows(owner, rows, now);
        let admission = admit(unit, ready, room, &mut sets).await?;
        let Admission {
            mut fates,
            admitted,
        } = admission;
        let drafts: Vec<Draft> = admitted.iter().map(|(_, row)| row.draft.clone()).collect();
        let made = self.insert_all(unit, &drafts).await?;
        for ((place, row), made) in admitted.into_iter().zip(made) {
            if let Ok(link) = &made {
                sets.place(unit, link.id, &row.sets, now).await?;
            }
            fates[place] = Some(made.map_err(ImportRowError::Link));
        }
        sets.write(unit).await?;
        Ok(fates.into_iter().flatten().collect())
    }

    /// Tells what would become of a part after those before it; `unit` is not to be committed.
    pub(super) async fn rehearse_part(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
        rows: &[ImportRow],
        before: &mut Rehearsal,
    ) -> Result<Vec<ImportFate>, ImportError> {
        let now = self.ports.clock.now();
        let room = self.hold_room(unit, owner).await?;
        let room = room.saturating_sub(before.links);
        let mut sets = match before.sets.take() {
            Some(sets) => sets,
            None => ImportSets::begin(unit, owner, self.limits).await?,
        };
        let ready = self.ready_rows(owner, rows, now).into_iter();
        let ready = ready.map(|row| before.refuse_taken(row)).collect();
        let admission = admit(unit, ready, room, &mut sets).await?;
        let Admission {
            mut fates,
            admitted,
        } = admission;
        let (places, drafts): (Vec<usize>, Vec<Draft>) = admitted
            .into_iter()
            .map(|(place, row)| (place, row.draft))
            .unzip();
        let made = self.insert_all(unit, &drafts).await?;
        for (place, made) in places.into_iter().zip(made) {
            if let Ok(link) = &made {
                before.links += 1;
                before.codes.insert((link.namespace, link.slug.clone()));
            }
            fates[place] = Some(made.map_err(ImportRowError::Link));
        }
        before.sets = Some(sets);
        Ok(fates.into_iter().flatten().collect())
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
        let names = content.collections.iter();
        let sets: Result<Vec<_>, _> = names.map(|name| CollectionName::parse(name)).collect();
        match (self.draft(Some(owner), &content.new, now), sets) {
            (Ok(draft), Ok(sets)) => Ok(Ready { draft, sets }),
            (Ok(_), Err(error)) => Err(Violations::of("collections", format!("each {error}"))),
            (Err(broken), Ok(_)) => Err(broken),
            (Err(mut broken), Err(error)) => {
                broken.add("collections", format!("each {error}"));
                Err(broken)
            }
        }
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

/// Lets rows in as long as there is room for links, and in their sets.
async fn admit(
    unit: &dyn UnitOfWork,
    rows: Vec<Result<Ready, ImportRowError>>,
    mut room: u64,
    sets: &mut ImportSets,
) -> Result<Admission, StoreError> {
    let mut fates = Vec::with_capacity(rows.len());
    let mut admitted = Vec::with_capacity(rows.len());
    for row in rows {
        let refused = match row {
            Ok(_) if room == 0 => Some(ImportRowError::Link(CreateLinkError::TooMany)),
            Ok(ready) => {
                let refused = sets.reserve(unit, &ready.sets).await?;
                if refused.is_none() {
                    room -= 1;
                    admitted.push((fates.len(), ready));
                }
                refused
            }
            Err(refused) => Some(refused),
        };
        fates.push(refused.map(Err));
    }
    Ok(Admission { fates, admitted })
}
