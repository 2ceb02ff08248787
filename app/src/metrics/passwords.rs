use std::fmt;

use korotko_tokio::Pbkdf2Hasher;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::samples::Samples;

/// The queue of the password hasher.
#[derive(Debug)]
pub(crate) struct PasswordNumbers(pub(crate) Pbkdf2Hasher);

impl Collector for PasswordNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let status = self.0.status();
        let mut samples = Samples::of(encoder);
        samples.gauge(
            "korotko_password_hashes_running",
            "Passwords that are hashed now, each on a core",
            status.running,
        )?;
        samples.gauge(
            "korotko_password_hashes_running_max",
            "The most passwords that are hashed at once",
            status.threads,
        )?;
        samples.gauge(
            "korotko_password_hashes_waiting",
            "Requests that wait for their password to be hashed",
            status.waiting,
        )?;
        samples.gauge(
            "korotko_password_hashes_waiting_max",
            "The most requests that may wait; others are answered 503",
            status.queue,
        )?;
        samples.counters(
            "korotko_password_hashes",
            "Passwords that were hashed, and those refused because too many waited or the wait was too long",
            [
                ([("outcome", "done")], status.done),
                ([("outcome", "refused")], status.refused),
            ],
        )
    }
}
