//! Checks of the links of a deleted account: when [`UserRepository`](korotko_core::ports::UserRepository) deletes it, and when
//! its rows are removed.

use super::StoreFixture;
use super::given::{
    With, anonymous, commit, moment, new_global_link, new_user, slug, target, write,
};
use super::given_links::{insert_all, operator_block, own, tags, title};
use super::suite::checks;
use korotko_core::id::UserId;
use korotko_core::link::{Link, Namespace, QueryForwarding, RedirectStatus, Tags, TargetUrl};
use korotko_core::ports::{InsertLink, LinkQuery, LinkStateFilter, Timestamp};

checks! { $ __link_release_checks, link_release:
    personal_links_are_removed_live_or_deleted,
    live_global_links_become_tombstones_with_slug_and_times,
    global_tombstones_keep_only_slug_and_times,
    released_links_are_found_only_by_their_slug,
    links_of_others_and_anonymous_links_stay,
    links_of_a_deleted_account_stop_working_at_once,
    a_global_slug_of_a_deleted_account_stays_taken,
    rows_of_deleted_accounts_are_removed_in_parts,
    several_deleted_accounts_are_purged_together,
    the_id_of_a_removed_personal_link_is_not_reused,
}

pub async fn personal_links_are_removed_live_or_deleted(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let live = own(ann, "live");
    let live = fixture.insert_link(&live).await;
    let deleted = own(ann, "deleted");
    let deleted = fixture.insert_tombstone(&deleted, moment(1)).await;
    assert!(fixture.delete_user(ann).await);
    assert_eq!(fixture.find_link(live.id).await, None);
    assert_eq!(fixture.find_link(deleted.id).await, None);
}

/// A global link with every field.
fn full(owner: UserId, slug: &str) -> InsertLink {
    InsertLink {
        title: title("A needle"),
        tags: tags(&["Sale", "needle"]),
        redirect_status: RedirectStatus::Found,
        query_forwarding: QueryForwarding::Append,
        expires_at: Some(moment(90)),
        fallback: Some(target("over")),
        imported_clicks: Some(7),
        ..new_global_link(owner, slug)
    }
}

/// What remains of a link: its slug and its times.
async fn assert_released(fixture: &StoreFixture, link: Link, deleted_at: Timestamp) {
    let found = fixture.find_link(link.id).await.unwrap();
    let expected = Link {
        target: TargetUrl::from_stored(String::new()),
        fallback: None,
        imported_clicks: None,
        owner: None,
        title: None,
        tags: Tags::default(),
        deleted_at: Some(deleted_at),
        // Whether becoming a tombstone changes the revision is unspecified, and so are fields that no redirect uses.
        updated_at: found.updated_at,
        revision: found.revision,
        redirect_status: found.redirect_status,
        query_forwarding: found.query_forwarding,
        ..link
    };
    assert_eq!(found, expected);
}

pub async fn live_global_links_become_tombstones_with_slug_and_times(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut live = fixture.insert_link(&full(ann, "promo")).await;
    live.block = Some(operator_block(moment(5)));
    fixture.update_link(&live).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(collection, &[live.id]).await;
    assert!(fixture.delete_user(ann).await);
    assert_eq!(fixture.collections_of(live.id).await, []);
    live.block = Some(operator_block(moment(5)).with(|block| block.reason = None));
    assert_released(fixture, live, moment(9)).await;
}

pub async fn global_tombstones_keep_only_slug_and_times(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = full(ann, "promo");
    let tombstone = fixture.insert_tombstone(&wanted, moment(1)).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(collection, &[tombstone.id]).await;
    assert!(fixture.delete_user(ann).await);
    assert_eq!(fixture.collections_of(tombstone.id).await, []);
    assert_released(fixture, tombstone, moment(1)).await;
}

pub async fn released_links_are_found_only_by_their_slug(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let live = fixture.insert_link(&full(ann, "promo")).await.id;
    fixture
        .insert_tombstone(&full(ann, "sale"), moment(1))
        .await;
    assert!(fixture.delete_user(ann).await);
    for state in [
        LinkStateFilter::NotDeleted,
        LinkStateFilter::DeletedAfter(moment(0)),
    ] {
        let all = LinkQuery::for_owner(ann, 9).with(|query| query.state = state);
        assert_eq!(fixture.list_links(&all).await, []);
    }
    let route = fixture
        .find_route(Namespace::Global, "promo")
        .await
        .unwrap();
    assert_eq!((route.link, route.deleted_at), (live, Some(moment(9))));
}

pub async fn links_of_others_and_anonymous_links_stay(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let tombstone = new_global_link(bob, "d");
    let links = [
        fixture.insert_link(&own(bob, "a")).await,
        fixture.insert_link(&new_global_link(bob, "b")).await,
        fixture.insert_link(&anonymous("k")).await,
        fixture.insert_tombstone(&tombstone, moment(1)).await,
    ];
    assert!(fixture.delete_user(ann).await);
    for link in links {
        assert_eq!(fixture.find_link(link.id).await, Some(link));
    }
}

