//! Checks of [`UserRepository`](korotko_core::ports::UserRepository).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_ids_differ, assert_missing, assert_one_wins, commit, email,
    give_way, just_after, just_before, moment, new_global_link, new_user, write,
};
use super::suite::checks;
use korotko_core::Zone;
use korotko_core::id::UserId;
use korotko_core::link::QueryForwarding;
use korotko_core::ports::{InsertUser, Timestamp};
use korotko_core::user::{Language, PasswordHash, User};

checks! { $ __user_repository_checks, user_repository:
    an_inserted_user_is_unverified_and_found,
    any_address_is_stored_as_typed,
    an_unknown_user_is_not_found,
    a_user_is_found_by_the_canonical_address,
    a_taken_address_is_refused,
    addresses_that_differ_beyond_ascii_case_are_distinct,
    one_of_several_concurrent_inserts_of_an_address_wins,
    an_update_writes_all_fields,
    an_update_of_an_unknown_user_is_missing,
    an_update_to_a_taken_address_is_refused,
    a_user_may_change_the_spelling_of_their_address,
    concurrent_changes_of_one_user_lose_nothing,
    an_unknown_user_is_not_found_for_update,
    a_deletion_returns_whether_the_user_existed,
    a_deletion_removes_the_jobs_of_that_user_alone,
    a_deletion_removes_the_collections_of_that_user_alone,
    the_address_of_a_deleted_user_is_free_again,
    the_id_of_a_deleted_user_is_not_reused,
    accounts_lapse_exactly_at_the_given_time,
    verified_accounts_and_those_without_a_mail_do_not_lapse,
    a_lapsed_account_is_deleted_with_its_jobs_and_frees_its_address,
}

pub async fn an_inserted_user_is_unverified_and_found(fixture: &StoreFixture) {
    let wanted = InsertUser {
        email: email("Ann@Example.com"),
        password_hash: PasswordHash::from_phc("$pbkdf2-sha256$i=600000$c2FsdA$aGFzaA".into()),
        language: Language::Ru,
        created_at: moment(5),
    };
    let inserted = write(fixture, async |unit| unit.users().insert(&wanted).await).await;
    let expected = User {
        id: inserted.id,
        email: wanted.email,
        password_hash: wanted.password_hash,
        language: Language::Ru,
        default_query_forwarding: QueryForwarding::Off,
        time_zone: None,
        verified_at: None,
        verification_sent_at: None,
        token_epoch: 0,
        is_administrator: false,
        disabled_at: None,
        links_disabled: false,
        created_at: moment(5),
    };
    assert_eq!(inserted, expected);
    assert!(inserted.id.0 > 0, "0 stands for the global namespace");
    assert_eq!(fixture.find_user(inserted.id).await, Some(expected));
}

pub async fn any_address_is_stored_as_typed(fixture: &StoreFixture) {
    let long = format!("{}@{}.example", "l".repeat(64), "d".repeat(63));
    for typed in [
        "Анна.𝒜@Пример.рф",
        "o'Brien+%_@EXAMPLE.org",
        "\u{212b}ke@example.org",
        &long,
    ] {
        let user = fixture.insert_user(typed).await;
        let users = fixture.store.users();
        let found = users.find_by_email(&email(typed)).await.unwrap();
        assert_eq!(found.as_ref(), Some(&user));
        assert_eq!(found.unwrap().email.as_typed(), email(typed).as_typed());
    }
}

pub async fn an_unknown_user_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let users = fixture.store.users();
    let other = email("bob@example.com");
    assert_eq!(users.find_by_id(UserId(ann.id.0 + 1)).await.unwrap(), None);
    assert_eq!(users.find_by_id(UserId(-1)).await.unwrap(), None);
    assert_eq!(users.find_by_email(&other).await.unwrap(), None);
}

pub async fn a_user_is_found_by_the_canonical_address(fixture: &StoreFixture) {
    let ann = fixture.insert_user("Ann@Example.com").await;
    let spelling = email("aNN@eXAMPLE.COM");
    let users = fixture.store.users();
    let outside = users.find_by_email(&spelling).await.unwrap();
    assert_eq!(outside, Some(ann.clone()));
    let unit = fixture.begin().await;
    let inside = unit.users().find_by_email(&spelling).await.unwrap();
    assert_eq!(inside, Some(ann));
}

pub async fn a_taken_address_is_refused(fixture: &StoreFixture) {
    let ann = fixture.insert_user("Ann@X.com").await;
    for taken in ["Ann@X.com", "ann@x.com"] {
        let unit = fixture.begin().await;
        assert_conflict(&unit.users().insert(&new_user(taken)).await);
    }
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
}

