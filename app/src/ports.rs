//! The adapters that this configuration asks for.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use korotko_core::ports::{Letter, Mail, Mailer, Ports};
use korotko_seaorm::{ConnectError, SeaOptions, SeaStore};
use korotko_smtp::{FolderMailer, SmtpMailer};
use korotko_tokio::{Pbkdf2Hasher, SystemClock, SystemRandom};

use crate::config::{Config, Database, MailConfig, smtp_options};

/// Why an adapter could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The data folder could not be made.
    #[error("the data folder cannot be made")]
    Folder(#[from] std::io::Error),
    /// The database could not be reached.
    #[error("the database cannot be opened")]
    Database(#[from] ConnectError),
    /// The mailer refused its configuration.
    #[error("mails cannot be sent")]
    Mail(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Opens the database.
pub(crate) async fn store(database: &Database) -> Result<SeaStore, SetUpError> {
    database.make_folder()?;
    let options = SeaOptions::default();
    Ok(match database {
        Database::Url { url, .. } => SeaStore::connect(url, &options).await?,
        Database::DataFolder(folder) => {
            SeaStore::connect_file(folder.join("korotko.db"), &options).await?
        }
    })
}

/// One of each port, on this store.
pub(crate) fn all(config: &Config, store: SeaStore) -> Result<Ports, SetUpError> {
    let store = Arc::new(store);
    Ok(Ports {
        store: store.clone(),
        routes: store,
        mailer: mailer(&config.mail).map_err(SetUpError::Mail)?,
        hasher: Arc::new(Pbkdf2Hasher::new(config.hasher)),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom::default()),
    })
}

fn mailer(mail: &MailConfig) -> Result<Arc<dyn Mailer>, Box<dyn std::error::Error + Send + Sync>> {
    Ok(match mail {
        MailConfig::Smtp {
            url,
            from,
            allow_plaintext,
        } => Arc::new(SmtpMailer::new(url, from, &smtp_options(*allow_plaintext))?),
        MailConfig::Folder { folder, from } => {
            Arc::new(FolderMailer::new(folder, from, Box::new(tell))?)
        }
    })
}

/// Tells whoever tries Korotko out what the mail would have brought.
fn tell(path: &Path, mail: &Mail) {
    let brings = match &mail.letter {
        Letter::Verification { link } => format!("confirm the address: {link}"),
        Letter::PasswordReset { token, .. } => format!("reset the password with the token {token}"),
    };
    // Nobody may be listening, which is no reason to fail.
    let _ = writeln!(std::io::stdout(), "mail {}: {brings}", path.display());
}
