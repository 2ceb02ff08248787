//! Large bodies: who may send them, and how many are processed at once.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use async_trait::async_trait;
use poem::{Request, Result};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::http::problem::Problem;

/// Identifies the account of a request before its body is read.
#[async_trait]
pub trait Accounts: fmt::Debug + Send + Sync {
    /// The id of the account that sends this request. MUST refuse a request without an account as the operation itself would.
    async fn account(&self, request: &Request) -> Result<i64>;
}

/// The slots for large bodies: a total, which bounds the memory, and a maximum per account, so that no account takes all.
#[derive(Debug)]
pub struct LargeBodies {
    /// A request without an account may not send a large body.
    pub(super) accounts: Arc<dyn Accounts>,
    slots: Arc<Semaphore>,
    per_account: usize,
    wait: Duration,
    by_account: Mutex<HashMap<i64, Weak<Semaphore>>>,
}

/// A slot, held until dropped.
#[derive(Debug)]
pub(super) struct BodySlot {
    _own: OwnedSemaphorePermit,
    _common: OwnedSemaphorePermit,
}

impl LargeBodies {
    /// `slots` in total, of which one account has at most `per_account`. A request waits up to `wait` for a slot, and is then answered
    /// 503.
    #[must_use]
    pub fn new(
        accounts: Arc<dyn Accounts>,
        slots: usize,
        per_account: usize,
        wait: Duration,
    ) -> Self {
        Self {
            accounts,
            slots: Arc::new(Semaphore::new(slots)),
            per_account,
            wait,
            by_account: Mutex::default(),
        }
    }

    /// A slot for a body of this account.
    pub(super) async fn slot(&self, account: i64) -> Result<BodySlot, Problem> {
        let own = self.account_slots(account);
        let common = self.slots.clone();
        let both = async {
            // The account's own slot first: while it waits for one, it does not block other accounts.
            let own = own.acquire_owned().await.ok()?;
            let common = common.acquire_owned().await.ok()?;
            Some(BodySlot {
                _own: own,
                _common: common,
            })
        };
        let slot = timeout(self.wait, both).await.ok().flatten();
        slot.ok_or_else(Problem::unavailable)
    }

    fn account_slots(&self, account: i64) -> Arc<Semaphore> {
        let mut by_account = self
            .by_account
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(slots) = by_account.get(&account).and_then(Weak::upgrade) {
            return slots;
        }
        by_account.retain(|_, slots| slots.strong_count() > 0);
        let slots = Arc::new(Semaphore::new(self.per_account));
        by_account.insert(account, Arc::downgrade(&slots));
        slots
    }
}
