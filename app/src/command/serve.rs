use std::io::Write;
use std::pin::pin;

use korotko_core::job::Jobs;
use korotko_core::ports::Ports;
use korotko_core::{Korotko, PublicUrl, Settings};
use korotko_tokio::Worker;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::CommandError;
use crate::application::{Application, StartError};
use crate::config::{Config, MailConfig};
use crate::{ports, worker};

/// Answers requests until the process is told to end.
pub(super) async fn serve(config: Config) -> Result<(), CommandError> {
    let mut shutdown = pin!(shutdown()?);
    let mail = config.mail.clone();
    let application = tokio::select! {
        biased;
        // The start may have to wait, as for another node's migrations.
        () = &mut shutdown => return Ok(()),
        built = Application::build(config) => built?,
    };
    greet(&application, &mail);
    application.run(shutdown).await?;
    Ok(())
}

/// Carries out deferred work until the process is told to end.
pub(super) async fn work(config: Config) -> Result<(), CommandError> {
    let shutdown = shutdown()?;
    let jobs = jobs(&config).await?;
    let (stop, stopped) = watch::channel(());
    tracing::info!("working");
    let ending = async {
        shutdown.await;
        tracing::info!("stopping");
        drop(stop);
    };
    tokio::join!(ending, worker::run(Worker::new(jobs), stopped));
    Ok(())
}

/// The use cases of deferred work, on a database that is up to date.
pub(super) async fn jobs(config: &Config) -> Result<Jobs, CommandError> {
    let store = ports::store(&config.database).await?;
    let pending = store.pending().await?;
    if !pending.is_empty() {
        return Err(StartError::Pending(pending.join(", ")).into());
    }
    let ports = ports::all(config, store)?;
    Ok(korotko(config, ports)?.jobs)
}

/// The use cases without a socket: the default public URL is that of the default port.
fn korotko(config: &Config, ports: Ports) -> Result<Korotko, StartError> {
    let public_url = match &config.public_url {
        Some(url) => url.clone(),
        None => PublicUrl::parse(&format!("http://localhost:{}", config.listen.port()))?,
    };
    let settings = Settings::new(public_url, config.tokens.clone());
    Ok(Korotko::new(ports, settings)?)
}

/// Comes back when the process is told to end. Listened to from the start, so that no signal is missed.
fn shutdown() -> Result<impl Future<Output = ()> + Send, CommandError> {
    let mut terminate = signal(SignalKind::terminate()).map_err(CommandError::Signal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(CommandError::Signal)?;
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
