//! A wall clock that jumps, while the clock that measures ages goes on.

use korotko_testkit::{SmtpSink, until};

use super::record::Record;
use super::subject::Subject;
use super::{any_moment, random, rounds};
use crate::home::{Home, on_both_databases};
use crate::stepped_clock::{PRELOAD, set_clock, shows};

on_both_databases!(
    #[ignore = "takes minutes: scripts/torture.sh clock"]
    steps_of_the_clock_under_mixed_load_lose_nothing
);

async fn steps_of_the_clock_under_mixed_load_lose_nothing(home: Home) {
    let record = Record::begin("clock", home.database());
    set_clock(&home, "+0h");
    let sink = SmtpSink::start().await;
    let program = home.korotko("serve").after(PRELOAD);
    let subject = Subject::of(program.with("SMTP_URL", sink.url()), sink).await;
    let listening = subject.program.listen().await;
    let client = listening.client();
    let rounds = rounds(50);
    for _ in 0..rounds {
        let load = subject.load(&listening);
        load.warm_up().await;
        let hours = i64::try_from(random(7)).unwrap() - 3;
        set_clock(&home, &format!("{hours:+}h"));
        until("the clock is set", async || shows(&client, hours).await).await;
        any_moment(500).await;
        load.end().await;
    }
    // What was deferred while the clock was ahead is due when the time has come again.
    set_clock(&home, "+4h");
    subject.all_mails_arrive().await;
    listening.stop().await;
    subject.finish().await;
    record.passed(
        &format!("{rounds} steps of the wall clock by up to 6 h"),
        &subject.ledger.said(),
    );
}
