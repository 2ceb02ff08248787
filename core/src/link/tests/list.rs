use crate::fault::{Fault, FaultKind};
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::{LinkFilter, LinkState, Slug, TRASH_LIFETIME};
use crate::mock::{MockPorts, sample};
use crate::ports::{LinkCursor, LinkSort, LinkSortKey, LinkStateFilter, StoreError};

#[tokio::test]
async fn a_filter_is_read_before_it_is_asked_for() {
    let mut mocks = MockPorts::default();
    let list = mocks.links.expect_list();
    list.times(1).returning(|query| {
        assert_eq!(query.text.as_ref().unwrap().as_str(), "весна");
        assert_eq!(query.tag.as_ref().unwrap().folded(), "sale");
        let deleted_after = sample::now() - TRASH_LIFETIME;
        assert_eq!(query.state, LinkStateFilter::DeletedAfter(deleted_after));
        assert_eq!(query.limit, 3);
        Ok(vec![sample::link(), sample::link(), sample::link()])
    });
    let filter = LinkFilter {
        text: Some(" ВЕСНА ".to_owned()),
        tag: Some("Sale".to_owned()),
        state: Some(LinkState::Deleted),
        ..LinkFilter::default()
    };
    let links = mocks.korotko().links;
    let page = links.list(UserId(7), &filter, LinkSort::default(), None, 2);
    let page = page.await.unwrap();
    assert_eq!(page.items.len(), 2);
    let created_at = sample::link().created_at;
    let last = LinkCursor::Created(created_at, LinkId(11));
    assert_eq!(page.next, Some(last));
}

#[tokio::test]
async fn broken_filters_are_told_at_once() {
    let filter = LinkFilter {
        text: Some("a\u{0}b".to_owned()),
        tag: Some("x".repeat(51)),
        ..LinkFilter::default()
    };
    let links = MockPorts::default().korotko().links;
    let refused = links.list(UserId(7), &filter, LinkSort::default(), None, 2);
    let refused = refused.await.unwrap_err();
    assert_eq!(refused.fields(), ["q", "tag"]);
}

#[tokio::test]
async fn a_search_that_takes_too_long_is_too_broad_and_a_store_that_is_away_is_not() {
    for (error, kind, code) in [
        (
            StoreError::too_slow("slow"),
            FaultKind::TooBroad,
            "search-too-broad",
        ),
        (
            StoreError::unavailable("away"),
            FaultKind::Unavailable,
            "unavailable",
        ),
    ] {
        let mut mocks = MockPorts::default();
        mocks.links.expect_list().return_once(|_| Err(error));
        let links = mocks.korotko().links;
        let filter = LinkFilter::default();
        let refused = links.list(UserId(7), &filter, LinkSort::default(), None, 2);
        let refused = refused.await.unwrap_err();
        assert_eq!((refused.kind(), refused.code()), (kind, code));
    }
}

#[tokio::test]
async fn a_place_of_another_order_is_refused() {
    let links = MockPorts::default().korotko().links;
    let sort = LinkSort {
        key: LinkSortKey::Created,
        descending: false,
    };
    let after = LinkCursor::Slug(Slug::parse("promo").unwrap(), LinkId(11));
    let filter = LinkFilter::default();
    let refused = links.list(UserId(7), &filter, sort, Some(after), 2);
    assert_eq!(refused.await.unwrap_err().violations()[0].field, "after");
}

#[tokio::test]
async fn links_of_somebody_elses_set_are_not_listed() {
    let mut mocks = MockPorts::default();
    let found = mocks.collections.expect_find_by_id();
    found.returning(|_| Ok(Some(sample::collection())));
    let links = mocks.korotko().links;
    let filter = LinkFilter {
        collection: Some(CollectionId(13)),
        ..LinkFilter::default()
    };
    let refused = links.list(UserId(8), &filter, LinkSort::default(), None, 2);
    assert_eq!(refused.await.unwrap_err().code(), "not-found");
}

#[tokio::test]
async fn a_page_tells_where_the_next_begins() {
    let last = LinkCursor::Created(sample::link().created_at, LinkId(11));
    for (there, limit, items, next) in [
        (3, 2, 2, Some(last.clone())),
        (2, 2, 2, None),
        (0, 2, 0, None),
    ] {
        let mut mocks = MockPorts::default();
        mocks
            .links
            .expect_list()
            .withf(move |query| query.limit == limit + 1)
            .returning(move |_| Ok(vec![sample::link(); there]));
        let filter = LinkFilter::default();
        let links = mocks.korotko().links;
        let page = links.list(UserId(7), &filter, LinkSort::default(), None, limit);
        let page = page.await.unwrap();
        assert_eq!((page.items.len(), page.next), (items, next));
    }
}
