//! The repositories of a store that is away.

use async_trait::async_trait;
use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, JobId, LinkId, UserId};
use korotko_core::job::{Job, JobRecord};
use korotko_core::link::Link;
use korotko_core::ports::{
    Claim, CollectionQuery, CollectionRepository, InsertCollection, InsertLink, InsertUser,
    JobQuery, JobRepository, LinkQuery, LinkRepository, Membership, MembershipRepository,
    Settlement, StoreError, Timestamp, UserRepository,
};
use korotko_core::user::{Email, User};

/// Every repository of a store that is away.
pub struct Away;

/// What a store answers that is away.
pub fn away<T>() -> Result<T, StoreError> {
    Err(StoreError::unavailable("switched off"))
}

#[async_trait]
impl UserRepository for Away {
    async fn find_by_id(&self, _: UserId) -> Result<Option<User>, StoreError> {
        away()
    }

    async fn find_by_email(&self, _: &Email) -> Result<Option<User>, StoreError> {
        away()
    }

    async fn find_for_update(&self, _: UserId) -> Result<Option<User>, StoreError> {
        away()
    }

    async fn insert(&self, _: &InsertUser) -> Result<User, StoreError> {
        away()
    }

    async fn update(&self, _: &User) -> Result<(), StoreError> {
        away()
    }

    async fn delete(&self, _: UserId, _: Timestamp) -> Result<bool, StoreError> {
        away()
    }

    async fn delete_lapsed(&self, _: Timestamp, _: Timestamp, _: u64) -> Result<u64, StoreError> {
        away()
    }

    async fn remove_deleted(&self, _: u64) -> Result<u64, StoreError> {
        away()
    }
}

#[async_trait]
impl LinkRepository for Away {
    async fn find_by_id(&self, _: LinkId) -> Result<Option<Link>, StoreError> {
        away()
    }

    async fn find_for_update(&self, _: LinkId) -> Result<Option<Link>, StoreError> {
        away()
    }

    async fn list(&self, _: &LinkQuery) -> Result<Vec<Link>, StoreError> {
        away()
    }

    async fn count_by_owner(&self, _: UserId) -> Result<u64, StoreError> {
        away()
    }

    async fn insert(&self, _: &InsertLink) -> Result<Link, StoreError> {
        away()
    }

    async fn update(&self, _: &Link) -> Result<(), StoreError> {
        away()
    }
}

#[async_trait]
impl CollectionRepository for Away {
    async fn find_by_id(&self, _: CollectionId) -> Result<Option<Collection>, StoreError> {
        away()
    }

    async fn find_for_update(&self, _: CollectionId) -> Result<Option<Collection>, StoreError> {
        away()
    }

    async fn list(&self, _: &CollectionQuery) -> Result<Vec<Collection>, StoreError> {
        away()
    }

    async fn count_by_owner(&self, _: UserId) -> Result<u64, StoreError> {
        away()
    }

    async fn insert(&self, _: &InsertCollection) -> Result<Collection, StoreError> {
        away()
    }

    async fn update(&self, _: &Collection) -> Result<(), StoreError> {
        away()
    }

    async fn delete(&self, _: CollectionId) -> Result<bool, StoreError> {
        away()
    }
}

#[async_trait]
impl MembershipRepository for Away {
    async fn list_by_links(&self, _: &[LinkId]) -> Result<Vec<Membership>, StoreError> {
        away()
    }

    async fn count(&self, _: CollectionId) -> Result<u64, StoreError> {
        away()
    }

    async fn insert(&self, _: &[Membership]) -> Result<u64, StoreError> {
        away()
    }

    async fn delete(&self, _: Membership) -> Result<bool, StoreError> {
        away()
    }
}

#[async_trait]
impl JobRepository for Away {
    async fn insert(&self, _: &Job, _: Timestamp) -> Result<JobId, StoreError> {
        away()
    }

    async fn claim(&self, _: Timestamp, _: Timestamp, _: u32) -> Result<Vec<Claim>, StoreError> {
        away()
    }

    async fn renew(&self, _: &Claim, _: Timestamp) -> Result<bool, StoreError> {
        away()
    }

    async fn settle(&self, _: &Claim, _: &Settlement) -> Result<bool, StoreError> {
        away()
    }

    async fn list(&self, _: &JobQuery) -> Result<Vec<JobRecord>, StoreError> {
        away()
    }

    async fn requeue(&self, _: JobId, _: Timestamp) -> Result<bool, StoreError> {
        away()
    }

    async fn delete_done(&self, _: Timestamp, _: u64) -> Result<u64, StoreError> {
        away()
    }
}
