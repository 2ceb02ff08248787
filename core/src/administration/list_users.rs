use super::Administration;
use super::list::{ListError, parse_text};
use crate::find::FindError;
use crate::id::UserId;
use crate::page::Page;
use crate::ports::UserQuery;
use crate::user::{Email, User};

/// Which users to list, as received. By default all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserListing {
    /// Only those whose address contains this text, case-insensitively.
    pub text: Option<String>,
    /// Only administrators, or only others.
    pub is_administrator: Option<bool>,
    /// Only those whose address is verified, or is not.
    pub is_verified: Option<bool>,
    /// Only those who are disabled, or are not.
    pub is_disabled: Option<bool>,
}

/// A user, and how much they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundUser {
    /// The user.
    pub user: User,
    /// The number of their links, without deleted ones.
    pub links: u64,
}

impl Administration {
    /// Up to `limit` users that match `listing`, newest first, after the cursor `after`.
    #[tracing::instrument(name = "administration.list_users", skip_all)]
    pub async fn list_users(
        &self,
        listing: &UserListing,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Page<User, UserId>, ListError> {
        let query = UserQuery {
            text: parse_text(listing.text.as_deref())?,
            is_administrator: listing.is_administrator,
            is_verified: listing.is_verified,
            is_disabled: listing.is_disabled,
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.user_directory().list(&query).await?;
        Ok(Page::split(found, limit, |user| user.id))
    }

    /// Any user.
    #[tracing::instrument(name = "administration.read_user", skip_all)]
    pub async fn read_user(&self, id: UserId) -> Result<FoundUser, FindError> {
        let found = self.ports.store.users().find_by_id(id).await?;
        let user = found.ok_or(FindError::NotFound("user"))?;
        let links = self.ports.store.links().count_by_owner(id).await?;
        Ok(FoundUser { user, links })
    }

    /// The user with this address, whether or not it is verified.
    #[tracing::instrument(name = "administration.find_user", skip_all)]
    pub async fn find_user(&self, email: &Email) -> Result<User, FindError> {
        let found = self.ports.store.users().find_by_email(email).await?;
        found.ok_or(FindError::NotFound("user"))
    }
}
