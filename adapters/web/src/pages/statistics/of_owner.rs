use korotko_core::Zone;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::statistics::{
    CountClicksError, GroupBy, Statistic, StatisticsQuery, StatisticsScope,
};

use super::{Numbers, Window};
use crate::failure::Failure;
use crate::visit::Visit;

/// The numbers of whoever is signed in.
pub(crate) struct OfOwner<'a> {
    visit: &'a Visit<'a>,
    scope: StatisticsScope,
}

impl<'a> OfOwner<'a> {
    /// Of one link.
    pub(crate) fn link(visit: &'a Visit<'a>, link: LinkId) -> Result<Self, Failure> {
        Self::new(visit, StatisticsScope::Link(link))
    }

    /// Of the links of a collection.
    pub(crate) fn collection(
        visit: &'a Visit<'a>,
        collection: CollectionId,
    ) -> Result<Self, Failure> {
        Self::new(visit, StatisticsScope::Collection(collection))
    }

    fn new(visit: &'a Visit<'a>, scope: StatisticsScope) -> Result<Self, Failure> {
        visit.require_user()?;
        Ok(Self { visit, scope })
    }
}

impl Numbers for OfOwner<'_> {
    type Error = CountClicksError;

    fn zone(&self) -> Zone {
        self.visit.zone()
    }

    async fn count(
        &self,
        window: &Window,
        group_by: GroupBy,
        limit: usize,
    ) -> Result<Statistic, CountClicksError> {
        let user = self.visit.user().ok_or(CountClicksError::NoLink)?;
        let query = StatisticsQuery {
            scope: self.scope,
            period: window.text(),
            group_by,
            limit,
        };
        self.visit.site.korotko.statistics.count(user, &query).await
    }
}
