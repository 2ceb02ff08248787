use crate::abuse::{AbuseCategory, AbuseText, NewAbuseReport};
use crate::fault::Fault;
use crate::id::AbuseReportId;
use crate::job::Job;
use crate::link::Link;
use crate::mock::{MockPorts, sample};
use crate::ports::InsertAbuseReport;
use crate::user::Email;
use crate::{Korotko, Settings};

/// A report about Ann's link, whose share URL this is.
fn new() -> NewAbuseReport {
    NewAbuseReport {
        url: "https://short.example/promo?u=7".to_owned(),
        category: AbuseCategory::Phishing,
        text: Some(" It wants my password \n".to_owned()),
        reporter: Some("Bob@example.com".to_owned()),
    }
}

/// Ports on which this link is found, and has an open report already or not.
fn ports(link: Option<Link>, has_open: bool) -> MockPorts {
    let mut mocks = MockPorts::default().with_link(sample::link());
    let route = mocks.route_finder.expect_find_route();
    route.returning(move |_, _| Ok(link.clone().map(Into::into)));
    let open = mocks.abuse_reports.expect_has_open();
    open.returning(move |_| Ok(has_open));
    mocks
}

/// Exactly the report [`new`] is inserted.
fn expecting_insert(mut mocks: MockPorts) -> MockPorts {
    let wanted = InsertAbuseReport {
        link: sample::link().id,
        category: AbuseCategory::Phishing,
        text: Some(AbuseText::parse("It wants my password").unwrap()),
        reporter: Some(Email::parse("Bob@example.com").unwrap()),
        created_at: sample::now(),
    };
    let insert = mocks.abuse_reports.expect_insert().times(1);
    insert
        .withf(move |report| *report == wanted)
        .returning(|report| Ok(report.clone().into_report(AbuseReportId(5))));
    mocks
}

/// The use cases of an operator who gets mails.
fn with_mails(mocks: MockPorts) -> Korotko {
    let settings = Settings {
        abuse_mail: Some(Email::parse("abuse@short.example").unwrap()),
        ..sample::settings()
    };
    Korotko::new(mocks.into_ports(), settings).unwrap()
}

#[tokio::test]
async fn the_first_report_of_a_link_is_mailed() {
    let mocks = expecting_insert(ports(Some(sample::link()), false));
    let report = AbuseReportId(5);
    let mocks = mocks.expecting_job(Job::SendAbuseReport { report });
    let commits = mocks.commits.clone();
    let reports = with_mails(mocks).abuse_reports;
    reports.report_link(&new(), None).await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_further_report_is_kept_without_a_mail() {
    let mocks = expecting_insert(ports(Some(sample::link()), true));
    let reports = with_mails(mocks).abuse_reports;
    reports.report_link(&new(), None).await.unwrap();
}

#[tokio::test]
async fn without_an_address_nothing_is_mailed() {
    let mocks = expecting_insert(ports(Some(sample::link()), false));
    let reports = mocks.korotko().abuse_reports;
    reports.report_link(&new(), None).await.unwrap();
}

#[tokio::test]
async fn a_url_without_a_link_is_refused() {
    let reports = ports(None, false).korotko().abuse_reports;
    for url in [
        "https://short.example/promo?u=7",
        "https://short.example/api/links",
        "https://other.example/promo",
        "promo",
        "",
    ] {
        let unknown = NewAbuseReport {
            url: url.to_owned(),
            ..new()
        };
        let refused = reports.report_link(&unknown, None).await.unwrap_err();
        assert_eq!(refused.fields(), ["url"], "{url}");
    }
}

#[tokio::test]
async fn all_broken_rules_are_named() {
    let reports = MockPorts::default().korotko().abuse_reports;
    let broken = NewAbuseReport {
        url: "nowhere".to_owned(),
        text: Some("a".repeat(2001)),
        reporter: Some("nobody".to_owned()),
        ..new()
    };
    let refused = reports.report_link(&broken, None).await.unwrap_err();
    assert_eq!(refused.fields(), ["url", "text", "email"]);
}
