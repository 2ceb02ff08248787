use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

use super::{Day, VisitorHash, VisitorSalt};
use crate::ports::Timestamp;

/// The salts of today and tomorrow, in memory, so that a redirect does not wait for the store.
#[derive(Debug, Default)]
pub(crate) struct Salts(RwLock<Vec<VisitorSalt>>);

impl Salts {
    /// The visitor's hash on the day of `now`; `None` without its salt.
    pub(crate) fn visitor(
        &self,
        now: Timestamp,
        address: IpAddr,
        user_agent: &str,
    ) -> Option<VisitorHash> {
        let day = Day::from_timestamp(now);
        let salts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let salt = salts.iter().find(|salt| salt.day() == day)?;
        Some(salt.hash(address, user_agent))
    }

    pub(super) fn replace(&self, salts: Vec<VisitorSalt>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = salts;
    }
}
