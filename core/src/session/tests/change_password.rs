use super::inserted;
use crate::fault::Fault;
use crate::id::SessionId;
use crate::mock::{MockPorts, sample};
use crate::session::{Session, SessionOwner};
use crate::user::{ChangePassword, User};

fn owner() -> SessionOwner {
    SessionOwner {
        user: sample::user(),
        session: sample::session(),
    }
}

fn change(current: &str, new: &str) -> ChangePassword {
    ChangePassword {
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    }
}

/// Ports with Ann, who has this epoch when a new session starts.
fn ports(epoch_at_start: i64) -> MockPorts {
    let mut mocks = MockPorts::default();
    let mut epochs = vec![epoch_at_start, 0];
    let lock = mocks.users.expect_find_for_update();
    lock.returning(move |_| {
        let token_epoch = epochs.pop().unwrap();
        Ok(Some(User {
            token_epoch,
            ..sample::user()
        }))
    });
    let update = mocks.users.expect_update();
    update
        .withf(|user| user.token_epoch == 1)
        .returning(|_| Ok(()));
    mocks
}

#[tokio::test]
async fn a_changed_password_ends_all_sessions_and_a_new_one_starts_in_the_same_browser() {
    let mut mocks = ports(1);
    let other = Session {
        id: SessionId(30),
        ..sample::session()
    };
    let list = mocks.sessions.expect_list();
    list.returning(move |_, _, _| Ok(vec![other.clone(), sample::session()]));
    let delete = mocks.sessions.expect_delete().times(2);
    delete.returning(|_| Ok(true));
    let insert = mocks.sessions.expect_insert().times(1);
    insert
        .withf(|new| new.epoch == 1 && new.agent == sample::session().agent)
        .returning(|new| Ok(inserted(new)));
    let commits = mocks.commits.clone();
    let sessions = mocks.korotko().sessions;
    let change = change(sample::PASSWORD, "An0ther-one");
    let renewed = sessions.change_password(&owner(), change).await.unwrap();
    assert_eq!((renewed.session.epoch, renewed.user.token_epoch), (1, 1));
    assert_eq!(commits.count(), 2);
}

#[tokio::test]
async fn a_password_that_is_not_changed_ends_nothing() {
    for (change, code) in [
        (change("Wr0ng-one", "An0ther-one"), "wrong-password"),
        (change(sample::PASSWORD, "weak"), "invalid"),
    ] {
        let mocks = MockPorts::default();
        let commits = mocks.commits.clone();
        let sessions = mocks.korotko().sessions;
        let refused = sessions.change_password(&owner(), change).await;
        assert_eq!(refused.unwrap_err().code(), code);
        assert_eq!(commits.count(), 0);
    }
}

#[tokio::test]
async fn sessions_that_are_ended_concurrently_let_none_start() {
    let mocks = ports(2);
    let commits = mocks.commits.clone();
    let sessions = mocks.korotko().sessions;
    let change = change(sample::PASSWORD, "An0ther-one");
    let refused = sessions.change_password(&owner(), change).await;
    assert_eq!(refused.unwrap_err().code(), "token-invalid");
    assert_eq!(commits.count(), 1);
}
