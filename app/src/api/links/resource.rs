use korotko_core::Korotko;
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{LinkEdit, LinkPageView, LinkView, NewLink};
use super::problems::{CreateLinkProblem, EditLinkProblem, FindLinkProblem, ListLinksProblem};
use crate::api::bearer::{MaybeSignedIn, SignedIn};
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// Short links as resources.
#[derive(Debug)]
pub struct LinkApi {
    korotko: Korotko,
}

impl LinkApi {
    /// The operations on these use cases.
    #[must_use]
    pub fn new(korotko: Korotko) -> Self {
        Self { korotko }
    }

    fn view(&self, link: &Link) -> Json<LinkView> {
        Json(LinkView::new(link, &self.korotko.links))
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
    ),
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of links.
    #[oai(status = 200)]
    Page(Json<LinkPageView>),
}

#[derive(ApiResponse)]
enum OwnLink {
    /// The link as it is now.
    #[oai(status = 200)]
    Link(Json<LinkView>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The link is deleted.
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
        let location = match link.owner {
            Some(_) => format!("/api/links/{}", link.id),
            None => self.korotko.links.share_url(&link).into(),
        };
        Ok(Created::Created(self.view(&link), location))
    }

    /// List one's own links
    ///
    /// Newest first, a page at a time: give `next` of one page as `after` to get the page behind it.
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
    ) -> Result<Listed, ListLinksProblem> {
        let after = after.0.as_deref().map(cursor::read).transpose()?;
        let links = &self.korotko.links;
        let page = links.list(user.0.id, after, limit.0).await?;
        Ok(Listed::Page(Json(LinkPageView::new(&page, links))))
    }

    /// Read a link
    ///
    /// A link of one's own. Somebody else's answers as if there were none.
    #[oai(path = "/:id", method = "get", operation_id = "readLink")]
    async fn read(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
    ) -> Result<OwnLink, FindLinkProblem> {
        let link = self.korotko.links.read(user.0.id, LinkId(id.0)).await?;
        Ok(OwnLink::Link(self.view(&link)))
    }

    /// Edit a link
    ///
    /// Changes what is given of a link of one's own, and leaves the rest.
    #[oai(path = "/:id", method = "patch", operation_id = "editLink")]
    async fn edit(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
        body: JsonBody<LinkEdit>,
    ) -> Result<OwnLink, EditLinkProblem> {
        let (owner, id) = (user.0.id, LinkId(id.0));
        let link = self.korotko.links.edit(owner, id, &body.0.into()).await?;
        Ok(OwnLink::Link(self.view(&link)))
    }

    /// Delete a link
    ///
    /// Its code answers 410 for 90 days; a global one is kept for its former owner that long.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteLink")]
    async fn delete(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
    ) -> Result<Deleted, FindLinkProblem> {
        self.korotko.links.delete(user.0.id, LinkId(id.0)).await?;
        Ok(Deleted::Deleted)
    }
}

fn default_limit() -> u32 {
    25
}
