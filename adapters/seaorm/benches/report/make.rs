use std::time::Instant;

use korotko_core::Zone;
use korotko_core::id::{ReportId, UserId};
use korotko_core::mock::MockPorts;
use korotko_core::ports::{Ports, ReportWriter};
use korotko_core::report::{Report, ReportOrder, ReportScope, ReportState};
use korotko_core::user::Language;
use korotko_core::{Korotko, mock::sample};
use korotko_xlsx::XlsxWriter;

use crate::cpu;
use crate::fill::{DAYS, SECONDS_OF_DAY};
use crate::measure::{Memory, connect, moment};

/// The most bytes of a workbook in a mail.
const MOST_BYTES: usize = 10 * 1024 * 1024;

/// Makes the report of the only user.
pub async fn measure(url: &str) {
    let store = connect(url).await;
    let ports = Ports {
        store,
        ..MockPorts::default().into_ports()
    };
    let korotko = Korotko::new(ports, sample::settings()).unwrap();
    #[allow(clippy::disallowed_methods, reason = "the URL has no password here")]
    let raw = sea_orm::Database::connect(url).await.unwrap();
    let memory = Memory::watch();
    let used = cpu::used(&raw).await;
    let began = Instant::now();
    let document = korotko.reports.compose(&report()).await.unwrap();
    let read = began.elapsed().as_secs_f64();
    let links = document.links.len();
    let clicks = document.total.clicks();
    let workbook = XlsxWriter::new().write(document, MOST_BYTES).await.unwrap();
    let written = began.elapsed().as_secs_f64() - read;
    let used = cpu::used(&raw).await.saturating_sub(used).as_secs_f64();
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
