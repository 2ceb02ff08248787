//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): which links are listed, by one filter. What is
//! searched for stands in [`link_search`](super::link_search), filters together in [`link_filters`](super::link_filters), the
//! order in [`link_order`](super::link_order).
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use super::StoreFixture;
use super::given::{just_after, just_before, moment, new_global_link, new_link, slug, target};
use super::given_links::{all_by_slug, codes, ids, own, tag, tags, title};
use korotko_core::id::{CollectionId, UserId};
use korotko_core::link::{Namespace, RedirectStatus, Tag, Tags};
use korotko_core::ports::{InsertLink, LinkQuery, LinkStateFilter};

#[doc(hidden)]
#[macro_export]
macro_rules! __link_list_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, link_list:
            an_owners_links_are_listed_whole_newest_first,
            deleted_other_peoples_and_anonymous_links_are_not_listed,
            a_list_has_no_more_than_asked_for,
            only_links_with_the_tag_are_listed,
            each_of_twenty_tags_leads_to_the_link,
            a_tag_that_was_taken_away_leads_nowhere,
            only_links_in_the_set_are_listed,
            deleted_links_of_a_set_are_listed_among_the_deleted_alone,
            a_link_ends_exactly_at_its_moment,
            deleted_links_are_listed_after_the_moment_given,
            a_range_of_creation_has_its_start_and_not_its_end,
        }
    };
}

pub async fn an_owners_links_are_listed_whole_newest_first(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let personal = InsertLink {
        namespace: Namespace::Personal(ann),
        slug: slug("promo"),
        target: target("a?b=c%20d#e"),
        owner: Some(ann),
        title: title("Весна 🌱"),
        tags: tags(&["Sale", "a, b", "\"c\""]),
        redirect_status: RedirectStatus::Found,
        expires_at: Some(just_after(moment(90))),
        max_clicks: Some(7),
        created_at: moment(4),
    };
    let personal = fixture.insert_link(&personal).await;
    let mut global = new_global_link(ann, "promo");
    global.created_at = moment(3);
    let global = fixture.insert_link(&global).await;
    let mut newest = own(ann, "sale");
    newest.created_at = moment(5);
    let newest = fixture.insert_link(&newest).await;
    let listed = fixture.list_links(&LinkQuery::of(ann, 9)).await;
    assert_eq!(listed, [newest, personal, global]);
}

pub async fn deleted_other_peoples_and_anonymous_links_are_not_listed(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let kept = fixture.insert_link(&own(ann, "kept")).await;
    fixture
        .insert_tombstone(&own(ann, "deleted"), moment(1))
        .await;
    let global = new_global_link(ann, "promo");
    fixture.insert_tombstone(&global, moment(1)).await;
    let bobs = fixture.insert_link(&own(bob, "kept")).await;
    fixture.insert_link(&new_link(Namespace::Global, "k")).await;
    for (owner, link) in [(ann, kept), (bob, bobs)] {
        let listed = fixture.list_links(&LinkQuery::of(owner, 9)).await;
        assert_eq!(listed, [link]);
    }
    let nobody = LinkQuery::of(UserId(bob.0 + 1), 9);
    assert_eq!(fixture.list_links(&nobody).await, []);
}

pub async fn a_list_has_no_more_than_asked_for(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let links = ["a", "b", "d"].map(|code| own(ann, code));
    fixture.insert_links(&links).await;
    for (limit, expected) in [
        (0, vec![]),
        (1, vec!["a"]),
        (3, vec!["a", "b", "d"]),
        (4, vec!["a", "b", "d"]),
    ] {
        let query = LinkQuery {
            limit,
            ..all_by_slug(ann)
        };
        assert_eq!(codes(&fixture.list_links(&query).await), expected);
    }
}

/// The codes of the owner's links that have this tag.
async fn tagged(fixture: &StoreFixture, owner: UserId, text: &str) -> Vec<String> {
    let query = LinkQuery {
        tag: tag(text),
        ..all_by_slug(owner)
    };
    let listed = fixture.list_links(&query).await;
    codes(&listed).into_iter().map(str::to_owned).collect()
}

pub async fn only_links_with_the_tag_are_listed(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    for (owner, code, texts) in [
        (ann, "spring", &["Sale", "Весна"][..]),
        (ann, "street", &["Straße", "a_b", "100%"]),
        (ann, "both", &["sale, весна", "\"x\" 'y'", "c\\d", "весна"]),
        (ann, "none", &[]),
        (bob, "bobs", &["Sale"]),
    ] {
        let mut link = own(owner, code);
        link.tags = tags(texts);
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
        ("вес", &[]),
        ("sal", &[]),
        ("axb", &[]),
        ("100", &[]),
        ("a%", &[]),
        ("_____", &[]),
        ("spring", &[]),
    ] {
        assert_eq!(tagged(fixture, ann, text).await, expected, "{text}");
    }
}

pub async fn each_of_twenty_tags_leads_to_the_link(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let long = |number: usize| format!("{number:02}{}", "Ж".repeat(Tag::MAX_CHARS - 2));
    let texts: Vec<String> = (0..Tags::MAX).map(long).collect();
    let mut link = own(ann, "promo");
    link.tags = Tags::parse(&texts).unwrap();
    fixture.insert_link(&link).await;
    for text in &texts {
        assert_eq!(tagged(fixture, ann, text).await, ["promo"], "{text}");
    }
}

pub async fn a_tag_that_was_taken_away_leads_nowhere(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let mut link = own(ann, "promo");
    link.tags = tags(&["old", "stays"]);
    let mut link = fixture.insert_link(&link).await;
    link.tags = tags(&["stays", "new"]);
    fixture.update_link(&link).await;
    assert_eq!(tagged(fixture, ann, "old").await, [""; 0]);
    assert_eq!(tagged(fixture, ann, "stays").await, ["promo"]);
    assert_eq!(tagged(fixture, ann, "new").await, ["promo"]);
    link.tags = Tags::default();
    fixture.update_link(&link).await;
    assert_eq!(tagged(fixture, ann, "stays").await, [""; 0]);
}

