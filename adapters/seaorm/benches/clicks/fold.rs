use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use korotko_core::click::{Click, Day, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{Store, Visit};

use crate::clicks::{Source, Zipf};
use crate::cpu;
use crate::measure::{Database, insert_user};

const LINKS: usize = 100_000;

/// The durations of the steps of counting.
#[derive(Default)]
struct Costs {
    hold: Duration,
    visits: Duration,
    tally: Duration,
    add: Duration,
    commit: Duration,
    cpu: Duration,
}

pub async fn measure(database: &Database, parts: usize, part: usize) {
    println!(
        "\n| Counting by parts of {part} clicks: µs a click | hold | visits | tally | add | commit | all | CPU |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let source = Source::seeded(5);
    let owner = insert_user(&database.store, "counted@example.com").await;
    let links = source.insert_links(database, owner, LINKS).await;
    let zipf = Zipf::over(10_000);
    run(
        database,
        &source,
        owner,
        "20 hot links",
        (parts, part),
        |_| links[source.below(20)],
    )
    .await;
    run(
        database,
        &source,
        owner,
        "10,000 links by Zipf",
        (parts, part),
        |_| links[zipf.one(&source)],
    )
    .await;
    run(
        database,
        &source,
        owner,
        "one click a link",
        (parts.min(6), part),
        |click| links[click % LINKS],
    )
    .await;
}

async fn run(
    database: &Database,
    source: &Source,
    owner: UserId,
    name: &str,
    (parts, part_clicks): (usize, usize),
    link: impl Fn(usize) -> LinkId,
) {
    let raw = database.raw().await;
    let mut costs = Costs::default();
    for part in 0..parts {
        let clicks = (0..part_clicks).map(|click| {
            let second = 80_000_000 + part * 60 + source.below(60);
            source.click(link(click), second)
        });
        let clicks: Vec<Click> = clicks.collect();
        let before = cpu::used(&raw).await;
        count_part(database, owner, &clicks, &mut costs).await;
        costs.cpu += cpu::used(&raw).await.saturating_sub(before);
    }
    print(name, (parts, part_clicks), &costs);
}

async fn timed<T>(spent: &mut Duration, call: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let result = call.await;
    *spent += began.elapsed();
    result
}

async fn count_part(database: &Database, owner: UserId, clicks: &[Click], costs: &mut Costs) {
    let unit = database.store.begin().await.unwrap();
    let links: BTreeSet<LinkId> = clicks.iter().map(|click| click.link).collect();
    let links: Vec<LinkId> = links.into_iter().collect();
    let held = timed(&mut costs.hold, unit.clicks().lock_owners(&links)).await;
    let owners: HashMap<LinkId, Option<UserId>> = held.unwrap().into_iter().collect();
    assert!(owners.values().all(|of| *of == Some(owner)));
    let visits: Vec<Visit> = clicks.iter().filter_map(visit).collect();
    let first = timed(&mut costs.visits, unit.clicks().insert_visits(&visits)).await;
    assert_eq!(first.unwrap().len(), visits.len());
    let tallying = async {
        Tally::from_clicks(
            clicks,
            |link| owners[&link],
            |database| clicks[database].visitor.is_some(),
        )
    };
    let tallies = timed(&mut costs.tally, tallying).await;
    let added = timed(&mut costs.add, unit.clicks().add(&tallies)).await;
    added.unwrap();
    timed(&mut costs.commit, unit.commit()).await.unwrap();
}

fn visit(click: &Click) -> Option<Visit> {
    Some(Visit {
        day: Day::from_timestamp(click.at),
        link: click.link,
        visitor: click.visitor?,
    })
}

fn print(name: &str, (parts, part): (usize, usize), costs: &Costs) {
    let clicks = f64::from(u32::try_from(parts * part).unwrap());
    let each = |spent: Duration| spent.as_secs_f64() * 1e6 / clicks;
    let steps = [
        costs.hold,
        costs.visits,
        costs.tally,
        costs.add,
        costs.commit,
    ];
    let all = steps.iter().sum();
    let steps = steps.iter().map(|spent| format!("{:.1}", each(*spent)));
    println!(
        "| {name} | {} | {:.1} | {:.1} |",
        steps.collect::<Vec<_>>().join(" | "),
        each(all),
        each(costs.cpu)
    );
}
