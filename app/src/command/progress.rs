//! The progress of long work, shown on stderr if that is a terminal, and nowhere else.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

/// How often what has no measure shows that it goes on.
const TICK: Duration = Duration::from_millis(100);

/// Shows progress until it is dropped. A clone shows the same.
#[derive(Debug, Clone)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Of work on so many things, named by `unit`, such as "rows".
    pub(super) fn of(total: u64, unit: &'static str) -> Self {
        let template = "{wide_bar} {human_pos} of {human_len} {msg}, {eta} left";
        Self::styled(ProgressBar::new(total), template, unit)
    }

    /// Of work that cannot be measured.
    pub(super) fn unmeasured(what: &'static str) -> Self {
        let progress = Self::styled(ProgressBar::no_length(), "{spinner} {msg}, {elapsed}", what);
        progress.0.enable_steady_tick(TICK);
        progress
    }

    /// Of nothing: shows nothing.
    pub(super) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    fn styled(bar: ProgressBar, template: &str, message: &'static str) -> Self {
        let bar = bar.with_finish(ProgressFinish::AndClear);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(message);
        Self(bar)
    }

    /// So many more are done.
    pub(super) fn advance(&self, by: u64) {
        self.0.inc(by);
    }
}
