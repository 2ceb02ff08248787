//! Lists of hosts from files: [`FileHostLists`] knows blocked hosts and known URL shorteners, and loads them again when a file has
//! changed.
//!
//! A file has a host in each line, as `evil.example`, which is that host alone, or `.evil.example` or `*.evil.example`, which is the
//! domain and everything below it; or it is a hosts file, whose lines begin with an address: `0.0.0.0 evil.example`. `#` begins a
//! comment.
//!
//! A list takes 8 bytes for each host, since it keeps only a hash of 64 bits. A host that is not on a list of five million is
//! taken for one that is with a probability of 1 in 3,700,000,000,000 for each of its labels. A host that is on the list is always
//! found, so nobody can evade it.
#![deny(missing_docs)]

mod entry;
mod error;
mod file_host_lists;
mod host_set;
mod list;
mod read;
mod stamp;

pub use error::HostListError;
pub use file_host_lists::{FileHostLists, HostListFiles};
pub use host_set::HostSet;
pub use list::ListStatus;
