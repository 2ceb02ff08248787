//! Checks of [`ClickRepository`](korotko_core::ports::ClickRepository) and all reads of links: the totals of links.

use super::StoreFixture;
use super::given::{anonymous, commit, just_after, moment};
use super::given_clicks::{give_clicks, tally};
use super::given_links::{ids, insert_all, own};
use super::suite::checks;
use korotko_core::click::{ClickTotals, Counts, Tally};
use korotko_core::id::UserId;
use korotko_core::link::Link;

checks! { $ __link_totals_checks, link_totals:
    totals_count_every_kind_and_keep_the_last_time,
    a_click_of_a_bot_keeps_the_last_time_of_a_person,
    every_read_of_a_link_has_its_totals,
    an_update_of_a_link_keeps_its_totals,
}

pub async fn totals_count_every_kind_and_keep_the_last_time(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    assert_eq!(link.clicks, ClickTotals::default());
    let mut expected = Counts::default();
    for (at, clicks) in [(just_after(moment(5)), 4), (moment(9), 7), (moment(5), 1)] {
        let tally = tally(link.id, None, at, clicks);
        expected += tally.counts;
        let unit = fixture.begin().await;
        unit.clicks().lock_owners(&[link.id]).await.unwrap();
        unit.clicks().add(&[tally]).await.unwrap();
        commit(unit).await;
    }
    let totals = fixture.totals(link.id).await;
    assert_eq!(totals.counts, expected);
    assert_eq!((expected.humans, expected.bots), (9, 3));
    assert_eq!(totals.last_at, Some(moment(9)));
    assert_eq!(totals.last_human_at, Some(moment(9)));
}

pub async fn a_click_of_a_bot_keeps_the_last_time_of_a_person(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let clicks = |at, human| {
        let tally = tally(link.id, None, at, 1);
        let bot = Counts {
            bots: 1,
            ..Counts::default()
        };
        Tally {
            counts: if human { tally.counts } else { bot },
            last_human_at: tally.last_human_at.filter(|_| human),
            values: Vec::new(),
            ..tally
        }
    };
    let steps = [
        (vec![clicks(moment(1), false)], moment(1), None),
        (vec![clicks(moment(3), true)], moment(3), Some(moment(3))),
        (vec![clicks(moment(5), false)], moment(5), Some(moment(3))),
        (vec![clicks(moment(2), true)], moment(5), Some(moment(3))),
        (
            vec![clicks(moment(4), true), clicks(moment(99), false)],
            moment(99),
            Some(moment(4)),
        ),
    ];
    for (tallies, last_at, last_human_at) in steps {
        let unit = fixture.begin().await;
        unit.clicks().lock_owners(&[link.id]).await.unwrap();
        let added = unit.clicks().add(&tallies).await;
        added.unwrap();
        commit(unit).await;
        let totals = fixture.totals(link.id).await;
        let last = (totals.last_at, totals.last_human_at);
        assert_eq!(last, (Some(last_at), last_human_at));
    }
}

/// Links of `owner` with clicks, the last of them deleted.
async fn clicked(fixture: &StoreFixture, owner: UserId) -> Vec<Link> {
    let wanted = ["a", "b", "d"].map(|slug| own(owner, slug));
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &wanted).await;
    links[2].deleted_at = Some(moment(1));
    unit.links().update(&links[2]).await.unwrap();
    give_clicks(&*unit, &mut links, |index| [0, 5, 9][index]).await;
    commit(unit).await;
    links
}

pub async fn every_read_of_a_link_has_its_totals(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links = clicked(fixture, ann).await;
    let unit = fixture.begin().await;
    for link in &links {
        let found = unit.links().find_by_id(link.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(link));
        let found = unit.links().find_for_update(link.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(link));
    }
    let batches = unit.link_batches();
    let mut found = batches.find_for_update(&ids(&links)).await.unwrap();
    found.sort_by_key(|link| link.id);
    assert_eq!(found, links);
    let tombstones = unit.tombstones();
    let found = tombstones.find_latest(links[2].namespace, &links[2].slug, moment(0));
    assert_eq!(found.await.unwrap().as_ref(), Some(&links[2]));
    // Clearing a tombstone keeps its clicks.
    assert_eq!(tombstones.clear(moment(9), 1_000).await.unwrap(), 1);
    commit(unit).await;
    assert_eq!(fixture.totals(links[2].id).await, links[2].clicks);
}

pub async fn an_update_of_a_link_keeps_its_totals(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links = clicked(fixture, ann).await;
    let mut stale = links.clone();
    for link in &mut stale {
        link.clicks = ClickTotals::default();
    }
    let unit = fixture.begin().await;
    unit.links().update(&stale[1]).await.unwrap();
    unit.link_batches().update(&stale).await.unwrap();
    commit(unit).await;
    for link in links {
        assert_eq!(fixture.totals(link.id).await, link.clicks);
    }
}
