//! Checks of [`ClickStatistics`](korotko_core::ports::ClickStatistics): all methods add up to the same counts.

use std::collections::BTreeMap;
use std::ops::Range;

use super::StoreFixture;
use super::given::{anonymous, moment, new_global_link};
use super::given_clicks::{Numbers, any_click, click, quarter};
use super::given_links::{ids, own};
use super::suite::checks;
use korotko_core::click::{Click, Counts, Dimension, QuarterHour, Span};
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::ports::ClickSubject;

checks! { $ __click_statistics_checks, click_statistics:
    all_statistics_add_up_to_the_same_counts,
    deleted_links_stay_in_their_owners_counts_and_leave_collections,
    removed_links_stay_in_their_owners_counts,
    counts_are_deleted_with_their_account,
}

/// Counted clicks, each with whether its visitor was counted.
pub(super) type Counted = Vec<(Click, bool)>;

/// The expected statistics, computed naively.
struct Expected<'c> {
    clicks: &'c Counted,
    links: &'c [LinkId],
    quarters: Range<i64>,
}

impl Expected<'_> {
    fn by<K: Ord>(&self, key: impl Fn(&Click) -> K) -> BTreeMap<K, Counts> {
        let mut counts: BTreeMap<K, Counts> = BTreeMap::new();
        for (click, first) in self.clicks {
            let is_within = self
                .quarters
                .contains(&QuarterHour::from_timestamp(click.at).0);
            if is_within && self.links.contains(&click.link) {
                *counts.entry(key(click)).or_default() += Counts::one(click.kind, *first);
            }
        }
        counts
    }

    fn sum(&self) -> Counts {
        self.by(|_| ()).into_values().sum()
    }

    /// Queries all statistics, and compares.
    async fn assert_matches(&self, fixture: &StoreFixture, subject: ClickSubject) {
        let statistics = fixture.store.statistics();
        let span = self.span();
        let sum = statistics.count(subject, &span).await.unwrap();
        assert_eq!(sum, self.sum(), "{subject:?} in {span:?}");
        let by_link = statistics.count_by_link(self.links, &span).await.unwrap();
        let mut by_link: BTreeMap<_, _> = by_link.into_iter().collect();
        by_link.retain(|_, counts| !counts.is_empty());
        assert_eq!(by_link, self.by(|click| click.link), "{span:?}");
        self.assert_steps(fixture, subject).await;
        self.assert_values(fixture, subject).await;
    }

    async fn assert_steps(&self, fixture: &StoreFixture, subject: ClickSubject) {
        let statistics = fixture.store.statistics();
        for (offset, step) in [
            (0, 1),
            (0, 4),
            (12, 96),
            (-20, 96),
            (23, 4),
            (23, 96),
            (48, 96),
            (60, 96),
            (0, 96),
            (96, 192),
            (-60, 192),
            (100, 288),
        ] {
            let quarters = self.quarters.clone();
            let steps = statistics.count_by_step(subject, quarters, offset, step);
            let steps = steps.await.unwrap();
            let expected = self
                .by(|click| (QuarterHour::from_timestamp(click.at).0 + offset).div_euclid(step));
            let expected: Vec<_> = expected.into_iter().collect();
            let quarters = &self.quarters;
            assert_eq!(
                steps, expected,
                "{subject:?} in {quarters:?} by {step} + {offset}"
            );
        }
    }

    async fn assert_values(&self, fixture: &StoreFixture, subject: ClickSubject) {
        let statistics = fixture.store.statistics();
        let span = self.span();
        for dimension in Dimension::ALL {
            let values = statistics.count_by_value(subject, &span, dimension).await;
            let mut values = values.unwrap();
            values.sort_by(|(a, _), (b, _)| a.cmp(b));
            let expected = self.by(|click| dimension.value(click).to_owned());
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(values, expected, "{subject:?} in {span:?} by {dimension:?}");
        }
    }

    fn span(&self) -> Span {
        let Range { start, end } = self.quarters;
        Span::new(QuarterHour(start), QuarterHour(end))
    }
}

