use std::io;
use std::thread;

use tokio::sync::oneshot;

/// The priority of such threads, as `nice` counts it: while other threads want the same core, they get about a seventh of it.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 5;

/// Runs long work on a thread of its own, of a low priority, which only Linux knows for threads. It is never raised again, which
/// needs a privilege, so the thread is not reused: starting one takes some 20 us.
pub(crate) async fn in_background<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let (done, result) = oneshot::channel();
    let thread = thread::Builder::new().name(name.to_owned());
    thread.spawn(move || {
        lower_priority();
        // The caller may be gone.
        let _ = done.send(work());
    })?;
    result.await.map_err(io::Error::other)
}

fn lower_priority() {
    #[cfg(target_os = "linux")]
    {
        let thread = rustix::thread::gettid();
        if let Err(error) = rustix::process::setpriority_process(Some(thread), NICENESS) {
            tracing::debug!(%error, "the priority of a thread stays as it is");
        }
    }
}
