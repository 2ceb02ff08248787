//! SIGTERM under load.

use super::record::Record;
use super::subject::Subject;
use super::{any_moment, rounds};
use crate::home::{Home, on_both_databases};
use crate::stops_under_load::stop_repeatedly;

on_both_databases!(
    #[ignore = "takes minutes: scripts/torture.sh stops"]
    stops_under_mixed_load_lose_nothing,
    #[ignore = "takes minutes: scripts/torture.sh stops"]
    stops_with_the_default_grace_lose_no_sent_request
);

/// Everything that was answered is kept, and everything that was counted before the stop.
async fn stops_under_mixed_load_lose_nothing(home: Home) {
    let record = Record::begin("stops", home.database());
    let subject = Subject::in_home(&home).await;
    let rounds = rounds(50);
    for _ in 0..rounds {
        let listening = subject.program.listen().await;
        let load = subject.load(&listening);
        load.warm_up().await;
        any_moment(500).await;
        listening.stop().await;
        load.end().await;
    }
    subject.finish().await;
    record.passed(
        &format!("{rounds} SIGTERMs without a grace"),
        &subject.ledger.said(),
    );
}

async fn stops_with_the_default_grace_lose_no_sent_request(home: Home) {
    let record = Record::begin("stops", home.database());
    let rounds = rounds(25);
    let answered = stop_repeatedly(&home, rounds, "3s").await;
    record.passed(
        &format!("{rounds} SIGTERMs with the default grace"),
        &format!("{answered} sent requests answered"),
    );
}
