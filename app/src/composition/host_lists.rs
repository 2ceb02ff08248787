//! The lists of hosts, loaded at the start and again when their files change.

use std::sync::Arc;
use std::time::Duration;

use korotko_core::link::{Links, ReviewSummary};
use korotko_core::ports::HostList;
use korotko_hostlist::{FileHostLists, HostListFiles, ListStatus};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::adapters::SetUpError;

/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_secs(5);

/// Loads the lists.
pub(crate) async fn load(files: &HostListFiles) -> Result<Arc<FileHostLists>, SetUpError> {
    let files = files.clone();
    let loading = spawn_blocking(|| FileHostLists::load(files));
    let loaded = loading.await.map_err(SetUpError::Aborted)??;
    for (list, status) in loaded.status() {
        log(list, status);
    }
    Ok(Arc::new(loaded))
}

/// Compares links with the list of blocked hosts; never ends. With millions of links a review takes minutes.
pub(crate) async fn keep_reviewed(links: Links) {
    loop {
        review(&links).await;
        sleep(INTERVAL).await;
    }
}

/// Loads lists again whose files change; never ends.
pub(crate) async fn keep_loaded(lists: Arc<FileHostLists>) {
    let mut failed = Vec::new();
    loop {
        sleep(INTERVAL).await;
        let lists = lists.clone();
        let Ok(reloaded) = spawn_blocking(move || lists.reload()).await else {
            // The runtime stops.
            return;
        };
        let mut causes = Vec::new();
        for (list, reloaded) in reloaded {
            match reloaded {
                Ok(status) => status.into_iter().for_each(|status| log(list, status)),
                Err(error) => causes.push(crate::http::problem::causes(&error)),
            }
        }
        note(&causes, &failed);
        failed = causes;
    }
}

async fn review(links: &Links) {
    let mut summary = ReviewSummary::default();
    let reviewed = links.review_targets(&mut summary).await;
    if summary != ReviewSummary::default() {
        let ReviewSummary { blocked, unblocked } = summary;
        let text = "links are blocked or unblocked, as the list of blocked hosts says";
        tracing::warn!(event = "targets_reviewed", blocked, unblocked, "{text}");
    }
    if let Err(error) = reviewed {
        let cause = crate::http::problem::causes(&error);
        let text = "links are not compared with the list of blocked hosts; it is tried again";
        tracing::warn!(event = "targets_not_reviewed", cause, "{text}");
    }
}

/// Logs each failure once as long as it lasts.
fn note(causes: &[String], before: &[String]) {
    for cause in causes.iter().filter(|cause| !before.contains(cause)) {
        let text = "a list of hosts cannot be read; the old one is used";
        tracing::error!(event = "host_list_unreadable", cause, "{text}");
    }
}

fn log(list: HostList, status: ListStatus) {
    let (list, hosts, skipped_lines) = (list.name(), status.hosts, status.skipped_lines);
    let text = "a list of hosts is loaded";
    if skipped_lines == 0 {
        tracing::info!(event = "host_list_loaded", list, hosts, "{text}");
    } else {
        tracing::warn!(
            event = "host_list_loaded",
            list,
            hosts,
            skipped_lines,
            "{text}; some lines cannot be read"
        );
    }
}
