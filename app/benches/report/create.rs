use std::fs;
use std::sync::Arc;
use std::time::Instant;

use korotko_core::id::{ReportId, UserId};
use korotko_core::mock::{MockPorts, sample};
use korotko_core::ports::{Ports, ReportWriter};
use korotko_core::report::{Report, ReportOrder, ReportScope, ReportState};
use korotko_core::user::Language;
use korotko_core::{Korotko, Zone};
use korotko_seaorm::{SeaOptions, SeaStore};
use korotko_xlsx::XlsxWriter;

use crate::fill::{DAYS, SECONDS_OF_DAY};
use crate::links::moment;
use crate::memory::Memory;

/// The maximum size of a workbook in a mail, in bytes.
const MAX_BYTES: usize = 10 * 1024 * 1024;

/// Creates the report of the only user.
pub async fn measure(url: &str) {
    let store = SeaStore::connect(url, &SeaOptions::default())
        .await
        .unwrap();
    let ports = Ports {
        store: Arc::new(store),
        ..MockPorts::default().into_ports()
    };
    let korotko = Korotko::new(ports, sample::settings()).unwrap();
    let memory = Memory::watch();
    let used = cpu_seconds();
    let start = Instant::now();
    let document = korotko.reports.compose(&report()).await.unwrap();
    let read = start.elapsed().as_secs_f64();
    let links = document.links.len();
    let clicks = document.total.clicks();
    let workbook = XlsxWriter::new().write(document, MAX_BYTES).await.unwrap();
    let written = start.elapsed().as_secs_f64() - read;
    let used = cpu_seconds() - used;
    let megabytes = f64::from(u32::try_from(workbook.bytes.len()).unwrap()) / 1e6;
    let name = if url.starts_with("sqlite") {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    println!(
        "| {name} | {read:.1} | {written:.1} | {used:.1} | {megabytes:.1} | {:.0}, {:.0} |",
        memory.before(),
        memory.before() + memory.growth()
    );
    println!(
        "({links} links with {clicks} clicks, {} links omitted.)",
        workbook.omitted_links
    );
}

/// The CPU time of this process so far.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // The name is in parentheses and may contain anything; fields 14 and 15 are the user and system times.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let fields = fields.split_whitespace().skip(11).take(2);
    let ticks: u32 = fields.map(|ticks| ticks.parse::<u32>().unwrap()).sum();
    f64::from(ticks) / 100.0
}

fn report() -> Report {
    let order = ReportOrder {
        scope: ReportScope::All,
        from: moment(0),
        until: moment(DAYS * SECONDS_OF_DAY),
        zone: Zone::parse("Asia/Kathmandu").unwrap(),
        language: Language::En,
        include_bots: true,
    };
    Report {
        id: ReportId(1),
        owner: UserId(1),
        order,
        schedule: None,
        state: ReportState::Running,
        failure: None,
        created_at: moment(0),
        started_at: None,
        finished_at: None,
    }
}
