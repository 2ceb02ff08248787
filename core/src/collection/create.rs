use super::{Collection, CollectionName, Collections, Description};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{InsertCollection, StoreError};

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
    /// The owner's account is gone meanwhile.
    #[error("this session is over; sign in again")]
    OwnerGone,
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
        // Holds the owner, so that nobody else adds to what is counted.
        let held = unit.users().find_for_update(owner).await?;
        held.ok_or(CreateCollectionError::OwnerGone)?;
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
            StoreError::Missing => Self::OwnerGone,
            error => Self::Store(error),
        }
    }
}

fault!(CreateCollectionError {
    broken_rules: [Invalid => "invalid"],
    own: [
        NameTaken => Conflict "name-taken",
        TooMany => Conflict "too-many-collections",
        OwnerGone => Unauthenticated "token-invalid"
    ],
    passed_on: [Store],
});
