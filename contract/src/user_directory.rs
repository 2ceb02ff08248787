//! Checks of [`UserDirectory`](korotko_core::ports::UserDirectory).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{With, assert_pages, commit, moment};
use super::suite::checks;
use korotko_core::id::UserId;
use korotko_core::link::SearchText;
use korotko_core::ports::UserQuery;
use korotko_core::user::User;

checks! { $ __user_directory_checks, user_directory:
    users_are_listed_newest_first_page_by_page,
    users_are_filtered_by_all_that_the_query_says,
    users_are_searched_by_any_part_of_their_canonical_address,
    wildcards_have_no_meaning_in_a_search,
    only_known_users_are_found_together,
    deleted_users_are_not_found,
    all_administrators_are_locked_in_order,
    two_units_that_lock_the_administrators_see_each_others_change,
}

impl StoreFixture {
    async fn list_users(&self, query: &UserQuery) -> Vec<User> {
        self.store.user_directory().list(query).await.unwrap()
    }

    /// The ids of the users that match, newest first.
    async fn ids_of(&self, query: UserQuery) -> Vec<UserId> {
        let all = query.with(|query| query.limit = 99);
        let users = self.list_users(&all).await.into_iter();
        users.map(|user| user.id).collect()
    }

    /// A user with this address, changed.
    async fn user_with(&self, address: &str, change: impl FnOnce(&mut User)) -> User {
        let user = self.insert_user(address).await.with(change);
        self.update_user(&user).await;
        user
    }

    async fn administrator(&self, address: &str) -> User {
        self.user_with(address, |user| user.is_administrator = true)
            .await
    }
}

fn search(text: &str) -> UserQuery {
    UserQuery {
        text: Some(SearchText::parse(text).unwrap()),
        ..UserQuery::default()
    }
}

pub async fn users_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let mut users = Vec::new();
    for address in ["c@example.com", "a@example.com", "b@example.com"] {
        users.insert(0, fixture.insert_user(address).await);
    }
    assert_pages(
        &users,
        |user| user.id,
        async |after, limit| {
            let query = UserQuery {
                after,
                limit,
                ..UserQuery::default()
            };
            fixture.list_users(&query).await
        },
    )
    .await;
}

pub async fn users_are_filtered_by_all_that_the_query_says(fixture: &StoreFixture) {
    let plain = fixture.insert_user("plain@example.com").await.id;
    let verified = |user: &mut User| user.verified_at = Some(moment(1));
    let ann = fixture.user_with("ann@example.com", |user| {
        verified(user);
        user.is_administrator = true;
    });
    let ann = ann.await.id;
    let bob = fixture.user_with("bob@example.com", |user| {
        verified(user);
        user.disabled_at = Some(moment(2));
        user.links_disabled = true;
    });
    let bob = bob.await.id;
    let all = UserQuery::default;
    let administrators = |is| all().with(|query| query.is_administrator = Some(is));
    let of_verified = |is| all().with(|query| query.is_verified = Some(is));
    let of_disabled = |is| all().with(|query| query.is_disabled = Some(is));
    let both = of_verified(true).with(|query| query.is_disabled = Some(false));
    for (query, expected) in [
        (all(), vec![bob, ann, plain]),
        (administrators(true), vec![ann]),
        (administrators(false), vec![bob, plain]),
        (of_verified(true), vec![bob, ann]),
        (of_verified(false), vec![plain]),
        (of_disabled(true), vec![bob]),
        (of_disabled(false), vec![ann, plain]),
        (both, vec![ann]),
    ] {
        let shown = format!("{query:?}");
        assert_eq!(fixture.ids_of(query).await, expected, "{shown}");
    }
}

pub async fn users_are_searched_by_any_part_of_their_canonical_address(fixture: &StoreFixture) {
    let ann = fixture.insert_user("Ann.Müller@Example.com").await.id;
    let rf = fixture.insert_user("ann@пример.рф").await.id;
    for (text, expected) in [
        ("ann", vec![rf, ann]),
        ("ANN.MÜLLER@EXAMPLE", vec![ann]),
        ("müller@EXAMPLE.com", vec![ann]),
        ("xn--e1afmkfd", vec![rf]),
        ("bob", vec![]),
    ] {
        assert_eq!(fixture.ids_of(search(text)).await, expected, "{text}");
    }
}

pub async fn wildcards_have_no_meaning_in_a_search(fixture: &StoreFixture) {
    fixture.insert_user("ann@example.com").await;
    let odd = fixture.insert_user("a%n_n@example.com").await.id;
    for (text, expected) in [
        ("a%n", vec![odd]),
        ("n_n", vec![odd]),
        ("%", vec![odd]),
        ("a_n", vec![]),
        ("'", vec![]),
        ("\\", vec![]),
    ] {
        assert_eq!(fixture.ids_of(search(text)).await, expected, "{text}");
    }
}

pub async fn only_known_users_are_found_together(fixture: &StoreFixture) {
    let ann = fixture.administrator("ann@example.com").await;
    let bob = fixture.insert_user("bob@example.com").await;
    fixture.insert_user("eve@example.com").await;
    let unknown = UserId(bob.id.0 + 100);
    for (ids, expected) in [
        (vec![bob.id, unknown, ann.id], vec![&ann, &bob]),
        (vec![unknown], vec![]),
        (vec![], vec![]),
    ] {
        let directory = fixture.store.user_directory();
        let mut found = directory.find_all(&ids).await.unwrap();
        found.sort_by_key(|user| user.id);
        assert_eq!(found.iter().collect::<Vec<_>>(), expected);
    }
}

pub async fn deleted_users_are_not_found(fixture: &StoreFixture) {
    let ann = fixture.administrator("ann@example.com").await.id;
    let bob = fixture.administrator("bob@example.com").await.id;
    let unit = fixture.begin().await;
    unit.users().delete(ann, moment(9)).await.unwrap();
    let locked = unit.user_directory().lock_administrators().await.unwrap();
    assert_eq!(locked.len(), 1);
    commit(unit).await;
    let directory = fixture.store.user_directory();
    assert_eq!(directory.find_all(&[ann]).await.unwrap(), []);
    assert_eq!(fixture.ids_of(UserQuery::default()).await, [bob]);
    assert_eq!(fixture.ids_of(search("example")).await, [bob]);
}

pub async fn all_administrators_are_locked_in_order(fixture: &StoreFixture) {
    let ann = fixture.administrator("zoe@example.com").await;
    fixture.insert_user("bob@example.com").await;
    let disabled = fixture.administrator("ann@example.com").await;
    let disabled = disabled.with(|user| user.disabled_at = Some(moment(1)));
    fixture.update_user(&disabled).await;
    let unit = fixture.begin().await;
    let locked = unit.user_directory().lock_administrators().await.unwrap();
    assert_eq!(locked, [ann, disabled]);
}

/// Each demotes one of two administrators, if the other one is left.
pub async fn two_units_that_lock_the_administrators_see_each_others_change(fixture: &StoreFixture) {
    let both = [
        fixture.administrator("ann@example.com").await,
        fixture.administrator("bob@example.com").await,
    ];
    let demotions = both.into_iter().map(async |mut user| {
        let unit = fixture.begin().await;
        let left = unit.user_directory().lock_administrators().await.unwrap();
        if left.len() > 1 {
            user.is_administrator = false;
            unit.users().update(&user).await.unwrap();
            commit(unit).await;
        }
    });
    join_all(demotions).await;
    let administrators = UserQuery::default().with(|query| query.is_administrator = Some(true));
    assert_eq!(fixture.ids_of(administrators).await.len(), 1);
}
