//! Korotko's click log: where redirects leave their clicks ([`ClickLog`], a [`ClickRecorder`]), and what carries them to the
//! store ([`Drainer`]).
//!
//! A redirect neither waits for a database nor fails with it: its click is appended to a file of this machine with one plain
//! `write`, about a microsecond, and then it is answered. The drainer reads the files and counts what stands in them by
//! [`Clicks::fold`], which keeps in one unit what was counted and how far. So a click whose redirect was answered is counted
//! exactly once, even though
//!
//! - the process is killed at any moment (SIGKILL): what was written stands in the page cache of the operating system, and the
//!   next process on the folder, or another one that runs there already, adopts the files of the dead one;
//! - the database is away: clicks wait in the files, up to [`ClickLogOptions::limit_bytes`]; those that come when that many
//!   wait are dropped, and how many is counted ([`ClickLog::status`], and in the store by [`Clicks::record_dropped`]);
//! - a commit broke off, and nobody knows whether it took effect: the store knows, and the drainer is put right.
//!
//! What can be lost: when the whole machine goes down (a power cut, a kernel panic), clicks of the last moments that the
//! operating system had not yet brought to the disk, on Linux about 30 s. Files are made durable (`fsync`) when they are full
//! and wait, and at the end of the process, not at each click. What a disk does not take is dropped and counted, and as soon
//! as there is room again it goes on. How many were dropped for want of room, but not yet noted in the store, is lost with the
//! process.
//!
//! What others do to the folder: a damaged record costs itself alone, and is counted as dropped ([`format`](mod@format)). When
//! the folder or a file is removed, the drainer sees it when it next looks after the files, within a quarter of a second or as
//! soon as a part is counted. Then it makes the folder again, gives new files to the writers, and copies into it what is closed
//! and waits. Until then clicks go to files that have no name any more, and are counted from there; they are lost only if the
//! process dies before that.
//!
//! Several processes may use one folder at once; they MUST run on one machine, since it is file locks that tell who is alive.
//! A store MUST keep how far a log is counted for longer than the folder of a dead process may lie about: a log of which it
//! knows nothing is counted from its beginning.
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
//! // Serve. `stopped` comes back when the server has answered its last request, so that no click comes after it.
//! draining.await?;
//! # Ok(())
//! # }
//! ```
//!
//! Whoever wants clicks one by one has the files kept, compressed, for some days after they were counted
//! ([`ClickLogOptions::archive`]), and reads them ([`ClickArchive`]).
//!
//! What stands in the folder is told in [`format`](mod@format).
//!
//! [`ClickRecorder`]: korotko_core::ports::ClickRecorder
//! [`Clicks::fold`]: korotko_core::click::Clicks::fold
//! [`Clicks::record_dropped`]: korotko_core::click::Clicks::record_dropped
#![deny(missing_docs)]

mod archive;
mod cause;
mod disk;
mod drainer;
mod drops;
pub mod format;
mod ledger;
mod log;
mod options;
mod shared;

pub use archive::{ArchiveOptions, ClickArchive};
pub use drainer::Drainer;
pub use log::{ClickLog, ClickLogStatus, OpenError};
pub use options::ClickLogOptions;
