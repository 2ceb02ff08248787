#![allow(clippy::unwrap_used, reason = "test code")]

mod create;
mod end;
mod open;

use crate::id::{CollectionId, LinkId, UserId};
use crate::mock::{MockPorts, sample};
use crate::share::{Share, ShareSubject};

const ANN: UserId = UserId(7);
const BOB: UserId = UserId(8);
const LINK: ShareSubject = ShareSubject::Link(LinkId(11));
const COLLECTION: ShareSubject = ShareSubject::Collection(CollectionId(13));

/// Ports with Ann, her link and her collection; of these the one with this share is shared.
fn ports(shared: Option<Share>) -> MockPorts {
    let mut mocks = MockPorts::default()
        .with_user(sample::user())
        .with_link(sample::link())
        .with_collection(sample::collection(), 2);
    let find = mocks.shares.expect_find_by_subject();
    find.returning(move |subject| Ok(shared.filter(|share| share.subject == subject)));
    let find = mocks.shares.expect_find_by_id();
    find.returning(move |id| Ok(shared.filter(|share| share.id == id)));
    mocks
}

/// The share of Ann's collection.
fn share_of_collection() -> Share {
    Share {
        subject: COLLECTION,
        ..sample::share()
    }
}
