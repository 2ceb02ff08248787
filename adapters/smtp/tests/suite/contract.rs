//! The contract of every mailer.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use korotko_contract::{Arrival, Inbox, MailerFixture};
use korotko_smtp::FolderMailer;
use korotko_testkit::{ReceivedMail, SmtpSink, Stage};

use crate::fixtures::{FROM, mailer};

struct Sink(SmtpSink);

#[async_trait]
impl Inbox for Sink {
    async fn arrivals(&self) -> Vec<Arrival> {
        let arrival = |mail: &ReceivedMail| Arrival {
            message_id: mail.message_id(),
            to: mail.to.join(", "),
            files: files(mail),
        };
        self.0.mails().iter().map(arrival).collect()
    }
}

struct Folder(PathBuf);

#[async_trait]
impl Inbox for Folder {
    async fn arrivals(&self) -> Vec<Arrival> {
        let arrival = |entry: Result<fs::DirEntry, _>| {
            let data = fs::read_to_string(entry.unwrap().path()).unwrap();
            let mail = ReceivedMail::of_file(data);
            Arrival {
                message_id: mail.message_id(),
                to: mail.header("To").unwrap(),
                files: files(&mail),
            }
        };
        fs::read_dir(&self.0).unwrap().map(arrival).collect()
    }
}

fn files(mail: &ReceivedMail) -> Vec<(String, Vec<u8>)> {
    let files = mail.attachments().into_iter();
    files.map(|file| (file.name, file.bytes)).collect()
}

async fn by_smtp() -> MailerFixture {
    let sink = SmtpSink::start().await;
    let refusing = SmtpSink::start().await;
    let reply = "550 5.1.1 <Secret.Ann@hidden.example>: no such user";
    refusing.reply_to(Stage::Rcpt, reply, usize::MAX);
    let (working, failing) = (Arc::new(mailer(&sink)), Arc::new(mailer(&refusing)));
    MailerFixture::new(working, Arc::new(Sink(sink)), failing).keeping(refusing)
}

async fn into_folder() -> MailerFixture {
    let dir = tempfile::tempdir().unwrap();
    let (mails, taken) = (dir.path().join("mails"), dir.path().join("taken"));
    fs::create_dir(&mails).unwrap();
    fs::write(&taken, "a file in the folder's place").unwrap();
    let folder = |dir: &PathBuf| FolderMailer::new(dir, FROM, Box::new(|_, _| {})).unwrap();
    let (working, failing) = (Arc::new(folder(&mails)), Arc::new(folder(&taken)));
    MailerFixture::new(working, Arc::new(Folder(mails)), failing).keeping(dir)
}

mod smtp {
    use super::by_smtp;

    korotko_contract::mailer_contract!(by_smtp);
}

mod folder {
    use super::into_folder;

    korotko_contract::mailer_contract!(into_folder);
}
