use crate::id::UserId;
use crate::link::{Links, Namespace, NewLink, Scope, Slug, TargetUrl};
use crate::ports::StoreError;

impl Links {
    /// Whether `owner` has a personal link with the slug and the target of a new one already. A link that would be global is never the same:
    /// its slug may be somebody else's.
    pub(crate) async fn has_same(
        &self,
        owner: UserId,
        new: &NewLink,
    ) -> Result<bool, StoreError> {
        let slug = new.slug.as_deref().map(Slug::parse);
        let target = TargetUrl::parse(&new.url, self.own_url());
        let (Some(Ok(slug)), Ok(target)) = (slug, target) else {
            return Ok(false);
        };
        if new.scope == Some(Scope::Global) {
            return Ok(false);
        }
        let routes = &self.ports.route_finder;
        let found = routes.find_route(Namespace::Personal(owner), &slug).await?;
        Ok(found.is_some_and(|route| route.deleted_at.is_none() && route.target == target))
    }
}
