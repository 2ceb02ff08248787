use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use korotko_core::click::{
    Agent, Click, ClickKind, Day, Device, Referrer, Tally, Tongue, VisitorHash,
};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{InsertLink, Shard, Store, Visit};

use crate::cpu;
use crate::measure::{Numbers, Place, insert_user, link_of, moment};

const PART: usize = 5_000;

/// How long the steps of counting took.
#[derive(Default)]
struct Costs {
    hold: Duration,
    visits: Duration,
    tally: Duration,
    add: Duration,
    insert: Duration,
    commit: Duration,
}

pub async fn measure(place: &Place, parts: usize) {
    println!(
        "\n| Counting by parts of {PART} clicks: µs a click | hold | visits | tally | add | insert | commit | all | CPU |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let numbers = Numbers::seeded(5);
    let raw = place.raw().await;
    for (name, count) in [("hot: 20 links", 20), ("sparse: 5,000 links", 5_000)] {
        let (owner, links) = insert_links(place, count, &numbers).await;
        // The first parts make most rows of a day; what comes after them is what it costs most of the time.
        let mut costs = Costs::default();
        let mut before = Duration::ZERO;
        for part in 0..parts + 2 {
            if part == 2 {
                costs = Costs::default();
                before = cpu::used(&raw).await;
            }
            let clicks = clicks(&links, part, &numbers);
            count_part(place, owner, &clicks, &mut costs).await;
        }
        let cpu = cpu::used(&raw).await.saturating_sub(before);
        print(name, parts, &costs, cpu);
    }
}

async fn insert_links(place: &Place, count: usize, numbers: &Numbers) -> (UserId, Vec<LinkId>) {
    let owner = insert_user(&place.store, &format!("owner{count}@example.com")).await;
    let mut ids = Vec::new();
    for first in (0..count).step_by(1_000) {
        let links = first..count.min(first + 1_000);
        let links: Vec<InsertLink> = links
            .map(|number| link_of(owner, number, count, numbers))
            .collect();
        let unit = place.store.begin().await.unwrap();
        let inserted = unit.link_batches().insert(&links).await.unwrap();
        unit.commit().await.unwrap();
        ids.extend(inserted.into_iter().flatten().map(|link| link.id));
    }
    (owner, ids)
}

/// Clicks of a minute.
fn clicks(links: &[LinkId], minute: usize, numbers: &Numbers) -> Vec<Click> {
    let browsers = ["Firefox", "Chrome", "Safari", "Edge", "Opera", ""];
    let one = |of: usize| usize::try_from(numbers.next()).unwrap() % of;
    let click = |_| {
        let kind = [ClickKind::Human; 8].get(one(10)).copied();
        let kind = kind.unwrap_or(ClickKind::Bot);
        Click {
            at: moment(80_000_000 + minute * 60 + one(60)),
            link: links[one(links.len())],
            kind,
            referrer: Referrer::from_host(&format!("site{}.example", one(60) * one(60) / 60)),
            agent: Arc::new(Agent {
                browser: browsers[one(browsers.len())].to_owned(),
                os: ["Android", "Windows", "iOS", "Linux"][one(4)].to_owned(),
                device: Device::ALL[one(3)],
                ..Agent::default()
            }),
            language: Tongue::from_code(["en", "ru", "de", "fr", "es"][one(5)]),
            visitor: (kind == ClickKind::Human)
                .then(|| VisitorHash(i64::from_ne_bytes(numbers.next().to_ne_bytes()))),
        }
    };
    (0..PART).map(click).collect()
}

async fn timed<T>(spent: &mut Duration, call: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let result = call.await;
    *spent += began.elapsed();
    result
}

async fn count_part(place: &Place, owner: UserId, clicks: &[Click], costs: &mut Costs) {
    let unit = place.store.begin().await.unwrap();
    let links: BTreeSet<LinkId> = clicks.iter().map(|click| click.link).collect();
    let links: Vec<LinkId> = links.into_iter().collect();
    let held = timed(&mut costs.hold, unit.clicks().hold_owners(&links)).await;
    let owners: HashMap<LinkId, Option<UserId>> = held.unwrap().into_iter().collect();
    assert!(owners.values().all(|of| *of == Some(owner)));
    let visits: Vec<Visit> = clicks.iter().filter_map(visit).collect();
    let first = timed(&mut costs.visits, unit.clicks().insert_visits(&visits)).await;
    assert_eq!(first.unwrap().len(), visits.len());
    let tallying = async {
        Tally::of(
            clicks,
            |link| owners[&link],
            |place| clicks[place].visitor.is_some(),
        )
    };
    let tallies = timed(&mut costs.tally, tallying).await;
    let added = timed(&mut costs.add, unit.clicks().add(Shard::of(0), &tallies)).await;
    added.unwrap();
    let inserted = timed(&mut costs.insert, unit.clicks().insert(clicks)).await;
    inserted.unwrap();
    timed(&mut costs.commit, unit.commit()).await.unwrap();
}

fn visit(click: &Click) -> Option<Visit> {
    Some(Visit {
        day: Day::of(click.at),
        link: click.link,
        visitor: click.visitor?,
    })
}

fn print(name: &str, parts: usize, costs: &Costs, cpu: Duration) {
    let clicks = f64::from(u32::try_from(parts * PART).unwrap());
    let each = |spent: Duration| spent.as_secs_f64() * 1e6 / clicks;
    let steps = [
        costs.hold,
        costs.visits,
        costs.tally,
        costs.add,
        costs.insert,
        costs.commit,
    ];
    let all = steps.iter().sum();
    let steps: Vec<String> = steps
        .iter()
        .map(|spent| format!("{:.1}", each(*spent)))
        .collect();
    println!(
        "| {name} | {} | {:.1} | {:.1} |",
        steps.join(" | "),
        each(all),
        each(cpu)
    );
}
