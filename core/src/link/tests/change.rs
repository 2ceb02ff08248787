use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{EditLinkError, Link, LinkEdit, Namespace, TargetUrl};
use crate::mock::{MockPorts, sample};

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
