//! Checks of the lists of the links of all users ([`LinkScan`]).

use super::StoreFixture;
use super::given::{With, anonymous, assert_pages, moment, new_global_link, new_link};
use super::suite::checks;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{Link, Namespace, SearchText, Tags, TargetUrl, Title};
use korotko_core::ports::LinkScan;

checks! { $ __link_scan_checks, link_scan:
    links_of_all_users_are_scanned_newest_first_page_by_page,
    deleted_links_are_not_scanned,
    links_are_scanned_by_owner,
    links_are_scanned_by_text,
    wildcards_have_no_meaning_in_a_scan,
    a_link_without_its_owner_is_scanned_by_nobodys_filter_once_deleted,
}

impl StoreFixture {
    async fn scan(&self, scan: &LinkScan) -> Vec<Link> {
        self.store.links().scan(scan).await.unwrap()
    }

    /// The ids of the links that match, newest first.
    async fn scanned(&self, scan: LinkScan) -> Vec<LinkId> {
        let all = scan.with(|scan| scan.limit = 99);
        let links = self.scan(&all).await.into_iter();
        links.map(|link| link.id).collect()
    }
}

fn search(text: &str) -> LinkScan {
    LinkScan {
        text: Some(SearchText::parse(text).unwrap()),
        ..LinkScan::default()
    }
}

fn of(owner: UserId) -> LinkScan {
    LinkScan {
        owner: Some(owner),
        ..LinkScan::default()
    }
}

fn nobodys() -> LinkScan {
    LinkScan {
        anonymous: true,
        ..LinkScan::default()
    }
}

pub async fn links_of_all_users_are_scanned_newest_first_page_by_page(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let mut links = Vec::new();
    for wanted in [
        new_link(Namespace::Personal(ann), "promo"),
        anonymous("promo"),
        new_global_link(bob, "sale").with(|link| link.created_at = moment(-9)),
        new_link(Namespace::Personal(bob), "promo"),
    ] {
        links.insert(0, fixture.insert_link(&wanted).await);
    }
    assert_pages(
        &links,
        |link| link.id,
        async |after, limit| {
            let scan = LinkScan {
                after,
                limit,
                ..LinkScan::default()
            };
            fixture.scan(&scan).await
        },
    )
    .await;
}

pub async fn deleted_links_are_not_scanned(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let gone = new_global_link(ann, "gone");
    fixture.insert_tombstone(&gone, moment(1)).await;
    let gone = anonymous("away");
    fixture.insert_tombstone(&gone, moment(1)).await;
    let left = fixture.insert_link(&anonymous("left")).await.id;
    assert_eq!(fixture.scanned(LinkScan::default()).await, [left]);
    assert_eq!(fixture.scanned(search("example")).await, [left]);
    assert_eq!(fixture.scanned(of(ann)).await, []);
}

pub async fn links_are_scanned_by_owner(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let personal = new_link(Namespace::Personal(ann), "mine");
    let personal = fixture.insert_link(&personal).await.id;
    let bobs = fixture.insert_link(&new_global_link(bob, "bobs")).await.id;
    let free = fixture.insert_link(&anonymous("free")).await.id;
    let global = fixture
        .insert_link(&new_global_link(ann, "global1"))
        .await
        .id;
    assert_eq!(fixture.scanned(of(ann)).await, [global, personal]);
    assert_eq!(fixture.scanned(of(bob)).await, [bobs]);
    assert_eq!(fixture.scanned(of(UserId(bob.0 + 1))).await, []);
    assert_eq!(fixture.scanned(nobodys()).await, [free]);
    let neither = of(ann).with(|scan| scan.anonymous = true);
    assert_eq!(fixture.scanned(neither).await, []);
}

pub async fn links_are_scanned_by_text(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let evil = TargetUrl::from_stored("https://EVIL.example/Login".to_owned());
    let owned = new_global_link(ann, "Promo").with(|link| {
        link.target = evil.clone();
        link.title = Title::parse("Весна").unwrap().into();
        link.tags = Tags::parse(&["Sale".to_owned()]).unwrap();
    });
    let owned = fixture.insert_link(&owned).await.id;
    let free = anonymous("Gratis").with(|link| link.target = evil.clone());
    let free = fixture.insert_link(&free).await.id;
    fixture.insert_link(&anonymous("other")).await;
    for (text, expected) in [
        ("evil.EXAMPLE", vec![free, owned]),
        ("/login", vec![free, owned]),
        ("gratis", vec![free]),
        ("promo", vec![owned]),
        ("ВЕСНА", vec![owned]),
        ("sale", vec![owned]),
        ("nothing", vec![]),
    ] {
        assert_eq!(fixture.scanned(search(text)).await, expected, "{text}");
    }
    let both = search("evil").with(|scan| scan.anonymous = true);
    assert_eq!(fixture.scanned(both).await, [free]);
    let both = search("evil").with(|scan| scan.owner = Some(ann));
    assert_eq!(fixture.scanned(both).await, [owned]);
}

pub async fn wildcards_have_no_meaning_in_a_scan(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.insert_link(&new_global_link(ann, "abc")).await;
    fixture.insert_link(&anonymous("abcd")).await;
    let owned = fixture.insert_link(&new_global_link(ann, "a_c")).await.id;
    let free = fixture.insert_link(&anonymous("a_cd")).await.id;
    for (text, expected) in [
        ("a_c", vec![free, owned]),
        ("a%c", vec![]),
        ("'", vec![]),
        ("\"", vec![]),
    ] {
        assert_eq!(fixture.scanned(search(text)).await, expected, "{text}");
    }
}

/// As when an administrator deletes a link.
pub async fn a_link_without_its_owner_is_scanned_by_nobodys_filter_once_deleted(
    fixture: &StoreFixture,
) {
    let ann = fixture.ann().await;
    for wanted in [
        new_link(Namespace::Personal(ann), "promo"),
        new_global_link(ann, "promo"),
    ] {
        let wanted = wanted.with(|link| link.tags = Tags::parse(&["a".to_owned()]).unwrap());
        let mut link = fixture.insert_link(&wanted).await;
        let other = fixture.insert_link(&new_global_link(ann, "other")).await;
        link.owner = None;
        link.deleted_at = Some(moment(3));
        fixture.update_link(&link).await;
        assert_eq!(fixture.find_link(link.id).await, Some(link.clone()));
        assert_eq!(fixture.scanned(nobodys()).await, []);
        assert_eq!(fixture.scanned(of(ann)).await, [other.id]);
        let links = fixture.store.links();
        assert_eq!(links.count_by_owner(ann).await.unwrap(), 1);
        let found = fixture.find_route(link.namespace, "promo").await;
        assert_eq!(found.and_then(|route| route.deleted_at), Some(moment(3)));
        let mut gone = other;
        gone.deleted_at = Some(moment(3));
        fixture.update_link(&gone).await;
    }
}
