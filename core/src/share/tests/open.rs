use super::{ports, share_of_collection};
use crate::Zone;
use crate::click::{ClickKind, Counts, Span};
use crate::fault::Fault;
use crate::id::{InvitationId, ScheduleId, ShareId};
use crate::link::Link;
use crate::mock::{MockPorts, sample};
use crate::ports::ClickSubject;
use crate::share::{OpenShare, Share, Shared};
use crate::statistics::{GroupBy, PeriodText};
use crate::user::User;

const SINCE_JANUARY: PeriodText<'static> = PeriodText {
    from: Some("2026-01-01"),
    to: Some("2026-01-01"),
    zone: None,
};

/// What whoever has the token of this share finds.
async fn open(mocks: MockPorts, share: &Share) -> Result<OpenShare, &'static str> {
    let shares = mocks.korotko().shares;
    let opened = shares.open(&shares.token(share)).await;
    opened.map_err(|refused| {
        assert_eq!(refused.to_string(), "share not found");
        refused.code()
    })
}

#[tokio::test]
async fn a_token_shows_what_is_shared_and_no_target() {
    let link = open(ports(Some(sample::share())), &sample::share()).await;
    let expected = Shared::Link {
        share_url: "https://short.example/promo?u=7".parse().unwrap(),
        created_at: sample::link().created_at,
    };
    assert_eq!(link.unwrap().shared, expected);
    let share = share_of_collection();
    let collection = open(ports(Some(share)), &share).await.unwrap();
    let expected = Shared::Collection {
        name: sample::collection().name,
        links: 0,
    };
    assert_eq!(collection.shared, expected);
}

#[tokio::test]
async fn the_token_of_an_ended_share_is_unknown() {
    let ended = Share {
        id: ShareId(30),
        ..sample::share()
    };
    let opened = open(ports(Some(sample::share())), &ended).await;
    assert_eq!(opened.unwrap_err(), "not-found");
}

#[tokio::test]
async fn a_forged_token_is_unknown_without_a_look_up() {
    let korotko = MockPorts::default().korotko();
    let tokens = &korotko.users.tokens;
    let genuine = korotko.shares.token(&sample::share());
    let (_, tag) = genuine.split_once('-').unwrap();
    for forged in [
        "",
        "31",
        "31-",
        "-",
        &genuine[..genuine.len() - 1],
        &format!("32-{tag}"),
        &format!("031-{tag}"),
        &format!("{genuine} "),
        &genuine.to_uppercase(),
        // The tokens of other uses.
        &tokens.issue_unsubscribe(ScheduleId(31)),
        &tokens.issue_invitation(InvitationId(31)),
    ] {
        let refused = korotko.shares.open(forged).await.unwrap_err();
        assert_eq!(refused.to_string(), "share not found", "{forged}");
    }
}

#[tokio::test]
async fn a_share_of_a_deleted_link_or_of_a_disabled_or_deleted_user_is_unknown() {
    let share = sample::share();
    let in_trash = Link {
        deleted_at: Some(sample::now()),
        ..sample::link()
    };
    // As after the take-down of a link.
    let without_owner = Link {
        owner: None,
        ..in_trash.clone()
    };
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..sample::user()
    };
    for (user, link) in [
        (Some(sample::user()), in_trash),
        (Some(sample::user()), without_owner),
        (Some(disabled), sample::link()),
        (None, sample::link()),
    ] {
        let mut mocks = MockPorts::default().with_user(user).with_link(link);
        let find = mocks.shares.expect_find_by_id();
        find.returning(move |_| Ok(Some(share)));
        let opened = open(mocks, &share).await;
        assert_eq!(opened.unwrap_err(), "not-found");
    }
}

#[tokio::test]
async fn the_days_of_a_share_are_those_of_its_owner() {
    let ann = User {
        time_zone: Zone::parse("Asia/Kathmandu").ok(),
        ..sample::user()
    };
    let mut mocks = MockPorts::default()
        .with_user(ann)
        .with_link(sample::link());
    let find = mocks.shares.expect_find_by_id();
    find.returning(|_| Ok(Some(sample::share())));
    let by_kind = mocks.statistics.expect_count();
    by_kind.returning(|subject, _| {
        assert_eq!(subject, ClickSubject::Link(sample::link().id));
        Ok(Counts::one(ClickKind::Human, true))
    });
    let shares = mocks.korotko().shares;
    let open = shares.open(&shares.token(&sample::share())).await.unwrap();
    assert_eq!(open.zone().name(), "Asia/Kathmandu");
    let counted = shares.count(&open, SINCE_JANUARY, GroupBy::Kind, 9).await;
    let counted = counted.unwrap();
    assert_eq!(counted.period.zone.name(), "Asia/Kathmandu");
    assert_eq!(counted.total.humans, 1);
    let wrong = PeriodText {
        zone: Some("Mars/Olympus"),
        ..SINCE_JANUARY
    };
    let refused = shares.count(&open, wrong, GroupBy::Kind, 9).await;
    assert_eq!(refused.unwrap_err().fields(), ["tz"]);
}

#[tokio::test]
async fn the_total_has_all_clicks_of_what_is_shared() {
    let share = share_of_collection();
    let subject = ClickSubject::from(share.subject);
    let mut mocks = ports(Some(share));
    let count = mocks.statistics.expect_count();
    count
        .withf(move |counted, span| *counted == subject && *span == Span::all())
        .returning(|_, _| Ok(Counts::one(ClickKind::Bot, false)));
    let shares = mocks.korotko().shares;
    let open = shares.open(&shares.token(&share)).await.unwrap();
    assert_eq!(shares.total(&open).await.unwrap().bots, 1);
}
