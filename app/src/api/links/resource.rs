use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::{Link, LinkFilter};
use korotko_core::ports::Clock;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{LinkEdit, LinkStateView, LinkView, NewLink};
use super::list::{LinkOrder, Listed, default_limit, page, search};
use super::problems::{DeleteLinkProblem, EditLinkProblem, ListLinksProblem, RestoreLinkProblem};
use crate::api::Tag;
use crate::api::bearer::{MaybeSignedIn, SignedIn};
use crate::api::etag::{self, IfMatch};
use crate::api::moment::Moment;
use crate::api::problems::{CreateLinkProblem, FindProblem};
use crate::http::JsonBody;

/// Short links as resources.
pub struct LinkApi {
    pub(in crate::api) korotko: Korotko,
    /// Tells when it is that links are shown as they stand.
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
    /// The link is made.
    #[oai(status = 201)]
    Created(
        Json<LinkView>,
        /// Where the link can be read; of an anonymous link, where it can be followed.
        #[oai(header = "Location")]
        String,
        /// Its revision, for `If-Match`; an anonymous link has none.
        #[oai(header = "ETag")]
        Option<String>,
    ),
}

#[derive(ApiResponse)]
enum OwnLink {
    /// The link as it is now.
    #[oai(status = 200)]
    Link(
        Json<LinkView>,
        /// Its revision, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The link is in the trash.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/api/links", tag = "Tag::Links")]
impl LinkApi {
    /// Create a link
    ///
    /// With a token, a link of the user's own, whose code counts among their own links; or everywhere, with
    /// `"namespace": "global"`, if the code is free. Without a token, an anonymous link that counts everywhere and cannot be
    /// changed or deleted.
    #[oai(path = "/", method = "post", operation_id = "createLink")]
    async fn create(
        &self,
        user: MaybeSignedIn,
        body: JsonBody<NewLink>,
    ) -> Result<Created, CreateLinkProblem> {
        let owner = user.0.map(|user| user.id);
        let link = self.korotko.links.create(owner, &body.0.into()).await?;
        let (location, tag) = match link.owner {
            Some(_) => (
                format!("/api/links/{}", link.id),
                Some(etag::from_revision(link.revision)),
            ),
            None => (self.korotko.links.share_url(&link).into(), None),
        };
        Ok(Created::Created(self.view(&link), location, tag))
    }

    /// List one's own links
    ///
    /// A page at a time: give `next` of one page as `after`, with the same other parameters, to get the page behind it. A link
    /// that stands throughout comes exactly once, whatever else comes and goes. Without `state`, all but those in the trash.
    #[allow(
        clippy::too_many_arguments,
        reason = "each parameter of an operation is an argument"
    )]
    #[oai(path = "/", method = "get", operation_id = "listLinks")]
    async fn list(
        &self,
        user: SignedIn,
        /// How many links a page has.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// `next` of the page before.
        after: Query<Option<String>>,
        /// Only links in whose target, code, title or a tag this stands, whatever the case.
        q: Query<Option<String>>,
        /// Only links with this tag, whatever the case.
        tag: Query<Option<String>>,
        /// Only links in the set of this id.
        collection: Query<Option<i64>>,
        /// Only links in this state.
        state: Query<Option<LinkStateView>>,
        /// Only links made at this moment or later.
        created_from: Query<Option<Moment>>,
        /// Only links made before this moment.
        created_until: Query<Option<Moment>>,
        /// In which order.
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

    /// Read a link
    ///
    /// A link of one's own. Somebody else's answers as if there were none, and so does one in the trash.
    #[oai(path = "/:id", method = "get", operation_id = "getLink")]
    async fn read(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
    ) -> Result<OwnLink, FindProblem> {
        let link = self.korotko.links.read(user.0.id, LinkId(id.0)).await?;
        Ok(self.own(&link))
    }

    /// Edit a link
    ///
    /// Changes what is given of a link of one's own, and leaves the rest.
    #[oai(path = "/:id", method = "patch", operation_id = "updateLink")]
    async fn edit(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
        /// The `ETag` that the link must still have; so nobody else's change is undone unseen.
        #[oai(name = "If-Match")]
        expected: IfMatch,
        body: JsonBody<LinkEdit>,
    ) -> Result<OwnLink, EditLinkProblem> {
        let (owner, id) = (user.0.id, LinkId(id.0));
        let (links, edit) = (&self.korotko.links, body.0.into());
        let link = links.edit(owner, id, &expected.0, &edit).await?;
        Ok(self.own(&link))
    }

    /// Delete a link
    ///
    /// Puts it into the trash, from where `restoreLink` brings it back within 30 days. Its code answers 410 at once, for 90
    /// days; a global one is kept for its former owner that long.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteLink")]
    async fn delete(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
        /// The `ETag` that the link must still have.
        #[oai(name = "If-Match")]
        expected: IfMatch,
    ) -> Result<Deleted, DeleteLinkProblem> {
        let (owner, id) = (user.0.id, LinkId(id.0));
        self.korotko.links.delete(owner, id, &expected.0).await?;
        Ok(Deleted::Deleted)
    }

    /// Restore a link
    ///
    /// Brings a link back from the trash, with all that it had, also its places in sets. One that is not deleted stays as it
    /// is. When another link has its code meanwhile, that one must be edited or deleted first; nothing is lost until then.
    #[oai(path = "/:id/restore", method = "post", operation_id = "restoreLink")]
    async fn restore(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
    ) -> Result<OwnLink, RestoreLinkProblem> {
        let (owner, id) = (user.0.id, LinkId(id.0));
        let link = self.korotko.links.restore(owner, id).await?;
        Ok(self.own(&link))
    }
}
