//! Mail servers that are away, refuse, hang, are slow, or forget to answer.

use std::time::Duration;

use korotko_testkit::{SmtpSink, Stage, TcpProxy};

use super::load::mails;
use super::record::Record;
use super::subject::Subject;
use super::{any_moment, rounds};
use crate::home::{Home, on_both_databases};

on_both_databases!(
    #[ignore = "takes minutes: scripts/torture.sh mails"]
    faults_of_the_mail_server_lose_no_mail,
    #[ignore = "takes minutes: scripts/torture.sh mails"]
    permanently_refused_mails_wait_for_the_operator
);

/// More commands than are sent while a fault lasts.
const ALL: usize = 10_000;

/// Stages at which the server refuses for now.
const STAGES: [Stage; 6] = [
    Stage::Greeting,
    Stage::Ehlo,
    Stage::Mail,
    Stage::Rcpt,
    Stage::Data,
    Stage::EndOfData,
];

/// A fault of the server or of the network before it.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Network(&'static str),
    /// Each packet takes this many milliseconds longer.
    Slow(u64),
    Reply(Stage, &'static str),
    /// The connection is closed instead of a reply.
    HangUp(Stage),
    /// There is never a reply.
    Stall(Stage),
}

fn faults() -> Vec<Fault> {
    let mut faults: Vec<_> = TcpProxy::OUTAGES.map(Fault::Network).into();
    faults.extend([Fault::Slow(100), Fault::Slow(1_000)]);
    for stage in STAGES {
        faults.extend([
            Fault::Reply(stage, "451 4.7.1 later"),
            Fault::Reply(stage, "421 4.3.2 closing"),
            Fault::HangUp(stage),
        ]);
    }
    // The mail is there, and the program cannot know.
    faults.push(Fault::HangUp(Stage::Stored));
    faults.push(Fault::Stall(Stage::Stored));
    faults.push(Fault::Reply(Stage::Greeting, "554 5.3.2 no service"));
    faults
}

async fn happen(fault: Fault, sink: &SmtpSink, proxy: &TcpProxy) {
    match fault {
        Fault::Network(outage) => proxy.simulate(outage).await,
        Fault::Slow(delay) => proxy.slow_down(Duration::from_millis(delay)),
        Fault::Reply(stage, reply) => sink.reply_to(stage, reply, ALL),
        Fault::HangUp(stage) => sink.hang_up_at(stage, ALL),
        Fault::Stall(stage) => sink.stall_at(stage, 4),
    }
    any_moment(4_000).await;
    sink.behave();
    proxy.restore().await;
}

async fn faults_of_the_mail_server_lose_no_mail(home: Home) {
    let record = Record::begin("mails", home.database());
    let sink = SmtpSink::start().await;
    let proxy = TcpProxy::to(format!("127.0.0.1:{}", sink.port())).await;
    let url = format!("smtp://{}", proxy.address());
    let program = home.korotko("serve").with("SMTP_URL", url);
    let subject = Subject::of(program, sink).await;
    let rounds = rounds(2);
    let mut listening = subject.program.listen().await;
    for fault in faults().repeat(rounds) {
        let load = subject.load(&listening);
        load.warm_up().await;
        happen(fault, &subject.sink, &proxy).await;
        load.end().await;
        assert!(listening.process.runs(), "{fault:?}");
        subject.all_mails_arrive().await;
    }
    listening.stop().await;
    subject.finish().await;
    let twice = mails(&subject.sink).into_values();
    let twice = twice.filter(|(_, times)| *times > 1).count();
    record.passed(
        &format!(
            "{rounds} of each: server down, silent, slow, 4xx, 421 and a cut at each step, cut and silent after DATA"
        ),
        &format!("{}; {twice} mails came more than once", subject.ledger.said()),
    );
}

/// The only mails that are not sent by themselves: those that the server refuses permanently.
async fn permanently_refused_mails_wait_for_the_operator(home: Home) {
    let record = Record::begin("mails", home.database());
    let subject = Subject::in_home(&home).await;
    let listening = subject.program.listen().await;
    let load = subject.load(&listening);
    subject
        .sink
        .reply_to(Stage::Rcpt, "550 5.1.1 no such user", ALL);
    load.warm_up().await;
    any_moment(1_000).await;
    load.end().await;
    let count = || home.sql("SELECT count(*) FROM jobs WHERE state = 'failed'");
    let all = subject.ledger.accounts().len().to_string();
    korotko_testkit::until("every mail is refused", async || count() == all).await;
    subject.sink.behave();
    for _ in subject.ledger.accounts() {
        let job = home.sql("SELECT id FROM jobs WHERE state = 'failed' ORDER BY id LIMIT 1");
        let retry = home.korotko(&format!("jobs retry {job}"));
        retry.with("SMTP_URL", subject.sink.url()).print().await;
    }
    subject.all_mails_arrive().await;
    listening.stop().await;
    subject.finish().await;
    record.passed(
        "every mail refused with 550, then `korotko jobs retry`",
        &subject.ledger.said(),
    );
}
