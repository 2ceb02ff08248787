//! What the kernel knows of this process, by the names that all of Prometheus' clients use.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

/// The process; on Linux only.
#[derive(Debug)]
pub(crate) struct ProcessNumbers;

impl Collector for ProcessNumbers {
    #[cfg(target_os = "linux")]
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        // Numbers that the kernel does not give are missing.
        match linux::Numbers::read() {
            Ok(numbers) => numbers.encode(encoder),
            Err(_) => Ok(()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn encode(&self, _: DescriptorEncoder<'_>) -> fmt::Result {
        Ok(())
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fmt;
    use std::time::Duration;

    use procfs::ProcResult;
    use procfs::process::{LimitValue, Process};
    use prometheus_client::encoding::DescriptorEncoder;

    use crate::metrics::samples::Samples;

    pub(super) struct Numbers {
        cpu: Duration,
        resident_bytes: u64,
        virtual_bytes: u64,
        threads: i64,
        open_fds: usize,
        max_fds: Option<u64>,
        /// In seconds since 1970.
        start: f64,
    }

    impl Numbers {
        pub(super) fn read() -> ProcResult<Self> {
            let process = Process::myself()?;
            let (stat, limits) = (process.stat()?, process.limits()?);
            let since_boot = ticks(stat.starttime).as_secs_f64();
            #[allow(clippy::cast_precision_loss, reason = "seconds fit")]
            let boot = procfs::boot_time_secs()? as f64;
            Ok(Self {
                cpu: ticks(stat.utime + stat.stime),
                resident_bytes: stat.rss * procfs::page_size(),
                virtual_bytes: stat.vsize,
                threads: stat.num_threads,
                open_fds: process.fd_count()?,
                max_fds: match limits.max_open_files.soft_limit {
                    LimitValue::Value(max) => Some(max),
                    LimitValue::Unlimited => None,
                },
                start: boot + since_boot,
            })
        }

        pub(super) fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
            let mut samples = Samples::of(encoder);
            samples.counter(
                "process_cpu_seconds",
                "CPU time in user and system mode",
                self.cpu.as_secs_f64(),
            )?;
            samples.gauge(
                "process_resident_memory_bytes",
                "Resident memory, with pages of files that are mapped",
                self.resident_bytes,
            )?;
            samples.gauge(
                "process_virtual_memory_bytes",
                "Virtual memory",
                self.virtual_bytes,
            )?;
            samples.gauge("process_threads", "Threads", self.threads)?;
            samples.gauge("process_open_fds", "Open file descriptors", self.open_fds)?;
            if let Some(max) = self.max_fds {
                samples.gauge("process_max_fds", "The soft limit on open files", max)?;
            }
            samples.gauge(
                "process_start_time_seconds",
                "When the process started, in seconds since 1970",
                self.start,
            )
        }
    }

    fn ticks(ticks: u64) -> Duration {
        let per_second = procfs::ticks_per_second().max(1);
        Duration::from_millis(ticks * 1_000 / per_second)
    }
}
