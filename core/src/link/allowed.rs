//! Which targets are allowed.

use super::{Block, BlockCause, Link, Links, TargetUrl, TargetUrlError};
use crate::ports::{HostList, Timestamp};

impl Links {
    /// Parses a target or a fallback, and looks for its host in the lists.
    pub(super) fn parse_target(&self, text: &str) -> Result<TargetUrl, TargetUrlError> {
        let target = TargetUrl::parse(text, self.own_url())?;
        match self.listed(&target) {
            None => Ok(target),
            Some(HostList::Blocked) => Err(TargetUrlError::Blocked),
            Some(HostList::Shorteners) => Err(TargetUrlError::Shortener),
        }
    }

    /// The block of a link, as the list of blocked hosts says, unless an operator blocked it, or there is no list.
    pub(crate) fn block_by_list(&self, link: &Link, now: Timestamp) -> Option<Block> {
        if self.ports.host_lists.blocked_version().is_none() {
            return link.block.clone();
        }
        match &link.block {
            Some(block) if block.cause != BlockCause::List => Some(block.clone()),
            known => {
                let by_list = Block {
                    at: now,
                    cause: BlockCause::List,
                    reason: None,
                };
                let blocked = self.leads_to_blocked(&link.target, link.fallback.as_ref());
                blocked.then(|| known.clone().unwrap_or(by_list))
            }
        }
    }

    /// Whether a target or a fallback leads to a blocked host.
    pub(super) fn leads_to_blocked(
        &self,
        target: &TargetUrl,
        fallback: Option<&TargetUrl>,
    ) -> bool {
        let mut both = [Some(target), fallback].into_iter().flatten();
        both.any(|url| self.listed(url) == Some(HostList::Blocked))
    }

    /// The list that contains the host of a target.
    fn listed(&self, target: &TargetUrl) -> Option<HostList> {
        self.ports.host_lists.find(&target.host()?)
    }
}
