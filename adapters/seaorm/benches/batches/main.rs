//! Batches of a thousand changes, and imports.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

#[path = "../measure/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "each benchmark takes what it needs"
)]
mod measure;

use std::sync::Arc;
use std::time::Instant;

use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{
    Applied, ImportLink, ImportOptions, ImportRow, LinkEdit, LinkOperation, Links,
    OperationOutcome, RowPosition,
};
use korotko_core::mock::{MockPorts, TestClock, sample};
use korotko_core::ports::Ports;
use korotko_core::{ExpectedRevision, Korotko, Limits, Settings};
use measure::{
    Database, Memory, Numbers, insert_user, moment, new_links, number_from_environment,
    on_each_database,
};

#[tokio::main]
async fn main() {
    let batches = number_from_environment("KOROTKO_BENCH_BATCHES", 30);
    let rows = number_from_environment("KOROTKO_BENCH_ROWS", 100_000);
    on_each_database(async |database| {
        println!(
            "\n## {}\n\n| What | links a second |\n|---|---|",
            database.name
        );
        let links = service(&database);
        let owner = insert_user(&database.store, "ann@example.com").await;
        measure_batches(&links, owner, batches).await;
        let kinds = [
            (true, false, "tried"),
            (false, true, "all or nothing"),
            (false, false, "plain"),
        ];
        for (dry_run, atomic, name) in kinds {
            let options = ImportOptions { dry_run, atomic };
            let owner =
                insert_user(&database.store, &format!("{dry_run}{atomic}@example.com")).await;
            measure_import(&links, owner, rows, options, name).await;
        }
    })
    .await;
}

fn service(database: &Database) -> Links {
    let ports = Ports {
        store: database.store.clone(),
        random: Arc::new(Numbers::default()),
        clock: Arc::new(TestClock::new(moment(0))),
        ..MockPorts::default().into_ports()
    };
    let limits = Limits {
        links_per_user: 10_000_000,
        ..Limits::default()
    };
    let settings = Settings {
        limits,
        ..sample::settings()
    };
    Korotko::new(ports, settings).unwrap().links
}

/// Runs batches of a thousand operations each, and returns the ids of the links.
async fn run(
    links: &Links,
    owner: UserId,
    name: &str,
    batches: Vec<Vec<LinkOperation>>,
) -> Vec<LinkId> {
    let mut ids = Vec::new();
    let operations: usize = batches.iter().map(Vec::len).sum();
    let began = Instant::now();
    for batch in &batches {
        for outcome in links.batch(owner, batch, false).await.unwrap() {
            if let Applied::Created(link) | Applied::Edited(link) = outcome.unwrap() {
                ids.push(link.id);
            }
        }
    }
    print(name, operations, began);
    ids
}

fn print(name: &str, count: usize, began: Instant) {
    let count = f64::from(u32::try_from(count).unwrap());
    let speed = count / began.elapsed().as_secs_f64();
    println!("| {name} | {speed:.0} |");
}

async fn measure_batches(links: &Links, owner: UserId, batches: usize) {
    let numbers = Numbers::seeded(2);
    let creates = (0..batches).map(|_| creates(&numbers)).collect();
    let ids = run(links, owner, "batch of 1,000: create", creates).await;
    let each = |operation: &dyn Fn(LinkId) -> LinkOperation| {
        let chunks = ids.chunks(1_000);
        chunks
            .map(|ids| ids.iter().copied().map(operation).collect())
            .collect()
    };
    let redirects = each(&|id| {
        let redirect_status = Some(302);
        edited(
            id,
            LinkEdit {
                redirect_status,
                ..LinkEdit::default()
            },
        )
    });
    run(links, owner, "batch of 1,000: edit the redirect", redirects).await;
    let titles = each(&|id| {
        let title = Some(Some(format!("edited {id}")));
        let tags = Some(vec!["edited".to_owned()]);
        edited(
            id,
            LinkEdit {
                title,
                tags,
                ..LinkEdit::default()
            },
        )
    });
    run(links, owner, "batch of 1,000: edit title and tags", titles).await;
    let deletes = each(&|id| LinkOperation::Delete {
        id,
        expected: ExpectedRevision::Any,
    });
    run(links, owner, "batch of 1,000: delete", deletes).await;
}

fn creates(numbers: &Numbers) -> Vec<LinkOperation> {
    let new = new_links(1_000, numbers).into_iter();
    new.map(LinkOperation::Create).collect()
}

fn edited(id: LinkId, edit: LinkEdit) -> LinkOperation {
    LinkOperation::Edit {
        id,
        expected: ExpectedRevision::Any,
        edit,
    }
}

async fn measure_import(
    links: &Links,
    owner: UserId,
    rows: usize,
    options: ImportOptions,
    name: &str,
) {
    let numbers = Numbers::seeded(3);
    let rows: Vec<ImportRow> = new_links(rows, &numbers)
        .into_iter()
        .zip(2..)
        .map(|(new, line)| ImportRow {
            at: RowPosition::Line(line),
            content: Ok(ImportLink {
                new,
                collections: Vec::new(),
            }),
        })
        .collect();
    let memory = Memory::watch();
    let began = Instant::now();
    let number = rows.len();
    let mut tell = |_: &ImportRow, outcome: OperationOutcome| assert!(outcome.is_ok());
    let mut rows = rows.into_iter();
    let imported = links.import(owner, &mut rows, options, &mut tell);
    assert!(imported.await.unwrap().applied);
    let name = format!(
        "import of {number} rows, {name} (memory grew by {:.0} MB)",
        memory.growth()
    );
    print(&name, number, began);
}
