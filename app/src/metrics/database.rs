use std::fmt;
use std::sync::Arc;

use korotko_seaorm::{CallStatus, PoolStatus, SeaStore};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::samples::Samples;

/// The pools of connections to the database, and the calls that wait for them.
#[derive(Debug)]
pub(crate) struct PoolNumbers(pub(crate) Arc<SeaStore>);

impl Collector for PoolNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let pools = self.0.pools();
        let mut samples = Samples::of(encoder);
        samples.gauges(
            "korotko_database_connections",
            "Open connections of a pool",
            pools.iter().flat_map(|pool| {
                let used = pool.open - pool.idle;
                [
                    ([("pool", pool.name), ("state", "used")], used),
                    ([("pool", pool.name), ("state", "idle")], pool.idle),
                ]
            }),
        )?;
        samples.gauges(
            "korotko_database_connections_max",
            "The most connections that a pool opens",
            pools.iter().map(|pool| ([("pool", pool.name)], pool.max)),
        )?;
        samples.gauges(
            "korotko_database_calls_pending",
            "Calls that wait for a connection, for the lock to write (begin), or for the answer to a statement (read)",
            calls(&pools, |calls| calls.pending),
        )?;
        samples.counters(
            "korotko_database_calls",
            "Transactions that were begun, and reads outside of transactions, successful or not",
            calls(&pools, |calls| calls.ended),
        )?;
        samples.counters(
            "korotko_database_call_seconds",
            "The time that these calls took with all that they waited for",
            calls(&pools, |calls| calls.time.as_secs_f64()),
        )
    }
}

/// A number of each kind of call of each pool.
fn calls<V>(
    pools: &[PoolStatus],
    number: impl Fn(CallStatus) -> V,
) -> impl Iterator<Item = ([(&'static str, &'static str); 2], V)> {
    pools.iter().flat_map(move |pool| {
        let labels = |call| [("pool", pool.name), ("call", call)];
        [
            (labels("begin"), number(pool.begins)),
            (labels("read"), number(pool.reads)),
        ]
    })
}
