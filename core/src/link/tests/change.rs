use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{EditLinkError, Link, LinkEdit, Namespace, Tags, TargetUrl, Title};
use crate::mock::{MockPorts, sample};
use crate::{Expected, Revision};

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
            links
                .delete(asking, LinkId(11), &Expected::Any)
                .await
                .unwrap_err()
                .code(),
            "not-found"
        );
        assert_eq!(
            links
                .edit(asking, LinkId(11), &Expected::Any, &edit)
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
        .edit(UserId(7), LinkId(11), &Expected::Any, &edit)
        .await
        .unwrap();
    let wanted = Link {
        target: TargetUrl::from_stored("https://example.com/b".to_owned()),
        expires_at: Some(end),
        updated_at: sample::now(),
        revision: Revision(2),
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
    let refused = links
        .edit(UserId(7), LinkId(11), &Expected::Any, &permanent)
        .await;
    assert!(matches!(refused, Err(EditLinkError::Invalid(_))));
    let both = LinkEdit {
        expires_at: Some(None),
        ..permanent
    };
    assert!(
        links
            .edit(UserId(7), LinkId(11), &Expected::Any, &both)
            .await
            .is_ok()
    );
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
    assert!(
        links
            .edit(UserId(7), LinkId(11), &Expected::Any, &edit)
            .await
            .is_ok()
    );
    let past = LinkEdit {
        expires_at: Some(Some(sample::now())),
        ..LinkEdit::default()
    };
    assert!(
        links
            .edit(UserId(7), LinkId(11), &Expected::Any, &past)
            .await
            .is_err()
    );
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
        .edit(UserId(7), LinkId(11), &Expected::Any, &edit)
        .await;
    assert!(matches!(refused, Err(EditLinkError::SlugTaken)));
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_change_of_another_revision_than_expected_is_refused() {
    let links = holding(sample::link()).korotko().links;
    let expected = Expected::exactly(Revision(2));
    let id = LinkId(11);
    let edit = LinkEdit::default();
    let edited = links.edit(UserId(7), id, &expected, &edit).await;
    assert_eq!(edited.unwrap_err().code(), "stale");
    let deleted = links.delete(UserId(7), id, &expected).await;
    assert_eq!(deleted.unwrap_err().code(), "stale");
}

#[tokio::test]
async fn a_change_of_the_expected_revision_is_made() {
    let mut mocks = holding(sample::link());
    let update = mocks.links.expect_update();
    update.times(2).returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let expected = Expected::OneOf(vec![Revision(4), Revision(1)]);
    let edit = LinkEdit {
        title: Some(Some(" Spring ".to_owned())),
        tags: Some(vec!["a".to_owned(), "A".to_owned()]),
        ..LinkEdit::default()
    };
    let id = LinkId(11);
    let edited = links.edit(UserId(7), id, &expected, &edit).await.unwrap();
    assert_eq!(edited.title.unwrap().as_str(), "Spring");
    assert_eq!(edited.tags.as_slice().len(), 1);
    assert!(links.delete(UserId(7), id, &expected).await.is_ok());
}

#[tokio::test]
async fn broken_notes_are_told_with_the_rest() {
    let links = holding(sample::link()).korotko().links;
    let edit = LinkEdit {
        url: Some("nowhere".to_owned()),
        title: Some(Some("a\tb".to_owned())),
        tags: Some((0..21).map(|number| number.to_string()).collect()),
        ..LinkEdit::default()
    };
    let id = LinkId(11);
    let refused = links.edit(UserId(7), id, &Expected::Any, &edit).await;
    let refused = refused.unwrap_err();
    let fields: Vec<_> = refused.violations().iter().map(|rule| rule.field).collect();
    assert_eq!(fields, ["url", "title", "tags"]);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_leaves_the_link_at_its_revision() {
    let link = Link {
        expires_at: Some(sample::now() + TimeDelta::days(1)),
        title: Some(Title::parse("Spring").unwrap()),
        tags: Tags::parse(&["a", "b"]).unwrap(),
        ..sample::link()
    };
    let same = LinkEdit {
        url: Some(link.target.to_string()),
        slug: Some(link.slug.to_string()),
        expires_at: Some(link.expires_at),
        max_clicks: Some(None),
        redirect_status: Some(307),
        title: Some(Some(" Spring ".to_owned())),
        tags: Some(vec!["a".to_owned(), "b".to_owned()]),
    };
    for edit in [same, LinkEdit::default()] {
        // Nothing is written: the mock would say so.
        let mocks = holding(link.clone());
        let commits = mocks.commits.clone();
        let links = mocks.korotko().links;
        let edited = links.edit(UserId(7), LinkId(11), &Expected::Any, &edit);
        assert_eq!(edited.await.unwrap(), link);
        assert_eq!(commits.count(), 0);
        let stale = Expected::exactly(Revision(9));
        let refused = links.edit(UserId(7), LinkId(11), &stale, &edit).await;
        assert_eq!(refused.unwrap_err().code(), "stale");
    }
}
