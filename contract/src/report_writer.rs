//! Checks of [`ReportWriter`].
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use std::fmt;
use std::sync::Arc;

use korotko_core::Zone;
use korotko_core::click::Counts;
use korotko_core::link::LinkState;
use korotko_core::ports::ReportWriter;
use korotko_core::report::{
    DayRow, LinkRow, ReportDocument, ReportOrder, ReportScope, ReportSubject, ValueRow, Workbook,
};
use korotko_core::user::Language;

use super::given::moment;

crate::suite::checks! { $
    /// Creates a test of every check of [`ReportWriter`](korotko_core::ports::ReportWriter). The argument is called without
    /// arguments, once a test, and returns a future of a [`ReportWriterFixture`](crate::report_writer::ReportWriterFixture).
    report_writer_contract, report_writer:
    links_that_fit_are_written_in_order,
    links_that_do_not_fit_are_omitted_from_the_end,
    texts_are_not_written_as_formulas,
}

/// A report as read from its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadReport {
    /// The share URLs of the listed links, in order, each with its clicks.
    pub links: Vec<(String, u64)>,
    /// The clicks of the omitted links, and the words that say how many; `None` when all are listed.
    pub omitted: Option<(String, u64)>,
    /// All clicks.
    pub total: u64,
    /// The number of formulas.
    pub formulas: usize,
}

/// A report writer, and a reader of its files.
pub struct ReportWriterFixture {
    /// The writer.
    pub writer: Arc<dyn ReportWriter>,
    /// Reads the written file.
    pub read: fn(&[u8]) -> ReadReport,
}

impl fmt::Debug for ReportWriterFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportWriterFixture")
            .finish_non_exhaustive()
    }
}

impl ReportWriterFixture {
    async fn write(&self, document: &ReportDocument, max_bytes: usize) -> Workbook {
        let written = self.writer.write(document.clone(), max_bytes).await;
        written.unwrap()
    }
}

pub async fn links_that_fit_are_written_in_order(fixture: &ReportWriterFixture) {
    let document = report(300, "title");
    let whole = fixture.write(&document, usize::MAX).await;
    let again = fixture.write(&document, whole.bytes.len()).await;
    for workbook in [whole, again] {
        assert_eq!(workbook.omitted_links, 0);
        let read = (fixture.read)(&workbook.bytes);
        assert!(read.links == listed(&document.links), "other links");
        assert_eq!(read.omitted, None);
        assert_eq!(read.total, document.total.humans);
    }
}

pub async fn links_that_do_not_fit_are_omitted_from_the_end(fixture: &ReportWriterFixture) {
    let document = report(1_000, "title");
    let whole = fixture.write(&document, usize::MAX).await.bytes.len();
    for most in [whole - 1, whole * 2 / 3] {
        let cut = fixture.write(&document, most).await;
        assert!(cut.bytes.len() <= most, "{} of {most}", cut.bytes.len());
        let left_out = usize::try_from(cut.omitted_links).unwrap();
        assert!((1..1_000).contains(&left_out), "{left_out}");
        let (kept, omitted) = document.links.split_at(1_000 - left_out);
        let read = (fixture.read)(&cut.bytes);
        assert!(read.links == listed(kept), "other links");
        let (words, clicks) = read.omitted.unwrap();
        assert!(words.contains(&left_out.to_string()), "{words}");
        let expected: u64 = omitted.iter().map(|link| link.counts.humans).sum();
        assert_eq!(clicks, expected);
        assert_eq!(read.total, document.total.humans);
    }
}

pub async fn texts_are_not_written_as_formulas(fixture: &ReportWriterFixture) {
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"x\")", "\t=1"] {
        let mut document = report(2, text);
        document.subject = ReportSubject::Collection(text.to_owned());
        for values in [&mut document.referrers, &mut document.languages] {
            text.clone_into(&mut values[0].value);
        }
        let workbook = fixture.write(&document, usize::MAX).await;
        assert_eq!((fixture.read)(&workbook.bytes).formulas, 0, "{text}");
    }
}

fn listed(links: &[LinkRow]) -> Vec<(String, u64)> {
    let row = |link: &LinkRow| (link.share_url.clone(), link.counts.humans);
    links.iter().map(row).collect()
}

/// A report of one day with this many links with this title, whose numbers agree.
fn report(links: u64, title: &str) -> ReportDocument {
    let links: Vec<_> = (0..links).map(|number| link(number, title)).collect();
    let total: Counts = links.iter().map(|link| link.counts).sum();
    let value = |value: &str| {
        vec![ValueRow {
            value: value.to_owned(),
            counts: total,
        }]
    };
    let zone = Zone::parse("UTC").unwrap();
    let date = zone.date(moment(0));
    ReportDocument {
        order: ReportOrder {
            scope: ReportScope::All,
            from: zone.midnight(date),
            until: zone.midnight(date.succ_opt().unwrap()),
            zone,
            language: Language::En,
            include_bots: false,
        },
        created_at: moment(0),
        subject: ReportSubject::All,
        total,
        before: Counts::default(),
        links,
        deleted: Counts::default(),
        days: vec![DayRow {
            date,
            counts: total,
        }],
        referrers: value("example.com"),
        browsers: value("Firefox"),
        systems: value("Linux"),
        devices: value("phone"),
        languages: value("ru"),
    }
}

fn link(number: u64, title: &str) -> LinkRow {
    LinkRow {
        slug: format!("slug{number}"),
        share_url: format!("https://short.example/slug{number}"),
        target: format!(
            "https://example.com/{}",
            number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ),
        title: Some(title.to_owned()),
        tags: vec![title.to_owned()],
        collections: vec![title.to_owned()],
        created_at: moment(0),
        expires_at: None,
        state: LinkState::Live,
        counts: Counts {
            humans: 10_000 - number,
            ..Counts::default()
        },
        last_click_at: None,
    }
}
