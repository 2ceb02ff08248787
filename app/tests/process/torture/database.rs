//! PostgreSQL that is stopped, crashes, is slow, or is on the other side of a broken network.

use std::process::Command;
use std::time::Duration;

use korotko_testkit::{SmtpSink, TcpProxy, until};

use super::record::Record;
use super::subject::Subject;
use super::{any_moment, random, rounds};
use crate::home::Home;
use crate::listening::Listening;
use crate::outage::through_proxy;

/// The longest time until a refusal that is taken for a fault, on a machine that is busy with the load.
const IN_TIME: Duration = Duration::from_secs(8);

/// A way to lose the database.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// One of those of the proxy.
    Network(&'static str),
    /// Each packet takes this many milliseconds longer.
    Slow(u64),
    /// Every process of this database stands still.
    Frozen,
    /// One process dies, so that the server ends all others, and recovers from its log.
    Crashed,
}

const FAULTS: [Fault; 7] = [
    Fault::Network("cut"),
    Fault::Network("hung up"),
    Fault::Network("silent"),
    Fault::Slow(20),
    Fault::Slow(700),
    Fault::Frozen,
    Fault::Crashed,
];

/// The processes of the server that serve this database.
fn backends(home: &Home) -> Vec<String> {
    let pids = home.sql(
        "SELECT coalesce(string_agg(pid::text, ' '), '') FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    pids.split_whitespace().map(str::to_owned).collect()
}

fn signal(name: &str, pids: &[String]) {
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -s \"$@\"", "sh", name]).args(pids);
    // Some may have ended since.
    kill.output().expect("a shell");
}

/// Lets the fault happen for a while, up to some seconds.
async fn happen(fault: Fault, home: &Home, proxy: &TcpProxy) {
    match fault {
        Fault::Network(outage) => proxy.simulate(outage).await,
        Fault::Slow(delay) => proxy.slow_down(Duration::from_millis(delay)),
        Fault::Frozen => {
            let pids = backends(home);
            signal("STOP", &pids);
            any_moment(4_000).await;
            signal("CONT", &pids);
        }
        Fault::Crashed => {
            let pids = backends(home);
            let victim = usize::try_from(random(pids.len() as u64)).unwrap();
            signal("KILL", &pids[victim..=victim]);
        }
    }
    any_moment(4_000).await;
    proxy.restore().await;
}

/// Waits until the service says that it is ready, and everything works.
async fn recovered(listening: &Listening) {
    let client = listening.client();
    until("readiness", async || client.finds("/readyz").await).await;
}

#[tokio::test]
#[ignore = "takes minutes: scripts/torture.sh database"]
async fn outages_of_postgresql_under_mixed_load_lose_nothing() {
    let record = Record::begin("database", "PostgreSQL");
    let (home, sink) = (Home::postgres(), SmtpSink::start().await);
    let (proxy, url) = through_proxy(&home.postgres_url()).await;
    let program = home.korotko("serve").with("DATABASE_URL", url);
    let program = program.with("SMTP_URL", sink.url());
    let subject = Subject::of(program, sink).await;
    let rounds = rounds(6);
    for _ in 0..rounds {
        for fault in FAULTS {
            let mut listening = subject.program.listen().await;
            let load = subject.load(&listening);
            load.warm_up().await;
            any_moment(500).await;
            happen(fault, &home, &proxy).await;
            recovered(&listening).await;
            any_moment(500).await;
            load.end().await;
            assert!(listening.process.runs(), "{fault:?}");
            listening.stop().await;
        }
    }
    subject.finish().await;
    let slowest = subject.ledger.slowest_refusal();
    assert!(slowest < IN_TIME, "{slowest:?}");
    record.passed(
        &format!("{rounds} of each: connection cut, hung up, silent, slow by 20 and by 700 ms; server frozen, crashed"),
        &format!("{}, the slowest refusal after {:.1} s", subject.ledger.said(), slowest.as_secs_f64()),
    );
}
