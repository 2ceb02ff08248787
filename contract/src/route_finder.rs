//! Checks of [`RouteFinder`](korotko_core::ports::RouteFinder). They look a route up only after the last write, because a cache
//! may be involved.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{anonymous, moment, new_global_link, new_link, target};
use super::suite::checks;
use korotko_core::link::{Namespace, QueryForwarding, RedirectStatus, Route};
use korotko_core::ports::InsertLink;

checks! { $
    /// Creates a test of every check of [`RouteFinder`](korotko_core::ports::RouteFinder) alone, for one in front of a store:
    /// [`store_contract!`](crate::store_contract) includes them. The argument returns a future of a
    /// [`StoreFixture`](crate::StoreFixture).
    route_finder_contract, route_finder:
    a_route_has_all_that_a_redirect_needs,
    an_unknown_slug_has_no_route,
    a_deleted_links_route_says_when_it_was_deleted,
    a_live_link_takes_precedence_over_a_later_tombstone,
    the_route_is_of_the_tombstone_deleted_last,
    the_links_of_a_disabled_user_are_disabled_if_the_user_says_so,
    no_other_namespace_is_searched,
    slugs_are_compared_case_sensitively,
    a_forgotten_route_is_read_again,
    every_route_is_read_again_after_forget_all,
    routes_that_are_looked_up_at_the_same_time_are_not_confused,
}

pub async fn a_route_has_all_that_a_redirect_needs(fixture: &StoreFixture) {
    let wanted = InsertLink {
        target: target("a?b=c#d"),
        redirect_status: RedirectStatus::Found,
        query_forwarding: QueryForwarding::Override,
        // Long ago: the store does not decide whether that is expired.
        expires_at: Some(moment(-1_000_000)),
        max_clicks: Some(9),
        fallback: Some(target("over?b=c#d")),
        ..anonymous("promo")
    };
    let link = fixture.insert_link(&wanted).await;
    let expected = Route {
        link: link.id,
        target: wanted.target,
        redirect_status: RedirectStatus::Found,
        query_forwarding: QueryForwarding::Override,
        expires_at: wanted.expires_at,
        max_clicks: Some(9),
        fallback: wanted.fallback,
        exhausted: false,
        disabled: false,
        block: None,
        deleted_at: None,
    };
    let found = fixture.find_route(Namespace::Global, "promo").await;
    assert_eq!(found, Some(expected));
}

pub async fn an_unknown_slug_has_no_route(fixture: &StoreFixture) {
    fixture.insert_link(&anonymous("promo")).await;
    for unknown in ["prom", "promo1", "promo_", "_____"] {
        let found = fixture.find_route(Namespace::Global, unknown).await;
        assert_eq!(found, None, "{unknown}");
    }
}

pub async fn a_deleted_links_route_says_when_it_was_deleted(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    let tombstone = fixture.insert_tombstone(&wanted, moment(3)).await;
    let found = fixture.find_route(Namespace::Global, "promo").await;
    assert_eq!(found, Some(Route::from(tombstone)));
}

pub async fn a_live_link_takes_precedence_over_a_later_tombstone(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    let mut live = fixture.insert_tombstone(&wanted, moment(1)).await;
    fixture.insert_tombstone(&wanted, moment(100)).await;
    live.deleted_at = None;
    fixture.update_link(&live).await;
    let found = fixture.find_route(Namespace::Global, "promo").await;
    assert_eq!(found, Some(Route::from(live)));
}

pub async fn the_route_is_of_the_tombstone_deleted_last(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    fixture.insert_tombstone(&wanted, moment(1)).await;
    let last = fixture.insert_tombstone(&wanted, moment(3)).await;
    fixture.insert_tombstone(&wanted, moment(2)).await;
    let found = fixture.find_route(Namespace::Global, "promo").await;
    assert_eq!(found, Some(Route::from(last)));
}

pub async fn the_links_of_a_disabled_user_are_disabled_if_the_user_says_so(fixture: &StoreFixture) {
    let mut ann = fixture.insert_user("ann@example.com").await;
    let bob = fixture.insert_user("bob@example.com").await;
    let own = Namespace::Personal(ann.id);
    let gone = new_link(own, "gone");
    let anns = [
        fixture.insert_link(&new_link(own, "promo")).await,
        fixture.insert_link(&new_global_link(ann.id, "sale")).await,
        fixture.insert_tombstone(&gone, moment(1)).await,
    ];
    let others = [
        fixture.insert_link(&new_global_link(bob.id, "bobs")).await,
        fixture.insert_link(&anonymous("nobodys")).await,
    ];
    ann.disabled_at = Some(moment(5));
    for (links_disabled, enabled) in [(true, false), (false, false), (false, true)] {
        ann.links_disabled = links_disabled;
        ann.disabled_at = ann.disabled_at.filter(|_| !enabled);
        fixture.update_user(&ann).await;
        fixture.routes.forget_all();
        for (link, disabled) in anns
            .iter()
            .map(|link| (link, links_disabled))
            .chain(others.iter().map(|link| (link, false)))
        {
            let found = fixture.find_route(link.namespace, link.slug.as_str());
            let expected = Route {
                disabled,
                ..Route::from(link.clone())
            };
            assert_eq!(found.await, Some(expected), "{}", link.slug);
        }
    }
}

