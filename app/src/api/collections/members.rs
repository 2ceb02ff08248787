use korotko_core::Korotko;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::LinkFilter;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{AddedLinksView, LinkIds};
use super::problems::{
    AddLinkProblem, AddLinksProblem, ListCollectionLinksProblem, RemoveLinkProblem,
};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::links::dto::LinkStateView;
use crate::api::links::list::{LinkOrder, Listed, default_limit, page, search};
use crate::api::moment::Moment;
use crate::http::JsonBody;

/// The links in collections.
#[derive(Debug)]
pub struct CollectionLinkApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Put {
    /// The link is in the collection.
    #[oai(status = 204)]
    Present,
}

#[derive(ApiResponse)]
enum Removed {
    /// The link is not in the collection.
    #[oai(status = 204)]
    Absent,
}

#[derive(ApiResponse)]
enum Added {
    /// The links are in the collection.
    #[oai(status = 200)]
    Added(Json<AddedLinksView>),
}

#[OpenApi(prefix_path = "/api/collections", tag = "Tag::Collections")]
impl CollectionLinkApi {
    /// Add a link to a collection
    ///
    /// Adds one of your links to one of your collections. Adding a link again does no harm.
    #[oai(
        path = "/:id/links/:link_id",
        method = "put",
        operation_id = "addCollectionLink"
    )]
    async fn add_one(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
        /// The id of the link.
        link_id: Path<i64>,
    ) -> Result<Put, AddLinkProblem> {
        let (owner, id, link) = (user.0.id, CollectionId(id.0), LinkId(link_id.0));
        self.korotko.collections.add_link(owner, id, link).await?;
        Ok(Put::Present)
    }

    /// Remove a link from a collection
    ///
    /// Removes the link from the collection; the link itself is kept. Removing a link that is not in the collection does no harm.
    #[oai(
        path = "/:id/links/:link_id",
        method = "delete",
        operation_id = "removeCollectionLink"
    )]
    async fn remove(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
        /// The id of the link.
        link_id: Path<i64>,
    ) -> Result<Removed, RemoveLinkProblem> {
        let (owner, id, link) = (user.0.id, CollectionId(id.0), LinkId(link_id.0));
        let collections = &self.korotko.collections;
        collections.remove_link(owner, id, link).await?;
        Ok(Removed::Absent)
    }

    /// Add links to a collection
    ///
    /// Adds up to 1,000 of your links to one of your collections, all or none. Links that are in the collection already are counted as
    /// `already_present`.
    #[oai(
        path = "/:id/links",
        method = "post",
        operation_id = "addCollectionLinks"
    )]
    async fn add(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
        body: JsonBody<LinkIds>,
    ) -> Result<Added, AddLinksProblem> {
        let (owner, id) = (user.0.id, CollectionId(id.0));
        let links: Vec<LinkId> = body.0.links.into_iter().map(LinkId).collect();
        let collections = &self.korotko.collections;
        let added = collections.add_links(owner, id, &links).await?;
        Ok(Added::Added(Json(added.into())))
    }

    /// List the links in a collection
    ///
    /// Returns a page of the links in one of your collections, as `listLinks` does.
    #[allow(
        clippy::too_many_arguments,
        reason = "each parameter of an operation is an argument"
    )]
    #[oai(
        path = "/:id/links",
        method = "get",
        operation_id = "listCollectionLinks"
    )]
    async fn list(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
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
        /// Only links in this state.
        state: Query<Option<LinkStateView>>,
        /// Only links created at or after this time.
        created_from: Query<Option<Moment>>,
        /// Only links created before this time.
        created_until: Query<Option<Moment>>,
        /// The order of the links.
        #[oai(default)]
        sort: Query<LinkOrder>,
    ) -> Result<Listed, ListCollectionLinksProblem> {
        let filter = LinkFilter {
            text: search(q.0),
            tag: tag.0,
            collection: Some(CollectionId(id.0)),
            state: state.0.map(Into::into),
            created_from: created_from.0.map(|moment| moment.0),
            created_until: created_until.0.map(|moment| moment.0),
        };
        let (links, owner) = (&self.korotko.links, user.0.id);
        let after = after.0.as_deref();
        Ok(page(links, owner, &filter, sort.0, after, limit.0).await?)
    }
}
