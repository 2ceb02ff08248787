use std::process;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use super::error::CommandError;
use crate::output;

/// Comes back when the process is told to end. Listened to from the start, so that no signal is missed. Who asks once more
/// does not want to wait: the process ends at once.
pub(super) fn shutdown() -> Result<impl Future<Output = ()> + Send, CommandError> {
    let mut signals = Signals::listen()?;
    let (tell, told) = oneshot::channel::<()>();
    tokio::spawn(async move {
        signals.next().await;
        drop(tell);
        let code = signals.next().await;
        tracing::warn!("stopped at once");
        output::finish();
        process::exit(code);
    });
    Ok(async move { drop(told.await) })
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

    /// Waits for a signal; gives the exit code of a process that it ended, as shells have it.
    async fn next(&mut self) -> i32 {
        let kind = tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
        };
        128 + kind.as_raw_value()
    }
}
