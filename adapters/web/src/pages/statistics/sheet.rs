use korotko_core::click::{Counts, Dimension};
use korotko_core::fault::Fault;
use korotko_core::statistics::{Group, GroupBy, Statistic};
use korotko_core::{Zone, display_host};
use korotko_texts::Texts;

use super::Window;
use crate::chart::{Bar, bars};
use crate::visit::Visit;

/// The number of values of each list.
const VALUES: usize = 8;

/// Where the numbers of a page come from.
pub(crate) trait Numbers {
    /// Why there are none.
    type Error: Fault + Send + Sync + 'static;

    /// The time zone of their days.
    fn zone(&self) -> Zone;

    /// Counts clicks in this window.
    async fn count(
        &self,
        window: &Window,
        group_by: GroupBy,
        limit: usize,
    ) -> Result<Statistic, Self::Error>;
}

/// The statistics of a page.
#[derive(Debug)]
pub(crate) struct StatisticsSheet {
    pub(crate) window: Window,
    pub(crate) total: Counts,
    /// A sentence that says what the chart shows.
    pub(crate) sentence: String,
    /// The chart, as an SVG element.
    pub(crate) chart: String,
    /// The numbers of the chart.
    pub(crate) rows: Vec<Row>,
    pub(crate) lists: Vec<List>,
}

/// A row of the table beside the chart.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) counts: Counts,
}

/// The most frequent values of a dimension.
#[derive(Debug)]
pub(crate) struct List {
    /// The key of its heading.
    pub(crate) heading: &'static str,
    pub(crate) values: Vec<(String, u64)>,
    /// The largest number.
    pub(crate) most: u64,
}

impl StatisticsSheet {
    /// Counts what the page shows.
    pub(crate) async fn count<N: Numbers>(
        visit: &Visit<'_>,
        numbers: &N,
    ) -> Result<Self, N::Error> {
        let window = Window::read(&visit.request.query(), numbers.zone(), visit.now());
        let by_time = GroupBy::Time(window.granularity);
        let time = numbers.count(&window, by_time, usize::MAX).await?;
        let mut lists = Vec::new();
        for dimension in Dimension::ALL {
            let by_value = GroupBy::Value(dimension);
            let counted = numbers.count(&window, by_value, VALUES).await?;
            lists.push(List::new(visit.texts(), dimension, &counted));
        }
        let texts = visit.texts();
        let rows = time.groups.iter().map(|group| Row {
            label: label(group),
            counts: group.counts,
        });
        let bar = |group: &Group| {
            let when = label(group);
            bar(texts, &when, short(&when), &group.counts)
        };
        Ok(Self {
            total: time.total,
            sentence: sentence(texts, &time),
            chart: bars(&time.groups.iter().map(bar).collect::<Vec<_>>()),
            rows: rows.collect(),
            lists,
            window,
        })
    }

    pub(crate) fn people(&self) -> u64 {
        self.total.humans
    }

    pub(crate) fn visitors(&self) -> u64 {
        self.total.visitors
    }

    pub(crate) fn programs(&self) -> u64 {
        programs(&self.total)
    }
}

impl Row {
    pub(crate) fn programs(&self) -> u64 {
        programs(&self.counts)
    }
}

impl List {
    pub(crate) fn new(texts: &Texts, dimension: Dimension, counted: &Statistic) -> Self {
        let groups = counted
            .groups
            .iter()
            .filter(|group| group.counts.humans > 0);
        let value = |group: &Group| (name(texts, dimension, &group.key), group.counts.humans);
        let mut values: Vec<_> = groups.map(value).collect();
        if counted.other.humans > 0 {
            let other = texts.text("statistics-other").to_owned();
            values.push((other, counted.other.humans));
        }
        let most = values.iter().map(|(_, clicks)| *clicks).max();
        Self {
            heading: match dimension {
                Dimension::Referrer => "statistics-referrers",
                Dimension::Browser => "statistics-browsers",
                Dimension::Os => "statistics-systems",
                Dimension::Device => "statistics-devices",
                Dimension::Language => "statistics-languages",
            },
            values,
            most: most.unwrap_or(0),
        }
    }
}

/// The clicks of bots and previews.
pub(crate) fn programs(counts: &Counts) -> u64 {
    counts.clicks() - counts.humans
}

/// The bar of an interval, with what is below it.
pub(crate) fn bar(texts: &Texts, when: &str, label: &str, counts: &Counts) -> Bar {
    let (people, programs) = (counts.humans, programs(counts));
    let arguments = [
        ("when", when.into()),
        ("people", people.into()),
        ("programs", programs.into()),
    ];
    Bar {
        title: texts.with("statistics-bar", &arguments),
        label: label.to_owned(),
        people,
        programs,
    }
}

/// The name of an interval: an hour without its date and offset, a day, or a month.
fn label(group: &Group) -> String {
    match group.key.split_once('T') {
        Some((_, time)) => time.chars().take(5).collect(),
        None => group.key.clone(),
    }
}

/// A day without its year.
fn short(label: &str) -> &str {
    match label.len() {
        10 => &label[5..],
        _ => label,
    }
}

fn sentence(texts: &Texts, time: &Statistic) -> String {
    let busiest = time.groups.iter().max_by_key(|group| group.counts.humans);
    let busiest = busiest.filter(|group| group.counts.humans > 0);
    let Some(busiest) = busiest else {
        return texts.text("statistics-none").to_owned();
    };
    let arguments = [
        ("people", time.total.humans.into()),
        ("visitors", time.total.visitors.into()),
        ("most", busiest.counts.humans.into()),
        ("when", label(busiest).into()),
    ];
    texts.with("statistics-sentence", &arguments)
}

/// A value as people read it.
fn name(texts: &Texts, dimension: Dimension, value: &str) -> String {
    let text = |key| texts.text(key).to_owned();
    match (dimension, value) {
        (_, Dimension::REST) => text("statistics-other"),
        (Dimension::Referrer, "") => text("statistics-direct"),
        (Dimension::Referrer, host) => display_host(host).into_owned(),
        (_, "") => text("statistics-unknown"),
        (Dimension::Device, device) => {
            let key = format!("workbook-device-{device}");
            texts.find(&key).unwrap_or(device).to_owned()
        }
        (Dimension::Language, tag) => {
            let key = format!("language-{}", tag.to_ascii_lowercase());
            texts.find(&key).unwrap_or(tag).to_owned()
        }
        (_, value) => value.to_owned(),
    }
}