/// The number of days over which the clicks are spread.
const DAYS: i64 = 5;

/// Periods within these days: whole days, partial days, within one day, empty.
fn periods() -> [Range<i64>; 9] {
    let first = quarter(0).0;
    let all = [
        (0, 480),
        (96, 288),
        (95, 289),
        (97, 287),
        (5, 90),
        (90, 100),
        (96, 192),
        (7, 7),
        (470, 900),
    ];
    all.map(|(from, until)| first + from..first + until)
}

/// Links and clicks of two users; some links of the first are in a collection, and one link is anonymous.
pub(super) struct Given {
    pub(super) ann: UserId,
    pub(super) bob: UserId,
    pub(super) anns: Vec<LinkId>,
    pub(super) bobs: Vec<LinkId>,
    pub(super) nobodys: LinkId,
    pub(super) collection: CollectionId,
    pub(super) clicks: Counted,
}

/// A thousand clicks within this many days.
pub(super) async fn given(fixture: &StoreFixture, days: i64) -> Given {
    let days = usize::try_from(days).unwrap();
    let [ann, bob] = fixture.ann_and_bob().await;
    let links = ["a", "b", "d"].map(|slug| own(ann, slug));
    let anns = ids(&fixture.insert_links(&links).await);
    let links = ["a", "b"].map(|slug| own(bob, slug));
    let bobs = ids(&fixture.insert_links(&links).await);
    let nobodys = fixture.insert_link(&anonymous("k")).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(collection, &anns[1..]).await;
    let links = [&anns[..], &bobs[..], &[nobodys.id]].concat();
    let mut numbers = Numbers(42);
    let mut clicks = Counted::new();
    for _ in 0..4 {
        let part: Vec<_> = (0..250)
            .map(|_| any_click(&mut numbers, &links, days))
            .collect();
        clicks.extend(fixture.count_clicks(&part).await);
    }
    Given {
        ann,
        bob,
        anns,
        bobs,
        nobodys: nobodys.id,
        collection,
        clicks,
    }
}

impl Given {
    /// The counts of these subjects are those of these links.
    pub(super) async fn assert_numbers(
        &self,
        fixture: &StoreFixture,
        quarters: Range<i64>,
        subjects: &[(ClickSubject, &[LinkId])],
    ) {
        for (subject, links) in subjects {
            let expected = Expected {
                clicks: &self.clicks,
                links,
                quarters: quarters.clone(),
            };
            expected.assert_matches(fixture, *subject).await;
        }
    }

    /// The first user has no counts, and the second user all of theirs in these periods.
    pub(super) async fn assert_ann_is_deleted(
        &self,
        fixture: &StoreFixture,
        periods: &[Range<i64>],
    ) {
        for subject in [
            ClickSubject::Owner(self.ann),
            ClickSubject::Collection(self.collection),
            ClickSubject::Link(self.anns[0]),
        ] {
            assert_eq!(fixture.count_all(subject).await, Counts::default());
        }
        for quarters in periods {
            let subjects = [(ClickSubject::Owner(self.bob), &self.bobs[..])];
            self.assert_numbers(fixture, quarters.clone(), &subjects)
                .await;
        }
    }
}

pub async fn all_statistics_add_up_to_the_same_counts(fixture: &StoreFixture) {
    let given = given(fixture, DAYS).await;
    let nobodys = [given.nobodys];
    for quarters in periods() {
        let subjects = [
            (ClickSubject::Owner(given.ann), &given.anns[..]),
            (ClickSubject::Owner(given.bob), &given.bobs),
            (ClickSubject::Collection(given.collection), &given.anns[1..]),
            (ClickSubject::Link(given.anns[0]), &given.anns[..1]),
            (ClickSubject::Link(given.nobodys), &nobodys),
        ];
        given.assert_numbers(fixture, quarters, &subjects).await;
    }
    for link in [&given.anns[..], &given.bobs[..], &nobodys].concat() {
        let all = fixture.count_all(ClickSubject::Link(link)).await;
        assert_eq!(fixture.totals(link).await.counts, all);
    }
}

