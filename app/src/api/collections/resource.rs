use korotko_core::Korotko;
use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, LinkId};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{CollectionEdit, CollectionView, LinksFate, NewCollection};
use super::problems::{CreateCollectionProblem, DeleteCollectionProblem, EditCollectionProblem};
use crate::api::bearer::SignedIn;
use crate::api::etag::{self, IfMatch};
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::{FindProblem, ListProblem};
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// Sets as resources.
#[derive(Debug)]
pub struct CollectionApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Created {
    /// The set is made, and empty.
    #[oai(status = 201)]
    Created(
        Json<CollectionView>,
        /// Where the set can be read.
        #[oai(header = "Location")]
        String,
        /// Its revision, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of sets.
    #[oai(status = 200)]
    Page(Json<Page<CollectionView>>),
}

#[derive(ApiResponse)]
enum OwnCollection {
    /// The set as it is now.
    #[oai(status = 200)]
    Collection(
        Json<CollectionView>,
        /// Its revision, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The set is deleted.
    #[oai(status = 204)]
    Deleted,
}

/// The set, and its tag.
fn view(collection: &Collection) -> (Json<CollectionView>, String) {
    (
        Json(collection.into()),
        etag::from_revision(collection.revision),
    )
}

#[OpenApi(prefix_path = "/api/collections", tag = "Tag::Collections")]
impl CollectionApi {
    /// Create a set
    ///
    /// An empty set of one's own. A link may be in any number of sets.
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

    /// List one's own sets
    ///
    /// Newest first, a page at a time: give `next` of one page as `after` to get the page behind it.
    #[oai(path = "/", method = "get", operation_id = "listCollections")]
    async fn list(
        &self,
        user: SignedIn,
        /// How many sets a page has.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// `next` of the page before.
        after: Query<Option<String>>,
        /// Only sets which the link of this id is in.
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

    /// Read a set
    ///
    /// A set of one's own. Somebody else's answers as if there were none. `listCollectionLinks` has its links. The `ETag` tells
    /// of changes of name and description, not of links that come and go.
    #[oai(path = "/:id", method = "get", operation_id = "getCollection")]
    async fn read(
        &self,
        user: SignedIn,
        /// The set's id.
        id: Path<i64>,
    ) -> Result<OwnCollection, FindProblem> {
        let collections = &self.korotko.collections;
        let found = collections.read(user.0.id, CollectionId(id.0)).await?;
        let (collection, tag) = view(&found);
        Ok(OwnCollection::Collection(collection, tag))
    }

    /// Edit a set
    ///
    /// Changes what is given of a set of one's own, and leaves the rest.
    #[oai(path = "/:id", method = "patch", operation_id = "updateCollection")]
    async fn edit(
        &self,
        user: SignedIn,
        /// The set's id.
        id: Path<i64>,
        /// The `ETag` that the set must still have; so nobody else's change is undone unseen.
        #[oai(name = "If-Match")]
        expected: IfMatch,
        body: JsonBody<CollectionEdit>,
    ) -> Result<OwnCollection, EditCollectionProblem> {
        let (owner, id) = (user.0.id, CollectionId(id.0));
        let edit = body.0.into();
        let collections = &self.korotko.collections;
        let collection = collections.edit(owner, id, &expected.0, &edit).await?;
        let (collection, tag) = view(&collection);
        Ok(OwnCollection::Collection(collection, tag))
    }

    /// Delete a set
    ///
    /// Its links stay, unless `links=delete` puts them into the trash, from where `restoreLink` brings them back; the set
    /// itself is gone. Many links go in parts, and the set with the last: a deletion that breaks off can be repeated.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteCollection")]
    async fn delete(
        &self,
        user: SignedIn,
        /// The set's id.
        id: Path<i64>,
        /// What becomes of its links.
        #[oai(default)]
        links: Query<LinksFate>,
        /// The `ETag` that the set must still have.
        #[oai(name = "If-Match")]
        expected: IfMatch,
    ) -> Result<Deleted, DeleteCollectionProblem> {
        let (owner, id) = (user.0.id, CollectionId(id.0));
        let with_links = links.0 == LinksFate::Delete;
        let collections = &self.korotko.collections;
        collections
            .delete(owner, id, &expected.0, with_links)
            .await?;
        Ok(Deleted::Deleted)
    }
}
