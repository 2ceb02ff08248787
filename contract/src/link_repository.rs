//! Checks of [`LinkRepository`](korotko_core::ports::LinkRepository), apart from the removal of all links of a user.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, anonymous, assert_conflict, assert_ids_differ, assert_missing, assert_one_wins, commit,
    delete_account, give_way, just_after, moment, new_global_link, new_link, slug, target,
};
use super::given_links::own;
use super::suite::checks;
use korotko_core::Revision;
use korotko_core::click::ClickTotals;
use korotko_core::id::LinkId;
use korotko_core::link::{
    Block, BlockCause, BlockReason, Link, Namespace, QueryForwarding, RedirectStatus, Tags,
    TargetUrl, Title,
};
use korotko_core::ports::InsertLink;

checks! { $ __link_repository_checks, link_repository:
    an_inserted_link_is_live_and_found,
    a_long_target_is_stored_completely,
    an_unknown_link_is_not_found,
    a_taken_slug_is_refused,
    a_taken_anonymous_slug_is_refused_for_everybody,
    each_namespace_has_its_own_slugs,
    slugs_that_differ_in_case_are_distinct,
    a_link_of_an_unknown_owner_is_refused,
    the_slug_of_a_deleted_link_is_free_again,
    one_of_several_concurrent_inserts_of_a_slug_wins,
    an_update_writes_all_fields,
    every_query_forwarding_is_stored,
    a_fallback_is_stored_and_removed,
    an_update_keeps_created_at,
    an_update_of_an_unknown_link_is_missing,
    an_update_to_a_taken_slug_is_refused,
    a_deleted_link_is_not_restored_beside_a_live_one,
    a_tombstone_is_updated_beside_a_live_link,
    concurrent_changes_of_one_link_lose_nothing,
    links_are_counted_by_owner_without_deleted_ones,
    the_id_of_a_removed_link_is_not_reused,
}

pub async fn an_inserted_link_is_live_and_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = InsertLink {
        namespace: Namespace::Personal(ann),
        slug: slug("Promo_2026-x"),
        target: target("a?b=c%20d#e"),
        owner: Some(ann),
        title: Some(Title::from_stored("Весна 🌱".to_owned())),
        tags: Tags::parse(&["Sale", "a, b"]).unwrap(),
        redirect_status: RedirectStatus::Found,
        query_forwarding: QueryForwarding::Append,
        expires_at: Some(just_after(moment(90))),
        max_clicks: Some(1_000_000_000),
        fallback: Some(target("over?b=c%20d#e")),
        imported_clicks: Some(0),
        created_at: moment(4),
    };
    let inserted = fixture.insert_link(&wanted).await;
    let expected = wanted.into_link(inserted.id);
    assert_eq!(
        (expected.updated_at, expected.revision),
        (moment(4), Revision::FIRST)
    );
    assert_eq!(inserted, expected);
    assert_eq!(fixture.find_link(inserted.id).await, Some(expected));
    let anonymous = fixture.insert_link(&anonymous("x")).await;
    assert_eq!(anonymous.owner, None);
    assert_eq!(fixture.find_link(anonymous.id).await, Some(anonymous));
}

pub async fn a_long_target_is_stored_completely(fixture: &StoreFixture) {
    let mut wanted = anonymous(&"s".repeat(64));
    let start = "https://example.com/";
    let rest = "x".repeat(TargetUrl::MAX_BYTES - start.len());
    wanted.target = TargetUrl::from_stored(format!("{start}{rest}"));
    wanted.fallback = Some(wanted.target.clone());
    let inserted = fixture.insert_link(&wanted).await;
    let found = fixture.find_link(inserted.id).await.unwrap();
    assert_eq!((found.target, found.slug), (wanted.target, wanted.slug));
    assert_eq!(found.fallback, wanted.fallback);
}

pub async fn an_unknown_link_is_not_found(fixture: &StoreFixture) {
    assert_eq!(fixture.find_link(LinkId(7)).await, None);
    let unit = fixture.begin().await;
    let found = unit.links().find_for_update(LinkId(7)).await.unwrap();
    assert_eq!(found, None);
}

pub async fn a_taken_slug_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = own(ann, "promo");
    let first = fixture.insert_link(&wanted).await;
    let unit = fixture.begin().await;
    assert_conflict(&unit.links().insert(&wanted).await);
    drop(unit);
    assert_eq!(fixture.find_link(first.id).await, Some(first));
}

