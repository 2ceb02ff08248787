//! The metrics of a process, as a scraper reads them.

use std::collections::{BTreeMap, BTreeSet};

use korotko_testkit::Answer;
use reqwest::Method;

use crate::client::Client;
use crate::program::Process;

/// One scrape, in the text format.
pub struct Scrape(pub String);

/// A sample: the labels, and the value.
pub type Sample<'a> = (BTreeMap<&'a str, &'a str>, f64);

/// The URL at which a process prints that it serves metrics.
pub async fn metrics_url(process: &Process) -> String {
    let shown = |line: &str| Some(line.trim().strip_prefix("Metrics: ")?.to_owned());
    process.stdout.find("the URL of the metrics", shown).await
}

impl Scrape {
    /// Scrapes the metrics of a process at this URL.
    pub async fn of(client: &Client, url: &str) -> Self {
        let answer = Answer::to(client.request(Method::GET, url)).await.with(200);
        let media_type = answer.header("content-type");
        assert_eq!(media_type, "text/plain; version=0.0.4; charset=utf-8");
        Self(answer.body)
    }

    /// The names and types of all metrics.
    pub fn types(&self) -> BTreeMap<&str, &str> {
        let lines = self.0.lines();
        let types = lines.filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
        types.collect()
    }

    /// The samples of this name.
    pub fn samples(&self, name: &str) -> Vec<Sample<'_>> {
        let lines = self.0.lines();
        let samples = lines.filter_map(|line| {
            let rest = line.strip_prefix(name)?;
            let (labels, value) = rest.rsplit_once(' ')?;
            let labels = match labels {
                "" => "",
                labels => labels.strip_prefix('{')?.strip_suffix('}')?,
            };
            Some((read_labels(labels), value.parse().unwrap()))
        });
        samples.collect()
    }

    /// The names of the labels of this metric.
    pub fn labels(&self, name: &str) -> BTreeSet<String> {
        let of = |name: &str| {
            let samples = self.samples(name);
            let labels = samples.into_iter().flat_map(|(labels, _)| labels);
            labels.map(|(name, _)| name.to_owned()).collect()
        };
        let own: BTreeSet<_> = of(name);
        if own.is_empty() {
            return of(&format!("{name}_count"));
        }
        own
    }

    /// The sum of the samples of this name that have these labels; fails unless there is one.
    #[track_caller]
    pub fn sum(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let mut samples = self.samples(name);
        samples.retain(|(given, _)| {
            let mut labels = labels.iter();
            labels.all(|(name, value)| given.get(name) == Some(value))
        });
        assert!(!samples.is_empty(), "no {name} {labels:?}: {}", self.0);
        samples.iter().map(|(_, value)| value).sum()
    }

    /// Whether this sum is this number.
    #[track_caller]
    pub fn is(&self, name: &str, labels: &[(&str, &str)], number: f64) -> bool {
        (self.sum(name, labels) - number).abs() < 0.01
    }
}

/// Label values here contain neither quotes nor commas.
fn read_labels(text: &str) -> BTreeMap<&str, &str> {
    let labels = text.split(',').filter_map(|label| label.split_once('='));
    labels
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect()
}
