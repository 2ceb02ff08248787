use std::fmt;

use korotko_clicklog::{ClickLog, ClickLogStatus};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::samples::Samples;

/// The click log, and how counting goes on.
#[derive(Debug)]
pub(crate) struct ClickNumbers(pub(crate) ClickLog);

impl Collector for ClickNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let status = self.0.status();
        let mut samples = Samples::of(encoder);
        write_waiting(&status, &mut samples)?;
        write_counting(&status, &mut samples)
    }
}

/// The clicks that wait to be counted.
fn write_waiting(status: &ClickLogStatus, samples: &mut Samples<'_>) -> fmt::Result {
    samples.gauge(
        "korotko_click_log_bytes",
        "Bytes of clicks that are not counted yet, about 60 a click",
        status.waiting_bytes,
    )?;
    samples.gauge(
        "korotko_click_log_limit_bytes",
        "The bytes at which clicks are dropped",
        status.limit_bytes,
    )?;
    samples.gauge(
        "korotko_click_log_oldest_seconds",
        "The greatest possible age of a click that is not counted yet",
        status.oldest_age.as_secs_f64(),
    )
}

/// The clicks that were counted or lost.
fn write_counting(status: &ClickLogStatus, samples: &mut Samples<'_>) -> fmt::Result {
    samples.counter(
        "korotko_clicks_counted",
        "Clicks that were counted",
        status.counted,
    )?;
    samples.counter(
        "korotko_clicks_dropped",
        "Clicks that were lost: the log was full or damaged, or its disk refused them",
        status.dropped,
    )?;
    samples.counter(
        "korotko_click_folds",
        "Units of work in which clicks were counted",
        status.folds,
    )?;
    samples.counter(
        "korotko_click_fold_seconds",
        "The time that these units of work took",
        status.fold_time.as_secs_f64(),
    )?;
    samples.counter(
        "korotko_click_fold_failures",
        "Attempts to count clicks that failed and were repeated",
        status.fold_failures,
    )
}
