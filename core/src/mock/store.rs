use std::sync::Arc;

use async_trait::async_trait;

use super::bundle::MockPorts;
use crate::ports::{Repositories, Snapshot, Store, StoreError, UnitOfWork, UnitRepositories};

/// A store, and each of its units of work, on one bundle of mocked repositories.
#[derive(Clone)]
pub(super) struct SharedStore(pub(super) Arc<MockPorts>);

impl SharedStore {
    fn all(&self) -> Repositories<'_> {
        let mocks = &*self.0;
        Repositories {
            users: &mocks.users,
            user_directory: &mocks.user_directory,
            invitations: &mocks.invitations,
            email_changes: &mocks.email_changes,
            keys: &mocks.keys,
            sessions: &mocks.sessions,
            links: &mocks.links,
            target_reviews: &mocks.target_reviews,
            import_drafts: &mocks.import_drafts,
            collections: &mocks.collections,
            memberships: &mocks.memberships,
            shares: &mocks.shares,
            jobs: &mocks.jobs,
            job_statistics: &mocks.job_statistics,
            statistics: &mocks.statistics,
            click_logs: &mocks.click_logs,
            reports: &mocks.reports,
            schedules: &mocks.schedules,
            abuse_reports: &mocks.abuse_reports,
            audit_log: &mocks.audit_log,
        }
    }
}

#[async_trait]
impl Store for SharedStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(self.clone()))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(self.clone()))
    }

    fn has_single_writer(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn repositories(&self) -> Repositories<'_> {
        self.all()
    }
}

#[async_trait]
impl UnitOfWork for SharedStore {
    fn repositories(&self) -> Repositories<'_> {
        self.all()
    }

    fn unit_repositories(&self) -> UnitRepositories<'_> {
        let mocks = &*self.0;
        UnitRepositories {
            link_batches: &mocks.link_batches,
            imports: &mocks.imports,
            tombstones: &mocks.tombstones,
            clicks: &mocks.clicks,
            salts: &mocks.salts,
            news: &mocks.news,
        }
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.0.commits.add();
        Ok(())
    }
}

impl Snapshot for SharedStore {
    fn repositories(&self) -> Repositories<'_> {
        self.all()
    }
}
