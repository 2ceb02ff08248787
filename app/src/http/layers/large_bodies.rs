//! Bodies that are larger than usual: who may send them, and how many there are at once.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use async_trait::async_trait;
use poem::{Request, Result};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::http::problem::Problem;

/// Tells whose request it is, before its body is read.
#[async_trait]
pub trait Accounts: fmt::Debug + Send + Sync {
    /// The account that sends this request, by a number of its own. MUST refuse who has none as the operation itself would.
    async fn account(&self, request: &Request) -> Result<i64>;
}

/// The places for large bodies, with what is made of them: so many in all, so that memory is bounded, and so many of one
/// account, so that nobody takes them all.
#[derive(Debug)]
pub struct LargeBodies {
    /// Who has no account sends no large body.
    pub(super) accounts: Arc<dyn Accounts>,
    places: Arc<Semaphore>,
    each: usize,
    wait: Duration,
    taken: Mutex<HashMap<i64, Weak<Semaphore>>>,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _own: OwnedSemaphorePermit,
    _common: OwnedSemaphorePermit,
}

impl LargeBodies {
    /// `places` in all, of which one account has at most `each`; who finds none waits for up to `wait`, and is then told to come
    /// back.
    #[must_use]
    pub fn new(accounts: Arc<dyn Accounts>, places: usize, each: usize, wait: Duration) -> Self {
        Self {
            accounts,
            places: Arc::new(Semaphore::new(places)),
            each,
            wait,
            taken: Mutex::default(),
        }
    }

    /// A place for a body of this account.
    pub(super) async fn place(&self, account: i64) -> Result<Place, Problem> {
        let own = self.places_of(account);
        let common = self.places.clone();
        let both = async {
            // The account's own first: who waits for it takes nothing from anybody else.
            let own = own.acquire_owned().await.ok()?;
            let common = common.acquire_owned().await.ok()?;
            Some(Place {
                _own: own,
                _common: common,
            })
        };
        let had = timeout(self.wait, both).await.ok().flatten();
        had.ok_or_else(Problem::unavailable)
    }

    fn places_of(&self, account: i64) -> Arc<Semaphore> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = taken.get(&account).and_then(Weak::upgrade) {
            return places;
        }
        taken.retain(|_, places| places.strong_count() > 0);
        let places = Arc::new(Semaphore::new(self.each));
        taken.insert(account, Arc::downgrade(&places));
        places
    }
}
