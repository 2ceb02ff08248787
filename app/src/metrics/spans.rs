use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::samples::Samples;
use crate::traces;

/// The spans of traces.
#[derive(Debug)]
pub(super) struct SpanNumbers;

impl Collector for SpanNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let spans = traces::counts();
        let mut samples = Samples::of(encoder);
        samples.counter(
            "korotko_spans_sent",
            "Spans of traces that the collector accepted",
            spans.sent,
        )?;
        samples.counter(
            "korotko_spans_lost",
            "Spans of traces that could not be sent",
            spans.lost,
        )
    }
}
