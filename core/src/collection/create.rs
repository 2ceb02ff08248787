use super::{Collection, CollectionName, Collections, Description};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{InsertCollection, StoreError};
use crate::user::{OwnerGone, lock_owner};

/// The fields of a new collection, as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCollection {
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
}

impl NewCollection {
    /// A collection with this name and no description.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: None,
        }
    }
}

/// Why a collection was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateCollectionError {
    /// A field violates a rule.
    #[error("the collection is invalid")]
    Invalid(Violations),
    /// The owner has a collection with this name, ignoring case.
    #[error("a collection with this name already exists")]
    NameTaken,
    /// The owner's collection limit is reached.
    #[error("collection limit reached; delete some collections first")]
    TooMany,
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Collections {
    /// Creates an empty collection.
    #[tracing::instrument(name = "collections.create", skip_all)]
    pub async fn create(
        &self,
        owner: UserId,
        new: &NewCollection,
    ) -> Result<Collection, CreateCollectionError> {
        let now = self.ports.clock.now();
        let (name, description) = parse(new).map_err(CreateCollectionError::Invalid)?;
        let unit = self.ports.store.begin().await?;
        lock_owner(&*unit, owner).await?;
        if unit.collections().count_by_owner(owner).await? >= self.limits.collections_per_user {
            return Err(CreateCollectionError::TooMany);
        }
        let insert = InsertCollection {
            owner,
            name,
            description,
            created_at: now,
        };
        let collection = unit.collections().insert(&insert).await?;
        unit.commit().await?;
        Ok(collection)
    }
}

fn parse(new: &NewCollection) -> Result<(CollectionName, Option<Description>), Violations> {
    let mut violations = Violations::default();
    let name = violations.check("name", CollectionName::parse(&new.name));
    let description = new.description.as_deref().map(Description::parse);
    let description = violations.check("description", description.transpose());
    name.zip(description).ok_or(violations)
}

impl From<StoreError> for CreateCollectionError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::NameTaken,
            StoreError::Missing => Self::OwnerGone(OwnerGone),
            error => Self::Store(error),
        }
    }
}

fault!(CreateCollectionError {
    violations: [Invalid => "invalid"],
    variants: [NameTaken => Conflict "name-taken", TooMany => Conflict "collection-limit-reached"],
    transparent: [OwnerGone, Store],
});
