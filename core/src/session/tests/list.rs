use crate::id::SessionId;
use crate::mock::{MockPorts, sample};
use crate::session::{MAX_LIFETIME, Session};

fn number(id: i64) -> Session {
    Session {
        id: SessionId(id),
        ..sample::session()
    }
}

#[tokio::test]
async fn valid_sessions_are_listed_page_by_page() {
    let mut mocks = MockPorts::default();
    let ended = Session {
        epoch: -1,
        ..number(4)
    };
    let over = Session {
        created_at: sample::now() - MAX_LIFETIME,
        ..number(2)
    };
    let rows = [number(5), ended, number(3), over, number(1)];
    let list = mocks.sessions.expect_list();
    list.returning(move |user, after, limit| {
        assert_eq!(user, sample::user().id);
        let below = |row: &&Session| after.is_none_or(|after| row.id < after);
        let found = rows.iter().filter(below).take(limit as usize);
        Ok(found.cloned().collect())
    });
    let (sessions, ann) = (mocks.korotko().sessions, sample::user());
    for (after, limit, ids, next) in [
        (None, 9, vec![5, 3, 1], None),
        (None, 3, vec![5, 3, 1], None),
        (None, 2, vec![5, 3], Some(3)),
        (Some(5), 1, vec![3], Some(3)),
        (Some(3), 1, vec![1], None),
        (Some(1), 1, vec![], None),
    ] {
        let page = sessions.list(&ann, after.map(SessionId), limit).await;
        let page = page.unwrap();
        let listed: Vec<_> = page.items.iter().map(|session| session.id.0).collect();
        assert_eq!((listed, page.next), (ids, next.map(SessionId)));
    }
}
