use super::given::administrator;
use crate::administration::Actor;
use crate::fault::Fault;
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;
use crate::user::User;

#[tokio::test]
async fn an_administrator_is_the_actor() {
    let ann = administrator(7);
    let mocks = MockPorts::default().with_user(ann.clone());
    // Whatever was known of the user when the session was checked.
    let known = sample::user();
    let actor = mocks.korotko().administration.authorize(&known).await;
    assert_eq!(actor.unwrap(), Actor::Administrator(ann.id));
}

#[tokio::test]
async fn the_role_is_looked_up_each_time() {
    let known = administrator(7);
    let demoted = sample::user();
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..administrator(7)
    };
    let unverified = User {
        verified_at: None,
        ..administrator(7)
    };
    let signed_out = User {
        token_epoch: 1,
        ..administrator(7)
    };
    for stored in [
        None,
        Some(demoted),
        Some(disabled),
        Some(unverified),
        Some(signed_out),
    ] {
        let mocks = MockPorts::default().with_user(stored);
        let refused = mocks.korotko().administration.authorize(&known).await;
        assert_eq!(refused.unwrap_err().code(), "administrator-required");
    }
}

#[tokio::test]
async fn an_unavailable_store_is_no_refusal() {
    let mut mocks = MockPorts::default();
    let find = mocks.users.expect_find_by_id();
    find.returning(|_| Err(StoreError::unavailable("on purpose")));
    let administration = mocks.korotko().administration;
    let refused = administration.authorize(&administrator(7)).await;
    assert_eq!(refused.unwrap_err().code(), "unavailable");
}
