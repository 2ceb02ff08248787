use std::net::IpAddr;

use url::Url;

use super::{Links, Namespace, ResolveLinkError, TargetUrl};
use crate::ports::Timestamp;

/// What everybody may know of a short link before following it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The URL to share.
    pub share_url: Url,
    /// Where the link leads now.
    pub target: TargetUrl,
    /// When the link was created.
    pub created_at: Timestamp,
}

impl Links {
    /// Says where a link leads, without recording a click. A link that does not redirect is refused for the same reason as when it is
    /// followed, and requests for unknown slugs are limited together.
    #[tracing::instrument(name = "links.preview", skip_all)]
    pub async fn preview(
        &self,
        namespace: Namespace,
        slug: &str,
        client: Option<IpAddr>,
    ) -> Result<Preview, ResolveLinkError> {
        let redirect = self.resolve(namespace, slug, client).await?;
        let found = self.ports.store.links().find_by_id(redirect.link).await?;
        // It may have been deleted concurrently.
        let link = found.ok_or(ResolveLinkError::NotFound)?;
        Ok(Preview {
            share_url: self.share_url(&link),
            target: redirect.target,
            created_at: link.created_at,
        })
    }
}
