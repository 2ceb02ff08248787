use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{EmailChangeId, InvitationId, JobId, ScheduleId};
use crate::job::Job;
use crate::mock::{MockPorts, sample};
use crate::ports::{Change, StoreError};
use crate::token::EmailChangeSide;
use crate::user::{ConfirmedEmailChange, EMAIL_CHANGE_LIFETIME, EmailChange, Language, User};

const CHANGE: EmailChangeId = EmailChangeId(23);

/// Ports with Ann, which has this change.
fn with_change(change: EmailChange) -> MockPorts {
    with_change_of(change, sample::user())
}

fn with_change_of(change: EmailChange, user: User) -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks.users.expect_find_by_email().returning(|_| Ok(None));
    let find = mocks.email_changes.expect_find_by_id();
    find.returning(move |id| Ok(Some(change.clone()).filter(|change| change.id == id)));
    mocks.with_user(user)
}

#[tokio::test]
async fn the_first_confirmation_is_recorded_and_changes_no_user() {
    for side in [EmailChangeSide::Old, EmailChangeSide::New] {
        let mut mocks = with_change(sample::email_change());
        let update = mocks.email_changes.expect_update().times(1);
        update.returning(move |change| {
            let [by_old, by_new] = [change.confirmed_by_old_at, change.confirmed_by_new_at];
            let expected = match side {
                EmailChangeSide::Old => (Some(sample::now()), None),
                EmailChangeSide::New => (None, Some(sample::now())),
            };
            assert_eq!((by_old, by_new), expected);
            Ok(())
        });
        let commits = mocks.commits.clone();
        let users = mocks.korotko().users;
        let token = users.tokens.issue_email_change(CHANGE, side);
        let confirmed = users.confirm_email_change(&token).await.unwrap();
        assert_eq!(confirmed, ConfirmedEmailChange::Confirmed(Language::En));
        assert_eq!(commits.count(), 1);
    }
}

