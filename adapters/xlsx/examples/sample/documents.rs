//! Documents of any size, the same in every run.

use chrono::{Days, NaiveDate, TimeDelta};
use korotko_core::Zone;
use korotko_core::click::Counts;
use korotko_core::link::LinkState;
use korotko_core::report::{
    DayRow, LinkRow, ReportDocument, ReportOrder, ReportScope, ReportSubject, ValueRow,
};
use korotko_core::user::Language;

/// How large.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// In which language.
    pub language: Language,
    /// How many links.
    pub links: u64,
    /// How many days have clicks; if 0, the period is a week without clicks.
    pub days: u64,
    /// How many sites the clicks came from.
    pub referrers: u64,
}

/// A document whose numbers agree.
#[must_use]
pub fn document(sample: &Sample) -> ReportDocument {
    let days = days(first_day(), sample.days);
    let total: Counts = days.iter().map(|day| day.counts).sum();
    let links: Vec<LinkRow> = (0..sample.links)
        .map(|index| link(index, sample, &total))
        .collect();
    let listed: Counts = links.iter().map(|link| link.counts).sum();
    let named = |names: &[&str]| {
        let count = u64::try_from(names.len()).unwrap();
        values(&total, count, |index| {
            names[usize::try_from(index).unwrap()].to_owned()
        })
    };
    let grew = sample.links != 1;
    ReportDocument {
        order: order(sample, days.len()),
        created_at: zone().midnight(first_day()) + TimeDelta::days(40),
        subject: subject(sample),
        before: if grew {
            part(&total, 10, 12)
        } else {
            Counts::default()
        },
        deleted: total.without(&listed),
        referrers: values(&total, sample.referrers, referrer),
        browsers: named(&[
            "Chrome",
            "Safari",
            "Firefox",
            "",
            "Samsung Internet",
            "Edge",
        ]),
        systems: named(&["Android", "Windows", "iOS", "", "macOS"]),
        devices: named(&["mobile", "desktop", "", "tablet"]),
        languages: named(&["ru", "en", "", "kk", "tt"]),
        total,
        links,
        days,
    }
}

fn zone() -> Zone {
    Zone::parse("Europe/Moscow").unwrap()
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 1).unwrap()
}

fn order(sample: &Sample, days: usize) -> ReportOrder {
    let end = first_day() + Days::new(days as u64);
    ReportOrder {
        scope: ReportScope::All,
        from: zone().midnight(first_day()),
        until: zone().midnight(end),
        zone: zone(),
        language: sample.language,
        include_bots: sample.links.is_multiple_of(2),
    }
}

fn subject(sample: &Sample) -> ReportSubject {
    match sample.links {
        1 => ReportSubject::Link {
            share_url: "https://short.example/launch?u=7".to_owned(),
            title: Some("Launch of the new version".to_owned()),
        },
        3_000 => ReportSubject::Collection("Spring sale 2026".to_owned()),
        _ => ReportSubject::All,
    }
}

fn referrer(index: u64) -> String {
    match index {
        0 => "news.example.com".to_owned(),
        1 => String::new(),
        2 => "org.telegram.messenger".to_owned(),
        4 => "xn--e1afmkfd.xn--p1ai".to_owned(),
        3 => format!("{}.example.com", "very-long-name-of-a-host".repeat(3)),
        index => format!("site-{index}.example.org"),
    }
}

fn days(first: NaiveDate, with_clicks: u64) -> Vec<DayRow> {
    let all = if with_clicks == 0 { 7 } else { with_clicks };
    let day = |index: u64| {
        let wave = 40 + index * 7 % 31 + 25 * u64::from(index % 7 < 5);
        let humans = if with_clicks == 0 { 0 } else { wave * 13 };
        DayRow {
            date: first + Days::new(index),
            counts: Counts {
                humans,
                bots: humans / 9,
                previews: humans / 14,
                visitors: humans * 5 / 8,
            },
        }
    };
    (0..all).map(day).collect()
}

fn part(counts: &Counts, numerator: u64, denominator: u64) -> Counts {
    let of = |count: u64| count * numerator / denominator;
    Counts {
        humans: of(counts.humans),
        bots: of(counts.bots),
        previews: of(counts.previews),
        visitors: of(counts.visitors),
    }
}

/// Each value has fewer clicks than the value before; the first also has the remainder.
fn values(total: &Counts, count: u64, name: impl Fn(u64) -> String) -> Vec<ValueRow> {
    if *total == Counts::default() {
        return Vec::new();
    }
    let weight = |index: u64| 2 * (count - index);
    let all = count * (count + 2);
    let mut rows: Vec<ValueRow> = (0..count)
        .map(|index| ValueRow {
            value: name(index),
            counts: part(total, weight(index), all),
        })
        .collect();
    let sum: Counts = rows.iter().map(|row| row.counts).sum();
    rows[0].counts += total.without(&sum);
    rows
}

fn link(index: u64, sample: &Sample, total: &Counts) -> LinkRow {
    let created = NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(9, 30, 5));
    let created = created.unwrap();
    let created_at =
        zone().moment(created) + TimeDelta::minutes(i64::try_from(index).unwrap() * 37);
    let count = sample.links;
    let counts = part(total, 2 * (count - index), count * (count + 2));
    let noise = index.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let titles = [
        "Spring sale: everything for the garden",
        "Запуск новой версии 🚀",
        "שלום עולם",
        "=SUM(A1)",
    ];
    let tags = ["spring", "распродажа", "garden"];
    LinkRow {
        slug: format!("{:07x}", noise >> 36),
        share_url: format!("https://short.example/{:07x}?u=7", noise >> 36),
        target: format!(
            "https://www.example.com/catalogue/{noise:016x}/items?campaign=spring&id={index}"
        ),
        title: (index % 5 < 4).then(|| titles[usize::try_from(index % 4).unwrap()].to_owned()),
        tags: tags[..usize::try_from(index % 4).unwrap()]
            .iter()
            .map(ToString::to_string)
            .collect(),
        collections: (0..index % 3)
            .map(|number| format!("Collection {number}"))
            .collect(),
        created_at,
        expires_at: index
            .is_multiple_of(4)
            .then(|| created_at + TimeDelta::days(400)),
        state: if index % 17 == 3 {
            LinkState::Expired
        } else {
            LinkState::Live
        },
        counts,
        last_click_at: (counts.humans > 0).then(|| created_at + TimeDelta::days(230)),
    }
}
