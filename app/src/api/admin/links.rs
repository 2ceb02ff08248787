use korotko_core::Korotko;
use korotko_core::administration::LinkListing;
use korotko_core::id::{LinkId, UserId};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{AdminLinkView, LinkBlocking};
use super::problems::{AnyLinkProblem, BlockLinkProblem, SearchProblem, UnblockLinkProblem};
use crate::api::bearer::Administrator;
use crate::api::links::list::{default_limit, search};
use crate::api::page::Page;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// The links of all users, for administrators.
#[derive(Debug)]
pub struct AdminLinkApi {
    pub(super) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of links.
    #[oai(status = 200)]
    Page(Json<Page<AdminLinkView>>),
}

#[derive(ApiResponse)]
enum Found {
    /// The link.
    #[oai(status = 200)]
    Link(Json<AdminLinkView>),
}

#[derive(ApiResponse)]
enum Changed {
    /// The link, as it is now.
    #[oai(status = 200)]
    Link(Json<AdminLinkView>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The link was deleted.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/api/admin/links", tag = "Tag::Administration")]
impl AdminLinkApi {
    /// List links of all users
    ///
    /// Returns a page of all links, newest first, anonymous ones included and without deleted ones.
    #[oai(path = "/", method = "get", operation_id = "listAllLinks")]
    async fn list(
        &self,
        _administrator: Administrator,
        /// The number of links on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
        /// Only links whose target or slug contains this text, ignoring case, or title or tags if they have an owner. A share URL finds its
        /// link alone.
        q: Query<Option<String>>,
        /// Only links of the user with this id.
        owner: Query<Option<i64>>,
        /// Whether only anonymous links are returned.
        #[oai(default)]
        anonymous: Query<bool>,
    ) -> Result<Listed, SearchProblem> {
        let listing = LinkListing {
            text: search(q.0),
            owner: owner.0.map(UserId),
            anonymous: anonymous.0,
        };
        let after = cursor::read_optional_id(after.0.as_deref(), 'l')?.map(LinkId);
        let administration = &self.korotko.administration;
        let page = administration.list_links(&listing, after, limit.0).await?;
        let view = |found| AdminLinkView::new(found, &self.korotko.links);
        let items = page.items.iter().map(view).collect();
        let next = page.next.map(|last| cursor::write_id('l', last.0));
        Ok(Listed::Page(Json(Page { items, next })))
    }

    /// Get any link
    ///
    /// Returns a link of any user, or an anonymous one. A deleted link is returned, too, as long as its slug answers 410.
    #[oai(path = "/:id", method = "get", operation_id = "getAnyLink")]
    async fn get(
        &self,
        _administrator: Administrator,
        /// The id of the link.
        id: Path<i64>,
    ) -> Result<Found, AnyLinkProblem> {
        let found = self.korotko.administration.read_link(LinkId(id.0)).await?;
        let view = AdminLinkView::new(&found, &self.korotko.links);
        Ok(Found::Link(Json(view)))
    }

    /// Block any link
    ///
    /// Blocks a link of any user, or an anonymous one: it stays as it is, but answers 410 within a second everywhere, or 451 if a legal
    /// demand requires the block, until it is unblocked. A link that is blocked already gets this block.
    #[oai(path = "/:id/block", method = "post", operation_id = "blockAnyLink")]
    async fn block(
        &self,
        administrator: Administrator,
        /// The id of the link.
        id: Path<i64>,
        body: JsonBody<LinkBlocking>,
    ) -> Result<Changed, BlockLinkProblem> {
        let (administration, id) = (&self.korotko.administration, LinkId(id.0));
        let LinkBlocking { reason, legal } = body.0;
        let blocked = administration.block_link(administrator.0, id, &reason, legal);
        let view = AdminLinkView::new(&blocked.await?, &self.korotko.links);
        Ok(Changed::Link(Json(view)))
    }

    /// Unblock any link
    ///
    /// Ends the block of a link, which then redirects again within a second everywhere, unless it is also expired, exhausted or disabled, or
    /// its host is on the list of blocked hosts.
    #[oai(
        path = "/:id/unblock",
        method = "post",
        operation_id = "unblockAnyLink"
    )]
    async fn unblock(
        &self,
        administrator: Administrator,
        /// The id of the link.
        id: Path<i64>,
    ) -> Result<Changed, UnblockLinkProblem> {
        let (administration, id) = (&self.korotko.administration, LinkId(id.0));
        let unblocked = administration.unblock_link(administrator.0, id);
        let view = AdminLinkView::new(&unblocked.await?, &self.korotko.links);
        Ok(Changed::Link(Json(view)))
    }

    /// Delete any link
    ///
    /// Takes down a link of any user, also one in their trash, or an anonymous one. Its slug answers 410 within a second everywhere, for 90
    /// days. The owner cannot restore the link.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteAnyLink")]
    async fn delete(
        &self,
        administrator: Administrator,
        /// The id of the link.
        id: Path<i64>,
    ) -> Result<Deleted, AnyLinkProblem> {
        let administration = &self.korotko.administration;
        administration
            .delete_link(administrator.0, LinkId(id.0))
            .await?;
        Ok(Deleted::Deleted)
    }
}
