use url::Url;

use super::{Share, ShareSubject, Shares};
use crate::Zone;
use crate::collection::CollectionName;
use crate::find::FindError;
use crate::id::UserId;
use crate::link::share_url;
use crate::ports::{StoreError, Timestamp};
use crate::user::User;

/// A share as whoever has its token finds it. It tells nothing of its owner but the time zone, and no target.
#[derive(Debug, Clone)]
pub struct OpenShare {
    /// The share.
    pub share: Share,
    /// What is shared.
    pub shared: Shared,
    pub(super) owner: User,
}

/// What a share says of the link or collection whose statistics it shows: what it is recognised by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shared {
    /// A link.
    Link {
        /// The short URL, which everybody may know.
        share_url: Url,
        /// When the link was created.
        created_at: Timestamp,
    },
    /// A collection.
    Collection {
        /// The name.
        name: CollectionName,
        /// The number of links, without deleted ones.
        links: u64,
    },
}

impl OpenShare {
    /// The time zone of whatever names none: that of the owner, so that everybody sees the days that the owner sees.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.owner.zone()
    }
}

impl Shares {
    /// The share with this token. One that has ended, one whose link is in the trash, one of a disabled user and a garbage token are
    /// unknown alike.
    #[tracing::instrument(name = "shares.open", skip_all)]
    pub async fn open(&self, token: &str) -> Result<OpenShare, FindError> {
        let id = self.tokens.read_share(token).map_err(|_| unknown())?;
        let share = self.ports.store.shares().find_by_id(id).await?;
        let share = share.ok_or_else(unknown)?;
        let owner = self.find_owner(share.owner).await?.ok_or_else(unknown)?;
        let shared = self.find_shared(&share).await?.ok_or_else(unknown)?;
        Ok(OpenShare {
            share,
            shared,
            owner,
        })
    }

    /// The user, unless they are disabled.
    async fn find_owner(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let found = self.ports.store.users().find_by_id(id).await?;
        Ok(found.filter(|user| !user.is_disabled()))
    }

    /// What is shared, unless it is deleted.
    async fn find_shared(&self, share: &Share) -> Result<Option<Shared>, StoreError> {
        let store = &self.ports.store;
        match share.subject {
            ShareSubject::Link(id) => {
                let found = store.links().find_by_id(id).await?;
                let live = found.filter(|link| link.belongs_to(share.owner));
                Ok(live.map(|link| Shared::Link {
                    share_url: share_url(&self.public_url, &link),
                    created_at: link.created_at,
                }))
            }
            ShareSubject::Collection(id) => {
                let found = store.collections().find_by_id(id).await?;
                Ok(found.map(|collection| Shared::Collection {
                    name: collection.name,
                    links: collection.links,
                }))
            }
        }
    }
}

fn unknown() -> FindError {
    FindError::NotFound("share")
}
