//! Checks of [`ClickRepository`](korotko_core::ports::ClickRepository): locking, adding and removing. Visits are checked in
//! [`click_visits`](super::click_visits), totals of links in [`link_totals`](super::link_totals), and click limits in
//! [`click_limit`](super::click_limit).

use futures_util::future::{join, join_all};

use super::StoreFixture;
use super::given::{anonymous, commit, delete_account, give_way, moment, new_global_link};
use super::given_clicks::{Numbers, any_click, click, count_in, quarter, tally, visit};
use super::given_links::{ids, own};
use super::suite::checks;
use korotko_core::click::{ClickTotals, Counts, Day};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{ClickSubject, UnitOfWork};

checks! { $ __click_repository_checks, click_repository:
    owners_of_all_existing_links_are_found,
    fifty_thousand_links_are_locked_at_once,
    empty_calls_are_no_error,
    removing_links_waits_for_units_that_count_their_clicks,
    removing_an_account_waits_for_units_that_count_its_clicks,
    uncommitted_clicks_are_not_counted,
    concurrent_units_lose_no_clicks,
    thousands_of_tallies_are_added_at_once,
    old_visits_are_deleted_and_counts_stay,
}

async fn lock(unit: &dyn UnitOfWork, links: &[LinkId]) -> Vec<(LinkId, Option<UserId>)> {
    let mut owners = unit.clicks().lock_owners(links).await.unwrap();
    owners.sort_unstable();
    owners
}

pub async fn owners_of_all_existing_links_are_found(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let first = fixture.insert_link(&own(ann, "a")).await.id;
    let anonymous = fixture.insert_link(&anonymous("k")).await;
    let deleted = fixture.insert_tombstone(&own(bob, "b"), moment(9)).await.id;
    let removed = fixture.insert_tombstone(&own(bob, "d"), moment(1)).await.id;
    let released = fixture.insert_link(&new_global_link(bob, "e")).await.id;
    assert_eq!(fixture.delete_tombstones(moment(1)).await, 1);
    let links = [
        removed,
        released,
        deleted,
        anonymous.id,
        first,
        LinkId(i64::MAX),
    ];
    let unit = fixture.begin().await;
    let mut expected = [
        (first, Some(ann)),
        (anonymous.id, None),
        (deleted, Some(bob)),
        (released, Some(bob)),
    ];
    expected.sort_unstable();
    assert_eq!(lock(&*unit, &links).await, expected);
    drop(unit);
    assert!(fixture.delete_user(bob).await);
    let unit = fixture.begin().await;
    let mut expected = [(first, Some(ann)), (anonymous.id, None), (released, None)];
    expected.sort_unstable();
    assert_eq!(lock(&*unit, &links).await, expected);
}

pub async fn fifty_thousand_links_are_locked_at_once(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let links: Vec<_> = (0..50_000).map(|more| LinkId(link.id.0 + more)).collect();
    let unit = fixture.begin().await;
    assert_eq!(lock(&*unit, &links).await, [(link.id, None)]);
}

pub async fn empty_calls_are_no_error(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let unit = fixture.begin().await;
    let clicks = unit.clicks();
    assert_eq!(clicks.lock_owners(&[]).await.unwrap(), []);
    assert_eq!(clicks.insert_visits(&[]).await.unwrap(), [false; 0]);
    clicks.add(&[]).await.unwrap();
    assert_eq!(clicks.delete_visits(Day(1), 9).await.unwrap(), 0);
    count_in(&*unit, &[click(link.id, moment(1), 1)]).await;
    commit(unit).await;
    assert_eq!(fixture.totals(link.id).await.counts.clicks(), 1);
}

/// Counts a click of each link that exists.
async fn count_each(fixture: &StoreFixture, visitor: i64, links: &[LinkId]) {
    let clicks: Vec<_> = links
        .iter()
        .map(|link| click(*link, moment(1), visitor))
        .collect();
    let unit = fixture.begin().await;
    lock(&*unit, links).await;
    give_way().await;
    count_in(&*unit, &clicks).await;
    commit(unit).await;
}

pub async fn removing_links_waits_for_units_that_count_their_clicks(fixture: &StoreFixture) {
    for round in 0..4 {
        let slugs = (0..20).map(|n| anonymous(&format!("s{round}-{n}")));
        let links = fixture.insert_links(&slugs.collect::<Vec<_>>()).await;
        let links = ids(&links);
        let removing = async {
            let unit = fixture.begin().await;
            for link in links.iter().rev() {
                let mut link = unit.links().find_by_id(*link).await.unwrap().unwrap();
                link.deleted_at = Some(moment(1));
                unit.links().update(&link).await.unwrap();
            }
            assert_eq!(
                unit.tombstones().delete(moment(1), 1_000).await.unwrap(),
                20
            );
            commit(unit).await;
        };
        let counting = join(
            count_each(fixture, round, &links),
            count_each(fixture, round + 1, &links),
        );
        join(removing, counting).await;
        for link in links {
            assert_eq!(fixture.find_link(link).await, None);
            let left = fixture.count_all(ClickSubject::Link(link)).await;
            assert_eq!(left, Counts::default());
        }
    }
}

