use std::convert::Infallible;
use std::error::Error;
use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a connection hears no more.
pub(super) type Lost = Box<dyn Error + Send + Sync>;

/// Whether news are heard; logs each change once.
#[derive(Debug, Default)]
pub(super) struct Health {
    lost: AtomicBool,
}

impl Health {
    pub(super) fn lost(&self, cause: &Lost) {
        if !self.lost.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                event = "news_lost",
                %cause,
                "news of changes are not heard; each link and account is read again after 400 ms"
            );
        }
    }

    pub(super) fn heard(&self) {
        if self.lost.load(Ordering::Relaxed) && self.lost.swap(false, Ordering::Relaxed) {
            tracing::info!(event = "news_restored", "news of changes are heard again");
        }
    }
}

/// Hears nothing, as there is no connection to listen on; never returns.
pub(crate) async fn hear_nothing() -> Infallible {
    Health::default().lost(&NO_DIRECT_URL.into());
    pending().await
}

const NO_DIRECT_URL: &str =
    "a transaction pooler passes no notifications on; set KOROTKO_DATABASE_DIRECT_URL";
