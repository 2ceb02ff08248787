use std::pin::pin;

use korotko_tokio::Worker;
use tokio::sync::watch;

use super::error::CommandError;
use super::{open, signals};
use crate::composition::{Application, Config, MailConfig, worker};
use crate::output;

/// Answers requests until the process is told to end.
pub(super) async fn serve(config: Config) -> Result<(), CommandError> {
    let mut shutdown = pin!(signals::shutdown()?);
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
    let mut shutdown = pin!(signals::shutdown()?);
    let jobs = tokio::select! {
        biased;
        () = &mut shutdown => return Ok(()),
        opened = open::korotko(&config) => opened?.korotko.jobs,
    };
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
    output::say(&text);
}
