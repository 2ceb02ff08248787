use super::{Collection, CollectionName, Collections, Description, hold};
use crate::fault::{Violations, fault};
use crate::id::{CollectionId, UserId};
use crate::ports::StoreError;
use crate::revision::Expected;

/// What is to change of a set; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectionEdit {
    /// What it is called.
    pub name: Option<String>,
    /// What it is for; `Some(None)` for nothing.
    pub description: Option<Option<String>>,
}

/// Why a set is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditCollectionError {
    /// A field breaks a rule.
    #[error("the set cannot be changed as asked")]
    Invalid(Violations),
    /// There is none of this id, or it is somebody else's; which, is not told.
    #[error("there is no such set")]
    NotFound,
    /// It was changed since it was read.
    #[error("the set was changed meanwhile; read it again")]
    Stale,
    /// The owner has another set of this name, give or take case.
    #[error("there is a set of this name already")]
    NameTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Collections {
    /// Changes a set of `owner`, if it is at the expected revision. One that is as it is asked for already stays at its revision.
    #[tracing::instrument(name = "collections.edit", skip_all)]
    pub async fn edit(
        &self,
        owner: UserId,
        id: CollectionId,
        expected: &Expected,
        edit: &CollectionEdit,
    ) -> Result<Collection, EditCollectionError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let held = hold(&*unit, owner, id).await?;
        let old = held.ok_or(EditCollectionError::NotFound)?;
        if !expected.admits(old.revision) {
            return Err(EditCollectionError::Stale);
        }
        let mut collection = old.clone();
        apply(edit, &mut collection).map_err(EditCollectionError::Invalid)?;
        if collection == old {
            return Ok(collection);
        }
        collection.touch(now);
        unit.collections().update(&collection).await?;
        unit.commit().await?;
        Ok(collection)
    }
}

fn apply(edit: &CollectionEdit, collection: &mut Collection) -> Result<(), Violations> {
    let mut broken = Violations::default();
    let name = edit.name.as_deref().map(CollectionName::parse);
    let name = broken.check("name", name.transpose()).flatten();
    let given = edit.description.as_ref();
    let description = given.and_then(Option::as_deref).map(Description::parse);
    let description = broken.check("description", description.transpose());
    if !broken.as_slice().is_empty() {
        return Err(broken);
    }
    if let Some(name) = name {
        collection.name = name;
    }
    if given.is_some() {
        collection.description = description.flatten();
    }
    Ok(())
}

impl From<StoreError> for EditCollectionError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::NameTaken,
            error => Self::Store(error),
        }
    }
}

fault!(EditCollectionError {
    broken_rules: [Invalid => "invalid"],
    own: [
        NotFound => NotFound "not-found",
        Stale => Stale "stale",
        NameTaken => Conflict "name-taken"
    ],
    passed_on: [Store],
});