#[tokio::test]
async fn the_second_confirmation_changes_the_address_ends_all_sessions_and_tells_the_old_address() {
    let half = EmailChange {
        confirmed_by_new_at: Some(sample::now()),
        ..sample::email_change()
    };
    let mut mocks = with_change(half);
    mocks
        .email_changes
        .expect_update()
        .times(1)
        .returning(|_| Ok(()));
    let update = mocks.users.expect_update().times(1);
    let expected = User {
        email: sample::email_change().new_email,
        token_epoch: 1,
        ..sample::user()
    };
    update
        .withf(move |user| *user == expected)
        .returning(|_| Ok(()));
    let mocks = mocks.expecting_news(&[Change::User(sample::user().id)]);
    let mocks = mocks.expecting_job(Job::SendEmailChanged {
        user: sample::user().id,
        change: CHANGE,
    });
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let token = users
        .tokens
        .issue_email_change(CHANGE, EmailChangeSide::Old);
    let confirmed = users.confirm_email_change(&token).await.unwrap();
    assert_eq!(confirmed, ConfirmedEmailChange::Changed(Language::En));
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn an_address_taken_since_the_request_is_refused_and_nothing_is_written() {
    let half = EmailChange {
        confirmed_by_old_at: Some(sample::now()),
        ..sample::email_change()
    };
    let mut mocks = with_change(half);
    mocks.email_changes.expect_update().returning(|_| Ok(()));
    mocks.jobs.expect_insert().returning(|_| Ok(JobId(1)));
    let update = mocks.users.expect_update();
    update.returning(|_| Err(StoreError::Conflict));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let token = users
        .tokens
        .issue_email_change(CHANGE, EmailChangeSide::New);
    let refused = users.confirm_email_change(&token).await;
    assert_eq!(refused.unwrap_err().code(), "email-taken");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_second_click_says_so_whatever_has_happened_to_the_user_since() {
    let half = EmailChange {
        confirmed_by_old_at: Some(sample::now()),
        ..sample::email_change()
    };
    let complete = EmailChange {
        confirmed_by_new_at: Some(sample::now()),
        ..half.clone()
    };
    let changed = User {
        email: sample::email_change().new_email,
        token_epoch: 4,
        ..sample::user()
    };
    for (change, user) in [(half, sample::user()), (complete, changed)] {
        let mocks = with_change_of(change, user);
        let commits = mocks.commits.clone();
        let users = mocks.korotko().users;
        let token = users
            .tokens
            .issue_email_change(CHANGE, EmailChangeSide::Old);
        let confirmed = users.confirm_email_change(&token).await.unwrap();
        let already = ConfirmedEmailChange::AlreadyConfirmed(Language::En);
        assert_eq!(confirmed, already);
        assert_eq!(commits.count(), 0);
    }
}

#[tokio::test]
async fn a_link_works_for_24_hours_and_only_as_long_as_the_sessions_of_the_request() {
    let requested = |ago| EmailChange {
        created_at: sample::now() - ago,
        ..sample::email_change()
    };
    let signed_out = User {
        token_epoch: 1,
        ..sample::user()
    };
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..sample::user()
    };
    let instant = TimeDelta::microseconds(1);
    for (change, user, is_valid) in [
        (
            requested(EMAIL_CHANGE_LIFETIME - instant),
            sample::user(),
            true,
        ),
        (requested(EMAIL_CHANGE_LIFETIME), sample::user(), false),
        (sample::email_change(), signed_out, false),
        (sample::email_change(), disabled, false),
    ] {
        let mut mocks = with_change_of(change.clone(), user.clone());
        let pending = mocks.email_changes.expect_find_pending();
        pending.returning(move |_| Ok(Some(change.clone())));
        mocks.email_changes.expect_update().returning(|_| Ok(()));
        let users = mocks.korotko().users;
        let shown = users.pending_email(&user).await.unwrap();
        assert_eq!(shown.is_some(), is_valid);
        let token = users
            .tokens
            .issue_email_change(CHANGE, EmailChangeSide::New);
        let answer = users.confirm_email_change(&token).await;
        let refused = (!is_valid).then_some("email-change-token-invalid");
        assert_eq!(answer.err().map(|error| error.code()), refused);
    }
}

#[tokio::test]
async fn an_unknown_change_or_user_is_refused() {
    let mut mocks = MockPorts::default().with_user(None);
    let find = mocks.email_changes.expect_find_by_id();
    find.returning(|id| Ok(Some(sample::email_change()).filter(|change| change.id == id)));
    let users = mocks.korotko().users;
    for id in [CHANGE, EmailChangeId(99)] {
        let token = users.tokens.issue_email_change(id, EmailChangeSide::Old);
        let refused = users.confirm_email_change(&token).await;
        assert_eq!(refused.unwrap_err().code(), "email-change-token-invalid");
    }
}

#[tokio::test]
async fn a_forged_link_is_refused_without_a_look_up_and_cannot_be_turned_into_the_other() {
    let users = MockPorts::default().korotko().users;
    let tokens = &users.tokens;
    let issued = |side| tokens.issue_email_change(CHANGE, side);
    let (old, new) = (issued(EmailChangeSide::Old), issued(EmailChangeSide::New));
    assert_ne!(old, new);
    for (token, side) in [(&old, EmailChangeSide::Old), (&new, EmailChangeSide::New)] {
        assert_eq!(tokens.read_email_change(token), Ok((CHANGE, side)));
    }
    let (_, tag) = old.split_once('-').unwrap();
    for forged in [
        "",
        "23",
        "23-",
        "-",
        &format!("24-{tag}"),
        &format!("023-{tag}"),
        &format!("23-{}", tag.to_uppercase()),
        &format!("{new} "),
        // Tokens of other uses.
        &tokens.issue_invitation(InvitationId(23)),
        &tokens.issue_unsubscribe(ScheduleId(23)),
        &tokens.issue_verification("ann@example.com"),
    ] {
        let refused = users.confirm_email_change(forged).await;
        assert_eq!(refused.unwrap_err().code(), "email-change-token-invalid");
    }
}
