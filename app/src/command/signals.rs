use std::process;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use super::error::CommandError;
use crate::output;

/// Completes on SIGTERM or SIGINT. Listens from the start, so that no signal is missed. A second signal exits the process at once.
pub(super) fn shutdown() -> Result<impl Future<Output = ()> + Send, CommandError> {
    let mut signals = Signals::listen()?;
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(async move {
        signals.next().await;
        drop(stop);
        let code = signals.next().await;
        tracing::warn!(
            event = "stopped_at_once",
            "a second signal stops the process at once"
        );
        output::finish();
        process::exit(code);
    });
    Ok(async move { drop(stopped.await) })
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> Result<Self, CommandError> {
        let listen = |kind| signal(kind).map_err(CommandError::Signal);
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    /// Waits for a signal; returns the exit code of a process that is ended by it, as in shells.
    async fn next(&mut self) -> i32 {
        let kind = tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
        };
        128 + kind.as_raw_value()
    }
}
