use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{
    EditLinkError, Link, LinkEdit, Links, Namespace, QueryForwarding, Tags, TargetUrl, Title,
};
use crate::mock::{MockNews, MockPorts, sample};
use crate::ports::Change;
use crate::{ExpectedRevision, Revision};

const ANN: UserId = UserId(7);
const ID: LinkId = LinkId(11);

/// A store with this link, which accepts any number of changes.
fn ports_with_link(link: Link) -> MockPorts {
    let mocks = MockPorts::default().with_user(sample::user());
    let mut mocks = mocks.with_link(link);
    mocks.links.expect_update().returning(|_| Ok(()));
    mocks
}

fn expiring(end: TimeDelta) -> Link {
    Link {
        expires_at: Some(sample::now() + end),
        ..sample::link()
    }
}

fn to(url: &str) -> LinkEdit {
    LinkEdit {
        url: Some(url.to_owned()),
        ..LinkEdit::default()
    }
}

async fn edit(links: &Links, edit: &LinkEdit) -> Result<Link, EditLinkError> {
    links.edit(ANN, ID, &ExpectedRevision::Any, edit).await
}

#[tokio::test]
async fn links_of_others_and_deleted_links_are_not_found() {
    let gone = Link {
        deleted_at: Some(sample::now()),
        ..sample::link()
    };
    let orphan = Link {
        owner: None,
        ..sample::link()
    };
    for (link, asking) in [(sample::link(), UserId(8)), (gone, ANN), (orphan, ANN)] {
        let links = ports_with_link(link).korotko().links;
        let (any, edit) = (ExpectedRevision::Any, to("nonsense"));
        let read = links.read(asking, ID).await.unwrap_err();
        let clicks = links.read_clicks(asking, ID).await.unwrap_err();
        let deleted = links.delete(asking, ID, &any).await.unwrap_err();
        let edited = links.edit(asking, ID, &any, &edit).await.unwrap_err();
        let answers = [read.code(), clicks.code(), deleted.code(), edited.code()];
        assert_eq!(answers, ["not-found"; 4]);
    }
}

#[tokio::test]
async fn fields_missing_in_an_edit_stay_unchanged() {
    let mut mocks = MockPorts::default().with_link(expiring(TimeDelta::days(1)));
    let update = mocks.links.expect_update().times(1);
    update.returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let edited = edit(&links, &to("https://example.com/b")).await.unwrap();
    let wanted = Link {
        target: TargetUrl::from_stored("https://example.com/b".to_owned()),
        updated_at: sample::now(),
        revision: Revision(2),
        ..expiring(TimeDelta::days(1))
    };
    assert_eq!(edited, wanted);
}

#[tokio::test]
async fn one_edit_may_remove_the_expiry_and_make_a_link_permanent() {
    let links = ports_with_link(expiring(TimeDelta::days(1)))
        .korotko()
        .links;
    let permanent = LinkEdit {
        redirect_status: Some(308),
        ..LinkEdit::default()
    };
    let refused = edit(&links, &permanent).await;
    assert!(matches!(refused, Err(EditLinkError::Invalid(_))));
    let both = LinkEdit {
        expires_at: Some(None),
        ..permanent
    };
    assert!(edit(&links, &both).await.is_ok());
}

#[tokio::test]
async fn an_expired_link_can_be_changed_in_other_ways() {
    let links = ports_with_link(expiring(TimeDelta::zero())).korotko().links;
    assert!(edit(&links, &to("https://example.com/b")).await.is_ok());
    let past = LinkEdit {
        expires_at: Some(Some(sample::now())),
        ..LinkEdit::default()
    };
    assert!(edit(&links, &past).await.is_err());
}

