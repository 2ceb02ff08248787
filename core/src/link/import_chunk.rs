//! Up to a thousand rows of a file on their way into the store: links first, then the sets that they need, then their places.

use super::draft::Draft;
use super::import::{ImportError, ImportFate, ImportRow, ImportRowError};
use super::import_sets::ImportSets;
use super::{CreateLinkError, Links};
use crate::collection::CollectionName;
use crate::fault::Violations;
use crate::id::UserId;
use crate::ports::{Timestamp, UnitOfWork};

/// A row that keeps every rule which can be told from it alone.
struct Ready {
    draft: Draft,
    sets: Vec<CollectionName>,
}

impl Links {
    pub(super) async fn import_chunk(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
        rows: &[ImportRow],
    ) -> Result<Vec<ImportFate>, ImportError> {
        let now = self.ports.clock.now();
        let mut room = self.hold_room(unit, owner).await?;
        let mut sets = ImportSets::begin(unit, owner, self.limits).await?;
        let mut fates: Vec<Option<ImportFate>> = Vec::with_capacity(rows.len());
        let mut admitted: Vec<(usize, Ready)> = Vec::new();
        for row in rows {
            let fate = match self.ready(owner, row, now) {
                Ok(_) if room == 0 => Some(ImportRowError::Link(CreateLinkError::TooMany)),
                Ok(ready) => {
                    let refused = sets.reserve(unit, &ready.sets).await?;
                    if refused.is_none() {
                        room -= 1;
                        admitted.push((fates.len(), ready));
                    }
                    refused
                }
                Err(broken) => Some(ImportRowError::Invalid(broken)),
            };
            fates.push(fate.map(Err));
        }
        self.bring_in(unit, admitted, &mut sets, now, &mut fates)
            .await?;
        Ok(fates.into_iter().flatten().collect())
    }

    async fn bring_in(
        &self,
        unit: &dyn UnitOfWork,
        admitted: Vec<(usize, Ready)>,
        sets: &mut ImportSets,
        now: Timestamp,
        fates: &mut [Option<ImportFate>],
    ) -> Result<(), ImportError> {
        let drafts: Vec<Draft> = admitted.iter().map(|(_, row)| row.draft.clone()).collect();
        let made = self.insert_all(unit, &drafts).await?;
        for ((place, row), made) in admitted.into_iter().zip(made) {
            if let Ok(link) = &made {
                sets.place(unit, link.id, &row.sets, now).await?;
            }
            fates[place] = Some(made.map_err(ImportRowError::Link));
        }
        sets.write(unit).await?;
        Ok(())
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
