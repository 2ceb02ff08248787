//! The pages in a real browser, Debian's Chromium: somebody does everything that people do, and each page is examined for what keeps
//! people with disabilities from using it. Screenshots are in `target/tour`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use korotko_testkit::{ReceivedMail, SmtpSink};
use tempfile::TempDir;

use crate::home::Home;
use crate::listening::Listening;
use crate::node::node;

const TOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/pages/tour.mjs");

const ADMINISTRATOR: &str = "root@example.com";

/// Longer than the tour lasts.
const LONG: Duration = Duration::from_hours(1);

/// How the browser is set, as the tour's arguments name it.
#[derive(Debug, Clone, Copy)]
struct Variant {
    language: &'static str,
    script: &'static str,
    theme: &'static str,
    screen: &'static str,
}

#[tokio::test]
async fn a_newcomer_can_use_every_page() {
    tour(Variant {
        language: "en",
        script: "on",
        theme: "light",
        screen: "desktop",
    })
    .await;
}

#[tokio::test]
#[ignore = "takes minutes; .ci/release runs it"]
async fn every_page_can_be_used_in_every_variant() {
    for language in ["en", "ru"] {
        for script in ["on", "off"] {
            for (theme, screen) in [
                ("light", "desktop"),
                ("dark", "desktop"),
                ("light", "phone"),
                ("dark", "phone"),
            ] {
                let variant = Variant {
                    language,
                    script,
                    theme,
                    screen,
                };
                println!("{}", variant.name());
                tour(variant).await;
            }
        }
    }
}

/// Leads somebody through the pages of a service of their own.
async fn tour(variant: Variant) {
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let korotko = home.korotko("serve").with("SMTP_URL", sink.url());
    let listening = korotko.listen().await;
    appoint_administrator(&home, &listening).await;
    let mails = tempfile::tempdir().unwrap();
    let variables = variables(variant, &listening, &mails);
    let walk = tokio::task::spawn_blocking(move || node(&variant.arguments(), &variables));
    tokio::select! {
        walked = walk => assert_eq!(walked.unwrap().trim(), "done"),
        () = write_mails(&sink, mails.path()) => {}
    }
    listening.stop().await;
}

/// The first account is the administrator's.
async fn appoint_administrator(home: &Home, listening: &Listening) {
    listening.client().must_register(ADMINISTRATOR).await;
    for command in ["verify", "promote"] {
        let command = format!("users {command} {ADMINISTRATOR}");
        home.korotko(&command).print().await;
    }
}

fn variables(
    variant: Variant,
    listening: &Listening,
    mails: &TempDir,
) -> Vec<(&'static str, String)> {
    let url = format!("http://localhost:{}", listening.address.port());
    let pictures = pictures().join(variant.name());
    vec![
        ("KOROTKO_TOUR_URL", url),
        ("KOROTKO_TOUR_MAILS", mails.path().display().to_string()),
        ("KOROTKO_TOUR_ADMINISTRATOR", ADMINISTRATOR.to_owned()),
        ("KOROTKO_TOUR_PICTURES", pictures.display().to_string()),
    ]
}

/// Beside the folder that cargo has for the files of tests.
fn pictures() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tour")
}

/// Writes each mail into a file, while it is awaited.
async fn write_mails(sink: &SmtpSink, folder: &Path) {
    for number in 1.. {
        let mails = sink.wait_for(number, LONG).await;
        write(&mails[number - 1], number, folder);
    }
}

/// Writes what a person reads of a mail, and the names of its files, one in a line.
fn write(mail: &ReceivedMail, number: usize, folder: &Path) {
    let mut text = mail.text();
    for file in mail.attachments() {
        text.push('\n');
        text.push_str(&file.name);
    }
    // A file is complete when its name is.
    let begun = folder.join("begun");
    fs::write(&begun, text).unwrap();
    let name = format!("{number:03}-{}.txt", mail.to.join(","));
    fs::rename(begun, folder.join(name)).unwrap();
}

impl Variant {
    fn name(&self) -> String {
        [self.language, self.script, self.theme, self.screen].join("-")
    }

    fn arguments(&self) -> [&'static str; 9] {
        [
            TOUR,
            "--language",
            self.language,
            "--script",
            self.script,
            "--theme",
            self.theme,
            "--screen",
            self.screen,
        ]
    }
}
