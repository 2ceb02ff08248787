//! Checks of [`ScheduleRepository`](korotko_core::ports::ScheduleRepository).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, assert_ids_differ, assert_missing, assert_pages, commit, give_way, just_after,
    just_before, moment,
};
use super::given_reports::{SCOPES, new_report, new_schedule, order, zones};
use super::suite::checks;
use korotko_core::id::{ScheduleId, UserId};
use korotko_core::ports::{InsertSchedule, Timestamp};
use korotko_core::report::{Frequency, Schedule, SchedulePlan};
use korotko_core::user::Language;

checks! { $ __schedule_repository_checks, schedule_repository:
    an_inserted_schedule_is_found,
    every_plan_is_stored_completely,
    an_unknown_schedule_is_not_found,
    a_schedule_of_an_unknown_owner_is_missing,
    the_next_time_of_a_schedule_is_set,
    setting_the_next_time_of_an_unknown_schedule_is_missing,
    a_locked_schedule_is_rescheduled_once,
    an_owners_schedules_are_listed_newest_first_page_by_page,
    due_schedules_are_listed_oldest_due_first_up_to_the_limit,
    a_deleted_schedule_keeps_its_reports,
    schedules_are_deleted_with_their_owner,
    the_id_of_a_deleted_schedule_is_not_reused,
}

/// A user's schedules that are due at these times, in their order.
async fn schedules(fixture: &StoreFixture, owner: UserId, due: &[Timestamp]) -> Vec<Schedule> {
    let mut schedules = Vec::new();
    for next_at in due {
        let wanted = new_schedule(owner, *next_at);
        schedules.push(fixture.insert_schedule(&wanted).await);
    }
    schedules
}

async fn list_due(fixture: &StoreFixture, now: Timestamp, limit: u32) -> Vec<Schedule> {
    let due = fixture.store.schedules().list_due(now, limit).await;
    due.unwrap()
}

pub async fn an_inserted_schedule_is_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = InsertSchedule {
        created_at: just_after(moment(4)),
        ..new_schedule(ann, just_before(moment(9)))
    };
    let inserted = fixture.insert_schedule(&wanted).await;
    let expected = Schedule {
        id: inserted.id,
        owner: ann,
        plan: wanted.plan,
        next_at: wanted.next_at,
        created_at: wanted.created_at,
    };
    assert_eq!(inserted, expected);
    let unit = fixture.begin().await;
    let locked = unit.schedules().find_for_update(inserted.id).await;
    assert_eq!(locked.unwrap().as_ref(), Some(&expected));
    drop(unit);
    let found = fixture.find_schedule(inserted.id).await;
    assert_eq!(found, Some(expected));
}

pub async fn every_plan_is_stored_completely(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let frequencies = Frequency::ALL.into_iter().cycle();
    let hours = [0, 23, 1, 12, 9];
    let terms = SCOPES.into_iter().zip(zones()).zip(hours).zip(frequencies);
    for (index, (((scope, zone), hour), frequency)) in terms.enumerate() {
        let plan = SchedulePlan {
            scope,
            frequency,
            hour,
            zone,
            language: [Language::En, Language::Ru][index % 2],
            include_bots: index % 3 == 0,
        };
        // Two identical plans are two schedules.
        for _ in 0..2 {
            let wanted = new_schedule(ann, moment(0)).with(|schedule| schedule.plan = plan.clone());
            let inserted = fixture.insert_schedule(&wanted).await;
            assert_eq!(inserted.plan, plan);
            let found = fixture.find_schedule(inserted.id).await;
            assert_eq!(found, Some(inserted));
        }
    }
    assert_eq!(fixture.list_schedules(ann, None, 99).await.len(), 10);
}

pub async fn an_unknown_schedule_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let known = fixture.insert_schedule(&new_schedule(ann, moment(0))).await;
    let unit = fixture.begin().await;
    let schedules = unit.schedules();
    for unknown in [ScheduleId(known.id.0 + 1), ScheduleId(-1)] {
        assert_eq!(schedules.find_by_id(unknown).await.unwrap(), None);
        assert_eq!(schedules.find_for_update(unknown).await.unwrap(), None);
        assert!(!schedules.delete(unknown).await.unwrap());
    }
    let found = schedules.find_by_id(known.id).await.unwrap();
    assert_eq!(found, Some(known));
}

pub async fn a_schedule_of_an_unknown_owner_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let wanted = new_schedule(UserId(ann.0 + 1), moment(0));
    assert_missing(&unit.schedules().insert(&wanted).await);
}

pub async fn the_next_time_of_a_schedule_is_set(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let both = schedules(fixture, ann, &[moment(1), moment(2)]).await;
    let unit = fixture.begin().await;
    let next_at = just_after(moment(90));
    let moved = unit.schedules().set_next(both[0].id, next_at).await;
    moved.unwrap();
    commit(unit).await;
    let moved = both[0].clone().with(|schedule| schedule.next_at = next_at);
    assert_eq!(fixture.find_schedule(moved.id).await, Some(moved.clone()));
    let due = list_due(fixture, next_at, 9).await;
    assert_eq!(due, [both[1].clone(), moved]);
    let due = list_due(fixture, moment(90), 9).await;
    assert_eq!(due, both[1..]);
}

