use korotko_core::Korotko;
use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, LinkId};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{CollectionUpdate, CollectionView, LinksOnDelete, NewCollection};
use super::problems::{
    CreateCollectionProblem, DeleteCollectionProblem, GetCollectionProblem, UpdateCollectionProblem,
};
use crate::api::bearer::SignedIn;
use crate::api::etag::{self, IfMatch};
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// Collections.
#[derive(Debug)]
pub struct CollectionApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Created {
    /// The collection was created.
    #[oai(status = 201)]
    Created(
        Json<CollectionView>,
        /// The URL of the collection.
        #[oai(header = "Location")]
        String,
        /// The revision, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of collections.
    #[oai(status = 200)]
    Page(Json<Page<CollectionView>>),
}

#[derive(ApiResponse)]
enum OwnCollection {
    /// The collection.
    #[oai(status = 200)]
    Collection(
        Json<CollectionView>,
        /// The revision, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The collection was deleted.
    #[oai(status = 204)]
    Deleted,
}

/// The collection and its entity tag.
fn view(collection: &Collection) -> (Json<CollectionView>, String) {
    (
        Json(collection.into()),
        etag::from_revision(collection.revision),
    )
}

#[OpenApi(prefix_path = "/api/collections", tag = "Tag::Collections")]
impl CollectionApi {
    /// Create a collection
    ///
    /// Creates an empty collection. A link can be in any number of collections.
    #[oai(path = "/", method = "post", operation_id = "createCollection")]
    async fn create(
        &self,
        user: SignedIn,
        body: JsonBody<NewCollection>,
    ) -> Result<Created, CreateCollectionProblem> {
        let collections = &self.korotko.collections;
        let collection = collections.create(user.0.id, &body.0.into()).await?;
        let location = format!("/api/collections/{}", collection.id);
        let (collection, tag) = view(&collection);
        Ok(Created::Created(collection, location, tag))
    }

    /// List your collections
    ///
    /// Returns a page of your collections, newest first.
    #[oai(path = "/", method = "get", operation_id = "listCollections")]
    async fn list(
        &self,
        user: SignedIn,
        /// The number of collections on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
        /// Only collections that contain the link with this id.
        link: Query<Option<i64>>,
    ) -> Result<Listed, ListProblem> {
        let after = after.0.as_deref();
        let after = after.map(|after| cursor::read_id(after, 'k')).transpose()?;
        let (after, link) = (after.map(CollectionId), link.0.map(LinkId));
        let collections = &self.korotko.collections;
        let page = collections.list(user.0.id, link, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'k', next))))
    }

    /// Get a collection
    ///
    /// Returns one of your collections; `listCollectionLinks` returns its links. A collection of another user is not found. The `ETag`
    /// changes with name and description, not when links are added or removed.
    #[oai(path = "/:id", method = "get", operation_id = "getCollection")]
    async fn get(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
    ) -> Result<OwnCollection, GetCollectionProblem> {
        let collections = &self.korotko.collections;
        let found = collections.read(user.0.id, CollectionId(id.0)).await?;
        let (collection, tag) = view(&found);
        Ok(OwnCollection::Collection(collection, tag))
    }

    /// Update a collection
    ///
    /// Changes the given fields of one of your collections (JSON merge patch, RFC 7396); other fields are unchanged.
    #[oai(path = "/:id", method = "patch", operation_id = "updateCollection")]
    async fn update(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
        /// The `ETag` that the collection must have, so that you do not overwrite another change.
        #[oai(name = "If-Match")]
        expected: IfMatch,
        body: JsonBody<CollectionUpdate>,
    ) -> Result<OwnCollection, UpdateCollectionProblem> {
        let (owner, id) = (user.0.id, CollectionId(id.0));
        let edit = body.0.into();
        let collections = &self.korotko.collections;
        let collection = collections.edit(owner, id, &expected.0, &edit).await?;
        let (collection, tag) = view(&collection);
        Ok(OwnCollection::Collection(collection, tag))
    }

    /// Delete a collection
    ///
    /// Permanently deletes one of your collections. Its links are kept, unless `links=delete` moves them to the trash. Many links are
    /// moved in several transactions, the collection last: repeat a request that is interrupted.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteCollection")]
    async fn delete(
        &self,
        user: SignedIn,
        /// The id of the collection.
        id: Path<i64>,
        /// What happens to the links of the collection.
        #[oai(default)]
        links: Query<LinksOnDelete>,
        /// The `ETag` that the collection must have.
        #[oai(name = "If-Match")]
        expected: IfMatch,
    ) -> Result<Deleted, DeleteCollectionProblem> {
        let (owner, id) = (user.0.id, CollectionId(id.0));
        let with_links = links.0 == LinksOnDelete::Delete;
        let collections = &self.korotko.collections;
        collections
            .delete(owner, id, &expected.0, with_links)
            .await?;
        Ok(Deleted::Deleted)
    }
}
