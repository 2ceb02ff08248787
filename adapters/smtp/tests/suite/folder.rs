use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use korotko_core::ports::{Mail, MailContent, MailError};
use korotko_smtp::FolderMailer;
use korotko_testkit::ReceivedMail;

use crate::fixtures::{FROM, in_russian, link, password_reset, reset_link, send, to, verification};

fn mailer(dir: &Path) -> FolderMailer {
    FolderMailer::new(dir, FROM, Box::new(|_, _| {})).unwrap()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn names(dir: &Path) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files(dir).iter().map(name).collect()
}

fn parsed(content: &str) -> ReceivedMail {
    ReceivedMail::of_file(content.to_owned())
}

#[tokio::test]
async fn a_mail_becomes_a_file_named_by_time_and_message_id() {
    let dir = tempfile::tempdir().unwrap();
    send(&mailer(dir.path()), &verification()).await.unwrap();
    let name = "20261122T193610.123456Z-job-42@short.example.eml";
    assert_eq!(names(dir.path()), [name]);
    let mail = parsed(&fs::read_to_string(dir.path().join(name)).unwrap());
    assert_eq!(mail.message_id(), "job-42@short.example");
    assert_eq!(mail.links(), [link()]);
    assert!(mail.html().trim_end().ends_with("</html>"));
    assert!(mail.data.ends_with("--\n"), "the closing boundary");
}

#[tokio::test]
async fn the_link_is_unbroken_on_its_own_line() {
    for mail in [verification(), in_russian(verification())] {
        let dir = tempfile::tempdir().unwrap();
        send(&mailer(dir.path()), &mail).await.unwrap();
        let content = fs::read_to_string(&files(dir.path())[0]).unwrap();
        assert!(content.split('\n').any(|line| line == link()), "{content}");
    }
}

#[tokio::test]
async fn the_text_is_plain_utf8() {
    let dir = tempfile::tempdir().unwrap();
    let mail = in_russian(password_reset());
    send(&mailer(dir.path()), &mail).await.unwrap();
    let content = fs::read_to_string(&files(dir.path())[0]).unwrap();
    assert!(content.contains("Здравствуйте"), "{content}");
    assert!(
        content.lines().any(|line| line == reset_link()),
        "{content}"
    );
}

#[tokio::test]
async fn a_mail_with_the_same_message_id_replaces_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = mailer(dir.path());
    let mut again = in_russian(verification());
    again.date += std::time::Duration::from_mins(1);
    send(&mailer, &verification()).await.unwrap();
    send(&mailer, &again).await.unwrap();
    assert_eq!(names(dir.path()).len(), 1);
    let content = fs::read_to_string(&files(dir.path())[0]).unwrap();
    assert!(content.contains("Здравствуйте"), "the last one stays");

    let same = verification();
    let (one, other) = tokio::join!(send(&mailer, &same), send(&mailer, &again));
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert_eq!(names(dir.path()).len(), 1);
}

#[tokio::test]
async fn each_message_id_has_its_own_file_inside_the_folder() {
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("mails");
    let mailer = mailer(&dir);
    let long = format!("{}@a", "x".repeat(300));
    let longer = format!("{}@b", "x".repeat(300));
    let ids = [
        "5@h", "1-5@h", "../5@h", "%2F5@h", "/5@h", "a\\b@h", &long, &longer,
    ];
    for id in ids {
        let mut mail = verification();
        id.clone_into(&mut mail.message_id);
        send(&mailer, &mail).await.unwrap();
    }
    assert_eq!(names(&dir).len(), ids.len(), "{:?}", names(&dir));
    assert_eq!(names(outer.path()), ["mails"]);
}

#[tokio::test]
async fn names_sort_by_time() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = mailer(dir.path());
    for (id, seconds) in [("c@h", 0), ("a@h", 3600), ("b@h", 86_400)] {
        let mut mail = verification();
        id.clone_into(&mut mail.message_id);
        mail.date += std::time::Duration::from_secs(seconds);
        send(&mailer, &mail).await.unwrap();
    }
    let ends: Vec<_> = names(dir.path())
        .iter()
        .map(|name| name[23..].to_owned())
        .collect();
    assert_eq!(ends, ["-c@h.eml", "-a@h.eml", "-b@h.eml"]);
}

#[tokio::test]
async fn every_written_file_is_reported() {
    let dir = tempfile::tempdir().unwrap();
    let reported: Arc<Mutex<Vec<(PathBuf, Mail)>>> = Arc::default();
    let notes = Arc::clone(&reported);
    let on_written = move |path: &Path, mail: &Mail| {
        assert!(path.exists());
        notes.lock().unwrap().push((path.to_owned(), mail.clone()));
    };
    let mailer = FolderMailer::new(dir.path(), FROM, Box::new(on_written)).unwrap();
    send(&mailer, &verification()).await.unwrap();
    let expected = vec![(files(dir.path())[0].clone(), verification())];
    assert_eq!(*reported.lock().unwrap(), expected);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_user_can_read_the_mails() {
    use std::os::unix::fs::PermissionsExt;

    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("new/mails");
    send(&mailer(&dir), &verification()).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&files(&dir)[0]), 0o600);
}

#[tokio::test]
async fn a_folder_that_cannot_be_created_is_unavailable() {
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("mails");
    fs::write(&dir, "a file in its place").unwrap();
    let sent = send(&mailer(&dir), &verification()).await;
    let Err(MailError::Unavailable(text)) = sent else {
        panic!("{sent:?}");
    };
    assert!(!text.contains("mails"), "{text}");
    assert_eq!(names(outer.path()), ["mails"]);
}

#[tokio::test]
async fn a_non_ascii_local_part_is_written_unchanged() {
    let dir = tempfile::tempdir().unwrap();
    send(&mailer(dir.path()), &to("анна@example.com"))
        .await
        .unwrap();
    let content = fs::read_to_string(&files(dir.path())[0]).unwrap();
    assert_eq!(parsed(&content).header("To").unwrap(), "анна@example.com");
}

#[tokio::test]
async fn a_mail_with_an_overlong_line_can_be_parsed() {
    let dir = tempfile::tempdir().unwrap();
    let mut mail = in_russian(verification());
    let long = format!("https://short.example/{}", "x".repeat(1500));
    mail.content = MailContent::Verification {
        link: long.parse().unwrap(),
    };
    send(&mailer(dir.path()), &mail).await.unwrap();
    let content = fs::read_to_string(&files(dir.path())[0]).unwrap();
    assert_eq!(parsed(&content).links(), [long]);
}
