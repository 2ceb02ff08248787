use korotko_core::Korotko;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::share::{CreateShareError, ShareSubject};
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::ShareView;
use super::problems::{
    CreateCollectionShareProblem, CreateLinkShareProblem, EndCollectionShareProblem,
    EndLinkShareProblem,
};
use crate::api::Tag;
use crate::api::bearer::SignedIn;

/// The shares of links and collections, for their owners.
#[derive(Debug)]
pub struct ShareApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Created {
    /// The share, which existed already.
    #[oai(status = 200)]
    Existing(
        Json<ShareView>,
        /// Always `no-store`: whoever knows the URL sees the statistics.
        #[oai(header = "Cache-Control")]
        String,
    ),
    /// The share, which was created.
    #[oai(status = 201)]
    Created(
        Json<ShareView>,
        /// The URL of the share in the API.
        #[oai(header = "Location")]
        String,
        /// Always `no-store`: whoever knows the URL sees the statistics.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Ended {
    /// Nothing is shared any more.
    #[oai(status = 204)]
    Ended,
}

impl ShareApi {
    async fn create(
        &self,
        owner: UserId,
        subject: ShareSubject,
    ) -> Result<Created, CreateShareError> {
        let shares = &self.korotko.shares;
        let created = shares.create(owner, subject).await?;
        let view = ShareView::new(&created.share, shares);
        let cache = "no-store".to_owned();
        if !created.is_new {
            return Ok(Created::Existing(Json(view), cache));
        }
        let location = format!("/api/shares/{}", view.token);
        Ok(Created::Created(Json(view), location, cache))
    }
}

#[OpenApi(prefix_path = "/api", tag = "Tag::Statistics")]
impl ShareApi {
    /// Share the statistics of a link
    ///
    /// Returns a secret URL at which everybody sees the statistics of one of your links, without an account; neither you nor the target is
    /// named there. While the link is shared, the same URL is returned again. It works until you end the share; a link in the trash is not
    /// shown, and a deleted one is shared no more.
    #[oai(
        path = "/links/:id/share",
        method = "post",
        operation_id = "createLinkShare"
    )]
    async fn create_of_link(
        &self,
        user: SignedIn,
        /// The id of the link.
        id: Path<i64>,
    ) -> Result<Created, CreateLinkShareProblem> {
        let link = ShareSubject::Link(LinkId(id.0));
        Ok(self.create(user.0.id, link).await?)
    }

    /// End the share of a link
    ///
    /// Ends the share of one of your links: its URL no longer works, and a later share gets another one. Ending it again does no harm.
    #[oai(
        path = "/links/:id/share",
        method = "delete",
        operation_id = "endLinkShare"
    )]
    async fn end_of_link(
        &self,
        user: SignedIn,
        /// The id of the link.
        id: Path<i64>,
    ) -> Result<Ended, EndLinkShareProblem> {
        let link = ShareSubject::Link(LinkId(id.0));
        self.korotko.shares.end(user.0.id, link).await?;
        Ok(Ended::Ended)
    }

    /// Share the statistics of a collection
    ///
    /// Returns a secret URL at which everybody sees the statistics of the links that are in one of your collections, all together, and the
    /// name of the collection. Otherwise as `createLinkShare`.
    #[oai(
        path = "/collections/:id/share",
        method = "post",
        operation_id = "createCollectionShare"
    )]
    async fn create_of_collection(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
    ) -> Result<Created, CreateCollectionShareProblem> {
        let collection = ShareSubject::Collection(CollectionId(id.0));
        Ok(self.create(user.0.id, collection).await?)
    }

    /// End the share of a collection
    ///
    /// Ends the share of one of your collections, as `endLinkShare` does that of a link.
    #[oai(
        path = "/collections/:id/share",
        method = "delete",
        operation_id = "endCollectionShare"
    )]
    async fn end_of_collection(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
    ) -> Result<Ended, EndCollectionShareProblem> {
        let collection = ShareSubject::Collection(CollectionId(id.0));
        self.korotko.shares.end(user.0.id, collection).await?;
        Ok(Ended::Ended)
    }
}
