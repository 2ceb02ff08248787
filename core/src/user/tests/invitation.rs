use chrono::TimeDelta;

use super::policy::policy;
use crate::Korotko;
use crate::fault::{Fault, FaultKind};
use crate::id::{InvitationId, ScheduleId};
use crate::mock::{MockPasswordHasher, MockPorts, sample};
use crate::user::{Invitation, Register, RegisterError, Registration};

/// Ports with this invitation only, and without users.
fn ports(invitation: Option<Invitation>) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(None);
    let find = mocks.invitations.expect_find_by_id();
    find.returning(move |id| Ok(invitation.clone().filter(|found| found.id == id)));
    mocks
}

/// Ports that accept one account, which is verified at once.
fn accepting(mut mocks: MockPorts) -> MockPorts {
    let insert = mocks.users.expect_insert().times(1);
    insert.returning(|_| {
        let mut user = sample::user();
        user.verified_at = None;
        Ok(user)
    });
    let update = mocks.users.expect_update().times(1);
    update
        .withf(|user| user.verified_at == Some(sample::now()))
        .returning(|_| Ok(()));
    mocks
}

fn with_token(korotko: &Korotko, email: &str) -> Register {
    let token = korotko.users.tokens.issue_invitation(InvitationId(19));
    Register {
        invitation: Some(token),
        ..Register::new(email, sample::PASSWORD)
    }
}

#[tokio::test]
async fn an_invited_account_is_verified_and_uses_its_invitation_up_in_one_unit() {
    for registration in [Registration::Invite, Registration::Open] {
        let mut mocks = accepting(ports(Some(sample::invitation())));
        let delete = mocks.invitations.expect_delete().times(1);
        delete.returning(|id| Ok(id == InvitationId(19)));
        mocks.jobs.expect_insert().never();
        let commits = mocks.commits.clone();
        let korotko = mocks.korotko_with(policy(registration));
        // Compared by the canonical form.
        let register = with_token(&korotko, "ANN@Example.com");
        let user = korotko.users.register(register, None).await.unwrap();
        assert!(user.is_verified());
        assert_eq!(commits.count(), 1);
    }
}

#[tokio::test]
async fn an_invitation_that_cannot_be_used_is_refused_before_anything_is_hashed() {
    let of = |created_ago| Invitation {
        created_at: sample::now() - created_ago,
        ..sample::invitation()
    };
    let mut bobs = sample::invitation();
    bobs.email = crate::user::Email::parse("bob@example.com").unwrap();
    for unusable in [None, Some(of(TimeDelta::days(7))), Some(bobs)] {
        let mut mocks = ports(unusable);
        mocks.password_hasher = MockPasswordHasher::new();
        let korotko = mocks.korotko_with(policy(Registration::Invite));
        let register = with_token(&korotko, "ann@example.com");
        let refused = korotko.users.register(register, None).await.unwrap_err();
        assert_eq!(refused.kind(), FaultKind::Invalid);
        assert_eq!(refused.code(), "invitation-invalid");
        assert_eq!(refused.fields(), ["invitation"]);
    }
}

#[tokio::test]
async fn a_forged_invitation_is_refused_without_a_look_up() {
    let mocks = MockPorts::default();
    let korotko = mocks.korotko_with(policy(Registration::Invite));
    let tokens = &korotko.users.tokens;
    let genuine = tokens.issue_invitation(InvitationId(19));
    let (_, tag) = genuine.split_once('-').unwrap();
    for forged in [
        String::new(),
        "19".to_owned(),
        "19-".to_owned(),
        format!("20-{tag}"),
        format!("019-{tag}"),
        genuine.to_uppercase(),
        // The token of another use.
        tokens.issue_unsubscribe(ScheduleId(19)),
    ] {
        let register = Register {
            invitation: Some(forged),
            ..Register::new("ann@example.com", sample::PASSWORD)
        };
        let refused = korotko.users.register(register, None).await.unwrap_err();
        assert_eq!(refused.code(), "invitation-invalid");
    }
}

#[tokio::test]
async fn an_invitation_used_concurrently_creates_no_second_account() {
    let mut mocks = ports(Some(sample::invitation()));
    mocks.invitations.expect_delete().returning(|_| Ok(false));
    mocks.users.expect_insert().never();
    let commits = mocks.commits.clone();
    let korotko = mocks.korotko();
    let register = with_token(&korotko, "ann@example.com");
    let refused = korotko.users.register(register, None).await;
    assert!(matches!(refused, Err(RegisterError::InvitationInvalid(_))));
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn an_invitation_is_found_by_its_token_until_it_expires() {
    let mocks = ports(Some(sample::invitation()));
    let clock = mocks.clock.clone();
    let users = mocks.korotko().users;
    let token = users.tokens.issue_invitation(InvitationId(19));
    let found = users.find_invitation(&token).await.unwrap();
    assert_eq!(found, sample::invitation());
    clock.advance(found.expires_at() - sample::now() - TimeDelta::microseconds(1));
    users.find_invitation(&token).await.unwrap();
    clock.advance(TimeDelta::microseconds(1));
    let refused = users.find_invitation(&token).await.unwrap_err();
    assert_eq!(refused.code(), "invitation-not-found");
    let unknown = users.tokens.issue_invitation(InvitationId(20));
    let refused = users.find_invitation(&unknown).await.unwrap_err();
    assert_eq!(refused.code(), "invitation-not-found");
}

#[tokio::test]
async fn no_invitation_is_found_while_registration_is_closed() {
    let users = MockPorts::default()
        .korotko_with(policy(Registration::Closed))
        .users;
    let token = users.tokens.issue_invitation(InvitationId(19));
    let refused = users.find_invitation(&token).await.unwrap_err();
    assert_eq!(refused.code(), "registration-closed");
}
