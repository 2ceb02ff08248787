#![allow(clippy::unwrap_used, reason = "test code")]

use chrono::TimeDelta;
use url::Url;

use super::{
    CreateLinkError, EditLinkError, Link, LinkEdit, Namespace, NewLink, RedirectStatus,
    ResolveLinkError, Scope, Slug, SlugError, TargetUrl, TargetUrlError,
};
use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::mock::{MockPorts, MockRandom, sample};
use crate::ports::{InsertLink, StoreError};

fn new(url: &str) -> NewLink {
    NewLink {
        url: url.to_owned(),
        ..NewLink::default()
    }
}

fn inserted(new: &InsertLink) -> Link {
    Link {
        namespace: new.namespace,
        slug: new.slug.clone(),
        target: new.target.clone(),
        owner: new.owner,
        redirect_status: new.redirect_status,
        expires_at: new.expires_at,
        created_at: new.created_at,
        updated_at: new.created_at,
        ..sample::link()
    }
}

#[test]
fn a_target_that_breaks_a_rule_is_refused() {
    let own = Url::parse("http://short.example:8080").unwrap();
    let long = format!("https://e.com/{}", "a".repeat(2049 - 14));
    for (text, rule) in [
        ("example.com", TargetUrlError::Malformed),
        ("", TargetUrlError::Malformed),
        ("http://", TargetUrlError::Malformed),
        ("java\nscript:alert(1)", TargetUrlError::Malformed),
        ("https://e.com/\t", TargetUrlError::Malformed),
        ("javascript:alert(1)", TargetUrlError::Scheme),
        (" javascript:alert(1)", TargetUrlError::Scheme),
        ("data:text/html,x", TargetUrlError::Scheme),
        ("ftp://e.com", TargetUrlError::Scheme),
        ("http://user:pw@e.com", TargetUrlError::Credentials),
        ("http://user@e.com", TargetUrlError::Credentials),
        (&long, TargetUrlError::TooLong),
        ("http://short.example:8080/x", TargetUrlError::OwnHost),
        ("https://short.example", TargetUrlError::OwnHost),
        ("http://SHORT.Example./", TargetUrlError::OwnHost),
        ("http://ｓhort.example/", TargetUrlError::OwnHost),
        ("http:\\\\short.example\\x", TargetUrlError::OwnHost),
    ] {
        assert_eq!(TargetUrl::parse(text, &own), Err(rule), "{text:.60}");
    }
    assert!(TargetUrl::parse(&long[..2048], &own).is_ok());
    assert!(TargetUrl::parse("http://sub.short.example/", &own).is_ok());
}

#[test]
fn a_service_on_this_machine_knows_itself_by_every_name() {
    let own = Url::parse("http://localhost:8080").unwrap();
    for text in [
        "http://localhost/",
        "http://LOCALHOST.:1/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://a.localhost/",
    ] {
        let parsed = TargetUrl::parse(text, &own);
        assert_eq!(parsed, Err(TargetUrlError::OwnHost), "{text}");
    }
}

