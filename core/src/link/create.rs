use std::net::IpAddr;

use super::create_group::{Created, Wanted};
use super::draft::Draft;
use super::field::GENERATE_ATTEMPTS;
use super::{CreateLinkError, Link, Links, NewLink, QueryForwarding, Slug};
use crate::id::UserId;

impl Links {
    /// Creates a link of `owner`, or an anonymous link in the global namespace if the policy allows it. Anonymous links are limited by
    /// the network of the `client`; without one they are not.
    #[tracing::instrument(name = "links.create", skip_all)]
    pub async fn create(
        &self,
        owner: Option<UserId>,
        new: &NewLink,
        client: Option<IpAddr>,
    ) -> Result<Link, CreateLinkError> {
        let now = self.ports.clock.now();
        if owner.is_none() && !self.anonymous {
            return Err(CreateLinkError::AnonymousLinksOff);
        }
        let draft = self.draft(owner, new, now);
        let draft = draft.map_err(CreateLinkError::Invalid)?;
        if owner.is_none() {
            self.rates.anonymous_link(client).await?;
        }
        if let Some(slug) = &draft.slug {
            return self.insert(&draft, slug.clone()).await;
        }
        for _ in 0..GENERATE_ATTEMPTS {
            let slug = Slug::generate(&*self.ports.random)?;
            match self.insert(&draft, slug).await {
                Err(CreateLinkError::SlugTaken) => {}
                decided => return decided,
            }
        }
        Err(CreateLinkError::NoFreeSlug)
    }

    async fn insert(&self, draft: &Draft, slug: Slug) -> Created {
        let wanted = Wanted {
            link: draft.with_slug(slug, QueryForwarding::default()),
            forwards_by_default: draft.query_forwarding.is_none(),
        };
        let is_shared = self.ports.store.has_single_writer();
        let lane = draft.owner.filter(|_| !is_shared);
        let links = self.clone();
        let create = |wanted: Vec<Wanted>| async move { links.create_together(&wanted).await };
        let link = self.groups.create(lane, wanted, create).await?;
        self.forget_route(&link);
        Ok(link)
    }

    /// Creates a link in its own unit.
    pub(super) async fn create_alone(&self, wanted: &Wanted) -> Created {
        let unit = self.ports.store.begin().await?;
        let mut forwarding = QueryForwarding::default();
        if let Some(owner) = wanted.link.owner {
            let room = self.lock_room(&*unit, owner).await?;
            if room.links == 0 {
                return Err(CreateLinkError::TooMany);
            }
            forwarding = room.query_forwarding;
        }
        let link = wanted.with_default(forwarding);
        let link = unit.links().insert(&link).await?;
        // After the insert, so that no deletion can happen in between.
        if self.is_reserved_for_another(&*unit, &link).await? {
            return Err(CreateLinkError::SlugTaken);
        }
        unit.commit().await?;
        Ok(link)
    }
}
