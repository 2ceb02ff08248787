use super::given::ACTOR;
use crate::administration::{AuditAction, AuditSubject};
use crate::fault::Fault;
use crate::id::{InvitationId, JobId};
use crate::job::Job;
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;
use crate::user::{AccessPolicy, EmailDomain, Language, Registration};

const ANN: &str = "ann@example.com";
const SUBJECT: AuditSubject = AuditSubject::Invitation(InvitationId(19));
const JOB: Job = Job::SendInvitation {
    invitation: InvitationId(19),
};

fn only(registration: Registration) -> AccessPolicy {
    AccessPolicy {
        registration,
        ..AccessPolicy::default()
    }
}

#[tokio::test]
async fn an_invitation_replaces_an_earlier_one_in_one_unit_with_its_job_and_entry() {
    let mut mocks = MockPorts::default()
        .with_user(None)
        .expecting_job(JOB)
        .expecting_entry(AuditAction::CreateInvitation, SUBJECT, None);
    let delete = mocks.invitations.expect_delete_by_email().times(1);
    delete.returning(|_| Ok(true));
    let insert = mocks.invitations.expect_insert().times(1);
    insert
        .withf(|new| new.language == Language::Ru && new.created_at == sample::now())
        .returning(|_| Ok(sample::invitation()));
    let commits = mocks.commits.clone();
    let korotko = mocks.korotko_with(only(Registration::Invite));
    let administration = korotko.administration;
    let invited = administration.create_invitation(ACTOR, ANN, Language::Ru);
    assert_eq!(invited.await.unwrap(), sample::invitation());
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_concurrent_invitation_of_the_address_is_replaced() {
    let mut mocks = MockPorts::default().with_user(None).expecting_entry(
        AuditAction::CreateInvitation,
        SUBJECT,
        None,
    );
    let delete = mocks.invitations.expect_delete_by_email().times(2);
    delete.returning(|_| Ok(false));
    let mut conflicts = 1;
    mocks.invitations.expect_insert().returning(move |_| {
        conflicts -= 1;
        if conflicts < 0 {
            Ok(sample::invitation())
        } else {
            Err(StoreError::Conflict)
        }
    });
    mocks.jobs.expect_insert().returning(|_| Ok(JobId(1)));
    let administration = mocks.korotko().administration;
    let invited = administration.create_invitation(ACTOR, ANN, Language::En);
    invited.await.unwrap();
}

#[tokio::test]
async fn whoever_could_not_register_is_not_invited() {
    let only_org = AccessPolicy {
        allowed_email_domains: vec![EmailDomain::parse("example.org").unwrap()],
        ..AccessPolicy::default()
    };
    for (policy, email, code) in [
        (AccessPolicy::default(), "nobody", "invalid"),
        (only_org, ANN, "invalid"),
        (only(Registration::Closed), ANN, "registration-closed"),
    ] {
        let mocks = MockPorts::default().with_user(None);
        let administration = mocks.korotko_with(policy).administration;
        let refused = administration.create_invitation(ACTOR, email, Language::En);
        assert_eq!(refused.await.unwrap_err().code(), code);
    }
    let mocks = MockPorts::default().with_user(sample::user());
    let administration = mocks.korotko().administration;
    let refused = administration.create_invitation(ACTOR, ANN, Language::En);
    assert_eq!(refused.await.unwrap_err().code(), "email-taken");
}

#[tokio::test]
async fn an_invitation_is_deleted_once() {
    let mut mocks =
        MockPorts::default().expecting_entry(AuditAction::DeleteInvitation, SUBJECT, None);
    let mut left = 1;
    mocks.invitations.expect_delete().returning(move |_| {
        left -= 1;
        Ok(left == 0)
    });
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    let delete = || administration.delete_invitation(ACTOR, InvitationId(19));
    delete().await.unwrap();
    let again = delete().await.unwrap_err();
    assert_eq!(again.to_string(), "invitation not found");
    assert_eq!(commits.count(), 1);
}
