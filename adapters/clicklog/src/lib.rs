//! Korotko's click log: redirects append their clicks to it ([`ClickLog`], a [`ClickRecorder`]), and a [`Drainer`] counts them
//! in the store.
//!
//! A redirect neither waits for the database nor fails with it: its click is appended to a local file by one plain `write`,
//! which takes about a microsecond, before the redirect is answered. The drainer reads the files and counts their clicks by
//! [`Clicks::fold`], which stores the counts and how far it comes in each file in one unit of work. Under load it waits for many clicks
//! and gives way to requests ([`Drainer`]). So a click whose redirect was answered is
//! counted exactly once, even if
//!
//! - the process is killed at any moment (SIGKILL): written clicks are in the page cache of the operating system, and the next
//!   process on the folder, or another running one, adopts the files of the dead process;
//! - the database is unavailable: clicks wait in the files, up to [`ClickLogOptions::limit_bytes`]; beyond this, clicks are
//!   dropped and counted as dropped ([`ClickLog::status`], and in the store by [`Clicks::record_dropped`]);
//! - the result of a commit is unknown: the store has the position, and corrects the drainer.
//!
//! What can be lost: if the whole machine fails (a power failure, a kernel panic), the clicks since the last sync that are not
//! counted either: those of the last [`ClickLogOptions::sync`], a second by default, and of the time that a sync takes. Without
//! regular syncs they are those that the operating system has not written to the disk yet, on Linux of about 30 s; then files are
//! synced only when they are full and not counted yet, and at the end of the process. Clicks that the disk refuses are dropped and counted, and recording continues as soon as
//! there is space again. The number of dropped clicks that is not stored yet is lost with the process.
//!
//! Changes to the folder by others: a damaged record loses only its own click, which counts as dropped ([`format`](mod@format)).
//! If the folder or a file is removed, the drainer detects it at its next maintenance, within a quarter of a second or as soon as
//! a unit of work is committed. It creates the folder again, gives new files to the writers, and copies closed files that are not counted
//! yet into it. Until then clicks are written to unlinked files, and counted from there; they are lost only if the process dies
//! before that.
//!
//! Several processes may share one folder; they MUST run on one machine, since file locks show which processes are alive. A store
//! MUST keep the position of a log for longer than the folder of a dead process may exist: a log without a position is counted
//! from its beginning.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use korotko_clicklog::{ClickLog, ClickLogOptions, Drainer};
//! use korotko_core::ports::Ports;
//! use korotko_core::{Korotko, Settings};
//!
//! # async fn example(
//! #     mut ports: Ports,
//! #     settings: Settings,
//! #     stopped: impl Future<Output = ()> + Send + 'static,
//! # ) -> Result<(), Box<dyn std::error::Error>> {
//! let log = ClickLog::open(ClickLogOptions::in_folder("data/clicks"), Arc::clone(&ports.random))?;
//! ports.click_recorder = Arc::new(log.clone());
//! let korotko = Korotko::new(ports, settings)?;
//! let drainer = Drainer::new(&log, korotko.clicks.clone());
//! let draining = tokio::spawn(drainer.run(stopped));
//! // Serve. `stopped` completes when the server has answered its last request, so that no click follows it.
//! draining.await?;
//! # Ok(())
//! # }
//! ```
//!
//! Counted files can be kept, compressed, for some days ([`ClickLogOptions::archive`]), and read click by click
//! ([`ClickArchive`]).
//!
//! A backup of the store and of the log, made while processes use both, loses and doubles no click: [`FileHold`].
//!
//! [`format`](mod@format) describes the files.
//!
//! [`ClickRecorder`]: korotko_core::ports::ClickRecorder
//! [`Clicks::fold`]: korotko_core::click::Clicks::fold
//! [`Clicks::record_dropped`]: korotko_core::click::Clicks::record_dropped
#![deny(missing_docs)]

mod archive;
mod backup;
mod cause;
mod disk;
mod drainer;
mod drops;
mod file_name;
pub mod format;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
mod ledger;
mod log;
mod options;
mod progress;
mod restore;
mod shared;

pub use archive::{ArchiveOptions, ClickArchive};
pub use backup::{FileHold, HeldFile};
pub use drainer::Drainer;
pub use log::{ClickLog, ClickLogStatus, OpenError};
pub use options::ClickLogOptions;
pub use restore::{has_files, is_in_use, replace_files, restore_file};
