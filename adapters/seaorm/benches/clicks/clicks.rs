use std::sync::Arc;

use korotko_core::click::{Agent, Click, ClickKind, Device, LanguageTag, Referrer, VisitorHash};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{InsertLink, Store};

use crate::measure::{Database, Numbers, link_of, moment};

/// The number of values of clicks in each dimension: referrers, browsers, systems, languages.
const VALUES: [usize; 4] = [400, 12, 8, 40];

/// Generates clicks.
pub struct Source {
    numbers: Numbers,
    referrers: Vec<Option<Referrer>>,
    languages: Vec<Option<LanguageTag>>,
    agents: Vec<Arc<Agent>>,
}

impl Source {
    pub fn seeded(seed: u64) -> Self {
        let numbers = Numbers::seeded(seed);
        let referrer = |number| Referrer::from_host(&format!("value{number}.example"));
        let language = |number: usize| {
            let letter = |number: usize| char::from(b'a' + u8::try_from(number).unwrap());
            LanguageTag::from_code(
                &[letter(number / 8), letter(number % 8)]
                    .iter()
                    .collect::<String>(),
            )
        };
        let agents = (0..VALUES[1] * VALUES[2]).map(|number| {
            Arc::new(Agent {
                browser: format!("Browser {}", number % VALUES[1]),
                os: format!("System {}", number / VALUES[1]),
                device: Device::ALL[number % 4],
                ..Agent::default()
            })
        });
        Self {
            referrers: (0..VALUES[0]).map(referrer).collect(),
            languages: (0..VALUES[3]).map(language).collect(),
            agents: agents.collect(),
            numbers,
        }
    }

    pub fn below(&self, end: usize) -> usize {
        usize::try_from(self.numbers.next() >> 32).unwrap() % end
    }

    /// One of `count` values: half of the clicks have one of a few.
    fn some(&self, end: usize) -> usize {
        self.below(end) * self.below(end) / end
    }

    /// A click at this second; every other click is of a new visitor.
    pub fn click(&self, link: LinkId, second: usize) -> Click {
        let is_new = self.below(2) == 0;
        let visitor = self.numbers.next().cast_signed();
        let browser = self.some(VALUES[1]);
        let system = self.some(VALUES[2]);
        Click {
            at: moment(second),
            link,
            kind: ClickKind::Human,
            referrer: self.referrers[self.some(VALUES[0])].clone(),
            agent: Arc::clone(&self.agents[system * VALUES[1] + browser]),
            language: self.languages[self.some(VALUES[3])],
            visitor: is_new.then_some(VisitorHash(visitor)),
        }
    }

    pub async fn insert_links(
        &self,
        database: &Database,
        owner: UserId,
        count: usize,
    ) -> Vec<LinkId> {
        let mut ids = Vec::new();
        for first in (0..count).step_by(1_000) {
            let links = first..count.min(first + 1_000);
            let links: Vec<InsertLink> = links
                .map(|number| link_of(owner, number, count, &self.numbers))
                .collect();
            let unit = database.store.begin().await.unwrap();
            let inserted = unit.link_batches().insert(&links).await.unwrap();
            unit.commit().await.unwrap();
            ids.extend(inserted.into_iter().flatten().map(|link| link.id));
        }
        ids
    }
}

/// A Zipf distribution of clicks over links: the n-th link has 1/n of the clicks of the first.
pub struct Zipf(Vec<f64>);

impl Zipf {
    pub fn over(links: usize) -> Self {
        let mut sum = 0.0;
        let share = |number: u32| {
            sum += 1.0 / f64::from(number);
            sum
        };
        Self((1..=u32::try_from(links).unwrap()).map(share).collect())
    }

    /// The index of a link.
    pub fn one(&self, source: &Source) -> usize {
        let random = u32::try_from(source.numbers.next() >> 32).unwrap();
        let all = self.0.last().copied().unwrap_or_default();
        let random = f64::from(random) / f64::from(u32::MAX) * all;
        let link = self.0.partition_point(|share| *share < random);
        link.min(self.0.len() - 1)
    }
}