/// An owner's counts cannot be queried by link once a link's row is removed.
async fn assert_owner(fixture: &StoreFixture, given: &Given, quarters: &Range<i64>) {
    let expected = Expected {
        clicks: &given.clicks,
        links: &given.anns,
        quarters: quarters.clone(),
    };
    let subject = ClickSubject::Owner(given.ann);
    let span = Span::new(QuarterHour(quarters.start), QuarterHour(quarters.end));
    let statistics = fixture.store.statistics();
    let sum = statistics.count(subject, &span).await.unwrap();
    assert_eq!(sum, expected.sum());
    let values = statistics.count_by_value(subject, &span, Dimension::Referrer);
    let values: Counts = values
        .await
        .unwrap()
        .into_iter()
        .map(|(_, counts)| counts)
        .sum();
    assert_eq!(values, sum);
    let steps = statistics
        .count_by_step(subject, quarters.clone(), 12, 96)
        .await;
    let steps: Counts = steps.unwrap().into_iter().map(|(_, counts)| counts).sum();
    assert_eq!(steps, sum);
}

pub async fn deleted_links_stay_in_their_owners_counts_and_leave_collections(
    fixture: &StoreFixture,
) {
    let given = given(fixture, DAYS).await;
    let link = fixture.find_link(given.anns[1]).await.unwrap();
    let deleted = fixture.set_deleted(&link, Some(moment(9))).await;
    let in_collection = ClickSubject::Collection(given.collection);
    for quarters in periods() {
        let subjects = [
            (ClickSubject::Owner(given.ann), &given.anns[..]),
            (in_collection, &given.anns[2..]),
            (ClickSubject::Link(given.anns[1]), &given.anns[1..2]),
        ];
        given.assert_numbers(fixture, quarters, &subjects).await;
    }
    fixture.set_deleted(&deleted, None).await;
    for quarters in periods() {
        let subjects = [(in_collection, &given.anns[1..])];
        given.assert_numbers(fixture, quarters, &subjects).await;
    }
}

pub async fn removed_links_stay_in_their_owners_counts(fixture: &StoreFixture) {
    let given = given(fixture, DAYS).await;
    let link = fixture.find_link(given.anns[1]).await.unwrap();
    fixture.set_deleted(&link, Some(moment(9))).await;
    assert_eq!(fixture.delete_tombstones(moment(9)).await, 1);
    let none = Expected {
        clicks: &Counted::new(),
        links: &[link.id],
        quarters: periods()[0].clone(),
    };
    let removed = ClickSubject::Link(link.id);
    none.assert_matches(fixture, removed).await;
    for quarters in periods() {
        assert_owner(fixture, &given, &quarters).await;
        let in_collection = ClickSubject::Collection(given.collection);
        let subjects = [(in_collection, &given.anns[2..])];
        given.assert_numbers(fixture, quarters, &subjects).await;
    }
    // A click that is folded late belongs to no existing link.
    let late = [click(link.id, moment(1), 9)];
    assert_eq!(fixture.count_clicks(&late).await, []);
    assert_owner(fixture, &given, &periods()[0]).await;
}

pub async fn counts_are_deleted_with_their_account(fixture: &StoreFixture) {
    let given = given(fixture, DAYS).await;
    let global = fixture.insert_link(&new_global_link(given.ann, "g")).await;
    let counted = fixture
        .count_clicks(&[click(global.id, moment(1), 1)])
        .await;
    assert_eq!(counted.len(), 1);
    assert!(fixture.delete_user(given.ann).await);
    given.assert_ann_is_deleted(fixture, &periods()).await;
    // The link that is left belongs to nobody.
    let counted = fixture
        .count_clicks(&[click(global.id, moment(2), 1)])
        .await;
    assert_eq!(counted.len(), 1);
}
