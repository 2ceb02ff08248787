//! Checks of [`InvitationRepository`](korotko_core::ports::InvitationRepository).

use futures_util::future::{join, join_all};

use super::StoreFixture;
use super::given::{
    assert_conflict, assert_ids_differ, assert_one_wins, assert_pages, commit, email, give_way,
    just_after, just_before, moment, new_user, write,
};
use super::given_invitations::new_invitation;
use super::suite::checks;
use korotko_core::id::InvitationId;
use korotko_core::user::Invitation;

checks! { $ __invitation_repository_checks, invitation_repository:
    an_inserted_invitation_is_found,
    an_unknown_invitation_is_not_found,
    a_second_invitation_of_an_address_is_refused,
    of_concurrent_invitations_of_an_address_one_is_inserted,
    an_address_may_have_an_account_and_an_invitation,
    an_invitation_is_deleted_once,
    of_concurrent_units_one_deletes_an_invitation,
    an_aborted_deletion_leaves_the_invitation_to_a_waiting_unit,
    an_invitation_is_deleted_by_any_spelling_of_its_address,
    invitations_created_until_a_moment_are_deleted_in_parts,
    the_id_of_a_deleted_invitation_is_not_reused,
    invitations_are_listed_newest_first_page_by_page,
}

pub async fn an_inserted_invitation_is_found(fixture: &StoreFixture) {
    let new = new_invitation("Ann@Bücher.example", just_after(moment(4)));
    let inserted = write(fixture, async |unit| unit.invitations().insert(&new).await).await;
    let expected = Invitation {
        id: inserted.id,
        email: new.email,
        language: new.language,
        created_at: new.created_at,
    };
    assert_eq!(inserted, expected);
    let found = fixture.find_invitation(inserted.id).await;
    assert_eq!(found.as_ref(), Some(&expected));
    let elsewhere = fixture.other.invitations().find_by_id(inserted.id).await;
    assert_eq!(elsewhere.unwrap(), Some(expected.clone()));
    let unit = fixture.begin().await;
    let found = unit.invitations().find_by_id(inserted.id).await;
    assert_eq!(found.unwrap(), Some(expected));
}

pub async fn an_unknown_invitation_is_not_found(fixture: &StoreFixture) {
    let known = fixture.invite("ann@example.com", moment(0)).await;
    for unknown in [InvitationId(known.id.0 + 1), InvitationId(-1)] {
        assert_eq!(fixture.find_invitation(unknown).await, None);
        assert!(!fixture.delete_invitation(unknown).await);
    }
    assert_eq!(fixture.find_invitation(known.id).await, Some(known));
}

pub async fn a_second_invitation_of_an_address_is_refused(fixture: &StoreFixture) {
    let ann = fixture.invite("ann@example.com", moment(0)).await;
    for address in ["ann@example.com", "ANN@EXAMPLE.com"] {
        let unit = fixture.begin().await;
        let again = new_invitation(address, moment(1));
        assert_conflict(&unit.invitations().insert(&again).await);
    }
    fixture.invite("bob@example.com", moment(0)).await;
    assert_eq!(fixture.find_invitation(ann.id).await, Some(ann));
}

pub async fn of_concurrent_invitations_of_an_address_one_is_inserted(fixture: &StoreFixture) {
    let addresses = ["ann@example.com", "Ann@example.com", "ann@EXAMPLE.com"];
    assert_one_wins(fixture, addresses, async |unit, address| {
        let new = new_invitation(address, moment(0));
        unit.invitations().insert(&new).await
    })
    .await;
}

pub async fn an_address_may_have_an_account_and_an_invitation(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let invitation = fixture.invite("ann@example.com", moment(0)).await;
    assert!(fixture.delete_user(ann.id).await);
    let found = fixture.find_invitation(invitation.id).await;
    assert_eq!(found, Some(invitation));
}

pub async fn an_invitation_is_deleted_once(fixture: &StoreFixture) {
    let ann = fixture.invite("ann@example.com", moment(0)).await;
    let bob = fixture.invite("bob@example.com", moment(0)).await;
    assert!(fixture.delete_invitation(ann.id).await);
    assert!(!fixture.delete_invitation(ann.id).await);
    assert_eq!(fixture.find_invitation(ann.id).await, None);
    assert_eq!(fixture.find_invitation(bob.id).await, Some(bob));
    fixture.invite("ann@example.com", moment(0)).await;
}

