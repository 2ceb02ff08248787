//! Checks of [`AuditLogRepository`](korotko_core::ports::AuditLogRepository).

use super::StoreFixture;
use super::given::{With, assert_ids_differ, assert_pages, just_after, moment, write};
use super::suite::checks;
use korotko_core::administration::{Actor, AuditAction, AuditEntry, AuditSubject};
use korotko_core::id::{AbuseReportId, AuditEntryId, InvitationId, JobId, LinkId, UserId};
use korotko_core::ports::{AuditQuery, InsertAuditEntry, Timestamp};

checks! { $ __audit_log_repository_checks, audit_log_repository:
    an_inserted_entry_is_listed,
    every_action_and_subject_is_stored,
    an_entry_of_an_aborted_unit_is_not_listed,
    entries_are_listed_newest_first_page_by_page,
    the_entries_by_and_about_a_user_are_listed,
    entries_outlive_users,
    old_entries_are_removed_exactly_until_the_given_time,
    the_id_of_a_removed_entry_is_not_reused,
}

/// An entry about a user with this id.
pub(super) fn new_entry(actor: Option<UserId>, user: i64) -> InsertAuditEntry {
    InsertAuditEntry {
        created_at: moment(0),
        actor: Actor::from_user(actor),
        action: AuditAction::VerifyUser,
        subject: AuditSubject::User(UserId(user)),
        details: None,
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_entry(&self, entry: &InsertAuditEntry) -> AuditEntry {
        write(self, async |unit| unit.audit_log().insert(entry).await).await
    }

    pub(super) async fn list_entries(
        &self,
        user: Option<UserId>,
        after: Option<AuditEntryId>,
        limit: u32,
    ) -> Vec<AuditEntry> {
        let query = AuditQuery { user, after, limit };
        self.store.audit_log().list(&query).await.unwrap()
    }

    async fn delete_entries(&self, until: Timestamp, limit: u64) -> u64 {
        write(self, async |unit| {
            unit.audit_log().delete_until(until, limit).await
        })
        .await
    }
}

pub async fn an_inserted_entry_is_listed(fixture: &StoreFixture) {
    let wanted = new_entry(Some(UserId(3)), 7).with(|entry| {
        entry.created_at = just_after(moment(4));
        entry.details = Some("https://short.example/промо".to_owned());
    });
    let inserted = fixture.insert_entry(&wanted).await;
    assert_eq!(inserted, wanted.into_entry(inserted.id));
    assert_eq!(fixture.list_entries(None, None, 9).await, [inserted]);
}

pub async fn every_action_and_subject_is_stored(fixture: &StoreFixture) {
    let subjects = [
        AuditSubject::User(UserId(1)),
        AuditSubject::Link(LinkId(2)),
        AuditSubject::AbuseReport(AbuseReportId(4)),
        AuditSubject::Job(JobId(3)),
        AuditSubject::Invitation(InvitationId(4)),
    ];
    for action in AuditAction::ALL {
        for subject in subjects {
            let wanted = new_entry(None, 1).with(|entry| {
                entry.action = action;
                entry.subject = subject;
            });
            let inserted = fixture.insert_entry(&wanted).await;
            let listed = fixture.list_entries(None, None, 1).await;
            assert_eq!(listed, [wanted.into_entry(inserted.id)]);
        }
    }
}

pub async fn an_entry_of_an_aborted_unit_is_not_listed(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    unit.audit_log().insert(&new_entry(None, 1)).await.unwrap();
    drop(unit);
    assert_eq!(fixture.list_entries(None, None, 9).await, []);
}

pub async fn entries_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let mut entries = Vec::new();
    for number in 1..=3 {
        // Two clocks may differ: the order is that of the ids.
        let wanted = new_entry(None, number).with(|entry| entry.created_at = moment(-number));
        entries.insert(0, fixture.insert_entry(&wanted).await);
    }
    assert_pages(
        &entries,
        |entry| entry.id,
        async |after, limit| fixture.list_entries(None, after, limit).await,
    )
    .await;
}

pub async fn the_entries_by_and_about_a_user_are_listed(fixture: &StoreFixture) {
    let [ann, bob] = [UserId(1), UserId(2)];
    let about_link = |user: UserId| {
        let link = AuditSubject::Link(LinkId(user.0));
        new_entry(None, 9).with(|entry| entry.subject = link)
    };
    let mut inserted = Vec::new();
    for wanted in [
        new_entry(Some(ann), 9),
        new_entry(Some(bob), 1),
        new_entry(None, 2),
        about_link(ann),
        new_entry(Some(ann), 1),
    ] {
        inserted.insert(0, fixture.insert_entry(&wanted).await);
    }
    let [both, _, about_bob, by_bob, by_ann] = &inserted[..] else {
        panic!("{inserted:?}");
    };
    for (user, expected) in [
        (ann, vec![both.clone(), by_bob.clone(), by_ann.clone()]),
        (bob, vec![about_bob.clone(), by_bob.clone()]),
        (UserId(3), vec![]),
    ] {
        assert_pages(
            &expected,
            |entry| entry.id,
            async |after, limit| fixture.list_entries(Some(user), after, limit).await,
        )
        .await;
    }
}

pub async fn entries_outlive_users(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let entry = fixture.insert_entry(&new_entry(Some(ann), ann.0)).await;
    fixture.delete_user(ann).await;
    assert_eq!(fixture.list_entries(Some(ann), None, 9).await, [entry]);
}

pub async fn old_entries_are_removed_exactly_until_the_given_time(fixture: &StoreFixture) {
    let mut entries = Vec::new();
    for at in [moment(1), moment(1), just_after(moment(1)), moment(2)] {
        let wanted = new_entry(None, 1).with(|entry| entry.created_at = at);
        entries.insert(0, fixture.insert_entry(&wanted).await);
    }
    for (limit, removed) in [(0, 0), (1, 1), (9, 1), (9, 0)] {
        assert_eq!(fixture.delete_entries(moment(1), limit).await, removed);
    }
    assert_eq!(fixture.list_entries(None, None, 9).await, entries[..2]);
}

pub async fn the_id_of_a_removed_entry_is_not_reused(fixture: &StoreFixture) {
    assert_ids_differ(async || {
        let id = fixture.insert_entry(&new_entry(None, 1)).await.id;
        fixture.delete_entries(moment(9), 9).await;
        id
    })
    .await;
}
