//! Copies of a whole database, made while others write, and what a restored database needs.

mod dump;
mod file;
mod ids;

pub use dump::DumpError;
pub use file::{is_file_in_use, verify_file};
