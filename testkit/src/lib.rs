//! What Korotko's own tests stand on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]
#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "test code fails by panicking"
)]

mod libreoffice;
mod postgres;
mod smtp_sink;
mod tcp_proxy;

pub use libreoffice::saved_as_csv;
pub use postgres::{TestDatabase, psql};
pub use smtp_sink::{ReceivedFile, ReceivedMail, SmtpSink, Stage};
pub use tcp_proxy::TcpProxy;
