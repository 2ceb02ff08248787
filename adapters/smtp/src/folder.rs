use std::fmt::{self, Write as _};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use korotko_core::ports::{Mail, MailError, Mailer};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::mail::{FromError, Sender, Transfer, compose};

/// Called with the path of each written file, and its mail.
pub type OnWritten = Box<dyn Fn(&Path, &Mail) + Send + Sync>;

/// Writes each mail as a file into a folder instead of sending it, to try Korotko without a mail server.
///
/// A file is named `<UTC time>-<Message-ID>.eml`, so that names sort by time. A mail with the same Message-ID replaces the
/// earlier file. Files appear atomically, and survive a power failure. As in a maildir, lines end in LF and text is plain UTF-8,
/// so that `grep http *.eml` shows whole links. The files contain links and tokens: only the current user can read the files,
/// and the folder if the mailer creates it.
///
/// Requires a tokio runtime.
pub struct FolderMailer {
    folder: Arc<Folder>,
    sender: Sender,
    on_written: OnWritten,
}

impl FolderMailer {
    /// Creates a mailer that writes into the folder `dir`, and sends as `from` (`name@example.com` or
    /// `Name <name@example.com>`). The first mail creates a missing folder.
    pub fn new(
        dir: impl Into<PathBuf>,
        from: &str,
        on_written: OnWritten,
    ) -> Result<Self, FromError> {
        let folder = Folder {
            dir: dir.into(),
            write_lock: Mutex::default(),
        };
        Ok(Self {
            folder: Arc::new(folder),
            sender: Sender::parse(from)?,
            on_written,
        })
    }
}

#[async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let outgoing = compose(mail, &self.sender, Transfer::EightBit)?;
        let content = outgoing.content.replace("\r\n", "\n");
        let name = Name::from_mail(mail);
        let folder = Arc::clone(&self.folder);
        let written = tokio::task::spawn_blocking(move || folder.write(&name, content.as_bytes()))
            .await
            .unwrap_or_else(|_| Err(io::Error::other("the write was aborted")))
            // Only the kind: the message of the operating system may contain the path.
            .map_err(|error| MailError::Unavailable(format!("folder: {}", error.kind())))?;
        (self.on_written)(&written, mail);
        Ok(())
    }
}

impl fmt::Debug for FolderMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FolderMailer")
            .field("dir", &self.folder.dir)
            .finish_non_exhaustive()
    }
}

struct Folder {
    dir: PathBuf,
    /// Serialises writes, so that two mails with one Message-ID never create two files.
    write_lock: Mutex<()>,
}

impl Folder {
    fn write(&self, name: &Name, content: &[u8]) -> io::Result<PathBuf> {
        let _guard = self
            .write_lock
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        create_dir(&self.dir)?;
        let file_name = match self.find(&name.id)? {
            Some(earlier) => earlier,
            None => format!("{}{}", name.time, name.id),
        };
        let path = self.dir.join(&file_name);
        let temporary = self
            .dir
            .join(format!(".{}.{file_name}", std::process::id()));
        let renamed =
            write_and_sync(&temporary, content).and_then(|()| fs::rename(&temporary, &path));
        if let Err(error) = renamed {
            let _: io::Result<()> = fs::remove_file(&temporary);
            return Err(error);
        }
        // The name is durable only once the folder is synced, too.
        File::open(&self.dir)?.sync_all()?;
        Ok(path)
    }

    /// The file with this Message-ID, if there is one.
    fn find(&self, id: &str) -> io::Result<Option<String>> {
        for entry in fs::read_dir(&self.dir)? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            if !name.starts_with('.') && name.get(TIME_LENGTH..) == Some(id) {
                return Ok(Some(name.into_owned()));
            }
        }
        Ok(None)
    }
}

/// The length of [`Name::time`].
const TIME_LENGTH: usize = "20261122T193610.123456Z".len();

/// The longest Message-ID that a file name contains in full; most systems allow names of 255 bytes.
const MAX_ID: usize = 160;

/// The characters that are percent-encoded in a file name.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'.')
    .remove(b'_')
    .remove(b'-')
    .remove(b'+')
    .remove(b'@');

/// The two halves of a file's name.
struct Name {
    time: String,
    /// `-<Message-ID>.eml`, percent-encoded where a file name requires it.
    id: String,
}

impl Name {
    fn from_mail(mail: &Mail) -> Self {
        let mut id = format!("-{}", utf8_percent_encode(&mail.message_id, ENCODED));
        if id.len() > MAX_ID {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            id.truncate(MAX_ID);
            // Writing into a String cannot fail.
            let _: fmt::Result = write!(id, "-{:016x}", hasher.finish());
        }
        id.push_str(".eml");
        Self {
            time: mail.date.format("%Y%m%dT%H%M%S%.6fZ").to_string(),
            id,
        }
    }
}

fn create_dir(dir: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn write_and_sync(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}
