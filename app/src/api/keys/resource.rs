use korotko_core::Korotko;
use korotko_core::id::KeyId;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{CreatedKeyView, KeyView, NewKey};
use super::problems::{CreateKeyProblem, KeyProblem};
use crate::api::bearer::SignedIn;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// API keys.
#[derive(Debug)]
pub struct KeyApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Created {
    /// The API key was created.
    #[oai(status = 201)]
    Created(
        Json<CreatedKeyView>,
        /// The URL of the API key, where its secret is not shown.
        #[oai(header = "Location")]
        String,
        /// Always `no-store`: keys must not be cached.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of API keys.
    #[oai(status = 200)]
    Page(Json<Page<KeyView>>),
}

#[derive(ApiResponse)]
enum OwnKey {
    /// The API key.
    #[oai(status = 200)]
    Key(Json<KeyView>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The API key was deleted.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/api/keys", tag = "Tag::Keys")]
impl KeyApi {
    /// Create an API key
    ///
    /// Creates a key with which a program acts for you, within its scopes, until it expires or is deleted. Send it in place of an access
    /// token. The key is shown in this response only: keep it like a password. It ends with a reset of your password, with your account,
    /// and with `signOutEverywhere` if that says so. You can have 100 keys.
    #[oai(path = "/", method = "post", operation_id = "createKey")]
    async fn create(
        &self,
        user: SignedIn,
        body: JsonBody<NewKey>,
    ) -> Result<Created, CreateKeyProblem> {
        let keys = &self.korotko.keys;
        let created = keys.create(&user.0, &body.0.into()).await?;
        let location = format!("/api/keys/{}", created.key.id);
        let created = Json(CreatedKeyView::from(created));
        Ok(Created::Created(created, location, "no-store".to_owned()))
    }

    /// List your API keys
    ///
    /// Returns a page of your API keys, newest first. Expired keys are listed until you delete them.
    #[oai(path = "/", method = "get", operation_id = "listKeys")]
    async fn list(
        &self,
        user: SignedIn,
        /// The number of API keys on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
    ) -> Result<Listed, ListProblem> {
        let after = after.0.as_deref();
        let after = after.map(|after| cursor::read_id(after, 'a')).transpose()?;
        let (keys, after) = (&self.korotko.keys, after.map(KeyId));
        let page = keys.list(user.0.id, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'a', next))))
    }

    /// Get an API key
    ///
    /// Returns one of your API keys, without its secret.
    #[oai(path = "/:id", method = "get", operation_id = "getKey")]
    async fn get(
        &self,
        user: SignedIn,
        /// The id of the API key.
        id: Path<i64>,
    ) -> Result<OwnKey, KeyProblem> {
        let key = self.korotko.keys.read(user.0.id, KeyId(id.0)).await?;
        Ok(OwnKey::Key(Json((&key).into())))
    }

    /// Delete an API key
    ///
    /// Deletes one of your API keys. From then on it is refused.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteKey")]
    async fn delete(
        &self,
        user: SignedIn,
        /// The id of the API key.
        id: Path<i64>,
    ) -> Result<Deleted, KeyProblem> {
        self.korotko.keys.delete(user.0.id, KeyId(id.0)).await?;
        Ok(Deleted::Deleted)
    }
}
