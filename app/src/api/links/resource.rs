use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::{Link, LinkFilter};
use korotko_core::ports::Clock;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{LinkStateView, LinkUpdate, LinkView, NewLink};
use super::list::{LinkOrder, Listed, default_limit, page, search};
use super::problems::{
    DeleteLinkProblem, GetLinkProblem, ListLinksProblem, RestoreLinkProblem, UpdateLinkProblem,
};
use crate::api::Tag;
use crate::api::bearer::{MaybeSignedIn, SignedIn};
use crate::api::client::Client;
use crate::api::etag::{self, IfMatch};
use crate::api::moment::Moment;
use crate::api::problems::CreateLinkProblem;
use crate::http::JsonBody;

/// Links.
pub struct LinkApi {
    pub(in crate::api) korotko: Korotko,
    /// The time at which the states of links are computed.
    pub(in crate::api) clock: Arc<dyn Clock>,
}

impl LinkApi {
    fn view(&self, link: &Link) -> Json<LinkView> {
        let now = self.clock.now();
        Json(LinkView::new(link, &self.korotko.links, now))
    }

    fn own(&self, link: &Link) -> OwnLink {
        OwnLink::Link(self.view(link), etag::from_revision(link.revision))
    }
}

#[derive(ApiResponse)]
enum Created {
    /// The link was created.
    #[oai(status = 201)]
    Created(
        Json<LinkView>,
        /// The URL of the link in the API; of an anonymous link, its share URL.
        #[oai(header = "Location")]
        String,
        /// The revision, for `If-Match`. Not sent for an anonymous link.
        #[oai(header = "ETag")]
        Option<String>,
    ),
}

#[derive(ApiResponse)]
enum OwnLink {
    /// The link.
    #[oai(status = 200)]
    Link(
        Json<LinkView>,
        /// The revision, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The link was moved to the trash.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/api/links", tag = "Tag::Links")]
impl LinkApi {
    /// Create a link
    ///
    /// Creates a link with optional slug, title, tags and limits. With a token the link is yours and, by default, in your personal
    /// namespace, where you can use any slug; set `namespace` to `global` for a slug that is unique in the whole service. Without a token
    /// the link is anonymous and global, and cannot be changed or deleted.
    #[oai(path = "/", method = "post", operation_id = "createLink")]
    async fn create(
        &self,
        user: MaybeSignedIn,
        client: Client,
        body: JsonBody<NewLink>,
    ) -> Result<Created, CreateLinkProblem> {
        let (links, owner) = (&self.korotko.links, user.0.map(|user| user.id));
        let link = links.create(owner, &body.0.into(), client.0).await?;
        let (location, tag) = match link.owner {
            Some(_) => (
                format!("/api/links/{}", link.id),
                Some(etag::from_revision(link.revision)),
            ),
            None => (self.korotko.links.share_url(&link).into(), None),
        };
        Ok(Created::Created(self.view(&link), location, tag))
    }

    /// List your links
    ///
    /// Returns a page of your links, which can be searched, filtered and sorted. While you page through the list, a link that exists
    /// throughout is returned exactly once, even if other links are created or deleted. Links in the trash are returned only with
    /// `state=deleted`.
    #[allow(
        clippy::too_many_arguments,
        reason = "each parameter of an operation is an argument"
    )]
    #[oai(path = "/", method = "get", operation_id = "listLinks")]
    async fn list(
        &self,
        user: SignedIn,
        /// The number of links on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
        /// Only links whose target, slug, title or tags contain this text, ignoring case.
        q: Query<Option<String>>,
        /// Only links with this tag, ignoring case.
        tag: Query<Option<String>>,
        /// Only links in the collection with this id.
        collection: Query<Option<i64>>,
        /// Only links in this state.
        state: Query<Option<LinkStateView>>,
        /// Only links created at or after this time.
        created_from: Query<Option<Moment>>,
        /// Only links created before this time.
        created_until: Query<Option<Moment>>,
        /// The order of the links.
        #[oai(default)]
        sort: Query<LinkOrder>,
    ) -> Result<Listed, ListLinksProblem> {
        let filter = LinkFilter {
            text: search(q.0),
            tag: tag.0,
            collection: collection.0.map(CollectionId),
            state: state.0.map(Into::into),
            created_from: created_from.0.map(|moment| moment.0),
            created_until: created_until.0.map(|moment| moment.0),
        };
        let (links, owner) = (&self.korotko.links, user.0.id);
        let after = after.0.as_deref();
        Ok(page(links, owner, &filter, sort.0, after, limit.0).await?)
    }

    /// Get a link
    ///
    /// Returns one of your links. A link in the trash, and a link of another user, is not found.
    #[oai(path = "/:id", method = "get", operation_id = "getLink")]
    async fn get(
        &self,
        user: SignedIn,
        /// The id of the link.
        id: Path<i64>,
    ) -> Result<OwnLink, GetLinkProblem> {
        let link = self.korotko.links.read(user.0.id, LinkId(id.0)).await?;
        Ok(self.own(&link))
    }

    /// Update a link
    ///
    /// Changes the given fields of one of your links (JSON merge patch, RFC 7396); other fields are unchanged.
    #[oai(path = "/:id", method = "patch", operation_id = "updateLink")]
    async fn update(
        &self,
        user: SignedIn,
        /// The id of the link.
        id: Path<i64>,
        /// The `ETag` that the link must have, so that you do not overwrite another change.
        #[oai(name = "If-Match")]
        expected: IfMatch,
        body: JsonBody<LinkUpdate>,
    ) -> Result<OwnLink, UpdateLinkProblem> {
        let (owner, id) = (user.0.id, LinkId(id.0));
        let (links, edit) = (&self.korotko.links, body.0.into());
        let link = links.edit(owner, id, &expected.0, &edit).await?;
        Ok(self.own(&link))
    }

    /// Delete a link
    ///
    /// Moves one of your links to the trash. Restore it with `restoreLink` within 30 days. Its slug answers 410 for 90 days; a global slug
    /// is reserved for you that long.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteLink")]
    async fn delete(
        &self,
        user: SignedIn,
        /// The id of the link.
        id: Path<i64>,
        /// The `ETag` that the link must have.
        #[oai(name = "If-Match")]
        expected: IfMatch,
    ) -> Result<Deleted, DeleteLinkProblem> {
        let (owner, id) = (user.0.id, LinkId(id.0));
        self.korotko.links.delete(owner, id, &expected.0).await?;
        Ok(Deleted::Deleted)
    }

    /// Restore a link
    ///
    /// Restores a link from the trash, with its settings, clicks and collections. A link that is not in the trash is unchanged. If another
    /// link has taken the slug, change or delete that link first.
    #[oai(path = "/:id/restore", method = "post", operation_id = "restoreLink")]
    async fn restore(
        &self,
        user: SignedIn,
        /// The id of the link.
        id: Path<i64>,
    ) -> Result<OwnLink, RestoreLinkProblem> {
        let (owner, id) = (user.0.id, LinkId(id.0));
        let link = self.korotko.links.restore(owner, id).await?;
        Ok(self.own(&link))
    }
}
