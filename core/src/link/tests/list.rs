use crate::collection::Collection;
use crate::fault::{Fault, FaultKind};
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::{LinkFilter, LinkPage, LinkState, ListLinksError, Slug, TRASH_LIFETIME};
use crate::mock::{MockPorts, sample};
use crate::ports::{LinkCursor, LinkSort, LinkSortKey, LinkStateFilter, StoreError};

/// The first two links of Ann's list.
async fn list(mocks: MockPorts, filter: &LinkFilter) -> Result<LinkPage, ListLinksError> {
    let links = mocks.korotko().links;
    let sort = LinkSort::default();
    links.list(UserId(7), filter, sort, None, 2).await
}

#[tokio::test]
async fn a_filter_is_validated_and_passed_to_the_store() {
    let mut mocks = MockPorts::default();
    let asked = mocks.links.expect_list();
    asked.times(1).returning(|query| {
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
    let page = list(mocks, &filter).await.unwrap();
    let last = LinkCursor::Created(sample::link().created_at, LinkId(11));
    assert_eq!((page.items.len(), page.next), (2, Some(last)));
}

#[tokio::test]
async fn every_violation_of_a_filter_is_reported_at_once() {
    let filter = LinkFilter {
        text: Some("a\u{0}b".to_owned()),
        tag: Some("x".repeat(51)),
        ..LinkFilter::default()
    };
    let refused = list(MockPorts::default(), &filter).await.unwrap_err();
    assert_eq!(refused.fields(), ["q", "tag"]);
}

#[tokio::test]
async fn a_slow_search_is_too_broad_and_an_unavailable_store_is_not() {
    let slow = StoreError::too_slow("slow");
    let away = StoreError::unavailable("away");
    for (error, kind, code) in [
        (slow, FaultKind::TooBroad, "search-too-broad"),
        (away, FaultKind::Unavailable, "unavailable"),
    ] {
        let mut mocks = MockPorts::default();
        mocks.links.expect_list().return_once(|_| Err(error));
        let refused = list(mocks, &LinkFilter::default()).await.unwrap_err();
        assert_eq!((refused.kind(), refused.code()), (kind, code));
    }
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    let links = MockPorts::default().korotko().links;
    let sort = LinkSort {
        key: LinkSortKey::Created,
        descending: false,
    };
    let after = LinkCursor::Slug(Slug::parse("promo").unwrap(), LinkId(11));
    let filter = LinkFilter::default();
    let refused = links.list(UserId(7), &filter, sort, Some(after), 2);
    assert_eq!(refused.await.unwrap_err().fields(), ["after"]);
}

#[tokio::test]
async fn links_of_another_users_collection_are_not_listed() {
    let bobs = Collection {
        owner: UserId(8),
        ..sample::collection()
    };
    let mocks = MockPorts::default().with_collection(bobs, 0);
    let filter = LinkFilter {
        collection: Some(CollectionId(13)),
        ..LinkFilter::default()
    };
    let refused = list(mocks, &filter).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
}

#[tokio::test]
async fn a_page_has_the_cursor_of_the_next() {
    let last = LinkCursor::Created(sample::link().created_at, LinkId(11));
    for (there, items, next) in [(3, 2, Some(last)), (2, 2, None), (0, 0, None)] {
        let mut mocks = MockPorts::default();
        let asked = mocks.links.expect_list();
        asked
            .withf(|query| query.limit == 3)
            .returning(move |_| Ok(vec![sample::link(); there]));
        let page = list(mocks, &LinkFilter::default()).await.unwrap();
        assert_eq!((page.items.len(), page.next), (items, next));
    }
}
