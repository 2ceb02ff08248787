use std::io::Write;
use std::pin::pin;

use korotko_tokio::Worker;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{CommandError, open};
use crate::application::Application;
use crate::config::{Config, MailConfig};
use crate::worker;

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
    let jobs = open::korotko(&config).await?.jobs;
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