pub async fn a_taken_anonymous_slug_is_refused_for_everybody(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let anonymous = anonymous("promo");
    fixture.insert_link(&anonymous).await;
    for taken in [anonymous, new_global_link(ann, "promo")] {
        let unit = fixture.begin().await;
        assert_conflict(&unit.links().insert(&taken).await);
    }
}

pub async fn a_link_of_an_unknown_owner_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    assert!(delete_account(&*unit, ann).await);
    assert_missing(&unit.links().insert(&new_global_link(ann, "promo")).await);
}

pub async fn each_namespace_has_its_own_slugs(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    for namespace in [
        Namespace::Global,
        Namespace::Personal(ann),
        Namespace::Personal(bob),
    ] {
        let link = fixture.insert_link(&new_link(namespace, "promo")).await;
        let found = fixture.find_link(link.id).await.unwrap();
        assert_eq!(found.namespace, namespace);
    }
}

pub async fn slugs_that_differ_in_case_are_distinct(fixture: &StoreFixture) {
    let small = fixture.insert_link(&anonymous("promo")).await;
    let capital = fixture.insert_link(&anonymous("Promo")).await;
    assert_eq!(fixture.find_link(small.id).await, Some(small));
    assert_eq!(fixture.find_link(capital.id).await, Some(capital));
}

pub async fn the_slug_of_a_deleted_link_is_free_again(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    let first = fixture.insert_tombstone(&wanted, moment(1)).await;
    let second = fixture.insert_tombstone(&wanted, moment(1)).await;
    let third = fixture.insert_link(&wanted).await;
    for link in [first, second, third] {
        assert_eq!(fixture.find_link(link.id).await, Some(link));
    }
}

pub async fn one_of_several_concurrent_inserts_of_a_slug_wins(fixture: &StoreFixture) {
    assert_one_wins(fixture, ["promo"; 8], async |unit, slug| {
        unit.links().insert(&anonymous(slug)).await
    })
    .await;
}

pub async fn an_update_writes_all_fields(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let other = fixture.insert_link(&anonymous("other")).await;
    let first = fixture.insert_link(&anonymous("promo")).await;
    let changed = Link {
        id: first.id,
        namespace: Namespace::Personal(ann),
        slug: slug("sale"),
        target: target("sale"),
        owner: Some(ann),
        title: Some(Title::from_stored("Sale".to_owned())),
        tags: Tags::parse(&["b", "a"]).unwrap(),
        redirect_status: RedirectStatus::PermanentRedirect,
        query_forwarding: QueryForwarding::Override,
        expires_at: Some(moment(10)),
        max_clicks: Some(3),
        fallback: Some(target("over")),
        clicks: ClickTotals::default(),
        exhausted: false,
        imported_clicks: Some(1_000_000_000),
        disabled_at: Some(moment(4)),
        block: Some(Block {
            at: just_after(moment(5)),
            cause: BlockCause::Legal,
            reason: Some(BlockReason::from_stored("court order".to_owned())),
        }),
        created_at: first.created_at,
        updated_at: moment(2),
        revision: Revision(9),
        deleted_at: Some(just_after(moment(3))),
    };
    fixture.update_link(&changed).await;
    assert_eq!(fixture.find_link(first.id).await, Some(changed));
    fixture.update_link(&first).await;
    assert_eq!(fixture.find_link(first.id).await, Some(first));
    assert_eq!(fixture.find_link(other.id).await, Some(other));
}

pub async fn every_query_forwarding_is_stored(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    for forwarding in QueryForwarding::ALL {
        let mut wanted = anonymous(forwarding.name());
        wanted.query_forwarding = forwarding;
        let link = fixture.insert_link(&wanted).await;
        let found = fixture.find_link(link.id).await.unwrap();
        assert_eq!(found.query_forwarding, forwarding);
        let mut user = fixture.find_user(ann).await.unwrap();
        user.default_query_forwarding = forwarding;
        fixture.update_user(&user).await;
        assert_eq!(fixture.find_user(ann).await, Some(user));
    }
}

