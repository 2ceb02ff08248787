use super::given::ACTOR;
use crate::administration::{AuditAction, AuditSubject};
use crate::fault::Fault;
use crate::id::{KeyId, UserId};
use crate::key::ApiKey;
use crate::mock::{MockPorts, sample};
use crate::user::User;

const ANN: UserId = UserId(7);

fn key(id: i64, owner: UserId) -> ApiKey {
    ApiKey {
        id: KeyId(id),
        owner,
        ..sample::key()
    }
}

/// Ports whose users are these.
fn with_users(users: Vec<User>) -> MockPorts {
    let mut mocks = MockPorts::default();
    let find = mocks.user_directory.expect_find_all();
    find.returning(move |ids| {
        let found = users.iter().filter(|user| ids.contains(&user.id));
        Ok(found.cloned().collect())
    });
    mocks
}

#[tokio::test]
async fn keys_are_listed_with_their_owners() {
    let mut mocks = with_users(vec![sample::user()]);
    let list = mocks.keys.expect_list();
    list.returning(|query| {
        assert_eq!((query.owner, query.after), (None, Some(KeyId(9))));
        // Bob was deleted after the keys were read.
        let all = [key(5, ANN), key(4, UserId(8)), key(3, ANN)];
        Ok(all.into_iter().take(query.limit as usize).collect())
    });
    let administration = mocks.korotko().administration;
    let page = administration.list_keys(None, Some(KeyId(9)), 2).await;
    let page = page.unwrap();
    let found = page.items.iter();
    let found: Vec<_> = found.map(|found| (found.key.id, found.owner.id)).collect();
    assert_eq!(found, [(KeyId(5), ANN)]);
    assert_eq!(page.next, Some(KeyId(4)));
}

#[tokio::test]
async fn an_unknown_key_is_neither_read_nor_deleted() {
    let mut mocks = with_users(Vec::new());
    mocks.keys.expect_find_by_id().returning(|_| Ok(None));
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    let refused = administration.read_key(KeyId(5)).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
    let refused = administration.delete_key(ACTOR, KeyId(5)).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_deleted_key_is_recorded_by_its_prefix() {
    for existed in [true, false] {
        let mut mocks = MockPorts::default();
        if existed {
            let details = format!("{} of user 7", sample::key().prefix);
            let subject = AuditSubject::Key(KeyId(5));
            mocks = mocks.expecting_entry(AuditAction::DeleteKey, subject, Some(&details));
        }
        let find = mocks.keys.expect_find_by_id();
        find.returning(|id| Ok(Some(key(id.0, ANN))));
        let delete = mocks.keys.expect_delete().times(1);
        delete
            .withf(|id| *id == KeyId(5))
            .returning(move |_| Ok(existed));
        let commits = mocks.commits.clone();
        let administration = mocks.korotko().administration;
        let done = administration.delete_key(ACTOR, KeyId(5)).await;
        assert_eq!(done.is_ok(), existed);
        assert_eq!(commits.count(), usize::from(existed));
    }
}

#[tokio::test]
async fn all_keys_of_a_user_are_deleted_together() {
    for deleted in [3, 0] {
        let mut mocks = MockPorts::default().with_user(sample::user());
        if deleted > 0 {
            let subject = AuditSubject::User(ANN);
            mocks = mocks.expecting_entry(AuditAction::DeleteKeys, subject, Some("keys: 3"));
        }
        let delete = mocks.keys.expect_delete_by_owner().times(1);
        delete
            .withf(|owner| *owner == ANN)
            .returning(move |_| Ok((1..=deleted).map(KeyId).collect()));
        let commits = mocks.commits.clone();
        let administration = mocks.korotko().administration;
        let done = administration.delete_keys(ACTOR, ANN).await;
        assert_eq!(done.unwrap().cast_signed(), deleted);
        assert_eq!(commits.count(), usize::from(deleted > 0));
    }
}
