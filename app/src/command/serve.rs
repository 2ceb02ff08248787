use std::pin::pin;

use korotko_tokio::Worker;
use tokio::sync::watch;

use super::error::CommandError;
use super::{open, signals};
use crate::composition::{Application, Config, MailConfig, worker};
use crate::output;

/// Runs the service until the process receives a signal to stop.
pub(super) async fn serve(config: Config) -> Result<(), CommandError> {
    let mut shutdown = pin!(signals::shutdown()?);
    let mail = config.mail.clone();
    let application = tokio::select! {
        biased;
        // Starting may take a while, as when another node runs migrations.
        () = &mut shutdown => return Ok(()),
        built = Application::build(config) => built?,
    };
    greet(&application, &mail);
    Box::pin(application.run(shutdown)).await?;
    Ok(())
}

/// Runs jobs until the process receives a signal to stop.
pub(super) async fn work(config: Config) -> Result<(), CommandError> {
    let mut shutdown = pin!(signals::shutdown()?);
    let jobs = tokio::select! {
        biased;
        () = &mut shutdown => return Ok(()),
        opened = open::korotko(&config) => opened?.korotko.jobs,
    };
    let (stop, stopped) = watch::channel(());
    tracing::info!(event = "worker_started", "the worker runs");
    let ending = async {
        shutdown.await;
        tracing::info!(event = "stopping", "the worker stops");
        drop(stop);
    };
    tokio::join!(ending, worker::run(Worker::new(jobs), stopped));
    Ok(())
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
    output::print(&text);
}