pub async fn a_fallback_is_stored_and_removed(fixture: &StoreFixture) {
    let mut wanted = anonymous("promo");
    wanted.fallback = Some(target("over"));
    let mut link = fixture.insert_link(&wanted).await;
    for fallback in [Some(target("later")), None, Some(target("over"))] {
        link.fallback = fallback;
        fixture.update_link(&link).await;
        assert_eq!(fixture.find_link(link.id).await, Some(link.clone()));
    }
}

pub async fn an_update_keeps_created_at(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("promo")).await;
    let changed = Link {
        created_at: moment(99),
        updated_at: moment(99),
        ..link.clone()
    };
    fixture.update_link(&changed).await;
    let expected = Link {
        created_at: link.created_at,
        ..changed
    };
    assert_eq!(fixture.find_link(link.id).await, Some(expected));
}

pub async fn an_update_of_an_unknown_link_is_missing(fixture: &StoreFixture) {
    let mut link = fixture.insert_link(&anonymous("promo")).await;
    link.id = LinkId(link.id.0 + 1);
    link.slug = slug("sale");
    let unit = fixture.begin().await;
    assert_missing(&unit.links().update(&link).await);
    drop(unit);
    assert_eq!(fixture.find_link(link.id).await, None);
}

pub async fn an_update_to_a_taken_slug_is_refused(fixture: &StoreFixture) {
    fixture.insert_link(&anonymous("promo")).await;
    let sale = fixture.insert_link(&anonymous("sale")).await;
    let mut renamed = sale.clone();
    renamed.slug = slug("promo");
    let unit = fixture.begin().await;
    assert_conflict(&unit.links().update(&renamed).await);
    drop(unit);
    assert_eq!(fixture.find_link(sale.id).await, Some(sale));
    renamed.slug = slug("Promo");
    fixture.update_link(&renamed).await;
}

pub async fn a_deleted_link_is_not_restored_beside_a_live_one(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    let mut first = fixture.insert_tombstone(&wanted, moment(1)).await;
    fixture.insert_link(&wanted).await;
    first.deleted_at = None;
    let unit = fixture.begin().await;
    assert_conflict(&unit.links().update(&first).await);
}

pub async fn a_tombstone_is_updated_beside_a_live_link(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    let mut first = fixture.insert_tombstone(&wanted, moment(1)).await;
    let live = fixture.insert_link(&wanted).await;
    first.updated_at = moment(8);
    fixture.update_link(&first).await;
    assert_eq!(fixture.find_link(first.id).await, Some(first));
    assert_eq!(fixture.find_link(live.id).await, Some(live));
}

pub async fn concurrent_changes_of_one_link_lose_nothing(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("promo")).await;
    let changes = (0..8).map(|_| async {
        let unit = fixture.begin().await;
        let found = unit.links().find_for_update(link.id).await.unwrap();
        let mut found = found.unwrap();
        found.target = TargetUrl::from_stored(format!("{}x", found.target));
        give_way().await;
        unit.links().update(&found).await.unwrap();
        commit(unit).await;
    });
    join_all(changes).await;
    let target = fixture.find_link(link.id).await.unwrap().target;
    assert_eq!(target.as_str(), format!("{}xxxxxxxx", link.target));
}

pub async fn links_are_counted_by_owner_without_deleted_ones(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let personal = |slug| own(ann, slug);
    let mut expired = personal("b");
    expired.expires_at = Some(moment(-9));
    for link in [personal("a"), expired, new_global_link(ann, "k")] {
        fixture.insert_link(&link).await;
    }
    fixture.insert_link(&anonymous("l")).await;
    let deleted = fixture.insert_tombstone(&personal("d"), moment(1)).await;
    let links = fixture.store.links();
    assert_eq!(links.count_by_owner(ann).await.unwrap(), 3);
    assert_eq!(links.count_by_owner(bob).await.unwrap(), 0);
    let restored = deleted.with(|link| link.deleted_at = None);
    let unit = fixture.begin().await;
    unit.links().update(&restored).await.unwrap();
    assert_eq!(unit.links().count_by_owner(ann).await.unwrap(), 4);
    assert_eq!(links.count_by_owner(ann).await.unwrap(), 3);
}

pub async fn the_id_of_a_removed_link_is_not_reused(fixture: &StoreFixture) {
    assert_ids_differ(async || {
        let wanted = anonymous("promo");
        let id = fixture.insert_tombstone(&wanted, moment(1)).await.id;
        assert_eq!(fixture.delete_tombstones(moment(1)).await, 1);
        id
    })
    .await;
}
