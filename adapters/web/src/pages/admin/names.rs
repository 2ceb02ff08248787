//! What people read for the names of jobs and of acts. A newer version may have stored names that this one has no text for: then the name
//! is shown.

use korotko_core::job::JobState;
use korotko_texts::Texts;

/// What a job of this kind does.
pub(super) fn job_name(texts: &Texts, kind: &str) -> String {
    let known = texts.find(&format!("job-{kind}"));
    known.unwrap_or(kind).to_owned()
}

/// The key of a state of jobs.
pub(super) fn job_state_key(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "job-waiting",
        JobState::Running => "job-running",
        JobState::Done => "job-done",
        JobState::Failed => "job-failed",
    }
}

/// What was done in an act with this name.
pub(super) fn act_name(texts: &Texts, action: &str) -> String {
    let known = texts.find(&format!("act-{}", action.replace('.', "-")));
    known.unwrap_or(action).to_owned()
}

/// What an act concerned: its kind, and its id.
pub(super) fn subject_name(texts: &Texts, kind: &str, id: i64) -> String {
    let known = texts.find(&format!("subject-{kind}"));
    format!("{} {id}", known.unwrap_or(kind))
}

/// The path of the page of what an act concerned, if it has one.
pub(super) fn subject_path(kind: &str, id: i64) -> Option<String> {
    let list = match kind {
        "user" => "users",
        "link" => "links",
        "abuse-report" => "abuse-reports",
        _ => return None,
    };
    Some(format!("/app/admin/{list}/{id}"))
}

#[cfg(test)]
mod tests {
    use korotko_core::administration::{AuditAction, AuditSubject};
    use korotko_core::id::{AbuseReportId, InvitationId, JobId, KeyId, LinkId, UserId};
    use korotko_core::job::Job;
    use korotko_core::user::Language;

    use super::*;

    #[test]
    fn every_job_and_act_has_a_name_in_every_language() {
        for texts in Language::ALL.map(Texts::of) {
            for kind in Job::KINDS {
                assert_ne!(job_name(texts, kind), kind);
            }
            for action in AuditAction::ALL.map(AuditAction::name) {
                assert_ne!(act_name(texts, action), action);
            }
            for subject in [
                AuditSubject::User(UserId(7)),
                AuditSubject::Link(LinkId(7)),
                AuditSubject::Key(KeyId(7)),
                AuditSubject::Job(JobId(7)),
                AuditSubject::Invitation(InvitationId(7)),
                AuditSubject::AbuseReport(AbuseReportId(7)),
            ] {
                let name = subject_name(texts, subject.kind(), subject.id());
                assert_ne!(name, format!("{} 7", subject.kind()));
            }
        }
    }

    #[test]
    fn what_a_newer_version_stored_is_shown_as_it_is() {
        let texts = Texts::of(Language::En);
        assert_eq!(job_name(texts, "send-pigeon"), "send-pigeon");
        assert_eq!(act_name(texts, "pigeon.send"), "pigeon.send");
        assert_eq!(subject_name(texts, "pigeon", 7), "pigeon 7");
    }

    #[test]
    fn what_has_a_page_is_linked() {
        let path = subject_path("abuse-report", 7);
        assert_eq!(path.as_deref(), Some("/app/admin/abuse-reports/7"));
        assert_eq!(subject_path("job", 7), None);
    }
}