/// The codes of the owner's links that stand so in this set.
async fn members(
    fixture: &StoreFixture,
    owner: UserId,
    collection: CollectionId,
    state: LinkStateFilter,
) -> Vec<String> {
    let query = LinkQuery {
        collection: Some(collection),
        state,
        ..all_by_slug(owner)
    };
    let listed = fixture.list_links(&query).await;
    codes(&listed).into_iter().map(str::to_owned).collect()
}

pub async fn only_links_in_the_set_are_listed(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let links = ["a", "b", "d", "e"].map(|code| own(ann, code));
    let links = ids(&fixture.insert_links(&links).await);
    let bobs = fixture.insert_link(&own(bob, "bobs")).await.id;
    let spring = fixture.insert_collection(ann, "Spring").await.id;
    let summer = fixture.insert_collection(ann, "Summer").await.id;
    let bobs_set = fixture.insert_collection(bob, "Spring").await.id;
    fixture.join(spring, &[links[2], links[0]]).await;
    fixture.join(summer, &[links[0], links[1]]).await;
    fixture.join(bobs_set, &[bobs]).await;
    for (owner, collection, expected) in [
        (ann, spring, &["a", "d"][..]),
        (ann, summer, &["a", "b"]),
        (ann, bobs_set, &[]),
        (bob, bobs_set, &["bobs"]),
        (bob, spring, &[]),
        (ann, CollectionId(bobs_set.0 + 1), &[]),
    ] {
        let listed = members(fixture, owner, collection, LinkStateFilter::NotDeleted).await;
        assert_eq!(listed, expected, "{collection} of {owner}");
    }
}

pub async fn deleted_links_of_a_set_are_listed_among_the_deleted_alone(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let links = ["a", "b"].map(|code| own(ann, code));
    let links = fixture.insert_links(&links).await;
    let spring = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(spring, &ids(&links)).await;
    let deleted = fixture.set_deleted(&links[0], Some(moment(5))).await;
    fixture.insert_tombstone(&own(ann, "d"), moment(5)).await;
    let trash = LinkStateFilter::DeletedAfter(moment(0));
    let kept = members(fixture, ann, spring, LinkStateFilter::NotDeleted).await;
    assert_eq!(kept, ["b"]);
    assert_eq!(members(fixture, ann, spring, trash).await, ["a"]);
    fixture.set_deleted(&deleted, None).await;
    let kept = members(fixture, ann, spring, LinkStateFilter::NotDeleted).await;
    assert_eq!(kept, ["a", "b"]);
}

pub async fn a_link_ends_exactly_at_its_moment(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let now = moment(50);
    for (code, expires_at) in [
        ("before", Some(just_before(now))),
        ("exactly", Some(now)),
        ("later", Some(just_after(now))),
        ("never", None),
    ] {
        let mut link = own(ann, code);
        link.expires_at = expires_at;
        fixture.insert_link(&link).await;
        link.slug = slug(&format!("deleted-{code}"));
        fixture.insert_tombstone(&link, moment(1)).await;
    }
    for (state, expected) in [
        (LinkStateFilter::LiveAt(now), &["later", "never"][..]),
        (LinkStateFilter::ExpiredAt(now), &["before", "exactly"]),
        (
            LinkStateFilter::NotDeleted,
            &["before", "exactly", "later", "never"],
        ),
    ] {
        let query = LinkQuery {
            state,
            ..all_by_slug(ann)
        };
        let listed = fixture.list_links(&query).await;
        assert_eq!(codes(&listed), expected, "{state:?}");
    }
}

pub async fn deleted_links_are_listed_after_the_moment_given(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let moment_given = moment(50);
    for (code, deleted_at) in [
        ("before", just_before(moment_given)),
        ("exactly", moment_given),
        ("later", just_after(moment_given)),
        ("much-later", moment(1_000_000)),
    ] {
        let mut link = own(ann, code);
        link.expires_at = Some(moment(1));
        fixture.insert_tombstone(&link, deleted_at).await;
    }
    fixture.insert_link(&own(ann, "kept")).await;
    let query = LinkQuery {
        state: LinkStateFilter::DeletedAfter(moment_given),
        ..all_by_slug(ann)
    };
    let listed = fixture.list_links(&query).await;
    assert_eq!(codes(&listed), ["later", "much-later"]);
}

pub async fn a_range_of_creation_has_its_start_and_not_its_end(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let (start, end) = (moment(10), moment(20));
    for (code, created_at) in [
        ("a-before", just_before(start)),
        ("b-start", start),
        ("c-late", just_before(end)),
        ("d-end", end),
        ("e-after", just_after(end)),
    ] {
        let mut link = own(ann, code);
        link.created_at = created_at;
        fixture.insert_link(&link).await;
    }
    for (created_from, created_until, expected) in [
        (Some(start), Some(end), &["b-start", "c-late"][..]),
        (
            Some(start),
            None,
            &["b-start", "c-late", "d-end", "e-after"],
        ),
        (None, Some(end), &["a-before", "b-start", "c-late"]),
        (Some(end), Some(just_after(end)), &["d-end"]),
        (Some(start), Some(start), &[]),
        (Some(end), Some(start), &[]),
    ] {
        let query = LinkQuery {
            created_from,
            created_until,
            ..all_by_slug(ann)
        };
        let listed = fixture.list_links(&query).await;
        assert_eq!(codes(&listed), expected);
    }
}
