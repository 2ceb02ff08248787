use korotko_core::Korotko;
use korotko_core::administration::{ActError, UserListing};
use korotko_core::id::UserId;
use korotko_core::user::User;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{UserDetailsView, UserDisabling, UserView};
use super::problems::{DisableUserProblem, DispensableUserProblem, SearchProblem, UserProblem};
use crate::api::bearer::Administrator;
use crate::api::links::list::{default_limit, search};
use crate::api::page::Page;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// The users, for administrators.
#[derive(Debug)]
pub struct AdminUserApi {
    pub(super) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of users.
    #[oai(status = 200)]
    Page(Json<Page<UserView>>),
}

#[derive(ApiResponse)]
enum Found {
    /// The user.
    #[oai(status = 200)]
    User(Json<UserDetailsView>),
}

#[derive(ApiResponse)]
enum Changed {
    /// The user as of now.
    #[oai(status = 200)]
    User(Json<UserView>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The user was deleted.
    #[oai(status = 204)]
    Deleted,
}

/// The answer to an act on a user.
fn changed<P: From<ActError>>(done: Result<User, ActError>) -> Result<Changed, P> {
    Ok(Changed::User(Json(UserView::from(&done?))))
}

#[OpenApi(prefix_path = "/api/admin/users", tag = "Tag::Administration")]
impl AdminUserApi {
    /// List users
    ///
    /// Returns a page of all users, newest first, which can be searched and filtered.
    #[allow(
        clippy::too_many_arguments,
        reason = "each parameter of an operation is an argument"
    )]
    #[oai(path = "/", method = "get", operation_id = "listUsers")]
    async fn list(
        &self,
        _administrator: Administrator,
        /// The number of users on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
        /// Only users whose e-mail address contains this text, ignoring case.
        q: Query<Option<String>>,
        /// Only administrators, or only others.
        administrator: Query<Option<bool>>,
        /// Only users whose address is verified, or is not.
        verified: Query<Option<bool>>,
        /// Only users who are disabled, or are not.
        disabled: Query<Option<bool>>,
    ) -> Result<Listed, SearchProblem> {
        let listing = UserListing {
            text: search(q.0),
            is_administrator: administrator.0,
            is_verified: verified.0,
            is_disabled: disabled.0,
        };
        let after = cursor::read_optional_id(after.0.as_deref(), 'u')?.map(UserId);
        let administration = &self.korotko.administration;
        let page = administration.list_users(&listing, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'u', next))))
    }

    /// Get a user
    ///
    /// Returns a user with the number of their links.
    #[oai(path = "/:id", method = "get", operation_id = "getUser")]
    async fn get(
        &self,
        _administrator: Administrator,
        /// The id of the user.
        id: Path<i64>,
    ) -> Result<Found, UserProblem> {
        let found = self.korotko.administration.read_user(UserId(id.0)).await?;
        Ok(Found::User(Json((&found).into())))
    }

    /// Make a user an administrator
    ///
    /// Lets the user use the operations of this group, once their address is verified and as long as they are enabled.
    #[oai(path = "/:id/promote", method = "post", operation_id = "promoteUser")]
    async fn promote(
        &self,
        administrator: Administrator,
        /// The id of the user.
        id: Path<i64>,
    ) -> Result<Changed, UserProblem> {
        let administration = &self.korotko.administration;
        changed(
            administration
                .promote_user(administrator.0, UserId(id.0))
                .await,
        )
    }

    /// Make an administrator an ordinary user
    ///
    /// Takes the role away at once. The only administrator cannot be demoted.
    #[oai(path = "/:id/demote", method = "post", operation_id = "demoteUser")]
    async fn demote(
        &self,
        administrator: Administrator,
        /// The id of the user.
        id: Path<i64>,
    ) -> Result<Changed, DispensableUserProblem> {
        let administration = &self.korotko.administration;
        changed(
            administration
                .demote_user(administrator.0, UserId(id.0))
                .await,
        )
    }

    /// Disable a user
    ///
    /// Ends all sessions of the user and deletes their API keys, within a second everywhere, and refuses to sign them in from then on.
    /// Their links answer 410, or continue to redirect; to change that, call this again. The only administrator cannot be disabled.
    #[oai(path = "/:id/disable", method = "post", operation_id = "disableUser")]
    async fn disable(
        &self,
        administrator: Administrator,
        /// The id of the user.
        id: Path<i64>,
        body: JsonBody<UserDisabling>,
    ) -> Result<Changed, DisableUserProblem> {
        let (administration, links) = (&self.korotko.administration, body.0.links);
        let id = UserId(id.0);
        changed(
            administration
                .disable_user(administrator.0, id, links.are_disabled())
                .await,
        )
    }

    /// Enable a user
    ///
    /// Lets a disabled user sign in again; their disabled links redirect again. Sessions and API keys that were ended stay so.
    #[oai(path = "/:id/enable", method = "post", operation_id = "enableUser")]
    async fn enable(
        &self,
        administrator: Administrator,
        /// The id of the user.
        id: Path<i64>,
    ) -> Result<Changed, UserProblem> {
        let administration = &self.korotko.administration;
        changed(
            administration
                .enable_user(administrator.0, UserId(id.0))
                .await,
        )
    }

    /// Verify the address of a user
    ///
    /// Verifies the e-mail address without a mail: only do this if you know that it belongs to the user.
    #[oai(path = "/:id/verify", method = "post", operation_id = "verifyUser")]
    async fn verify(
        &self,
        administrator: Administrator,
        /// The id of the user.
        id: Path<i64>,
    ) -> Result<Changed, UserProblem> {
        let administration = &self.korotko.administration;
        changed(
            administration
                .verify_user(administrator.0, UserId(id.0))
                .await,
        )
    }

    /// Delete a user
    ///
    /// Permanently deletes the user with all their data, as `deleteAccount` does. The only administrator cannot be deleted.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteUser")]
    async fn delete(
        &self,
        administrator: Administrator,
        /// The id of the user.
        id: Path<i64>,
    ) -> Result<Deleted, DispensableUserProblem> {
        let administration = &self.korotko.administration;
        administration
            .delete_user(administrator.0, UserId(id.0))
            .await?;
        Ok(Deleted::Deleted)
    }
}
