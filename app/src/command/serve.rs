use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use korotko_core::job::Jobs;
use korotko_tokio::{SystemClock, Worker};
use tokio::sync::watch;

use super::error::CommandError;
use super::open::{self, Opened};
use super::signals;
use crate::composition::{Application, Config, MailConfig, bind_metrics, worker};
use crate::metrics::{JobNumbers, Metrics, MetricsListener, Serving, WorkerNumbers};
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
    let listener = bind_metrics(&config).await?;
    let Opened {
        korotko, metrics, ..
    } = tokio::select! {
        biased;
        () = &mut shutdown => return Ok(()),
        opened = open::korotko(&config) => opened?,
    };
    let worker = Worker::new(korotko.jobs.clone());
    let _metrics = listener.map(|listener| serve_metrics(listener, metrics, &worker, korotko.jobs));
    let (stop, stopped) = watch::channel(());
    tracing::info!(event = "worker_started", "the worker runs");
    let ending = async {
        shutdown.await;
        tracing::info!(event = "stopping", "the worker stops");
        drop(stop);
    };
    tokio::join!(ending, worker::run(worker, stopped));
    Ok(())
}

fn serve_metrics(
    listener: MetricsListener,
    mut metrics: Metrics,
    worker: &Worker,
    jobs: Jobs,
) -> Serving {
    print_metrics(listener.local_addr());
    metrics.collect(WorkerNumbers(worker.executed()));
    listener.serve(metrics, JobNumbers::new(jobs, Arc::new(SystemClock)))
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
    if let Some(address) = application.metrics_addr() {
        print_metrics(address);
    }
}

fn print_metrics(address: SocketAddr) {
    output::print(&format!("  Metrics: http://{address}/metrics"));
}