pub async fn links_of_a_deleted_account_stop_working_at_once(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let personal = own(ann, "promo");
    fixture.insert_link(&personal).await;
    let deleted_slug = own(ann, "deleted_slug");
    fixture.insert_tombstone(&deleted_slug, moment(1)).await;
    let live = fixture.insert_link(&full(ann, "live")).await.id;
    let old = fixture.insert_tombstone(&full(ann, "old"), moment(1)).await;
    let bobs = fixture.insert_link(&new_global_link(bob, "bobs")).await.id;
    let anonymous = anonymous("anonymous");
    let anonymous = fixture.insert_link(&anonymous).await.id;
    let unit = fixture.begin().await;
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    commit(unit).await;
    for left in [true, false] {
        for slug in ["promo", "deleted_slug"] {
            let route = fixture.find_route(Namespace::Personal(ann), slug).await;
            assert_eq!(route, None, "{slug}");
        }
        for (slug, link, deleted_at) in [
            ("live", live, Some(moment(9))),
            ("old", old.id, Some(moment(1))),
            ("bobs", bobs, None),
            ("anonymous", anonymous, None),
        ] {
            let route = fixture.find_route(Namespace::Global, slug).await.unwrap();
            assert_eq!((route.link, route.deleted_at), (link, deleted_at), "{slug}");
        }
        if left {
            fixture.remove_deleted().await;
        }
    }
}

pub async fn a_global_slug_of_a_deleted_account_stays_taken(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = full(ann, "promo");
    fixture.insert_link(&wanted).await;
    let unit = fixture.begin().await;
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    commit(unit).await;
    let again = fixture.insert_user("ann@example.com").await.id;
    for _ in 0..2 {
        let unit = fixture.begin().await;
        let link = full(again, "promo");
        let taken = unit.link_batches().insert(&[link]).await.unwrap()[0].is_none();
        let tombstone = unit.tombstones();
        let tombstone = tombstone
            .find_latest(Namespace::Global, &slug("promo"), moment(0))
            .await;
        let kept = tombstone
            .unwrap()
            .is_some_and(|left| left.owner != Some(again));
        assert!(taken || kept);
        drop(unit);
        fixture.remove_deleted().await;
    }
}

pub async fn rows_of_deleted_accounts_are_removed_in_parts(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    for number in 0..5 {
        let personal = own(ann, &format!("s{number}"));
        let link = fixture.insert_link(&personal).await.id;
        fixture.insert_link(&full(ann, &format!("g{number}"))).await;
        let name = format!("Set {number}");
        let collection = fixture.insert_collection(ann, &name).await.id;
        fixture.join(collection, &[link]).await;
        fixture.insert_job(ann, moment(0)).await;
    }
    let kept = fixture.insert_link(&full(bob, "bobs")).await;
    let job = fixture.insert_job(bob, moment(0)).await;
    let unit = fixture.begin().await;
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    commit(unit).await;
    loop {
        let removed = write(fixture, async |unit| {
            unit.tombstones().purge_deleted_accounts(4).await
        })
        .await;
        // The user's own row is counted in addition.
        assert!(removed <= 5, "{removed}");
        if removed == 0 {
            break;
        }
    }
    let jobs = fixture.list_jobs().await;
    assert_eq!(jobs.iter().map(|left| left.id).collect::<Vec<_>>(), [job]);
    assert_eq!(fixture.find_link(kept.id).await, Some(kept));
    assert_eq!(
        fixture
            .store
            .collections()
            .count_by_owner(ann)
            .await
            .unwrap(),
        0
    );
    assert_eq!(fixture.list_links(&LinkQuery::for_owner(ann, 99)).await, []);
}

pub async fn several_deleted_accounts_are_purged_together(fixture: &StoreFixture) {
    let mut links = Vec::new();
    let unit = fixture.begin().await;
    for number in 0..150 {
        let address = format!("u{number}@example.com");
        let user = unit.users().insert(&new_user(&address)).await.unwrap().id;
        links.push(new_global_link(user, &format!("g{number}")));
    }
    let inserted = insert_all(&*unit, &links).await;
    for link in &links {
        assert!(
            unit.users()
                .delete(link.owner.unwrap(), moment(9))
                .await
                .unwrap()
        );
    }
    commit(unit).await;
    let unit = fixture.begin().await;
    let mut parts = 0;
    while unit
        .tombstones()
        .purge_deleted_accounts(1_000)
        .await
        .unwrap()
        > 0
    {
        parts += 1;
    }
    commit(unit).await;
    assert!(parts <= 4, "{parts}");
    for link in inserted {
        let left = fixture.find_link(link.id).await.unwrap();
        assert_eq!((left.owner, left.deleted_at), (None, Some(moment(9))));
    }
}

pub async fn the_id_of_a_removed_personal_link_is_not_reused(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let personal = |owner| own(owner, "a");
    let removed = fixture.insert_link(&personal(ann)).await.id;
    assert!(fixture.delete_user(ann).await);
    let next = fixture.insert_link(&personal(bob)).await.id;
    assert_ne!(next, removed);
}