pub async fn no_other_namespace_is_searched(fixture: &StoreFixture) {
    let ann = Namespace::Personal(fixture.insert_user("ann@example.com").await.id);
    let bob = Namespace::Personal(fixture.insert_user("bob@example.com").await.id);
    let anns = fixture.insert_link(&new_link(ann, "anns")).await;
    let global = fixture.insert_link(&anonymous("all")).await;
    let both = [
        fixture.insert_link(&new_link(ann, "both")).await,
        fixture.insert_link(&anonymous("both")).await,
    ];
    fixture
        .insert_tombstone(&new_link(ann, "gone"), moment(1))
        .await;
    for (namespace, slug, expected) in [
        (ann, "anns", Some(anns.id)),
        (bob, "anns", None),
        (Namespace::Global, "anns", None),
        (Namespace::Global, "all", Some(global.id)),
        (ann, "all", None),
        (ann, "both", Some(both[0].id)),
        (Namespace::Global, "both", Some(both[1].id)),
        (bob, "both", None),
        (Namespace::Global, "gone", None),
    ] {
        let found = fixture.find_route(namespace, slug).await;
        let found = found.map(|route| route.link);
        assert_eq!(found, expected, "{slug} in {namespace:?}");
    }
}

pub async fn slugs_are_compared_case_sensitively(fixture: &StoreFixture) {
    let capital = fixture.insert_link(&anonymous("Promo")).await;
    let tombstone = anonymous("PROMO");
    let tombstone = fixture.insert_tombstone(&tombstone, moment(1)).await;
    for (slug, expected) in [
        ("promo", None),
        ("Promo", Some(capital.id)),
        ("PROMO", Some(tombstone.id)),
    ] {
        let found = fixture.find_route(Namespace::Global, slug).await;
        assert_eq!(found.map(|route| route.link), expected, "{slug}");
    }
}

pub async fn a_forgotten_route_is_read_again(fixture: &StoreFixture) {
    let mut link = fixture.insert_link(&anonymous("promo")).await;
    fixture.find_route(Namespace::Global, "promo").await;
    fixture.find_route(Namespace::Global, "later").await;
    link.target = target("changed");
    fixture.update_link(&link).await;
    let later = fixture.insert_link(&anonymous("later")).await;
    for known in [&link, &later] {
        fixture.routes.forget(Namespace::Global, &known.slug);
        let found = fixture
            .find_route(Namespace::Global, known.slug.as_str())
            .await;
        assert_eq!(found, Some(Route::from(known.clone())));
    }
}

pub async fn every_route_is_read_again_after_forget_all(fixture: &StoreFixture) {
    let ann = Namespace::Personal(fixture.insert_user("ann@example.com").await.id);
    for namespace in [Namespace::Global, ann] {
        let mut link = fixture.insert_link(&new_link(namespace, "promo")).await;
        fixture.find_route(namespace, "promo").await;
        link.deleted_at = Some(moment(7));
        fixture.update_link(&link).await;
        fixture.routes.forget_all();
        let found = fixture.find_route(namespace, "promo").await;
        assert_eq!(found, Some(Route::from(link)));
    }
}

pub async fn routes_that_are_looked_up_at_the_same_time_are_not_confused(fixture: &StoreFixture) {
    let ann = Namespace::Personal(fixture.insert_user("ann@example.com").await.id);
    let mut expected = Vec::new();
    for number in 0..60 {
        let slug = format!("l{number}");
        let namespace = if number % 3 == 0 {
            ann
        } else {
            Namespace::Global
        };
        let wanted = new_link(namespace, &slug);
        let link = if number % 4 == 0 {
            fixture.insert_tombstone(&wanted, moment(number)).await
        } else {
            fixture.insert_link(&wanted).await
        };
        expected.push((namespace, slug.clone(), Some(Route::from(link))));
        expected.push((namespace, format!("L{number}"), None));
        let other = if number % 3 == 0 {
            Namespace::Global
        } else {
            ann
        };
        expected.push((other, slug, None));
    }
    // Twice, since some may wait for each other, and some for none.
    for _ in 0..2 {
        fixture.routes.forget_all();
        let found = expected.iter().map(async |(namespace, slug, route)| {
            let found = fixture.find_route(*namespace, slug).await;
            assert_eq!(&found, route, "{slug} in {namespace:?}");
        });
        join_all(found).await;
    }
}
