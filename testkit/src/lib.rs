//! Shared support of Korotko's own tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]
#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "test code fails by panicking"
)]

mod answer;
mod fuzzed;
mod libreoffice;
mod postgres;
mod smtp_sink;
mod tcp_proxy;
mod waiting;

pub use answer::Answer;
pub use fuzzed::try_inputs;
pub use libreoffice::saved_as_csv;
pub use postgres::{TestDatabase, psql};
pub use smtp_sink::{ReceivedFile, ReceivedMail, SmtpSink, Stage};
pub use tcp_proxy::TcpProxy;
pub use waiting::{DEADLINE, PAUSE, eventually, until};
