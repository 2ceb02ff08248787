use super::given::{ACTOR, administrator};
use crate::administration::{AuditAction, AuditSubject, LinkListing, UserListing};
use crate::fault::Fault;
use crate::id::{AuditEntryId, LinkId, UserId};
use crate::link::{Link, LinkState, Namespace, Route, SearchText};
use crate::mock::{MockPorts, sample};
use crate::ports::{InsertAuditEntry, StoreError};
use crate::user::User;

/// Ports on which these users exist.
fn with_users(users: &[User]) -> MockPorts {
    let mut mocks = MockPorts::default();
    let users = users.to_vec();
    let find = mocks.user_directory.expect_find_all();
    find.returning(move |ids| {
        let found = users.iter().filter(|user| ids.contains(&user.id));
        Ok(found.cloned().collect())
    });
    mocks
}

#[tokio::test]
async fn a_page_of_users_tells_whether_there_is_another() {
    let mut mocks = MockPorts::default();
    let list = mocks.user_directory.expect_list();
    list.withf(|query| {
        let text = query.text.as_ref().map(SearchText::as_str);
        query.limit == 3 && text == Some("ann@") && query.after == Some(UserId(9))
    })
    .returning(|_| Ok([8, 7, 6].map(administrator).to_vec()));
    let listing = UserListing {
        text: Some("ANN@".to_owned()),
        ..UserListing::default()
    };
    let administration = mocks.korotko().administration;
    let page = administration.list_users(&listing, Some(UserId(9)), 2);
    let page = page.await.unwrap();
    assert_eq!(page.items, [8, 7].map(administrator));
    assert_eq!(page.next, Some(UserId(7)));
}

#[tokio::test]
async fn a_bad_or_slow_search_is_refused() {
    let mut mocks = MockPorts::default();
    let list = mocks.user_directory.expect_list();
    list.returning(|_| Err(StoreError::too_slow("on purpose")));
    let administration = mocks.korotko().administration;
    let all = UserListing::default();
    let refused = administration.list_users(&all, None, 9).await;
    assert_eq!(refused.unwrap_err().code(), "search-too-broad");
    let long = UserListing {
        text: Some("a".repeat(201)),
        ..UserListing::default()
    };
    let refused = administration.list_users(&long, None, 9).await;
    assert_eq!(refused.unwrap_err().fields(), ["q"]);
}

/// Two users who are disabled: one with their links, and one without.
fn disabled_users() -> [User; 2] {
    let owner = User {
        disabled_at: Some(sample::now()),
        links_disabled: true,
        ..sample::user()
    };
    let keeping = User {
        id: UserId(8),
        links_disabled: false,
        ..owner.clone()
    };
    [owner, keeping]
}

fn link(id: i64, owner: Option<UserId>) -> Link {
    Link {
        id: LinkId(id),
        owner,
        ..sample::link()
    }
}

#[tokio::test]
async fn a_listed_link_is_disabled_with_its_owner() {
    let [owner, keeping] = disabled_users();
    let expired = Link {
        expires_at: Some(sample::now()),
        ..link(14, Some(owner.id))
    };
    let blocked = Link {
        block: Some(sample::block()),
        ..link(13, Some(owner.id))
    };
    let links = vec![expired, blocked, link(12, Some(keeping.id)), link(11, None)];
    let mut mocks = with_users(&[owner.clone(), keeping.clone()]);
    let scan = mocks.links.expect_scan();
    scan.withf(|scan| scan.limit == 10 && scan.anonymous)
        .returning(move |_| Ok(links.clone()));
    let administration = mocks.korotko().administration;
    let listing = LinkListing {
        anonymous: true,
        ..LinkListing::default()
    };
    let page = administration.list_links(&listing, None, 9).await.unwrap();
    let found = page.items.into_iter();
    let found: Vec<_> = found
        .map(|found| (found.link.id.0, found.owner, found.state))
        .collect();
    let expected = [
        (14, Some(owner.clone()), LinkState::Disabled),
        (13, Some(owner), LinkState::Blocked),
        (12, Some(keeping), LinkState::Live),
        (11, None, LinkState::Live),
    ];
    assert_eq!(found, expected);
    assert_eq!(page.next, None);
}

/// No list of links is asked for.
#[tokio::test]
async fn a_share_url_finds_its_link_alone() {
    let mut mocks = with_users(&[sample::user()]).with_link(sample::link());
    let find = mocks.route_finder.expect_find_route();
    find.returning(|namespace, slug| {
        let known = namespace == Namespace::Personal(UserId(7)) && slug.as_str() == "promo";
        Ok(known.then(|| Route::from(sample::link())))
    });
    let administration = mocks.korotko().administration;
    for (url, owner, count) in [
        ("https://short.example/promo?u=7", None, 1),
        (" https://short.example/promo?x&u=7#y ", Some(7), 1),
        ("https://short.example/promo?u=7", Some(8), 0),
        ("https://short.example/promo", None, 0),
        ("https://short.example/other?u=7", None, 0),
    ] {
        let listing = LinkListing {
            text: Some(url.to_owned()),
            owner: owner.map(UserId),
            anonymous: false,
        };
        let page = administration.list_links(&listing, None, 9).await.unwrap();
        assert_eq!(page.items.len(), count, "{url}");
    }
}

#[test]
fn only_own_urls_are_share_urls() {
    let links = MockPorts::default().korotko().links;
    for other in [
        "promo",
        "https://other.example/promo",
        "http://short.example/promo",
        "https://short.example/",
        "https://short.example/a/promo",
        "https://short.example/promo?u=x",
    ] {
        assert_eq!(links.shared(other), None, "{other}");
    }
}

#[tokio::test]
async fn the_audit_log_shows_the_addresses_of_those_who_exist() {
    let entry = |subject| {
        let entry = InsertAuditEntry {
            created_at: sample::now(),
            actor: ACTOR,
            action: AuditAction::PromoteUser,
            subject,
            details: None,
        };
        entry.into_entry(AuditEntryId(1))
    };
    let entries = vec![
        entry(AuditSubject::User(UserId(7))),
        entry(AuditSubject::User(UserId(9))),
        entry(AuditSubject::Link(LinkId(7))),
    ];
    let mut mocks = with_users(&[administrator(3), sample::user()]);
    let list = mocks.audit_log.expect_list();
    list.returning(move |_| Ok(entries.clone()));
    let administration = mocks.korotko().administration;
    let page = administration.list_audit_log(None, None, 9).await.unwrap();
    let email = Some(sample::user().email);
    let addresses = page.items.into_iter();
    let addresses: Vec<_> = addresses
        .map(|record| (record.actor_email, record.subject_email))
        .collect();
    let expected = [
        (email.clone(), email.clone()),
        (email.clone(), None),
        (email, None),
    ];
    assert_eq!(addresses, expected);
}
