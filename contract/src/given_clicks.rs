//! The building blocks of the checks of clicks, beside [`given`](super::given).

use std::collections::HashMap;
use std::sync::Arc;

use super::StoreFixture;
use super::given::{commit, moment, write};
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, ClickTotals, Counts, Day, Device, Dimension, LanguageTag,
    QuarterHour, Referrer, Span, Tally, VisitorHash,
};
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{ClickSubject, Timestamp, UnitOfWork, Visit};

/// Pseudo-random numbers that are the same in every run: a linear congruential generator with the multiplier and increment of
/// Knuth's MMIX (The Art of Computer Programming 2, 3.3.4).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    /// A number of `0..end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        // The low bits have short periods.
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// A random element.
    pub(super) fn pick<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[self.below(choice.len())]
    }
}

/// A person's click.
pub(super) fn click(link: LinkId, at: Timestamp, visitor: i64) -> Click {
    Click {
        at,
        link,
        kind: ClickKind::Human,
        referrer: Referrer::from_host("news.example.com"),
        agent: Arc::new(Agent {
            class: AgentClass::Person,
            browser: "Firefox".to_owned(),
            os: "Linux".to_owned(),
            device: Device::Desktop,
        }),
        language: LanguageTag::from_code("en"),
        visitor: Some(VisitorHash(visitor)),
    }
}

/// A click of one of these links, at a random time within `days` days.
pub(super) fn any_click(numbers: &mut Numbers, links: &[LinkId], days: usize) -> Click {
    let seconds = numbers.below(days * 24 * 60 * 60);
    let at = moment(i64::try_from(seconds).unwrap());
    let kind = numbers.pick(&[
        ClickKind::Human,
        ClickKind::Human,
        ClickKind::Bot,
        ClickKind::Preview,
    ]);
    let visitor = i64::try_from(numbers.below(9)).unwrap() - 4;
    let hosts = ["", "a.example", "b.example", "xn--e1afmkfd.xn--p1ai"];
    Click {
        kind,
        referrer: Referrer::from_host(numbers.pick(&hosts)),
        agent: Arc::new(Agent {
            class: AgentClass::Person,
            browser: numbers.pick(&["", "Firefox", "Яндекс.Браузер"]).to_owned(),
            os: numbers.pick(&["", "Linux", "Android"]).to_owned(),
            device: numbers.pick(&Device::ALL),
        }),
        language: LanguageTag::from_code(numbers.pick(&["", "en", "ru", "fil"])),
        visitor: Some(VisitorHash(visitor)).filter(|_| kind == ClickKind::Human),
        ..click(numbers.pick(links), at, 0)
    }
}

/// Counts clicks in a unit; returns each with whether its visitor was counted, without those of links that do not exist.
pub(super) async fn count_in(unit: &dyn UnitOfWork, clicks: &[Click]) -> Vec<(Click, bool)> {
    let mut links: Vec<LinkId> = clicks.iter().map(|click| click.link).collect();
    links.sort_unstable();
    links.dedup();
    let owners = unit.clicks().lock_owners(&links).await.unwrap();
    let owners: HashMap<LinkId, Option<UserId>> = owners.into_iter().collect();
    let counted = clicks
        .iter()
        .filter(|click| owners.contains_key(&click.link));
    let counted: Vec<&Click> = counted.collect();
    let visits: Vec<Visit> = counted.iter().filter_map(|click| visit_of(click)).collect();
    let first = unit.clicks().insert_visits(&visits).await.unwrap();
    let mut first = first.into_iter();
    let is_first = |click: &&Click| click.visitor.is_some() && first.next().unwrap();
    let first: Vec<bool> = counted.iter().map(is_first).collect();
    let owner = |link| owners[&link];
    let tallies = Tally::from_clicks(counted.iter().copied(), owner, |index| first[index]);
    unit.clicks().add(&tallies).await.unwrap();
    counted.into_iter().cloned().zip(first).collect()
}

fn visit_of(click: &Click) -> Option<Visit> {
    Some(Visit {
        day: Day::from_timestamp(click.at),
        link: click.link,
        visitor: click.visitor?,
    })
}

/// A visit of a link on a day; neither visitor nor link need exist.
pub(super) fn visit(day: i64, link: i64, visitor: i64) -> Visit {
    Visit {
        day: Day(day),
        link: LinkId(link),
        visitor: VisitorHash(visitor),
    }
}

/// A tally of clicks of a link within one quarter hour: one in three is of a bot.
pub(super) fn tally(link: LinkId, owner: Option<UserId>, at: Timestamp, clicks: u64) -> Tally {
    let bots = clicks / 3;
    let counts = Counts {
        humans: clicks - bots,
        bots,
        ..Counts::default()
    };
    let values = Dimension::ALL.map(|dimension| ((dimension, String::new()), counts));
    Tally {
        link,
        owner,
        quarter: QuarterHour::from_timestamp(at),
        counts,
        last_at: at,
        last_human_at: Some(at).filter(|_| counts.humans > 0),
        values: values.into_iter().collect(),
    }
}

/// Gives each of these links the number of clicks that `clicks` returns for its index.
pub(super) async fn give_clicks(
    unit: &dyn UnitOfWork,
    links: &mut [Link],
    clicks: impl Fn(usize) -> u64,
) {
    let mut tallies = Vec::new();
    for (index, link) in links.iter_mut().enumerate() {
        let given = clicks(index);
        if given > 0 {
            let tally = tally(link.id, link.owner, moment(5), given);
            link.clicks = ClickTotals {
                counts: link.clicks.counts + tally.counts,
                last_at: Some(tally.last_at),
                last_human_at: tally.last_human_at,
            };
            tallies.push(tally);
        }
    }
    let added = unit.clicks().add(&tallies).await;
    added.unwrap();
}

/// Consumes one of the clicks that a link may have, in a unit of its own; returns whether one was left.
pub(super) async fn consume(fixture: &StoreFixture, link: LinkId, max: u64) -> bool {
    preview(fixture, link, max, 0).await
}

/// The same for a preview, of which `free` are free.
pub(super) async fn preview(fixture: &StoreFixture, link: LinkId, max: u64, free: u64) -> bool {
    write(fixture, async |unit| {
        unit.clicks().consume(link, max, free).await
    })
    .await
}

/// From the beginning of one quarter hour to that of another, counted from the first day with clicks.
pub(super) fn span(from: i64, until: i64) -> Span {
    Span::new(quarter(from), quarter(until))
}

/// Quarter hour `number`, counted from the first day with clicks.
pub(super) fn quarter(number: i64) -> QuarterHour {
    QuarterHour(Day::from_timestamp(moment(0)).first_quarter().0 + number)
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    /// As [`count_in`].
    pub(super) async fn count_clicks(&self, clicks: &[Click]) -> Vec<(Click, bool)> {
        let unit = self.begin().await;
        let counted = count_in(&*unit, clicks).await;
        commit(unit).await;
        counted
    }

    /// The clicks of all time.
    pub(super) async fn count_all(&self, subject: ClickSubject) -> Counts {
        let statistics = self.store.statistics();
        statistics.count(subject, &Span::all()).await.unwrap()
    }

    /// The totals of a link.
    pub(super) async fn totals(&self, link: LinkId) -> ClickTotals {
        self.find_link(link).await.unwrap().clicks
    }
}
