//! The fixtures of the suites.
#![warn(missing_docs)]

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use korotko_core::ports::{Mailer, PasswordHasher, RouteFinder, Store, StoredUsers, UserFinder};

/// An empty store for one check.
///
/// The store must serve reads beside an open unit of work (with a pool of at least two connections, say): some checks look from
/// outside at uncommitted changes.
pub struct StoreFixture {
    /// The store, empty.
    pub store: Arc<dyn Store>,
    /// A second handle on the same data, opened separately, as by another process.
    pub other: Arc<dyn Store>,
    /// Finds the routes of the links in `store`.
    pub routes: Arc<dyn RouteFinder>,
    /// Finds the users in `store` by their tokens.
    pub users: Arc<dyn UserFinder>,
    guard: Box<dyn Any + Send + Sync>,
}

impl StoreFixture {
    /// A fixture of an empty store, a second handle on its data, and its route finder, which often is the store itself.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, other: Arc<dyn Store>, routes: Arc<dyn RouteFinder>) -> Self {
        Self {
            users: Arc::new(StoredUsers(store.clone())),
            store,
            other,
            routes,
            guard: Box::new(()),
        }
    }

    /// Keeps `guard`, such as a temporary folder or database, until the check is over; it is dropped after the store.
    #[must_use]
    pub fn keeping(mut self, guard: impl Any + Send + Sync) -> Self {
        self.guard = Box::new(guard);
        self
    }
}

impl fmt::Debug for StoreFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreFixture").finish_non_exhaustive()
    }
}

/// A received mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its Message-ID, without the angle brackets.
    pub message_id: String,
    /// The recipient's address.
    pub to: String,
    /// The attached files: names and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The inbox of a mailer's recipients.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// The mails received so far.
    async fn arrivals(&self) -> Vec<Arrival>;
}

/// A mailer for one check, and the inbox of its mails.
pub struct MailerFixture {
    /// The mailer.
    pub mailer: Arc<dyn Mailer>,
    /// The inbox; empty.
    pub inbox: Arc<dyn Inbox>,
    /// A mailer of the same adapter that cannot send: if a server is involved, one that refuses every mail and quotes the
    /// recipient in its reply.
    pub failing: Arc<dyn Mailer>,
    guard: Box<dyn Any + Send + Sync>,
}

impl MailerFixture {
    /// A fixture of a mailer, its inbox, and a mailer that cannot send.
    #[must_use]
    pub fn new(mailer: Arc<dyn Mailer>, inbox: Arc<dyn Inbox>, failing: Arc<dyn Mailer>) -> Self {
        Self {
            mailer,
            inbox,
            failing,
            guard: Box::new(()),
        }
    }

    /// Keeps `guard`, such as a running mail sink, until the check is over.
    #[must_use]
    pub fn keeping(mut self, guard: impl Any + Send + Sync) -> Self {
        self.guard = Box::new(guard);
        self
    }
}

impl fmt::Debug for MailerFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailerFixture").finish_non_exhaustive()
    }
}

/// A password hasher with two costs for one check. Choose low costs: some checks hash dozens of passwords.
pub struct PasswordHasherFixture {
    /// The hasher.
    pub hasher: Arc<dyn PasswordHasher>,
    /// A hasher with a lower cost, as `hasher` had before.
    pub cheaper: Arc<dyn PasswordHasher>,
}

impl fmt::Debug for PasswordHasherFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordHasherFixture")
            .finish_non_exhaustive()
    }
}
