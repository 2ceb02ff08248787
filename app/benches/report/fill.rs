use std::sync::Arc;

use korotko_core::click::{
    Agent, Click, ClickKind, Day, Device, LanguageTag, Referrer, Tally, VisitorHash,
};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{InsertLink, InsertUser, Store};
use korotko_core::user::{Email, Language, PasswordHash};
use korotko_seaorm::{SeaOptions, SeaStore};

use crate::links::{Numbers, link_of, moment};

pub const DAYS: usize = 365;

pub const SECONDS_OF_DAY: usize = 24 * 60 * 60;

const PART: usize = 5_000;

/// Somebody with links that were clicked throughout a year, counted as ever, and compacted but for the last days.
pub async fn year(url: &str, links: usize, clicks: usize, is_compacted: bool) {
    let store = SeaStore::connect(url, &SeaOptions::default())
        .await
        .unwrap();
    store.migrate_up().await.unwrap();
    let numbers = Numbers::seeded(6);
    let owner = insert_user(&store).await;
    let links = insert_links(&store, owner, links, &numbers).await;
    let agents = agents();
    for first in (0..clicks).step_by(PART) {
        let part = first..clicks.min(first + PART);
        let part: Vec<Click> = part
            .map(|number| click(number, clicks, &links, &agents, &numbers))
            .collect();
        let tallies = Tally::from_clicks(
            &part,
            |_| Some(owner),
            |place| part[place].visitor.is_some(),
        );
        let unit = store.begin().await.unwrap();
        unit.clicks().add(&tallies).await.unwrap();
        unit.commit().await.unwrap();
    }
    if is_compacted {
        compact(&store).await;
    }
}

async fn insert_user(store: &SeaStore) -> UserId {
    let user = InsertUser {
        email: Email::parse("ann@example.com").unwrap(),
        password_hash: PasswordHash::from_phc("a hash".to_owned()),
        language: Language::En,
        created_at: moment(0),
    };
    let unit = store.begin().await.unwrap();
    let id = unit.users().insert(&user).await.unwrap().id;
    unit.commit().await.unwrap();
    id
}

async fn insert_links(
    store: &SeaStore,
    owner: UserId,
    count: usize,
    numbers: &Numbers,
) -> Vec<LinkId> {
    let mut ids = Vec::new();
    for first in (0..count).step_by(1_000) {
        let links = first..count.min(first + 1_000);
        let links: Vec<InsertLink> = links
            .map(|number| link_of(owner, number, count, numbers))
            .collect();
        let unit = store.begin().await.unwrap();
        let inserted = unit.link_batches().insert(&links).await.unwrap();
        unit.commit().await.unwrap();
        ids.extend(inserted.into_iter().flatten().map(|link| link.id));
    }
    ids
}

fn agents() -> Vec<Arc<Agent>> {
    let browsers = ["Firefox", "Chrome", "Safari", "Edge", "Opera", ""];
    let systems = ["Android", "Windows", "iOS", "Linux"];
    let agent = |number: usize| Agent {
        browser: browsers[number % browsers.len()].to_owned(),
        os: systems[number / browsers.len() % systems.len()].to_owned(),
        device: Device::ALL[number % 3],
        ..Agent::default()
    };
    (0..24).map(|number| Arc::new(agent(number))).collect()
}

/// One of all, in their order. The half is of one in ten links, and comes from one in ten of 5,000 sites.
fn click(
    number: usize,
    all: usize,
    links: &[LinkId],
    agents: &[Arc<Agent>],
    numbers: &Numbers,
) -> Click {
    let one = |of: usize| usize::try_from(numbers.next()).unwrap() % of;
    let some = |of: usize| match one(2) {
        0 => one(of),
        _ => one(of.div_ceil(10)),
    };
    let kind = if one(5) == 0 {
        ClickKind::Bot
    } else {
        ClickKind::Human
    };
    Click {
        at: moment(number * DAYS / all * SECONDS_OF_DAY + one(SECONDS_OF_DAY)),
        link: links[some(links.len())],
        kind,
        referrer: Referrer::from_host(&format!("site{}.example", some(5_000))),
        agent: Arc::clone(&agents[one(agents.len())]),
        language: LanguageTag::from_code(["en", "ru", "de", "fr", "es"][one(5)]),
        visitor: (kind == ClickKind::Human).then_some(VisitorHash(0)),
    }
}

async fn compact(store: &SeaStore) {
    let before = Day::from_timestamp(moment((DAYS - 2) * SECONDS_OF_DAY));
    loop {
        let unit = store.begin().await.unwrap();
        let is_left = unit.clicks().compact(before).await.unwrap();
        unit.commit().await.unwrap();
        if !is_left {
            return;
        }
    }
}
