//! Following a link: which requests are clicks, and what is recorded.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use crate::click::{Agent, AgentClass, Click, ClickKind, Day, VisitorHash, VisitorSalt};
use crate::link::{ClientInfo, Link, Links, Namespace, ResolveLinkError, Slug};
use crate::mock::{MockPorts, sample};
use crate::ports::{KnownRoute, MockClickRecorder};

/// The recorded clicks.
type Recorded = Arc<Mutex<Vec<Click>>>;

fn recording(mocks: &mut MockPorts) -> Recorded {
    let recorded = Recorded::default();
    let taken = recorded.clone();
    let mut recorder = MockClickRecorder::new();
    let keep = move |click| taken.lock().unwrap().push(click);
    recorder.expect_record().returning(keep);
    mocks.click_recorder = recorder;
    recorded
}

fn leading_to(mocks: &mut MockPorts, link: Link) {
    let route = mocks.route_finder.expect_find_route();
    route.returning(move |_, _| Ok(Some(link.clone().into())));
}

fn limited(most: u64) -> Link {
    Link {
        max_clicks: Some(most),
        ..sample::link()
    }
}

async fn follow(links: &Links, follower: &ClientInfo<'_>) -> Result<(), ResolveLinkError> {
    let followed = links.follow(Namespace::Global, "promo", follower).await;
    followed.map(|redirect| assert_eq!(redirect.link, sample::link().id))
}

fn by(class: AgentClass, prefetch: bool) -> ClientInfo<'static> {
    ClientInfo {
        agent: Arc::new(Agent {
            class,
            ..Agent::default()
        }),
        prefetch,
        ..ClientInfo::default()
    }
}

#[tokio::test]
async fn following_a_link_records_a_click_with_referrer_and_agent() {
    let mut mocks = MockPorts::default();
    let recorded = recording(&mut mocks);
    leading_to(&mut mocks, sample::link());
    let links = mocks.korotko().links;
    let follower = ClientInfo {
        referrer: Some("https://News.example.com/story?token=secret"),
        languages: Some("ru-RU,ru;q=0.9"),
        ..by(AgentClass::Person, false)
    };
    follow(&links, &follower).await.unwrap();
    let clicks = recorded.lock().unwrap();
    let [click] = clicks.as_slice() else {
        panic!("one click, not {clicks:?}");
    };
    assert_eq!((click.link, click.at), (sample::link().id, sample::now()));
    assert_eq!(click.kind, ClickKind::Human);
    let referrer = click.referrer.as_ref().map(ToString::to_string);
    assert_eq!(referrer.as_deref(), Some("news.example.com"));
    let language = click.language.map(|language| language.to_string());
    assert_eq!(language.as_deref(), Some("ru"));
}

#[tokio::test]
async fn bots_and_prefetches_are_distinguished_from_people() {
    let mut mocks = MockPorts::default();
    let recorded = recording(&mut mocks);
    leading_to(&mut mocks, sample::link());
    let links = mocks.korotko().links;
    let cases = [
        (AgentClass::Person, false, ClickKind::Human),
        (AgentClass::Person, true, ClickKind::Preview),
        (AgentClass::Preview, false, ClickKind::Preview),
        (AgentClass::Bot, false, ClickKind::Bot),
        (AgentClass::Bot, true, ClickKind::Bot),
    ];
    for (class, prefetch, _) in cases {
        follow(&links, &by(class, prefetch)).await.unwrap();
    }
    let clicks = recorded.lock().unwrap();
    let kinds: Vec<ClickKind> = clicks.iter().map(|click| click.kind).collect();
    assert_eq!(kinds, cases.map(|case| case.2));
}

