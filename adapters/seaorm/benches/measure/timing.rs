use std::time::{Duration, Instant};

/// The durations of repeated runs.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs `once` up to `max` times, for at most a few seconds.
    pub async fn measure<T>(max: usize, mut once: impl AsyncFnMut() -> T) -> Self {
        let mut times = Self::default();
        let began = Instant::now();
        while times.0.len() < max && began.elapsed() < Duration::from_secs(4) {
            times.add(&mut once).await;
        }
        times.0.sort_unstable();
        times
    }

    async fn add<T>(&mut self, once: &mut impl AsyncFnMut() -> T) {
        let began = Instant::now();
        once().await;
        self.0.push(began.elapsed());
    }

    /// The given percentile in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.0.len() * percent).div_ceil(100).max(1) - 1;
        self.0[at].as_secs_f64() * 1_000.0
    }
}
