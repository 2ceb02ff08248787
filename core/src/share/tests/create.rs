use super::{ANN, BOB, COLLECTION, LINK, ports, share_of_collection};
use crate::fault::Fault;
use crate::id::{CollectionId, LinkId, ShareId};
use crate::link::Link;
use crate::mock::{MockPorts, sample};
use crate::share::{Share, ShareSubject};
use crate::user::User;

#[tokio::test]
async fn a_link_or_a_collection_is_shared() {
    for subject in [LINK, COLLECTION] {
        let mut mocks = ports(None);
        let insert = mocks.shares.expect_insert().times(1);
        insert.returning(|new| {
            Ok(Share {
                id: ShareId(32),
                owner: new.owner,
                subject: new.subject,
                created_at: new.created_at,
            })
        });
        let commits = mocks.commits.clone();
        let shares = mocks.korotko().shares;
        let created = shares.create(ANN, subject).await.unwrap();
        assert!(created.is_new);
        assert_eq!((created.share.owner, created.share.subject), (ANN, subject));
        assert_eq!(created.share.created_at, sample::now());
        assert_eq!(commits.count(), 1);
    }
}

#[tokio::test]
async fn what_is_shared_already_keeps_its_share() {
    for share in [sample::share(), share_of_collection()] {
        let mut mocks = ports(Some(share));
        mocks.shares.expect_insert().never();
        let shares = mocks.korotko().shares;
        let created = shares.create(ANN, share.subject).await.unwrap();
        assert_eq!((created.share, created.is_new), (share, false));
    }
}

#[tokio::test]
async fn nobody_shares_what_is_missing_deleted_or_anothers() {
    let missing = [
        ShareSubject::Link(LinkId(12)),
        ShareSubject::Collection(CollectionId(14)),
    ];
    for subject in missing {
        let shares = ports(None).korotko().shares;
        let refused = shares.create(ANN, subject).await.unwrap_err();
        assert_eq!(refused.code(), "not-found");
    }
    let in_trash = Link {
        deleted_at: Some(sample::now()),
        ..sample::link()
    };
    let mocks = MockPorts::default().with_user(sample::user());
    let shares = mocks.with_link(in_trash).korotko().shares;
    let refused = shares.create(ANN, LINK).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
    for subject in [LINK, COLLECTION] {
        let mut bob = sample::user();
        bob.id = BOB;
        let mocks = MockPorts::default()
            .with_user(bob)
            .with_link(sample::link())
            .with_collection(sample::collection(), 2);
        let refused = mocks.korotko().shares.create(BOB, subject).await;
        assert_eq!(refused.unwrap_err().code(), "not-found");
    }
}

#[tokio::test]
async fn a_deleted_user_shares_nothing() {
    let shares = MockPorts::default()
        .with_user(None::<User>)
        .korotko()
        .shares;
    let refused = shares.create(ANN, LINK).await.unwrap_err();
    assert_eq!(refused.code(), "token-invalid");
}

#[test]
fn the_url_of_a_share_is_the_same_every_time_and_ends_in_its_token() {
    let shares = ports(None).korotko().shares;
    let share = sample::share();
    let (url, token) = (shares.url(&share), shares.token(&share));
    assert_eq!(url.as_str(), format!("https://short.example/s/{token}"));
    assert_eq!(ports(None).korotko().shares.token(&share), token);
    let (id, tag) = token.split_once('-').unwrap();
    assert_eq!((id, tag.len()), ("31", 64));
}
