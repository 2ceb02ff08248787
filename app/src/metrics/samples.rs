use std::fmt;

use prometheus_client::encoding::{
    DescriptorEncoder, EncodeCounterValue, EncodeGaugeValue, MetricEncoder, NoLabelSet,
};
use prometheus_client::metrics::MetricType;

/// Writes numbers that are read when they are scraped. A full stop follows each help.
pub(super) struct Samples<'a>(DescriptorEncoder<'a>);

/// The labels of a sample, with their values.
type Labels<'a, const N: usize> = [(&'static str, &'a str); N];

impl<'a> Samples<'a> {
    pub(super) fn of(encoder: DescriptorEncoder<'a>) -> Self {
        Self(encoder)
    }

    /// A number that may fall as well.
    pub(super) fn gauge(
        &mut self,
        name: &str,
        help: &str,
        value: impl EncodeGaugeValue + Copy,
    ) -> fmt::Result {
        let mut metric = self.describe(name, help, MetricType::Gauge)?;
        metric.encode_gauge(&value)
    }

    /// Such numbers by label.
    pub(super) fn gauges<'l, const N: usize, V: EncodeGaugeValue>(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels<'l, N>, V)>,
    ) -> fmt::Result {
        let mut metric = self.describe(name, help, MetricType::Gauge)?;
        for (labels, value) in samples {
            metric.encode_family(&labels)?.encode_gauge(&value)?;
        }
        Ok(())
    }

    /// A number that grows until the process ends. The format appends `_total` to the name.
    pub(super) fn counter(
        &mut self,
        name: &str,
        help: &str,
        value: impl EncodeCounterValue + Copy,
    ) -> fmt::Result {
        let metric = self.describe(name, help, MetricType::Counter)?;
        count(metric, &value)
    }

    /// Such numbers by label.
    pub(super) fn counters<'l, const N: usize, V: EncodeCounterValue>(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels<'l, N>, V)>,
    ) -> fmt::Result {
        let mut metric = self.describe(name, help, MetricType::Counter)?;
        for (labels, value) in samples {
            count(metric.encode_family(&labels)?, &value)?;
        }
        Ok(())
    }

    fn describe<'s>(
        &'s mut self,
        name: &'s str,
        help: &str,
        kind: MetricType,
    ) -> Result<MetricEncoder<'s>, fmt::Error> {
        let help = format!("{help}.");
        self.0.encode_descriptor(name, &help, None, kind)
    }
}

fn count(mut metric: MetricEncoder<'_>, value: &impl EncodeCounterValue) -> fmt::Result {
    metric.encode_counter::<NoLabelSet, _, u64>(value, None)
}
