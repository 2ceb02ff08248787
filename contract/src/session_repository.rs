//! Checks of [`SessionRepository`](korotko_core::ports::SessionRepository).

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_ids_differ, assert_missing, assert_pages, commit, just_after,
    just_before, moment, write,
};
use super::given_sessions::{new_session, session_hash};
use super::suite::checks;
use korotko_core::id::{SessionId, UserId};
use korotko_core::session::{AgentName, Session};

checks! { $ __session_repository_checks, session_repository:
    an_inserted_session_is_found,
    a_session_without_a_name_stays_without_one,
    an_unknown_session_is_not_found,
    a_session_of_an_unknown_user_is_missing,
    a_hash_that_exists_is_refused,
    the_sessions_of_a_user_are_listed_newest_first_page_by_page,
    a_use_is_recorded,
    a_use_soon_after_another_is_not_recorded,
    one_of_several_concurrent_uses_is_recorded,
    the_use_of_an_unknown_session_is_not_recorded,
    a_deleted_session_is_not_found_through_any_handle,
    sessions_that_are_not_used_are_deleted_in_parts,
    sessions_are_deleted_with_their_user,
    the_id_of_a_deleted_session_is_not_reused,
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);

pub async fn an_inserted_session_is_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_session(ann, 1).with(|session| {
        session.epoch = 7;
        session.created_at = just_after(moment(4));
    });
    let inserted = fixture.insert_session(&wanted).await;
    let expected = Session {
        id: inserted.id,
        user: ann,
        agent: wanted.agent,
        epoch: 7,
        created_at: wanted.created_at,
        last_seen_at: wanted.created_at,
    };
    assert_eq!(inserted, expected);
    let found = fixture.find_session(inserted.id).await;
    assert_eq!(found.as_ref(), Some(&expected));
    let found = fixture.find_session_by_hash(1).await;
    assert_eq!(found.as_ref(), Some(&expected));
    let unit = fixture.begin().await;
    let found = unit.sessions().find_by_hash(&session_hash(1)).await;
    assert_eq!(found.unwrap(), Some(expected));
}

pub async fn a_session_without_a_name_stays_without_one(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_session(ann, 1).with(|session| session.agent = AgentName::default());
    let session = fixture.insert_session(&wanted).await;
    assert_eq!(session.agent.as_str(), "");
    assert_eq!(fixture.find_session(session.id).await, Some(session));
}

pub async fn an_unknown_session_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let known = fixture.insert_session(&new_session(ann, 1)).await;
    for unknown in [SessionId(known.id.0 + 1), SessionId(-1)] {
        assert_eq!(fixture.find_session(unknown).await, None);
        assert!(!fixture.delete_session(unknown).await);
    }
    for unknown in [0, 2, 255] {
        assert_eq!(fixture.find_session_by_hash(unknown).await, None);
    }
    assert_eq!(fixture.find_session_by_hash(1).await, Some(known));
}

pub async fn a_session_of_an_unknown_user_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let wanted = new_session(UserId(ann.0 + 1), 1);
    assert_missing(&unit.sessions().insert(&wanted).await);
}

pub async fn a_hash_that_exists_is_refused(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_session(&new_session(ann, 1)).await;
    for user in [ann, bob] {
        let unit = fixture.begin().await;
        assert_conflict(&unit.sessions().insert(&new_session(user, 1)).await);
    }
    assert_eq!(fixture.find_session_by_hash(1).await, Some(anns));
}

pub async fn the_sessions_of_a_user_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let mut anns = fixture.insert_sessions(ann, 1..=3).await;
    let bobs = fixture.insert_sessions(bob, 4..=4).await;
    anns.reverse();
    for (user, expected) in [(ann, &anns), (bob, &bobs), (UserId(bob.0 + 1), &vec![])] {
        assert_pages(
            expected,
            |session| session.id,
            async |after, limit| fixture.list_sessions(user, after, limit).await,
        )
        .await;
    }
    assert!(fixture.delete_session(anns[1].id).await);
    let listed = fixture.list_sessions(ann, Some(anns[1].id), u32::MAX).await;
    assert_eq!(listed, anns[2..]);
}

