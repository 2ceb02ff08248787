use crate::click::Click;

/// Records clicks of redirects, to be counted.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait ClickRecorder: Send + Sync {
    /// Records a click so that it is counted exactly once, even if the process is killed right after. MUST NOT wait for
    /// anything slower than memory, and cannot fail: clicks without room are dropped, and counted as dropped.
    fn record(&self, click: Click);
}
