use chrono::TimeDelta;

use crate::Zone;
use crate::fault::Fault;
use crate::id::KeyId;
use crate::job::Job;
use crate::link::QueryForwarding;
use crate::mock::{MockPorts, MockUserFinder, sample};
use crate::ports::{Change, Timestamp};
use crate::user::{AccountEdit, ChangePassword, User, Users};

const NEW: &str = "An0ther-one";

fn with_epoch(token_epoch: i64) -> User {
    User {
        token_epoch,
        ..sample::user()
    }
}

/// Ports whose store has Ann as `locked`, and accepts changes that end her sessions.
fn ports(locked: User) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(locked);
    let update = mocks.users.expect_update();
    update
        .withf(|user| user.token_epoch == 1)
        .returning(|_| Ok(()));
    mocks
}

/// Ports that must announce this change of Ann, and forget her.
fn telling(mut mocks: MockPorts, change: Change) -> MockPorts {
    mocks.user_finder = MockUserFinder::new();
    let forget = mocks.user_finder.expect_forget_user().times(1);
    forget
        .withf(|user| *user == sample::user().id)
        .returning(|_| ());
    mocks.expecting_news(&[change])
}

/// The change of Ann alone.
fn ann() -> Change {
    Change::User(sample::user().id)
}

/// A reset token issued at `now`, under this epoch.
fn reset(users: &Users, epoch: i64, now: Timestamp) -> String {
    let subject = with_epoch(epoch).token_subject();
    users.tokens.issue_reset(subject, now).unwrap()
}

fn change(current: &str, new: &str) -> ChangePassword {
    ChangePassword {
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    }
}

