use korotko_core::Zone;
use korotko_core::share::{CountSharedError, OpenShare, Shares};
use korotko_core::statistics::{GroupBy, Statistic};

use crate::pages::statistics::{Numbers, Window};

/// The numbers of a share.
pub(super) struct OfShare<'a> {
    pub(super) shares: &'a Shares,
    pub(super) open: &'a OpenShare,
}

impl Numbers for OfShare<'_> {
    type Error = CountSharedError;

    fn zone(&self) -> Zone {
        self.open.zone()
    }

    async fn count(
        &self,
        window: &Window,
        group_by: GroupBy,
        limit: usize,
    ) -> Result<Statistic, CountSharedError> {
        let period = window.text();
        self.shares.count(self.open, period, group_by, limit).await
    }
}
