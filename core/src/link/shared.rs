use url::{Position, Url};

use super::{Links, Namespace, Slug};
use crate::id::UserId;

impl Links {
    /// The slug of a share URL of this service, with its namespace; `None` if it is none.
    #[must_use]
    pub fn shared(&self, url: &str) -> Option<(Namespace, Slug)> {
        let url = Url::parse(url.trim()).ok()?;
        let slug = Slug::parse(url.path_segments()?.next_back()?).ok()?;
        let namespace = match url.query_pairs().find(|(name, _)| name == "u") {
            Some((_, user)) => Namespace::Personal(UserId(user.parse().ok()?)),
            None => Namespace::Global,
        };
        let own = self.share_url_of(namespace, slug.as_str());
        let is_own = own[..Position::AfterPath] == url[..Position::AfterPath];
        is_own.then_some((namespace, slug))
    }
}
