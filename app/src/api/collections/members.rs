use korotko_core::Korotko;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::LinkFilter;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{AddedLinksView, LinkIds};
use super::problems::{AddLinkProblem, AddLinksProblem, ListCollectionLinksProblem};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::links::dto::LinkStateView;
use crate::api::links::list::{LinkOrder, Listed, default_limit, page, search};
use crate::api::moment::Moment;
use crate::api::problems::FindProblem;
use crate::http::JsonBody;

/// The links in a set.
#[derive(Debug)]
pub struct CollectionLinkApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Put {
    /// The link is in the set, now or before.
    #[oai(status = 204)]
    Present,
}

#[derive(ApiResponse)]
enum Removed {
    /// The link is not in the set, now or before.
    #[oai(status = 204)]
    Absent,
}

#[derive(ApiResponse)]
enum Added {
    /// The links are in the set.
    #[oai(status = 200)]
    Added(Json<AddedLinksView>),
}

#[OpenApi(prefix_path = "/api/collections", tag = "Tag::Collections")]
impl CollectionLinkApi {
    /// Put a link into a set
    ///
    /// Both are one's own. A link that is in it stays.
    #[oai(
        path = "/:id/links/:link_id",
        method = "put",
        operation_id = "addCollectionLink"
    )]
    async fn add_one(
        &self,
        user: SignedIn,
        /// The set's id.
        id: Path<i64>,
        /// The link's id.
        link_id: Path<i64>,
    ) -> Result<Put, AddLinkProblem> {
        let (owner, id, link) = (user.0.id, CollectionId(id.0), LinkId(link_id.0));
        self.korotko.collections.add_link(owner, id, link).await?;
        Ok(Put::Present)
    }

    /// Take a link out of a set
    ///
    /// The link itself stays. One that is not in the set stays out.
    #[oai(
        path = "/:id/links/:link_id",
        method = "delete",
        operation_id = "removeCollectionLink"
    )]
    async fn remove(
        &self,
        user: SignedIn,
        /// The set's id.
        id: Path<i64>,
        /// The link's id.
        link_id: Path<i64>,
    ) -> Result<Removed, FindProblem> {
        let (owner, id, link) = (user.0.id, CollectionId(id.0), LinkId(link_id.0));
        let collections = &self.korotko.collections;
        collections.remove_link(owner, id, link).await?;
        Ok(Removed::Absent)
    }

    /// Put many links into a set
    ///
    /// Up to 1,000, all or none. Those that are in it stay.
    #[oai(
        path = "/:id/links",
        method = "post",
        operation_id = "addCollectionLinks"
    )]
    async fn add(
        &self,
        user: SignedIn,
        /// The set's id.
        id: Path<i64>,
        body: JsonBody<LinkIds>,
    ) -> Result<Added, AddLinksProblem> {
        let (owner, id) = (user.0.id, CollectionId(id.0));
        let links: Vec<LinkId> = body.0.links.into_iter().map(LinkId).collect();
        let collections = &self.korotko.collections;
        let added = collections.add_links(owner, id, &links).await?;
        Ok(Added::Added(Json(added.into())))
    }

    /// List the links in a set
    ///
    /// As `listLinks`, of this set alone.
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
        /// The set's id.
        id: Path<i64>,
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
        /// Only links in this state.
        state: Query<Option<LinkStateView>>,
        /// Only links made at this moment or later.
        created_from: Query<Option<Moment>>,
        /// Only links made before this moment.
        created_until: Query<Option<Moment>>,
        /// In which order.
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
