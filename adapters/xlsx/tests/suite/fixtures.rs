use chrono::NaiveDate;
use korotko_core::Zone;
use korotko_core::click::Counts;
use korotko_core::link::LinkState;
use korotko_core::ports::Timestamp;
use korotko_core::report::{
    DayRow, LinkRow, ReportDocument, ReportOrder, ReportScope, ReportSubject, ValueRow,
};
use korotko_core::user::Language;

pub fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn counts(humans: u64, bots: u64, previews: u64, visitors: u64) -> Counts {
    Counts {
        humans,
        bots,
        previews,
        visitors,
    }
}

pub fn people(humans: u64) -> Counts {
    counts(humans, 0, 0, humans)
}

pub fn link(slug: &str, counts: Counts) -> LinkRow {
    LinkRow {
        slug: slug.to_owned(),
        share_url: format!("https://short.example/{slug}?u=7"),
        target: format!("https://example.com/{slug}"),
        title: None,
        tags: Vec::new(),
        collections: Vec::new(),
        created_at: moment("2026-09-01T10:00:00Z"),
        expires_at: None,
        state: LinkState::Live,
        counts,
        last_click_at: None,
    }
}

pub fn titled(title: &str) -> LinkRow {
    LinkRow {
        title: Some(title.to_owned()),
        ..link("promo", people(1))
    }
}

pub fn value(name: &str, counts: Counts) -> ValueRow {
    ValueRow {
        value: name.to_owned(),
        counts,
    }
}

fn october() -> ReportOrder {
    let zone = zone("Europe/Moscow");
    ReportOrder {
        scope: ReportScope::All,
        from: zone.midnight(date("2026-10-01")),
        until: zone.midnight(date("2026-11-01")),
        zone,
        language: Language::En,
        include_bots: false,
    }
}

/// A report on these links for October 2026 in Moscow, whose numbers agree.
pub fn report(links: Vec<LinkRow>) -> ReportDocument {
    let total: Counts = links.iter().map(|link| link.counts).sum();
    let (first, end) = (date("2026-10-01"), date("2026-11-01"));
    let day = |date| DayRow {
        date,
        counts: if date == first {
            total
        } else {
            Counts::default()
        },
    };
    let all = |name: &str| {
        if total.is_empty() {
            Vec::new()
        } else {
            vec![value(name, total)]
        }
    };
    ReportDocument {
        order: october(),
        created_at: moment("2026-11-01T05:30:00Z"),
        subject: ReportSubject::All,
        total,
        before: Counts::default(),
        links,
        deleted: Counts::default(),
        days: first
            .iter_days()
            .take_while(|day| *day < end)
            .map(day)
            .collect(),
        referrers: all("news.example.com"),
        browsers: all("Firefox"),
        systems: all("Android"),
        devices: all("mobile"),
        languages: all("ru"),
    }
}

/// The same report with the clicks of bots and previews.
pub fn with_bots(mut document: ReportDocument) -> ReportDocument {
    document.order.include_bots = true;
    document
}

pub fn in_russian(mut document: ReportDocument) -> ReportDocument {
    document.order.language = Language::Ru;
    document
}

/// Adds clicks of deleted links.
pub fn with_deleted(mut document: ReportDocument, deleted: Counts) -> ReportDocument {
    document.deleted = deleted;
    document.total += deleted;
    document.days[0].counts += deleted;
    for values in [
        &mut document.referrers,
        &mut document.browsers,
        &mut document.systems,
        &mut document.devices,
        &mut document.languages,
    ] {
        values[0].counts += deleted;
    }
    document
}

/// Links with a falling number of clicks, and texts that do not compress well.
pub fn many_links(count: u64) -> Vec<LinkRow> {
    let one = |index: u64| {
        let noise = (index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut link = link(&format!("{noise:x}"), people(count - index));
        link.target = format!(
            "https://example.com/{:x}/{noise:x}",
            noise.rotate_left(21) ^ index
        );
        link
    };
    (0..count).map(one).collect()
}
