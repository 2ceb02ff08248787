use super::{Collection, CollectionName, Collections, Description};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{InsertCollection, StoreError};
use crate::user::{OwnerGone, lock_owner};

/// What somebody gives to make a set, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCollection {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
}

impl NewCollection {
    /// A set of this name, without a description.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: None,
        }
    }
}

/// Why there is no new set.
#[derive(Debug, thiserror::Error)]
pub enum CreateCollectionError {
    /// A field breaks a rule.
    #[error("the set cannot be made as asked")]
    Invalid(Violations),
    /// The owner has a set of this name, give or take case.
    #[error("there is a set of this name already")]
    NameTaken,
    /// The owner has as many sets as one may have.
    #[error("there are as many sets as one user may have")]
    TooMany,
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Collections {
    /// Makes an empty set.
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
    let mut broken = Violations::default();
    let name = broken.check("name", CollectionName::parse(&new.name));
    let description = new.description.as_deref().map(Description::parse);
    let description = broken.check("description", description.transpose());
    name.zip(description).ok_or(broken)
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
    broken_rules: [Invalid => "invalid"],
    own: [NameTaken => Conflict "name-taken", TooMany => Conflict "too-many-collections"],
    passed_on: [OwnerGone, Store],
});
