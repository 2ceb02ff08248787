use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::samples::Samples;
use crate::output;

/// The log.
#[derive(Debug)]
pub(super) struct LogNumbers;

impl Collector for LogNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        Samples::of(encoder).counter(
            "korotko_log_lines_lost",
            "Lines of the log that could not be written",
            output::lost_log_lines(),
        )
    }
}