#[tokio::test]
async fn a_new_slug_of_an_edit_is_checked_like_that_of_a_new_link() {
    let left = Link {
        owner: Some(UserId(8)),
        ..sample::link()
    };
    let mocks = ports_with_link(Link {
        namespace: Namespace::Global,
        ..sample::link()
    })
    .with_tombstone(left);
    let commits = mocks.commits.clone();
    let other = LinkEdit {
        slug: Some("other".to_owned()),
        ..LinkEdit::default()
    };
    let refused = edit(&mocks.korotko().links, &other).await;
    assert!(matches!(refused, Err(EditLinkError::SlugTaken)));
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_change_of_an_unexpected_revision_is_refused() {
    let links = ports_with_link(sample::link()).korotko().links;
    let expected = ExpectedRevision::exactly(Revision(2));
    let edited = links.edit(ANN, ID, &expected, &LinkEdit::default()).await;
    assert_eq!(edited.unwrap_err().code(), "precondition-failed");
    let deleted = links.delete(ANN, ID, &expected).await;
    assert_eq!(deleted.unwrap_err().code(), "precondition-failed");
}

#[tokio::test]
async fn a_change_of_the_expected_revision_is_applied() {
    let mocks = ports_with_link(sample::link());
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let expected = ExpectedRevision::OneOf(vec![Revision(4), Revision(1)]);
    let notes = LinkEdit {
        title: Some(Some(" Spring ".to_owned())),
        tags: Some(vec!["a".to_owned(), "A".to_owned()]),
        ..LinkEdit::default()
    };
    let edited = links.edit(ANN, ID, &expected, &notes).await.unwrap();
    assert_eq!(edited.title.unwrap().as_str(), "Spring");
    assert_eq!(edited.tags.as_slice().len(), 1);
    assert!(links.delete(ANN, ID, &expected).await.is_ok());
    assert_eq!(commits.count(), 2);
}

#[tokio::test]
async fn violations_of_title_and_tags_are_reported_with_the_others() {
    let links = ports_with_link(sample::link()).korotko().links;
    let violations = LinkEdit {
        title: Some(Some("a\tb".to_owned())),
        tags: Some((0..21).map(|number| number.to_string()).collect()),
        ..to("nowhere")
    };
    let refused = edit(&links, &violations).await.unwrap_err();
    assert_eq!(refused.fields(), ["url", "title", "tags"]);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_keeps_the_revision_of_a_link() {
    let link = Link {
        title: Some(Title::parse("Spring").unwrap()),
        tags: Tags::parse(&["a", "b"]).unwrap(),
        ..expiring(TimeDelta::days(1))
    };
    let same = LinkEdit {
        url: Some(link.target.to_string()),
        slug: Some(link.slug.to_string()),
        expires_at: Some(link.expires_at),
        max_clicks: Some(None),
        fallback_url: Some(None),
        redirect_status: Some(307),
        query_forwarding: Some(QueryForwarding::Off),
        title: Some(Some(" Spring ".to_owned())),
        tags: Some(vec!["a".to_owned(), "b".to_owned()]),
    };
    for nothing in [same, LinkEdit::default()] {
        // Nothing is written: the mock would panic.
        let mocks = MockPorts::default().with_link(link.clone());
        let commits = mocks.commits.clone();
        let links = mocks.korotko().links;
        assert_eq!(edit(&links, &nothing).await.unwrap(), link);
        assert_eq!(commits.count(), 0);
        let stale = ExpectedRevision::exactly(Revision(9));
        let refused = links.edit(ANN, ID, &stale, &nothing).await;
        assert_eq!(refused.unwrap_err().code(), "precondition-failed");
    }
}

#[tokio::test]
async fn a_change_of_a_route_is_announced_for_its_former_slug() {
    let renamed = LinkEdit {
        slug: Some("other".to_owned()),
        ..LinkEdit::default()
    };
    let limited = LinkEdit {
        expires_at: Some(Some(sample::now() + TimeDelta::days(1))),
        ..LinkEdit::default()
    };
    let change = Change::of(&sample::link());
    for changed in [renamed, limited, to("https://example.com/b")] {
        let mocks = ports_with_link(sample::link()).with_tombstone(None);
        let mocks = mocks.expecting_news(std::slice::from_ref(&change));
        edit(&mocks.korotko().links, &changed).await.unwrap();
    }
    let mocks = ports_with_link(sample::link()).expecting_news(&[change]);
    let links = mocks.korotko().links;
    links.delete(ANN, ID, &ExpectedRevision::Any).await.unwrap();
}

#[tokio::test]
async fn an_edit_that_changes_no_route_is_not_announced() {
    let mut mocks = ports_with_link(sample::link());
    // Nothing is announced: the mock would panic.
    mocks.news = MockNews::new();
    let titled = LinkEdit {
        title: Some(Some("Sale".to_owned())),
        tags: Some(vec!["spring".to_owned()]),
        ..LinkEdit::default()
    };
    edit(&mocks.korotko().links, &titled).await.unwrap();
}