pub async fn addresses_that_differ_beyond_ascii_case_are_distinct(fixture: &StoreFixture) {
    for address in [
        "анна@example.com",
        "Анна@example.com",
        "ann@example.com",
        "änn@example.com",
        "a_n@example.com",
        "ann@example.co",
    ] {
        let user = fixture.insert_user(address).await;
        let users = fixture.store.users();
        let found = users.find_by_email(&email(address)).await.unwrap();
        assert_eq!(found, Some(user));
    }
}

pub async fn one_of_several_concurrent_inserts_of_an_address_wins(fixture: &StoreFixture) {
    let addresses = ["ann@x.com", "ANN@x.com"].repeat(4);
    assert_one_wins(fixture, addresses, async |unit, address| {
        unit.users().insert(&new_user(address)).await
    })
    .await;
}

pub async fn an_update_writes_all_fields(fixture: &StoreFixture) {
    let bob = fixture.insert_user("bob@example.com").await;
    let changed = User {
        id: fixture.insert_user("ann@example.com").await.id,
        email: email("Anna@Other.example"),
        password_hash: PasswordHash::from_phc("another hash".to_owned()),
        language: Language::Ru,
        default_query_forwarding: QueryForwarding::Override,
        // The longest name.
        time_zone: Zone::parse("America/Argentina/ComodRivadavia").ok(),
        verified_at: Some(moment(2)),
        verification_sent_at: Some(just_after(moment(1))),
        token_epoch: i64::MAX,
        is_administrator: true,
        disabled_at: Some(moment(4)),
        links_disabled: true,
        created_at: moment(3),
    };
    fixture.update_user(&changed).await;
    assert_eq!(fixture.find_user(changed.id).await, Some(changed.clone()));
    let users = fixture.store.users();
    let by_new = users.find_by_email(&changed.email).await.unwrap();
    assert_eq!(by_new, Some(changed.clone()));
    let by_old = users.find_by_email(&email("ann@example.com")).await;
    assert_eq!(by_old.unwrap(), None);
    assert_eq!(fixture.find_user(bob.id).await, Some(bob));

    let emptied = User {
        time_zone: None,
        verified_at: None,
        verification_sent_at: None,
        is_administrator: false,
        disabled_at: None,
        links_disabled: false,
        ..changed
    };
    fixture.update_user(&emptied).await;
    assert_eq!(fixture.find_user(emptied.id).await, Some(emptied));
}

pub async fn an_update_of_an_unknown_user_is_missing(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    fixture.delete_user(ann.id).await;
    let unit = fixture.begin().await;
    assert_missing(&unit.users().update(&ann).await);
    drop(unit);
    assert_eq!(fixture.find_user(ann.id).await, None);
}

pub async fn an_update_to_a_taken_address_is_refused(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let bob = fixture.insert_user("bob@example.com").await;
    let renamed = bob
        .clone()
        .with(|user| user.email = email("Ann@example.com"));
    let unit = fixture.begin().await;
    assert_conflict(&unit.users().update(&renamed).await);
    drop(unit);
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
    assert_eq!(fixture.find_user(bob.id).await, Some(bob));
}

pub async fn a_user_may_change_the_spelling_of_their_address(fixture: &StoreFixture) {
    let mut ann = fixture.insert_user("ann@example.com").await;
    ann.email = email("Ann@Example.com");
    fixture.update_user(&ann).await;
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
}

pub async fn concurrent_changes_of_one_user_lose_nothing(fixture: &StoreFixture) {
    let id = fixture.insert_user("ann@example.com").await.id;
    let changes = (0..8).map(|_| async {
        let unit = fixture.begin().await;
        let mut user = unit.users().find_for_update(id).await.unwrap().unwrap();
        user.token_epoch += 1;
        give_way().await;
        unit.users().update(&user).await.unwrap();
        commit(unit).await;
    });
    join_all(changes).await;
    assert_eq!(fixture.find_user(id).await.unwrap().token_epoch, 8);
}

pub async fn an_unknown_user_is_not_found_for_update(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let found = unit.users().find_for_update(UserId(7)).await.unwrap();
    assert_eq!(found, None);
}

pub async fn a_deletion_returns_whether_the_user_existed(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let bob = fixture.insert_user("bob@example.com").await;
    assert!(fixture.delete_user(ann.id).await);
    assert!(!fixture.delete_user(ann.id).await);
    assert_eq!(fixture.find_user(ann.id).await, None);
    assert_eq!(fixture.find_user(bob.id).await, Some(bob));
}

