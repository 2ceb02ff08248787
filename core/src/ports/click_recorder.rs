use crate::click::Click;

/// Where the redirect leaves its click, to be counted.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait ClickRecorder: Send + Sync {
    /// Keeps a click, so that it will be counted exactly once, also when the process is killed the moment after. MUST NOT wait
    /// for anything slower than memory, and cannot fail: what finds no room is dropped, and how much was is counted.
    fn record(&self, click: Click);
}
