use super::{Collection, CollectionName, Collections, Description, lock_collection};
use crate::fault::{Violations, fault};
use crate::id::{CollectionId, UserId};
use crate::ports::StoreError;
use crate::revision::ExpectedRevision;

/// The changes to a collection; a field that is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectionEdit {
    /// The name.
    pub name: Option<String>,
    /// The description; `Some(None)` for none.
    pub description: Option<Option<String>>,
}

/// Why a collection was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditCollectionError {
    /// A field violates a rule.
    #[error("the collection edit is invalid")]
    Invalid(Violations),
    /// It does not exist or belongs to another user. Deliberately the same error, so that existence is not revealed.
    #[error("collection not found")]
    NotFound,
    /// It has changed since it was read.
    #[error("the collection has changed since you read it; read it again")]
    Stale,
    /// The owner has another collection with this name, ignoring case.
    #[error("a collection with this name already exists")]
    NameTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Collections {
    /// Changes a collection of `owner`, if it is at the expected revision. An edit that changes nothing keeps the revision.
    #[tracing::instrument(name = "collections.edit", skip_all)]
    pub async fn edit(
        &self,
        owner: UserId,
        id: CollectionId,
        expected: &ExpectedRevision,
        edit: &CollectionEdit,
    ) -> Result<Collection, EditCollectionError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let locked = lock_collection(&*unit, owner, id).await?;
        let old = locked.ok_or(EditCollectionError::NotFound)?;
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
    let mut violations = Violations::default();
    let name = edit.name.as_deref().map(CollectionName::parse);
    let name = violations.check("name", name.transpose()).flatten();
    let given = edit.description.as_ref();
    let description = given.and_then(Option::as_deref).map(Description::parse);
    let description = violations.check("description", description.transpose());
    if !violations.as_slice().is_empty() {
        return Err(violations);
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
    violations: [Invalid => "invalid"],
    variants: [
        NotFound => NotFound "not-found",
        Stale => Stale "precondition-failed",
        NameTaken => Conflict "name-taken"
    ],
    transparent: [Store],
});