pub async fn removing_an_account_waits_for_units_that_count_its_clicks(fixture: &StoreFixture) {
    let bob = fixture.insert_user("bob@example.com").await.id;
    let others = fixture.insert_link(&own(bob, "other")).await.id;
    for round in 0..4 {
        let ann = fixture
            .insert_user(&format!("ann{round}@example.com"))
            .await
            .id;
        let mut wanted: Vec<_> = (0..20).map(|n| own(ann, &format!("s{n}"))).collect();
        wanted.push(new_global_link(ann, &format!("global{round}")));
        let mut links = ids(&fixture.insert_links(&wanted).await);
        links.push(others);
        let removing = async {
            let unit = fixture.begin().await;
            unit.users().find_for_update(ann).await.unwrap().unwrap();
            give_way().await;
            assert!(delete_account(&*unit, ann).await);
            commit(unit).await;
        };
        let counting = join(
            count_each(fixture, 2 * round, &links),
            count_each(fixture, 2 * round + 1, &links),
        );
        join(removing, counting).await;
        assert_eq!(fixture.find_user(ann).await, None);
        let left = fixture.count_all(ClickSubject::Owner(ann)).await;
        assert_eq!(left, Counts::default());
    }
    let counts = fixture.count_all(ClickSubject::Owner(bob)).await;
    assert_eq!(counts.humans, 8, "other owners' clicks are all there");
}

pub async fn uncommitted_clicks_are_not_counted(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await.id;
    let unit = fixture.begin().await;
    let clicks = [click(link, moment(1), 1)];
    count_in(&*unit, &clicks).await;
    assert_eq!(fixture.totals(link).await, ClickTotals::default());
    drop(unit);
    for subject in [ClickSubject::Link(link), ClickSubject::Owner(ann)] {
        assert_eq!(fixture.count_all(subject).await, Counts::default());
    }
    assert_eq!(fixture.totals(link).await, ClickTotals::default());
    let counted = fixture.count_clicks(&clicks).await;
    assert!(counted[0].1, "the visitor is new");
}

/// Concurrent units on the same links, which each locks in its own order.
pub async fn concurrent_units_lose_no_clicks(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted: Vec<_> = (0..30).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = ids(&fixture.insert_links(&wanted).await);
    let mut numbers = Numbers(7);
    let parts: Vec<Vec<_>> = (0..12)
        .map(|_| {
            let click = |_| any_click(&mut numbers, &links, 2);
            (0..100).map(click).collect()
        })
        .collect();
    let counting = parts.iter().map(|clicks| fixture.count_clicks(clicks));
    let counted: Vec<_> = join_all(counting).await.into_iter().flatten().collect();
    let expected = |link: Option<LinkId>| -> Counts {
        let own = counted
            .iter()
            .filter(|(click, _)| link.is_none_or(|link| click.link == link));
        own.map(|(click, first)| Counts::one(click.kind, *first))
            .sum()
    };
    assert_eq!(expected(None).clicks(), 1_200);
    assert_eq!(
        fixture.count_all(ClickSubject::Owner(ann)).await,
        expected(None)
    );
    for link in links {
        let subject = ClickSubject::Link(link);
        assert_eq!(fixture.count_all(subject).await, expected(Some(link)));
        let totals = fixture.totals(link).await;
        assert_eq!(totals.counts, expected(Some(link)));
    }
}

/// Databases limit the size of statements.
pub async fn thousands_of_tallies_are_added_at_once(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted: Vec<_> = (0..200).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = ids(&fixture.insert_links(&wanted).await);
    let unit = fixture.begin().await;
    lock(&*unit, &links).await;
    let tallies: Vec<_> = (0..100)
        .flat_map(|number| {
            let at = quarter(number).start();
            links.iter().map(move |link| tally(*link, Some(ann), at, 2))
        })
        .collect();
    unit.clicks().add(&tallies).await.unwrap();
    unit.clicks().add(&tallies).await.unwrap();
    let visits: Vec<_> = (0..20_000).map(|n| visit(5, 7 + n % 200, n)).collect();
    let first = unit.clicks().insert_visits(&visits).await.unwrap();
    assert_eq!(first, vec![true; 20_000]);
    commit(unit).await;
    let all = fixture.count_all(ClickSubject::Owner(ann)).await;
    assert_eq!(all.clicks(), 80_000);
    assert_eq!(fixture.totals(links[7]).await.counts.clicks(), 400);
}

pub async fn old_visits_are_deleted_and_counts_stay(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await.id;
    let mut clicks: Vec<_> = (0..7).map(|n| click(link, moment(5), n)).collect();
    clicks[1].visitor = None;
    clicks[2].referrer = None;
    clicks[2].language = None;
    let unit = fixture.begin().await;
    count_in(&*unit, &clicks).await;
    let visits = [
        visit(3, 7, 1),
        visit(3, 8, 2),
        visit(4, 7, 3),
        visit(5, 7, 4),
    ];
    unit.clicks().insert_visits(&visits).await.unwrap();
    commit(unit).await;
    let before = fixture.count_all(ClickSubject::Owner(ann)).await;
    let mut removed = Vec::new();
    for _ in 0..3 {
        let unit = fixture.begin().await;
        let deleted = unit.clicks().delete_visits(Day(5), 2).await;
        removed.push(deleted.unwrap());
        commit(unit).await;
    }
    // Two at a time, until none are left.
    assert_eq!(removed, [2, 1, 0]);
    let unit = fixture.begin().await;
    let first = unit.clicks().insert_visits(&visits).await.unwrap();
    assert_eq!(first, [true, true, true, false]);
    drop(unit);
    assert_eq!(fixture.count_all(ClickSubject::Owner(ann)).await, before);
    assert_eq!(fixture.totals(link).await.counts, before);
}