pub async fn a_use_is_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let both = fixture.insert_sessions(ann, 1..=2).await;
    for at in [just_after(moment(67)), moment(190)] {
        let id = both[0].id;
        assert!(fixture.record_session_use(id, at, at - MINUTE).await);
        let used = both[0].clone().with(|session| session.last_seen_at = at);
        assert_eq!(fixture.find_session(id).await.as_ref(), Some(&used));
        assert_eq!(fixture.find_session_by_hash(1).await, Some(used));
    }
    let other = fixture.find_session_by_hash(2).await;
    assert_eq!(other.as_ref(), Some(&both[1]));
}

pub async fn a_use_soon_after_another_is_not_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let session = fixture.insert_session(&new_session(ann, 1)).await;
    let first = session.last_seen_at;
    for (unless_after, recorded) in [
        (just_before(first), false),
        (first - MINUTE, false),
        (first, true),
    ] {
        let at = unless_after + MINUTE;
        let answer = fixture.record_session_use(session.id, at, unless_after);
        assert_eq!(answer.await, recorded, "{unless_after}");
        let last = if recorded { at } else { first };
        let found = fixture.find_session(session.id).await.unwrap();
        assert_eq!(found.last_seen_at, last);
    }
}

pub async fn one_of_several_concurrent_uses_is_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let id = fixture.insert_session(&new_session(ann, 1)).await.id;
    let uses = (1..9).map(|second| fixture.record_session_use(id, moment(second), moment(0)));
    let recorded = join_all(uses).await.into_iter();
    assert_eq!(recorded.filter(|recorded| *recorded).count(), 1);
}

pub async fn the_use_of_an_unknown_session_is_not_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let session = fixture.insert_session(&new_session(ann, 1)).await;
    let unknown = SessionId(session.id.0 + 1);
    let recorded = fixture.record_session_use(unknown, moment(99), moment(98));
    assert!(!recorded.await);
    assert_eq!(fixture.find_session(session.id).await, Some(session));
}

pub async fn a_deleted_session_is_not_found_through_any_handle(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let both = fixture.insert_sessions(ann, 1..=2).await;
    let other = fixture.other.sessions();
    let known = other.find_by_hash(&session_hash(1)).await.unwrap();
    assert_eq!(known.as_ref(), Some(&both[0]));
    assert!(fixture.delete_session(both[0].id).await);
    assert!(!fixture.delete_session(both[0].id).await);
    assert_eq!(other.find_by_hash(&session_hash(1)).await.unwrap(), None);
    assert_eq!(fixture.find_session_by_hash(1).await, None);
    assert_eq!(fixture.find_session(both[0].id).await, None);
    assert_eq!(fixture.list_sessions(ann, None, 9).await, both[1..]);
}

pub async fn sessions_that_are_not_used_are_deleted_in_parts(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let sessions = fixture.insert_sessions(ann, 1..=5).await;
    let seen = [just_after(moment(5)), moment(5), just_before(moment(5))];
    for (session, at) in sessions.iter().zip(seen) {
        let recorded = fixture.record_session_use(session.id, at, moment(0));
        assert!(recorded.await);
    }
    for expected in [3, 1, 0] {
        let deleted = write(fixture, async |unit| {
            unit.sessions().delete_idle(moment(5), 3).await
        })
        .await;
        assert_eq!(deleted, expected);
    }
    let left = fixture.list_sessions(ann, None, 9).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].id, sessions[0].id);
}

pub async fn sessions_are_deleted_with_their_user(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_sessions(ann, 1..=2).await;
    let bobs = fixture.insert_sessions(bob, 3..=3).await;
    assert!(fixture.delete_user(ann).await);
    for session in anns {
        assert_eq!(fixture.find_session(session.id).await, None);
    }
    assert_eq!(fixture.find_session_by_hash(1).await, None);
    assert_eq!(fixture.list_sessions(ann, None, 9).await, []);
    assert_eq!(fixture.list_sessions(bob, None, 9).await, bobs);
}

pub async fn the_id_of_a_deleted_session_is_not_reused(fixture: &StoreFixture) {
    let wanted = new_session(fixture.ann().await, 1);
    assert_ids_differ(async || {
        let unit = fixture.begin().await;
        let id = unit.sessions().insert(&wanted).await.unwrap().id;
        commit(unit).await;
        assert!(fixture.delete_session(id).await);
        id
    })
    .await;
}