#[tokio::test]
async fn dead_links_and_look_ups_record_no_clicks() {
    let mut mocks = MockPorts::default();
    let recorded = recording(&mut mocks);
    let gone = Link {
        deleted_at: Some(sample::now()),
        ..sample::link()
    };
    let route = mocks.route_finder.expect_find_route();
    route.returning(move |_, slug| {
        Ok(match slug.as_str() {
            "promo" => Some(gone.clone().into()),
            "live" => Some(sample::link().into()),
            _ => None,
        })
    });
    let links = mocks.korotko().links;
    let follower = ClientInfo::default();
    for slug in ["promo", "nobody", "no code"] {
        let followed = links.follow(Namespace::Global, slug, &follower);
        assert!(followed.await.is_err());
    }
    links
        .resolve(Namespace::Global, "live", None)
        .await
        .unwrap();
    assert!(recorded.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_known_route_is_followed_without_waiting_unless_its_clicks_are_limited() {
    let mut mocks = MockPorts::default();
    let recorded = recording(&mut mocks);
    let known = mocks.route_finder.expect_known_route();
    known.returning(|_, slug| match slug.as_str() {
        "promo" => KnownRoute::Found(sample::link().into()),
        "limited" => KnownRoute::Found(limited(7).into()),
        "missing" => KnownRoute::Missing,
        _ => KnownRoute::Unknown,
    });
    let links = mocks.korotko().links;
    let slug = |text| Slug::parse(text).unwrap();
    let client = ClientInfo::default();
    let follow = |text| links.follow_known(Namespace::Global, &slug(text), &client);
    let resolve = |text| links.resolve_known(Namespace::Global, &slug(text));
    let target = sample::link().target;
    assert_eq!(resolve("promo").unwrap().unwrap().target, target);
    assert!(recorded.lock().unwrap().is_empty());
    assert_eq!(follow("promo").unwrap().unwrap().target, target);
    assert_eq!(recorded.lock().unwrap().len(), 1);
    // A slug without a link is counted, which may have to wait.
    for slug in ["limited", "missing", "unknown"] {
        assert!(follow(slug).is_none() && resolve(slug).is_none(), "{slug}");
    }
    assert_eq!(recorded.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_limited_link_consumes_a_click_of_the_store_until_none_is_left() {
    let mut mocks = MockPorts::default();
    let recorded = recording(&mut mocks);
    leading_to(&mut mocks, limited(2));
    let taken = Mutex::new(0);
    mocks
        .clicks
        .expect_consume()
        .returning(move |link, most, _| {
            assert_eq!(link, sample::link().id);
            let mut taken = taken.lock().unwrap();
            *taken += 1;
            Ok(*taken <= most)
        });
    mocks
        .statistics
        .expect_count_consumed()
        .returning(|_| Ok(0));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let person = ClientInfo::default();
    follow(&links, &person).await.unwrap();
    follow(&links, &person).await.unwrap();
    let refused = follow(&links, &person).await;
    assert!(matches!(refused, Err(ResolveLinkError::Gone)));
    assert_eq!((recorded.lock().unwrap().len(), commits.count()), (2, 2));
}

#[tokio::test]
async fn only_previews_may_pass_without_consuming_a_click() {
    for (follower, allowed) in [
        (by(AgentClass::Preview, false), 20),
        (by(AgentClass::Person, true), 20),
        (by(AgentClass::Person, false), 0),
        (by(AgentClass::Bot, false), 0),
        (by(AgentClass::Bot, true), 0),
    ] {
        let mut mocks = MockPorts::default();
        let recorded = recording(&mut mocks);
        leading_to(&mut mocks, limited(1));
        mocks
            .statistics
            .expect_count_consumed()
            .returning(|_| Ok(0));
        let take = mocks.clicks.expect_consume().times(1);
        take.withf(move |_, most, free| (*most, *free) == (1, allowed))
            .returning(|_, _, _| Ok(true));
        follow(&mocks.korotko().links, &follower).await.unwrap();
        assert_eq!(recorded.lock().unwrap().len(), 1, "all are recorded");
    }
}

#[tokio::test]
async fn resolving_a_limited_link_consumes_no_click() {
    for (taken, alive) in [(1, true), (2, false), (3, false)] {
        let mut mocks = MockPorts::default();
        leading_to(&mut mocks, limited(2));
        let count = mocks.statistics.expect_count_consumed();
        count.returning(move |_| Ok(taken));
        let links = mocks.korotko().links;
        let asked = links.resolve(Namespace::Global, "promo", None).await;
        assert_eq!(asked.is_ok(), alive, "{taken}");
    }
}

/// A person at this address with this user agent.
fn from(address: &str, user_agent: &'static str) -> ClientInfo<'static> {
    ClientInfo {
        address: Some(address.parse::<IpAddr>().unwrap()),
        user_agent,
        ..by(AgentClass::Person, false)
    }
}

/// Ports in which each day has its salt, with the recorded clicks.
fn salted() -> (MockPorts, Recorded) {
    let mut mocks = MockPorts::default();
    let recorded = recording(&mut mocks);
    leading_to(&mut mocks, sample::link());
    let find = mocks.salts.expect_find();
    find.returning(|day| Ok(Some(VisitorSalt::new(day, [3; 32]))));
    let delete = mocks.salts.expect_delete_before();
    delete.returning(|_| Ok(0));
    (mocks, recorded)
}

fn visitors(recorded: &Recorded) -> Vec<Option<VisitorHash>> {
    let clicks = recorded.lock().unwrap();
    clicks.iter().map(|click| click.visitor).collect()
}

#[tokio::test]
async fn visitors_are_distinguished_by_address_and_agent() {
    let (mocks, recorded) = salted();
    let korotko = mocks.korotko();
    korotko.clicks.rotate_salts().await.unwrap();
    let here = from("192.0.2.1", "a");
    let bot = ClientInfo {
        agent: by(AgentClass::Bot, false).agent,
        ..here.clone()
    };
    let others = [from("192.0.2.2", "a"), from("192.0.2.1", "b")];
    let mapped = from("::ffff:192.0.2.1", "a");
    for follower in [&here, &mapped, &others[0], &others[1], &bot] {
        follow(&korotko.links, follower).await.unwrap();
    }
    let [first, mapped, other, browser, bot] = visitors(&recorded)[..] else {
        panic!("five clicks");
    };
    assert!(first.is_some() && first == mapped);
    assert!(other != first && browser != first && other != browser);
    assert_eq!(bot, None, "a bot is no visitor");
    let day = Day::from_timestamp(sample::now());
    let expected = VisitorSalt::new(day, [3; 32]).hash("192.0.2.1".parse().unwrap(), "a");
    assert_eq!(first, Some(expected));
}

#[tokio::test]
async fn no_visitor_is_counted_on_a_day_without_a_salt() {
    let (mocks, recorded) = salted();
    let clock = mocks.clock.clone();
    let korotko = mocks.korotko();
    let here = from("192.0.2.1", "a");
    follow(&korotko.links, &here).await.unwrap();
    korotko.clicks.rotate_salts().await.unwrap();
    for _ in 0..3 {
        follow(&korotko.links, &here).await.unwrap();
        clock.advance(chrono::TimeDelta::days(1));
    }
    let known = visitors(&recorded).into_iter();
    let known: Vec<bool> = known.map(|visitor| visitor.is_some()).collect();
    // Not before the salts were created; today and tomorrow; not on the day after.
    assert_eq!(known, [false, true, true, false]);
}
