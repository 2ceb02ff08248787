//! What the suites run on.
#![warn(missing_docs)]

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use korotko_core::ports::{Mailer, PasswordHasher, RouteFinder, Store};

/// An empty store for one check.
///
/// It must be able to serve reads beside an open unit of work (a pool of at least two connections, say): some checks look
/// from outside at what a unit has not committed.
pub struct StoreFixture {
    /// The store, empty.
    pub store: Arc<dyn Store>,
    /// A second handle on the same data, opened on its own, as by another process.
    pub other: Arc<dyn Store>,
    /// What finds the routes of the links in `store`.
    pub routes: Arc<dyn RouteFinder>,
    guard: Box<dyn Any + Send + Sync>,
}

impl StoreFixture {
    /// A fixture of an empty store, a second handle on its data, and its route finder, which is often the store itself.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, other: Arc<dyn Store>, routes: Arc<dyn RouteFinder>) -> Self {
        Self {
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

/// A mail as it arrived at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its Message-ID, without the angle brackets.
    pub message_id: String,
    /// The address that it was sent to.
    pub to: String,
    /// The files that came with it: names and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The other end of a mailer: what receives its mails.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// The mails that arrived so far.
    async fn arrivals(&self) -> Vec<Arrival>;
}

/// A mailer for one check, and the place where its mails arrive.
pub struct MailerFixture {
    /// The mailer.
    pub mailer: Arc<dyn Mailer>,
    /// Where its mails arrive; empty.
    pub inbox: Arc<dyn Inbox>,
    /// A mailer of the same adapter that can send nothing: where a server takes part, one that refuses every mail and quotes
    /// the recipient in its answer.
    pub failing: Arc<dyn Mailer>,
    guard: Box<dyn Any + Send + Sync>,
}

impl MailerFixture {
    /// A fixture of a mailer, where its mails arrive, and another that cannot send.
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

/// A password hasher at two costs for one check. Choose low ones: some checks hash dozens of passwords.
pub struct PasswordHasherFixture {
    /// The hasher.
    pub hasher: Arc<dyn PasswordHasher>,
    /// One that asks for less work, as `hasher` did yesterday.
    pub cheaper: Arc<dyn PasswordHasher>,
}

impl fmt::Debug for PasswordHasherFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordHasherFixture")
            .finish_non_exhaustive()
    }
}
