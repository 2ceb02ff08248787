//! Repeated SIGKILLs.

use super::record::Record;
use super::subject::Subject;
use super::{any_moment, rounds};
use crate::home::{Home, on_both_databases};

on_both_databases!(
    #[ignore = "takes minutes: scripts/torture.sh kills"]
    sigkills_under_mixed_load_lose_nothing
);

async fn sigkills_under_mixed_load_lose_nothing(home: Home) {
    let record = Record::begin("kills", home.database());
    let subject = Subject::in_home(&home).await;
    let rounds = rounds(200);
    for _ in 0..rounds {
        let listening = subject.program.listen().await;
        let load = subject.load(&listening);
        load.warm_up().await;
        // Often long enough for passwords to be hashed, and mails to be sent.
        any_moment(2_500).await;
        listening.process.kill();
        load.end().await;
    }
    subject.finish().await;
    record.passed(&format!("{rounds} SIGKILLs"), &subject.ledger.said());
}
