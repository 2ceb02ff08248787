//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): which links are listed, by one filter.
//! Searches are checked in [`link_search`](super::link_search), combined filters in [`link_filters`](super::link_filters), the
//! order in [`link_order`](super::link_order).

use super::StoreFixture;
use super::given::{
    With, anonymous, just_after, just_before, moment, new_global_link, slug, target,
};
use super::given_links::{all_by_slug, ids, own, tag, tags, title};
use super::suite::checks;
use korotko_core::id::{CollectionId, UserId};
use korotko_core::link::{Namespace, QueryForwarding, RedirectStatus, Tag, Tags};
use korotko_core::ports::{InsertLink, LinkQuery, LinkStateFilter};

checks! { $ __link_list_checks, link_list:
    an_owners_links_are_listed_completely_newest_first,
    deleted_other_peoples_and_anonymous_links_are_not_listed,
    a_list_has_at_most_the_limit,
    only_links_with_the_tag_are_listed,
    a_link_is_listed_by_each_of_twenty_tags,
    a_link_is_not_listed_by_a_removed_tag,
    only_links_in_the_collection_are_listed,
    deleted_links_of_a_collection_are_listed_only_as_deleted,
    a_link_expires_exactly_at_its_time,
    deleted_links_are_listed_after_the_given_time,
    a_creation_range_includes_its_start_and_not_its_end,
}

pub async fn an_owners_links_are_listed_completely_newest_first(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let personal = InsertLink {
        namespace: Namespace::Personal(ann),
        slug: slug("promo"),
        target: target("a?b=c%20d#e"),
        owner: Some(ann),
        title: title("Весна 🌱"),
        tags: tags(&["Sale", "a, b", "\"c\""]),
        redirect_status: RedirectStatus::Found,
        query_forwarding: QueryForwarding::Append,
        expires_at: Some(just_after(moment(90))),
        max_clicks: Some(7),
        fallback: Some(target("over")),
        imported_clicks: Some(12),
        created_at: moment(4),
    };
    let global = new_global_link(ann, "promo").with(|link| link.created_at = moment(3));
    let newest = own(ann, "sale").with(|link| link.created_at = moment(5));
    let links = fixture.insert_links(&[personal, global, newest]).await;
    let [personal, global, newest] = links.try_into().unwrap();
    let listed = fixture.list_links(&LinkQuery::for_owner(ann, 9)).await;
    assert_eq!(listed, [newest, personal, global]);
}

pub async fn deleted_other_peoples_and_anonymous_links_are_not_listed(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let kept = fixture.insert_link(&own(ann, "kept")).await;
    for deleted in [own(ann, "deleted"), new_global_link(ann, "promo")] {
        fixture.insert_tombstone(&deleted, moment(1)).await;
    }
    let bobs = fixture.insert_link(&own(bob, "kept")).await;
    fixture.insert_link(&anonymous("k")).await;
    let nobody = UserId(bob.0 + 1);
    for (owner, links) in [(ann, vec![kept]), (bob, vec![bobs]), (nobody, vec![])] {
        let listed = fixture.list_links(&LinkQuery::for_owner(owner, 9)).await;
        assert_eq!(listed, links);
    }
}

pub async fn a_list_has_at_most_the_limit(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let all = ["a", "b", "d"];
    fixture.insert_links(&all.map(|text| own(ann, text))).await;
    for (limit, number) in [(0, 0), (1, 1), (3, 3), (4, 3)] {
        let query = all_by_slug(ann).with(|query| query.limit = limit);
        assert_eq!(fixture.list_slugs(&query).await, all[..number]);
    }
}

/// The slugs of the owner's links with this tag.
async fn tagged(fixture: &StoreFixture, owner: UserId, text: &str) -> Vec<String> {
    let query = all_by_slug(owner).with(|query| query.tag = tag(text));
    fixture.list_slugs(&query).await
}

pub async fn only_links_with_the_tag_are_listed(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    for (owner, text, texts) in [
        (ann, "spring", &["Sale", "Весна"][..]),
        (ann, "street", &["Straße", "a_b", "100%"]),
        (ann, "both", &["sale, весна", "\"x\" 'y'", "c\\d", "весна"]),
        (ann, "none", &[]),
        (bob, "bobs", &["Sale"]),
    ] {
        let link = own(owner, text).with(|link| link.tags = tags(texts));
        fixture.insert_link(&link).await;
    }
    for (text, expected) in [
        ("Весна", &["both", "spring"][..]),
        ("ВЕСНА", &["both", "spring"]),
        ("sALE", &["spring"]),
        ("STRASSE", &["street"]),
        ("Sale, Весна", &["both"]),
        ("\"X\" 'Y'", &["both"]),
        ("C\\D", &["both"]),
        ("A_B", &["street"]),
        ("100%", &["street"]),
    ] {
        assert_eq!(tagged(fixture, ann, text).await, expected, "{text}");
    }
    for text in ["вес", "sal", "axb", "100", "a%", "_____", "spring"] {
        assert_eq!(tagged(fixture, ann, text).await, [""; 0], "{text}");
    }
}

pub async fn a_link_is_listed_by_each_of_twenty_tags(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let long = |number: usize| format!("{number:02}{}", "Ж".repeat(Tag::MAX_CHARS - 2));
    let texts: Vec<String> = (0..Tags::MAX).map(long).collect();
    let link = own(ann, "promo").with(|link| link.tags = Tags::parse(&texts).unwrap());
    fixture.insert_link(&link).await;
    for text in &texts {
        assert_eq!(tagged(fixture, ann, text).await, ["promo"], "{text}");
    }
}