pub async fn of_concurrent_units_one_deletes_an_invitation(fixture: &StoreFixture) {
    let ann = fixture.invite("ann@example.com", moment(0)).await;
    let attempts = (0..8).map(|number| async move {
        // Every other one is another process.
        let store = if number % 2 == 0 {
            &fixture.store
        } else {
            &fixture.other
        };
        let unit = store.begin().await.unwrap();
        let deleted = unit.invitations().delete(ann.id).await.unwrap();
        commit(unit).await;
        deleted
    });
    let deleted = join_all(attempts).await.into_iter();
    assert_eq!(deleted.filter(|deleted| *deleted).count(), 1);
}

pub async fn an_aborted_deletion_leaves_the_invitation_to_a_waiting_unit(fixture: &StoreFixture) {
    let ann = fixture.invite("ann@example.com", moment(0)).await;
    let first = fixture.begin().await;
    assert!(first.invitations().delete(ann.id).await.unwrap());
    let second = fixture.delete_invitation(ann.id);
    let abort = async {
        give_way().await;
        drop(first);
    };
    let (second, ()) = join(second, abort).await;
    assert!(second);
    assert_eq!(fixture.find_invitation(ann.id).await, None);
}

pub async fn an_invitation_is_deleted_by_any_spelling_of_its_address(fixture: &StoreFixture) {
    let ann = fixture.invite("Ann@bücher.example", moment(0)).await;
    let bob = fixture.invite("bob@bücher.example", moment(0)).await;
    let delete = async |address: &str| {
        let email = email(address);
        write(fixture, async |unit| {
            unit.invitations().delete_by_email(&email).await
        })
        .await
    };
    assert!(!delete("carol@bücher.example").await);
    assert!(delete("aNN@XN--bcher-kva.example").await);
    assert!(!delete("Ann@bücher.example").await);
    assert_eq!(fixture.find_invitation(ann.id).await, None);
    assert_eq!(fixture.find_invitation(bob.id).await, Some(bob));
    // An account of the address is not affected.
    let user = write(fixture, async |unit| {
        unit.users().insert(&new_user("bob@bücher.example")).await
    })
    .await;
    assert!(delete("bob@bücher.example").await);
    assert!(fixture.find_user(user.id).await.is_some());
}

pub async fn invitations_created_until_a_moment_are_deleted_in_parts(fixture: &StoreFixture) {
    let old = [just_before(moment(5)), moment(5), moment(1)];
    let mut ids = Vec::new();
    for (number, created_at) in old.into_iter().enumerate() {
        let address = format!("ann{number}@example.com");
        ids.push(fixture.invite(&address, created_at).await.id);
    }
    let young = fixture
        .invite("bob@example.com", just_after(moment(5)))
        .await;
    for expected in [2, 1, 0] {
        let deleted = write(fixture, async |unit| {
            unit.invitations().delete_expired(moment(5), 2).await
        })
        .await;
        assert_eq!(deleted, expected);
    }
    for id in ids {
        assert_eq!(fixture.find_invitation(id).await, None);
    }
    assert_eq!(fixture.find_invitation(young.id).await, Some(young));
}

pub async fn the_id_of_a_deleted_invitation_is_not_reused(fixture: &StoreFixture) {
    assert_ids_differ(async || {
        let id = fixture.invite("ann@example.com", moment(0)).await.id;
        assert!(fixture.delete_invitation(id).await);
        id
    })
    .await;
}

pub async fn invitations_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let mut invitations = Vec::new();
    for number in 1..=3 {
        // Two clocks may differ: the order is that of the ids.
        let address = format!("ann{number}@example.com");
        let invited = fixture.invite(&address, moment(-number)).await;
        invitations.insert(0, invited);
    }
    assert_pages(
        &invitations,
        |invitation| invitation.id,
        async |after, limit| {
            let store = &fixture.store;
            store.invitations().list(after, limit).await.unwrap()
        },
    )
    .await;
}
