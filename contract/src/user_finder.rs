//! Checks of [`UserFinder`](korotko_core::ports::UserFinder).

use korotko_core::id::UserId;
use korotko_core::user::User;

use super::StoreFixture;
use super::suite::checks;

checks! { $
    /// Creates a test of every check of [`UserFinder`](korotko_core::ports::UserFinder) alone, for one in front of a store:
    /// [`store_contract!`](crate::store_contract) includes them. The argument returns a future of a
    /// [`StoreFixture`](crate::StoreFixture).
    user_finder_contract, user_finder:
    a_user_is_found_by_their_epoch_alone,
    a_new_epoch_is_found_at_once,
    a_forgotten_user_is_read_again,
    a_deleted_user_is_not_found_once_forgotten,
}

async fn find(fixture: &StoreFixture, id: UserId, epoch: i64) -> Option<User> {
    fixture.users.find_user(id, epoch).await.unwrap()
}

/// Ann, whom the finder may know.
async fn ann(fixture: &StoreFixture) -> User {
    let ann = fixture.insert_user("ann@example.com").await;
    assert_eq!(
        find(fixture, ann.id, ann.token_epoch).await,
        Some(ann.clone())
    );
    ann
}

pub async fn a_user_is_found_by_their_epoch_alone(fixture: &StoreFixture) {
    let ann = ann(fixture).await;
    for epoch in [ann.token_epoch - 1, ann.token_epoch + 1, i64::MAX] {
        assert_eq!(find(fixture, ann.id, epoch).await, None, "{epoch}");
    }
    assert_eq!(find(fixture, UserId(ann.id.0 + 1), 0).await, None);
    assert_eq!(find(fixture, ann.id, ann.token_epoch).await, Some(ann));
}

pub async fn a_new_epoch_is_found_at_once(fixture: &StoreFixture) {
    let mut ann = ann(fixture).await;
    for _ in 0..3 {
        ann.token_epoch += 1;
        fixture.update_user(&ann).await;
        let found = find(fixture, ann.id, ann.token_epoch).await;
        assert_eq!(found, Some(ann.clone()));
    }
}

pub async fn a_forgotten_user_is_read_again(fixture: &StoreFixture) {
    let mut ann = ann(fixture).await;
    let ended = ann.token_epoch;
    ann.token_epoch += 1;
    fixture.update_user(&ann).await;
    fixture.users.forget_user(ann.id);
    assert_eq!(find(fixture, ann.id, ended).await, None);
    assert_eq!(find(fixture, ann.id, ann.token_epoch).await, Some(ann));
}

pub async fn a_deleted_user_is_not_found_once_forgotten(fixture: &StoreFixture) {
    let ann = ann(fixture).await;
    fixture.delete_user(ann.id).await;
    fixture.users.forget_user(ann.id);
    assert_eq!(find(fixture, ann.id, ann.token_epoch).await, None);
}