pub async fn a_link_is_not_listed_by_a_removed_tag(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut link = fixture.insert_link(&own(ann, "promo")).await;
    let steps = [&["old", "stays"][..], &["stays", "new"], &[]];
    for texts in steps {
        link.tags = tags(texts);
        fixture.update_link(&link).await;
        for text in steps.concat() {
            let found = tagged(fixture, ann, text).await;
            let is_found = texts.contains(&text);
            assert_eq!(found.len(), usize::from(is_found), "{text} of {texts:?}");
        }
    }
}

/// The slugs of the owner's links in this collection that are, or are not, deleted.
async fn members(
    fixture: &StoreFixture,
    owner: UserId,
    collection: CollectionId,
    deleted: bool,
) -> Vec<String> {
    let query = all_by_slug(owner).with(|query| {
        query.collection = Some(collection);
        if deleted {
            query.state = LinkStateFilter::DeletedAfter(moment(0));
        }
    });
    fixture.list_slugs(&query).await
}

pub async fn only_links_in_the_collection_are_listed(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let links = ["a", "b", "d", "e"].map(|text| own(ann, text));
    let links = ids(&fixture.insert_links(&links).await);
    let bobs = fixture.insert_link(&own(bob, "bobs")).await.id;
    let spring = fixture.insert_collection(ann, "Spring").await.id;
    let summer = fixture.insert_collection(ann, "Summer").await.id;
    let bobs_collection = fixture.insert_collection(bob, "Spring").await.id;
    fixture.join(spring, &[links[2], links[0]]).await;
    fixture.join(summer, &[links[0], links[1]]).await;
    fixture.join(bobs_collection, &[bobs]).await;
    for (owner, collection, expected) in [
        (ann, spring, &["a", "d"][..]),
        (ann, summer, &["a", "b"]),
        (ann, bobs_collection, &[]),
        (bob, bobs_collection, &["bobs"]),
        (bob, spring, &[]),
        (ann, CollectionId(bobs_collection.0 + 1), &[]),
    ] {
        let listed = members(fixture, owner, collection, false).await;
        assert_eq!(listed, expected, "{collection} of {owner}");
    }
}

pub async fn deleted_links_of_a_collection_are_listed_only_as_deleted(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links = ["a", "b"].map(|text| own(ann, text));
    let links = fixture.insert_links(&links).await;
    let spring = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(spring, &ids(&links)).await;
    let deleted = fixture.set_deleted(&links[0], Some(moment(5))).await;
    fixture.insert_tombstone(&own(ann, "d"), moment(5)).await;
    assert_eq!(members(fixture, ann, spring, false).await, ["b"]);
    assert_eq!(members(fixture, ann, spring, true).await, ["a"]);
    fixture.set_deleted(&deleted, None).await;
    assert_eq!(members(fixture, ann, spring, false).await, ["a", "b"]);
}

pub async fn a_link_expires_exactly_at_its_time(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let now = moment(50);
    for (text, expires_at) in [
        ("before", Some(just_before(now))),
        ("exactly", Some(now)),
        ("later", Some(just_after(now))),
        ("never", None),
    ] {
        let link = own(ann, text).with(|link| link.expires_at = expires_at);
        fixture.insert_link(&link).await;
        let deleted = link.with(|link| link.slug = slug(&format!("deleted-{text}")));
        fixture.insert_tombstone(&deleted, moment(1)).await;
    }
    let all = &["before", "exactly", "later", "never"][..];
    for (state, expected) in [
        (LinkStateFilter::LiveAt(now), &all[2..]),
        (LinkStateFilter::ExpiredAt(now), &all[..2]),
        (LinkStateFilter::NotDeleted, all),
    ] {
        let query = all_by_slug(ann).with(|query| query.state = state);
        assert_eq!(fixture.list_slugs(&query).await, expected, "{state:?}");
    }
}

pub async fn deleted_links_are_listed_after_the_given_time(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let given = moment(50);
    for (text, deleted_at) in [
        ("before", just_before(given)),
        ("exactly", given),
        ("later", just_after(given)),
        ("much-later", moment(1_000_000)),
    ] {
        let link = own(ann, text).with(|link| link.expires_at = Some(moment(1)));
        fixture.insert_tombstone(&link, deleted_at).await;
    }
    fixture.insert_link(&own(ann, "kept")).await;
    let state = LinkStateFilter::DeletedAfter(given);
    let query = all_by_slug(ann).with(|query| query.state = state);
    assert_eq!(fixture.list_slugs(&query).await, ["later", "much-later"]);
}

pub async fn a_creation_range_includes_its_start_and_not_its_end(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let (start, end) = (moment(10), moment(20));
    let all = ["a-before", "b-start", "c-late", "d-end", "e-after"];
    let moments = [
        just_before(start),
        start,
        just_before(end),
        end,
        just_after(end),
    ];
    for (text, created_at) in all.into_iter().zip(moments) {
        let link = own(ann, text).with(|link| link.created_at = created_at);
        fixture.insert_link(&link).await;
    }
    for (created_from, created_until, expected) in [
        (Some(start), Some(end), &all[1..3]),
        (Some(start), None, &all[1..]),
        (None, Some(end), &all[..3]),
        (Some(end), Some(just_after(end)), &all[3..4]),
        (Some(start), Some(start), &[]),
        (Some(end), Some(start), &[]),
    ] {
        let query = LinkQuery {
            created_from,
            created_until,
            ..all_by_slug(ann)
        };
        assert_eq!(fixture.list_slugs(&query).await, expected);
    }
}
