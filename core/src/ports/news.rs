use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::id::UserId;
use crate::link::{Link, Namespace, Route, Slug};
use crate::ports::{Clock, StoreError};

/// What a unit of work changed of the routes and users that nodes keep in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The route of this slug in this namespace.
    Route(Namespace, Slug),
    /// This user, and no route.
    User(UserId),
    /// This user, and the routes of their links, personal and global.
    Owner(UserId),
    /// Any routes and users.
    Everything,
}

impl Change {
    /// The change of the route of this link's slug.
    #[must_use]
    pub fn of(link: &Link) -> Self {
        Self::Route(link.namespace, link.slug.clone())
    }

    /// What changes for the slug of `old` when `new` replaces it; `None` if its route stays the same.
    pub(crate) fn between(old: &Link, new: &Link) -> Option<Self> {
        let same = old.slug == new.slug && Route::from(old.clone()) == Route::from(new.clone());
        (!same).then(|| Self::of(old))
    }
}

/// Tells every process on the same data what a unit of work changes of routes and users.
///
/// A created link is not announced: nobody can know its route before. Nor is a user without a verified address, who has no
/// tokens yet.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait News: Send + Sync {
    /// Announces these changes when the unit is committed, and MUST NOT announce them otherwise. Many changes may become
    /// [`Change::Everything`].
    async fn announce(&self, changes: &[Change]) -> Result<(), StoreError>;
}

/// Hears what was changed.
pub trait NewsListener: Send + Sync {
    /// This was changed. MUST NOT wait.
    fn changed(&self, change: &Change);

    /// Every change that was committed after `since` and before `until`, times of [`Clock::uptime`], was heard.
    fn complete(&self, since: Duration, until: Duration);
}

/// Both hear.
impl<A: NewsListener, B: NewsListener> NewsListener for (Arc<A>, Arc<B>) {
    fn changed(&self, change: &Change) {
        self.0.changed(change);
        self.1.changed(change);
    }

    fn complete(&self, since: Duration, until: Duration) {
        self.0.complete(since, until);
        self.1.complete(since, until);
    }
}

/// The changes that [`News`] announces, in all processes on the same data.
#[async_trait]
pub trait NewsFeed: Send + Sync {
    /// Passes changes to `listener` until the future is dropped; never returns. MUST call
    /// [`complete`](NewsListener::complete) only after every change of that time, and several times a second while it
    /// hears everything. After it may have missed a change, `since` MUST be later than that change.
    async fn listen(&self, clock: Arc<dyn Clock>, listener: Arc<dyn NewsListener>);
}