pub async fn a_deletion_removes_the_jobs_of_that_user_alone(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let bob = fixture.insert_user("bob@example.com").await;
    fixture.insert_job(ann.id, moment(0)).await;
    let running = fixture.claim(moment(0), moment(9), 1).await;
    fixture.insert_job(ann.id, moment(0)).await;
    let bobs = fixture.insert_job(bob.id, moment(0)).await;
    fixture.delete_user(ann.id).await;
    let left: Vec<_> = fixture.list_jobs().await.iter().map(|job| job.id).collect();
    assert_eq!(left, [bobs]);
    assert!(!fixture.renew(&running[0], moment(10)).await);
}

pub async fn a_deletion_removes_the_collections_of_that_user_alone(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let bob = fixture.insert_user("bob@example.com").await;
    let full = fixture.insert_collection(ann.id, "Spring").await.id;
    let empty = fixture.insert_collection(ann.id, "Summer").await.id;
    let bobs = fixture.insert_collection(bob.id, "Spring").await;
    let link = fixture.insert_link(&new_global_link(ann.id, "promo")).await;
    fixture.join(full, &[link.id]).await;
    assert!(fixture.delete_user(ann.id).await);
    assert_eq!(fixture.find_collection(full).await, None);
    assert_eq!(fixture.find_collection(empty).await, None);
    assert_eq!(fixture.count_members(full).await, 0);
    assert_eq!(fixture.find_collection(bobs.id).await, Some(bobs));
}

pub async fn the_address_of_a_deleted_user_is_free_again(fixture: &StoreFixture) {
    let first = fixture.insert_user("ann@example.com").await;
    fixture.delete_user(first.id).await;
    let second = fixture.insert_user("ann@example.com").await;
    let users = fixture.store.users();
    let found = users.find_by_email(&email("ann@example.com")).await;
    assert_eq!(found.unwrap(), Some(second));
}

pub async fn the_id_of_a_deleted_user_is_not_reused(fixture: &StoreFixture) {
    assert_ids_differ(async || {
        let id = fixture.ann().await;
        fixture.delete_user(id).await;
        id
    })
    .await;
}

pub async fn accounts_lapse_exactly_at_the_given_time(fixture: &StoreFixture) {
    let end = moment(60);
    for (address, sent) in [
        ("before@example.com", just_before(end)),
        ("at@example.com", end),
        ("after@example.com", just_after(end)),
    ] {
        let mut user = fixture.insert_user(address).await;
        user.verification_sent_at = Some(sent);
        fixture.update_user(&user).await;
    }
    assert_eq!(delete_lapsed(fixture, end).await, 2);
    let users = fixture.store.users();
    for (address, stays) in [
        ("before@example.com", false),
        ("at@example.com", false),
        ("after@example.com", true),
    ] {
        let found = users.find_by_email(&email(address)).await.unwrap();
        assert_eq!(found.is_some(), stays, "{address}");
    }
    assert_eq!(delete_lapsed(fixture, end).await, 0);
}

pub async fn verified_accounts_and_those_without_a_mail_do_not_lapse(fixture: &StoreFixture) {
    let unmailed = fixture.insert_user("unmailed@example.com").await;
    let mut verified = fixture.insert_user("verified@example.com").await;
    verified.verification_sent_at = Some(moment(1));
    verified.verified_at = Some(moment(2));
    fixture.update_user(&verified).await;
    assert_eq!(delete_lapsed(fixture, moment(1_000_000)).await, 0);
    assert_eq!(fixture.find_user(unmailed.id).await, Some(unmailed));
    assert_eq!(fixture.find_user(verified.id).await, Some(verified));
}

pub async fn a_lapsed_account_is_deleted_with_its_jobs_and_frees_its_address(
    fixture: &StoreFixture,
) {
    let mut lapsed = fixture.insert_user("ann@example.com").await;
    lapsed.verification_sent_at = Some(moment(1));
    fixture.update_user(&lapsed).await;
    fixture.insert_job(lapsed.id, moment(1)).await;
    assert_eq!(delete_lapsed(fixture, moment(1)).await, 1);
    fixture.remove_deleted().await;
    assert_eq!(fixture.list_jobs().await, []);
    let again = fixture.insert_user("ann@example.com").await;
    assert_ne!(again.id, lapsed.id);
}

async fn delete_lapsed(fixture: &StoreFixture, sent_until: Timestamp) -> u64 {
    write(fixture, async |unit| {
        unit.users()
            .delete_lapsed(sent_until, sent_until, 1_000)
            .await
    })
    .await
}
