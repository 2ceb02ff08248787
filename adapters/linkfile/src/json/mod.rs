//! JSON files: lists of objects.

mod ranges;
mod row;
mod value;
mod writer;

pub(crate) use ranges::JsonRows;
pub use writer::JsonWriter;
