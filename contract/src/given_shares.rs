//! The building blocks of the checks of shares.

use super::StoreFixture;
use super::given::{moment, write};
use korotko_core::id::{ShareId, UserId};
use korotko_core::ports::InsertShare;
use korotko_core::share::{Share, ShareSubject};

pub(super) fn new_share(owner: UserId, subject: ShareSubject) -> InsertShare {
    InsertShare {
        owner,
        subject,
        created_at: moment(0),
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_share(&self, owner: UserId, subject: ShareSubject) -> Share {
        let new = new_share(owner, subject);
        write(self, async |unit| unit.shares().insert(&new).await).await
    }

    pub(super) async fn delete_share(&self, id: ShareId) -> bool {
        write(self, async |unit| unit.shares().delete(id).await).await
    }

    pub(super) async fn find_share(&self, id: ShareId) -> Option<Share> {
        self.store.shares().find_by_id(id).await.unwrap()
    }

    pub(super) async fn find_share_of(&self, subject: ShareSubject) -> Option<Share> {
        self.store.shares().find_by_subject(subject).await.unwrap()
    }

    /// The newest shares of a user, up to `limit`, after the cursor.
    pub(super) async fn list_shares(
        &self,
        owner: UserId,
        after: Option<ShareId>,
        limit: u32,
    ) -> Vec<Share> {
        let shares = self.store.shares();
        shares.list(owner, after, limit).await.unwrap()
    }
}