pub async fn setting_the_next_time_of_an_unknown_schedule_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let known = fixture.insert_schedule(&new_schedule(ann, moment(0))).await;
    assert!(fixture.delete_schedule(known.id).await);
    let unit = fixture.begin().await;
    let moved = unit.schedules().set_next(known.id, moment(9)).await;
    assert_missing(&moved);
    drop(unit);
    assert_eq!(fixture.find_schedule(known.id).await, None);
}

/// Several workers see that a schedule is due, and each checks again after locking it.
pub async fn a_locked_schedule_is_rescheduled_once(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let id = fixture
        .insert_schedule(&new_schedule(ann, moment(0)))
        .await
        .id;
    let workers = (0..8).map(|_| async {
        let unit = fixture.begin().await;
        let schedules = unit.schedules();
        let locked = schedules.find_for_update(id).await.unwrap().unwrap();
        if locked.next_at > moment(0) {
            return 0;
        }
        give_way().await;
        schedules.set_next(id, moment(900)).await.unwrap();
        commit(unit).await;
        1
    });
    let moved: u32 = join_all(workers).await.into_iter().sum();
    assert_eq!(moved, 1);
}

pub async fn an_owners_schedules_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let mut anns = schedules(fixture, ann, &[moment(2), moment(3), moment(1)]).await;
    let bobs = schedules(fixture, bob, &[moment(2)]).await;
    anns.reverse();
    for (owner, expected) in [(ann, &anns), (bob, &bobs), (UserId(bob.0 + 1), &vec![])] {
        assert_pages(
            expected,
            |schedule| schedule.id,
            async |after, limit| fixture.list_schedules(owner, after, limit).await,
        )
        .await;
    }
    assert!(fixture.delete_schedule(anns[1].id).await);
    let listed = fixture.list_schedules(ann, Some(anns[1].id), 9).await;
    assert_eq!(listed, anns[2..]);
}

pub async fn due_schedules_are_listed_oldest_due_first_up_to_the_limit(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let now = moment(5);
    let due = [now, moment(2), just_after(now), moment(3)];
    let anns = schedules(fixture, ann, &due).await;
    let bobs = schedules(fixture, bob, &[moment(1), moment(2)]).await;
    let expected = [&bobs[0], &anns[1], &bobs[1], &anns[3], &anns[0]];
    for limit in 0..=6 {
        let number = usize::try_from(limit).unwrap().min(expected.len());
        let listed = list_due(fixture, now, limit).await;
        let listed: Vec<&Schedule> = listed.iter().collect();
        assert_eq!(listed, expected[..number]);
    }
    assert_eq!(list_due(fixture, just_before(moment(1)), 9).await, []);
}

pub async fn a_deleted_schedule_keeps_its_reports(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let both = schedules(fixture, ann, &[moment(0), moment(0)]).await;
    let mut reports = Vec::new();
    for (schedule, scope) in both.iter().zip(SCOPES) {
        let mut order = order();
        order.scope = scope;
        let wanted = new_report(ann, order).with(|report| report.schedule = Some(schedule.id));
        reports.push(fixture.insert_report(&wanted).await);
    }
    assert!(fixture.delete_schedule(both[0].id).await);
    assert!(!fixture.delete_schedule(both[0].id).await);
    assert_eq!(fixture.find_schedule(both[0].id).await, None);
    assert_eq!(list_due(fixture, moment(9), 9).await, both[1..]);
    let left = reports[0].clone().with(|report| report.schedule = None);
    assert_eq!(
        fixture.find_pending(ann, &left.order).await,
        Some(left.clone())
    );
    assert_eq!(fixture.find_report(left.id).await, Some(left));
    let other = fixture.find_report(reports[1].id).await;
    assert_eq!(other.as_ref(), Some(&reports[1]));
}

pub async fn schedules_are_deleted_with_their_owner(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = schedules(fixture, ann, &[moment(0), moment(1)]).await;
    let bobs = schedules(fixture, bob, &[moment(2)]).await;
    assert!(fixture.delete_user(ann).await);
    for schedule in anns {
        assert_eq!(fixture.find_schedule(schedule.id).await, None);
    }
    assert_eq!(fixture.list_schedules(ann, None, 9).await, []);
    assert_eq!(list_due(fixture, moment(9), 9).await, bobs);
}

pub async fn the_id_of_a_deleted_schedule_is_not_reused(fixture: &StoreFixture) {
    let wanted = new_schedule(fixture.ann().await, moment(0));
    assert_ids_differ(async || {
        let id = fixture.insert_schedule(&wanted).await.id;
        assert!(fixture.delete_schedule(id).await);
        id
    })
    .await;
}