#[tokio::test]
async fn a_password_change_ends_all_sessions() {
    let mocks = telling(ports(sample::user()), ann());
    let commits = mocks.commits.clone();
    let (ann, users) = (sample::user(), mocks.korotko().users);
    let changed = users.change_password(&ann, change(sample::PASSWORD, NEW));
    changed.await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_password_is_not_changed_without_the_current_one() {
    let users = ports(sample::user()).korotko().users;
    for (change, code, field) in [
        (change(NEW, NEW), "wrong-password", "current_password"),
        (change(sample::PASSWORD, "Weak1"), "invalid", "new_password"),
    ] {
        let refused = users.change_password(&sample::user(), change).await;
        let refused = refused.unwrap_err();
        assert_eq!((refused.code(), refused.fields()), (code, vec![field]));
    }
}

#[tokio::test]
async fn a_session_that_ended_concurrently_changes_and_deletes_nothing() {
    let mocks = ports(with_epoch(5));
    let commits = mocks.commits.clone();
    let (ann, users) = (sample::user(), mocks.korotko().users);
    let refused = users.change_password(&ann, change(sample::PASSWORD, NEW));
    assert_eq!(refused.await.unwrap_err().code(), "token-invalid");
    let refused = users.delete_account(&ann, sample::PASSWORD);
    assert_eq!(refused.await.unwrap_err().code(), "token-invalid");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn an_account_is_deleted_in_one_short_unit() {
    let mut mocks = telling(ports(sample::user()), Change::Owner(sample::user().id));
    expect_deletion_of_keys(&mut mocks);
    let delete = mocks.users.expect_delete().times(1);
    delete
        .withf(|user, now| *user == sample::user().id && *now == sample::now())
        .returning(|_, _| Ok(true));
    let commits = mocks.commits.clone();
    let (ann, users) = (sample::user(), mocks.korotko().users);
    let refused = users.delete_account(&ann, NEW).await;
    assert_eq!(refused.unwrap_err().code(), "wrong-password");
    let deleted = users.delete_account(&ann, sample::PASSWORD);
    deleted.await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn signing_out_everywhere_ends_all_sessions() {
    let mocks = telling(ports(sample::user()), ann());
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let ann = sample::user();
    users.sign_out_everywhere(&ann, false).await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn signing_out_everywhere_with_keys_deletes_the_keys_too() {
    let mut mocks = telling(ports(sample::user()), ann());
    expect_deletion_of_keys(&mut mocks);
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let ann = sample::user();
    users.sign_out_everywhere(&ann, true).await.unwrap();
    assert_eq!(commits.count(), 1);
}

fn expect_deletion_of_keys(mocks: &mut MockPorts) {
    let delete = mocks.keys.expect_delete_by_owner().times(1);
    delete
        .withf(|owner| *owner == sample::user().id)
        .returning(|_| Ok(vec![KeyId(1), KeyId(2)]));
}

#[tokio::test]
async fn a_reset_sets_the_password_verifies_the_address_and_ends_all_sessions_and_keys() {
    let unconfirmed = User {
        verified_at: None,
        verification_sent_at: Some(sample::now()),
        ..sample::user()
    };
    let mut mocks = telling(MockPorts::default().with_user(unconfirmed), ann());
    let update = mocks.users.expect_update().times(1);
    update
        .withf(|user| user.verified_at == Some(sample::now()) && user.token_epoch == 1)
        .returning(|_| Ok(()));
    expect_deletion_of_keys(&mut mocks);
    let users = mocks.korotko().users;
    let token = reset(&users, 0, sample::now());
    users.confirm_password_reset(&token, NEW).await.unwrap();
}

#[tokio::test]
async fn a_reset_token_works_once_and_for_an_hour() {
    let users = ports(with_epoch(1)).korotko().users;
    let used = reset(&users, 0, sample::now());
    let over = reset(&users, 1, sample::now() - TimeDelta::hours(1));
    let pair = users
        .tokens
        .issue_pair(with_epoch(1).token_subject(), sample::now());
    let access = pair.unwrap().access_token;
    for token in [&used, &over, &access, "nonsense"] {
        let refused = users.confirm_password_reset(token, NEW).await;
        assert_eq!(refused.unwrap_err().code(), "reset-token-invalid");
    }
}

#[tokio::test]
async fn mails_are_enqueued_only_for_accounts_that_need_them() {
    let mocks = ports(sample::user()).expecting_job(Job::SendPasswordReset {
        user: sample::user().id,
    });
    let users = mocks.korotko().users;
    let requested = users.request_password_reset("ann@example.com", None);
    requested.await.unwrap();
    // Ann is verified, so no mail is sent again.
    users
        .resend_verification("ann@example.com", None)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_edit_changes_the_settings_it_names() {
    let append = AccountEdit {
        language: None,
        default_query_forwarding: Some(QueryForwarding::Append),
        time_zone: Some(Some("Europe/Moscow".to_owned())),
    };
    let mut mocks = telling(MockPorts::default().with_user(sample::user()), ann());
    let update = mocks.users.expect_update().times(1);
    let wanted = User {
        default_query_forwarding: QueryForwarding::Append,
        time_zone: Zone::parse("Europe/Moscow").ok(),
        ..sample::user()
    };
    let written = wanted.clone();
    update
        .withf(move |user| *user == written)
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let nothing = users.edit(&sample::user(), &AccountEdit::default()).await;
    assert_eq!((nothing.unwrap(), commits.count()), (sample::user(), 0));
    let edited = users.edit(&sample::user(), &append).await;
    assert_eq!((edited.unwrap(), commits.count()), (wanted, 1));
    let ended = users.edit(&with_epoch(3), &append).await;
    assert_eq!(ended.unwrap_err().code(), "token-invalid");
}

#[tokio::test]
async fn the_time_zone_of_an_account_is_removed_by_null_and_a_wrong_name_changes_nothing() {
    let in_moscow = User {
        time_zone: Zone::parse("Europe/Moscow").ok(),
        ..sample::user()
    };
    let mut mocks = telling(MockPorts::default().with_user(in_moscow.clone()), ann());
    let update = mocks.users.expect_update().times(1);
    update
        .withf(|user| user.time_zone.is_none())
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let of = |name: Option<&str>| AccountEdit {
        time_zone: Some(name.map(str::to_owned)),
        ..AccountEdit::default()
    };
    for wrong in ["", "Moscow", "UTC+3", "Mars/Olympus"] {
        let refused = users.edit(&in_moscow, &of(Some(wrong))).await.unwrap_err();
        assert_eq!(
            (refused.code(), refused.fields()),
            ("invalid", vec!["time_zone"])
        );
    }
    assert_eq!(commits.count(), 0);
    let edited = users.edit(&in_moscow, &of(None)).await.unwrap();
    assert_eq!((edited, commits.count()), (sample::user(), 1));
}
