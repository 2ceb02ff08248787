use super::given::{ACTOR, administrator};
use crate::administration::{AuditAction, AuditSubject};
use crate::fault::Fault;
use crate::mock::{MockPorts, sample};
use crate::ports::Change;
use crate::user::User;

fn ann() -> AuditSubject {
    AuditSubject::User(sample::user().id)
}

#[tokio::test]
async fn a_promoted_user_is_recorded_and_announced() {
    let mocks = MockPorts::default()
        .with_user(sample::user())
        .expecting_update(administrator(7))
        .expecting_entry(AuditAction::PromoteUser, ann(), None)
        .expecting_news(&[Change::User(sample::user().id)])
        .expecting_forget();
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    let promoted = administration.promote_user(ACTOR, sample::user().id).await;
    assert_eq!(promoted.unwrap(), administrator(7));
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn an_administrator_beside_others_is_demoted() {
    let mocks = MockPorts::default()
        .with_user(administrator(7))
        .with_administrators(&[administrator(3), administrator(7)])
        .expecting_update(sample::user())
        .expecting_entry(AuditAction::DemoteUser, ann(), None)
        .expecting_news(&[Change::User(sample::user().id)])
        .expecting_forget();
    let administration = mocks.korotko().administration;
    let demoted = administration.demote_user(ACTOR, sample::user().id).await;
    assert_eq!(demoted.unwrap(), sample::user());
}

/// No entry is expected.
#[tokio::test]
async fn an_act_that_changes_nothing_is_not_recorded() {
    for (stored, promote) in [(administrator(7), true), (sample::user(), false)] {
        let mocks = MockPorts::default()
            .with_user(stored.clone())
            .with_administrators(&[administrator(3)]);
        let commits = mocks.commits.clone();
        let administration = mocks.korotko().administration;
        let done = if promote {
            administration.promote_user(ACTOR, stored.id).await
        } else {
            administration.demote_user(ACTOR, stored.id).await
        };
        assert_eq!(done.unwrap(), stored);
        assert_eq!(commits.count(), 0);
    }
}

/// Others who are disabled or not verified cannot administer.
#[tokio::test]
async fn the_only_administrator_is_neither_demoted_nor_disabled_nor_deleted() {
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..administrator(3)
    };
    let unverified = User {
        verified_at: None,
        ..administrator(4)
    };
    for others in [vec![], vec![disabled, unverified]] {
        let mut all = others;
        all.push(administrator(7));
        let mocks = MockPorts::default()
            .with_user(administrator(7))
            .with_administrators(&all);
        let commits = mocks.commits.clone();
        let korotko = mocks.korotko();
        let (administration, id) = (&korotko.administration, sample::user().id);
        let demoted = administration.demote_user(ACTOR, id).await;
        let disabled = administration.disable_user(ACTOR, id, false).await;
        let deleted = administration.delete_user(ACTOR, id).await;
        let (users, ann) = (&korotko.users, administrator(7));
        let left = users.delete_account(&ann, sample::PASSWORD).await;
        let left = left.unwrap_err();
        for refused in [
            demoted.unwrap_err(),
            disabled.unwrap_err(),
            deleted.unwrap_err(),
        ] {
            assert_eq!(refused.code(), "last-administrator");
        }
        assert_eq!(left.code(), "last-administrator");
        assert_eq!(commits.count(), 0);
    }
}

#[tokio::test]
async fn nobody_is_not_found() {
    let mocks = MockPorts::default()
        .with_user(None)
        .with_administrators(&[administrator(3)]);
    let (administration, id) = (mocks.korotko().administration, sample::user().id);
    for refused in [
        administration.promote_user(ACTOR, id).await.unwrap_err(),
        administration.demote_user(ACTOR, id).await.unwrap_err(),
        administration.enable_user(ACTOR, id).await.unwrap_err(),
        administration.verify_user(ACTOR, id).await.unwrap_err(),
        administration.delete_user(ACTOR, id).await.unwrap_err(),
    ] {
        assert_eq!(refused.code(), "not-found");
    }
    let refused = administration.read_user(id).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
}
