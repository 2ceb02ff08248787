use std::io::Write;

use korotko_core::{Korotko, PublicUrl, Settings};
use korotko_tokio::Worker;
use tokio::signal::unix::{SignalKind, signal};

use super::CommandError;
use crate::application::{Application, StartError};
use crate::config::{Config, MailConfig};
use crate::ports;

/// Answers requests until the process is told to end.
pub(super) async fn serve(config: Config) -> Result<(), CommandError> {
    let shutdown = shutdown()?;
    let mail = config.mail.clone();
    let application = Application::build(config).await?;
    greet(&application, &mail);
    application.run(shutdown).await?;
    Ok(())
}

/// Carries out deferred work until the process is told to end.
pub(super) async fn work(config: Config) -> Result<(), CommandError> {
    let shutdown = shutdown()?;
    let store = ports::store(&config.database).await?;
    let pending = store.pending().await?;
    if !pending.is_empty() {
        return Err(CommandError::Pending(pending.join(", ")));
    }
    let ports = ports::all(&config, store)?;
    let jobs = korotko(&config, ports)?.jobs;
    tracing::info!("working");
    Worker::new(jobs).run(shutdown).await;
    Ok(())
}

/// The use cases without a socket: the default public URL is that of the default port.
pub(super) fn korotko(
    config: &Config,
    ports: korotko_core::ports::Ports,
) -> Result<Korotko, StartError> {
    let public_url = match &config.public_url {
        Some(url) => url.clone(),
        None => PublicUrl::parse(&format!("http://localhost:{}", config.listen.port()))?,
    };
    let settings = Settings::new(public_url, config.tokens.clone());
    Korotko::new(ports, settings).map_err(StartError::Tokens)
}

/// Comes back when the process is told to end. Listened to from the start, so that no signal is missed.
fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn greet(application: &Application, mail: &MailConfig) {
    let mails = match mail {
        MailConfig::Smtp { .. } => "are sent by SMTP".to_owned(),
        MailConfig::Folder { folder, .. } => format!("are written to {}", folder.display()),
    };
    let docs = application.public_url().path("/docs");
    let text = format!(
        "Korotko listens on {}\n  Swagger UI: {docs}\n  Mails {mails}",
        application.local_addr(),
    );
    // Nobody may be listening, which is no reason to fail.
    let _ = writeln!(std::io::stdout(), "{text}");
}