#[test]
fn a_target_is_kept_in_ascii() {
    let own = Url::parse("http://short.example").unwrap();
    let target = TargetUrl::parse("https://пример.рф/путь?q=да#ё", &own).unwrap();
    assert!(
        target
            .as_str()
            .starts_with("https://xn--e1afmkfd.xn--p1ai/%D0%BF")
    );
    assert!(target.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
}

#[test]
fn a_slug_that_breaks_a_rule_is_refused() {
    for (text, rule) in [
        ("", SlugError::Length),
        (&*"a".repeat(65), SlugError::Length),
        ("a b", SlugError::Character),
        ("a/b", SlugError::Character),
        ("код", SlugError::Character),
        ("a.b", SlugError::Character),
        ("api", SlugError::Reserved),
        ("DOCS", SlugError::Reserved),
        ("c", SlugError::Reserved),
    ] {
        assert_eq!(Slug::parse(text), Err(rule), "{text}");
    }
    assert!(Slug::parse(&"a".repeat(64)).is_ok());
}

#[test]
fn a_generated_slug_is_seven_letters_and_digits_each_equally_likely() {
    let ring = ring::rand::SystemRandom::new();
    let mut random = MockRandom::new();
    random.expect_fill().returning(move |buffer| {
        ring::rand::SecureRandom::fill(&ring, buffer).unwrap();
        Ok(())
    });
    let mut counts = std::collections::BTreeMap::<char, i32>::new();
    for _ in 0..10_000 {
        let slug = Slug::generate(&random).unwrap();
        assert_eq!(slug.as_str().len(), 7);
        slug.as_str()
            .chars()
            .for_each(|letter| *counts.entry(letter).or_default() += 1);
    }
    // 70,000 letters over 62 kinds: 1129 each, and six standard deviations are about 200.
    assert_eq!(counts.len(), 62);
    assert!(
        counts.values().all(|count| (count - 1129).abs() < 200),
        "{counts:?}"
    );
}

#[tokio::test]
async fn a_link_is_its_owners_unless_it_is_asked_to_be_global() {
    let ann = Some(UserId(7));
    for (owner, scope, namespace) in [
        (None, None, Namespace::Global),
        (None, Some(Scope::Global), Namespace::Global),
        (ann, None, Namespace::Personal(UserId(7))),
        (ann, Some(Scope::Personal), Namespace::Personal(UserId(7))),
        (ann, Some(Scope::Global), Namespace::Global),
    ] {
        let mut mocks = MockPorts::default();
        mocks
            .links
            .expect_insert()
            .returning(|new| Ok(inserted(new)));
        mocks
            .tombstones
            .expect_find_latest()
            .returning(|_, _, _| Ok(None));
        let new = NewLink {
            scope,
            ..new("https://example.com")
        };
        let link = mocks.korotko().links.create(owner, &new).await.unwrap();
        assert_eq!((link.namespace, link.owner), (namespace, owner));
    }
    let new = NewLink {
        scope: Some(Scope::Personal),
        ..new("https://example.com")
    };
    let refused = MockPorts::default()
        .korotko()
        .links
        .create(None, &new)
        .await;
    assert_eq!(refused.unwrap_err().violations()[0].field, "namespace");
}

#[tokio::test]
async fn every_broken_rule_of_a_new_link_is_told_at_once() {
    let new = NewLink {
        slug: Some("a b".to_owned()),
        scope: Some(Scope::Personal),
        expires_at: Some(sample::now()),
        redirect_status: Some(308),
        ..new("nowhere")
    };
    let refused = MockPorts::default()
        .korotko()
        .links
        .create(None, &new)
        .await;
    let refused = refused.unwrap_err();
    let fields: Vec<_> = refused
        .violations()
        .iter()
        .map(|broken| broken.field)
        .collect();
    assert_eq!(
        fields,
        ["url", "slug", "namespace", "expires_at", "redirect_status"]
    );
}

#[tokio::test]
async fn a_generated_code_that_is_taken_is_replaced_in_a_new_unit() {
    let mut mocks = MockPorts::default();
    let mut taken = 3;
    mocks
        .links
        .expect_insert()
        .times(4)
        .returning_st(move |new| {
            taken -= 1;
            if taken >= 0 {
                Err(StoreError::Conflict)
            } else {
                Ok(inserted(new))
            }
        });
    mocks
        .tombstones
        .expect_find_latest()
        .returning(|_, _, _| Ok(None));
    let commits = mocks.commits.clone();
    let created = mocks
        .korotko()
        .links
        .create(None, &new("https://example.com"))
        .await;
    assert!(created.is_ok());
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn generating_gives_up_when_every_code_is_taken() {
    let mut mocks = MockPorts::default();
    mocks
        .links
        .expect_insert()
        .returning(|_| Err(StoreError::Conflict));
    let refused = mocks
        .korotko()
        .links
        .create(None, &new("https://example.com"))
        .await;
    assert!(matches!(refused, Err(CreateLinkError::NoFreeSlug)));
}

#[tokio::test]
async fn a_tombstone_keeps_its_code_for_its_former_owner() {
    let ann = Some(UserId(7));
    for (left_by, asked_by, free) in [
        (ann, ann, true),
        (ann, Some(UserId(8)), false),
        (ann, None, false),
        (None, None, false),
        (None, ann, false),
    ] {
        let mut mocks = MockPorts::default();
        mocks
            .links
            .expect_insert()
            .returning(|new| Ok(inserted(new)));
        mocks
            .tombstones
            .expect_find_latest()
            .withf(|_, _, after| *after == sample::now() - TimeDelta::days(90))
            .returning(move |_, _, _| {
                Ok(Some(Link {
                    owner: left_by,
                    ..sample::link()
                }))
            });
        let commits = mocks.commits.clone();
        let new = NewLink {
            slug: Some("promo".to_owned()),
            scope: Some(Scope::Global),
            ..new("https://example.com")
        };
        let created = mocks.korotko().links.create(asked_by, &new).await;
        assert_eq!(created.is_ok(), free, "{left_by:?} {asked_by:?}");
        assert_eq!(commits.count(), usize::from(free));
    }
}

async fn resolve(link: Option<Link>) -> Result<RedirectStatus, ResolveLinkError> {
    let mut mocks = MockPorts::default();
    mocks
        .routes
        .expect_find_route()
        .returning(move |_, _| Ok(link.clone().map(Into::into)));
    let links = mocks.korotko().links;
    links
        .resolve(Namespace::Global, "promo")
        .await
        .map(|redirect| redirect.status)
}

#[tokio::test]
async fn a_code_leads_somewhere_while_its_link_lives() {
    let ago = |time| Some(sample::now() - time);
    let expiring = |expires_at| {
        Some(Link {
            expires_at,
            ..sample::link()
        })
    };
    let deleted = |deleted_at| {
        Some(Link {
            deleted_at,
            ..sample::link()
        })
    };
    let micro = TimeDelta::microseconds(1);
    assert!(resolve(Some(sample::link())).await.is_ok());
    assert!(resolve(expiring(ago(-micro))).await.is_ok());
    assert!(matches!(
        resolve(expiring(ago(TimeDelta::zero()))).await,
        Err(ResolveLinkError::Gone)
    ));
    assert!(matches!(
        resolve(deleted(ago(micro))).await,
        Err(ResolveLinkError::Gone)
    ));
    let kept = ago(TimeDelta::days(90) - micro);
    assert!(matches!(
        resolve(deleted(kept)).await,
        Err(ResolveLinkError::Gone)
    ));
    let free = ago(TimeDelta::days(90));
    assert!(matches!(
        resolve(deleted(free)).await,
        Err(ResolveLinkError::NotFound)
    ));
    assert!(matches!(
        resolve(None).await,
        Err(ResolveLinkError::NotFound)
    ));
}

#[tokio::test]
async fn what_can_be_no_code_asks_no_store() {
    let links = MockPorts::default().korotko().links;
    for slug in ["", "a b", "api", &"x".repeat(10_000)] {
        let refused = links.resolve(Namespace::Global, slug).await;
        assert!(matches!(refused, Err(ResolveLinkError::NotFound)));
    }
}

/// Ann's link, as one who asks for a change meets it.
fn holding(link: Link) -> MockPorts {
    let mut mocks = MockPorts::default();
    let seen = link.clone();
    mocks
        .links
        .expect_find_by_id()
        .returning(move |_| Ok(Some(seen.clone())));
    mocks
        .links
        .expect_find_for_update()
        .returning(move |_| Ok(Some(link.clone())));
    mocks
}

#[tokio::test]
async fn somebody_elses_and_a_deleted_link_are_as_if_there_were_none() {
    let gone = Link {
        deleted_at: Some(sample::now()),
        ..sample::link()
    };
    let orphan = Link {
        owner: None,
        ..sample::link()
    };
    for (link, asking) in [
        (sample::link(), UserId(8)),
        (gone, UserId(7)),
        (orphan, UserId(7)),
    ] {
        let links = holding(link).korotko().links;
        let edit = LinkEdit {
            url: Some("nonsense".to_owned()),
            ..LinkEdit::default()
        };
        assert_eq!(
            links.read(asking, LinkId(11)).await.unwrap_err().code(),
            "not-found"
        );
        assert_eq!(
            links.delete(asking, LinkId(11)).await.unwrap_err().code(),
            "not-found"
        );
        assert_eq!(
            links
                .edit(asking, LinkId(11), &edit)
                .await
                .unwrap_err()
                .code(),
            "not-found"
        );
    }
}

#[tokio::test]
async fn what_an_edit_leaves_out_stays() {
    let end = sample::now() + TimeDelta::days(1);
    let mut mocks = holding(Link {
        expires_at: Some(end),
        ..sample::link()
    });
    mocks.links.expect_update().times(1).returning(|_| Ok(()));
    let edit = LinkEdit {
        url: Some("https://example.com/b".to_owned()),
        ..LinkEdit::default()
    };
    let edited = mocks
        .korotko()
        .links
        .edit(UserId(7), LinkId(11), &edit)
        .await
        .unwrap();
    let wanted = Link {
        target: TargetUrl::from_stored("https://example.com/b".to_owned()),
        expires_at: Some(end),
        updated_at: sample::now(),
        ..sample::link()
    };
    assert_eq!(edited, wanted);
}

#[tokio::test]
async fn an_edit_takes_an_end_away_before_it_makes_a_link_permanent() {
    let end = Some(sample::now() + TimeDelta::days(1));
    let mut mocks = holding(Link {
        expires_at: end,
        ..sample::link()
    });
    mocks.links.expect_update().returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let permanent = LinkEdit {
        redirect_status: Some(308),
        ..LinkEdit::default()
    };
    let refused = links.edit(UserId(7), LinkId(11), &permanent).await;
    assert!(matches!(refused, Err(EditLinkError::Invalid(_))));
    let both = LinkEdit {
        expires_at: Some(None),
        ..permanent
    };
    assert!(links.edit(UserId(7), LinkId(11), &both).await.is_ok());
}

#[tokio::test]
async fn a_link_that_is_over_can_be_changed_in_other_ways() {
    let mut mocks = holding(Link {
        expires_at: Some(sample::now()),
        ..sample::link()
    });
    mocks.links.expect_update().returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let edit = LinkEdit {
        url: Some("https://example.com/b".to_owned()),
        ..LinkEdit::default()
    };
    assert!(links.edit(UserId(7), LinkId(11), &edit).await.is_ok());
    let past = LinkEdit {
        expires_at: Some(Some(sample::now())),
        ..LinkEdit::default()
    };
    assert!(links.edit(UserId(7), LinkId(11), &past).await.is_err());
}

#[tokio::test]
async fn a_new_code_is_checked_like_a_new_links() {
    let mut mocks = holding(Link {
        namespace: Namespace::Global,
        ..sample::link()
    });
    mocks.links.expect_update().returning(|_| Ok(()));
    mocks.tombstones.expect_find_latest().returning(|_, _, _| {
        Ok(Some(Link {
            owner: Some(UserId(8)),
            ..sample::link()
        }))
    });
    let commits = mocks.commits.clone();
    let edit = LinkEdit {
        slug: Some("other".to_owned()),
        ..LinkEdit::default()
    };
    let refused = mocks
        .korotko()
        .links
        .edit(UserId(7), LinkId(11), &edit)
        .await;
    assert!(matches!(refused, Err(EditLinkError::SlugTaken)));
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_page_tells_where_the_next_begins() {
    for (there, limit, items, next) in [
        (3, 2, 2, Some(LinkId(11))),
        (2, 2, 2, None),
        (0, 2, 0, None),
    ] {
        let mut mocks = MockPorts::default();
        mocks
            .links
            .expect_list()
            .withf(move |query| query.limit == limit + 1)
            .returning(move |_| Ok(vec![sample::link(); there]));
        let page = mocks
            .korotko()
            .links
            .list(UserId(7), None, limit)
            .await
            .unwrap();
        assert_eq!((page.items.len(), page.next), (items, next));
    }
}
