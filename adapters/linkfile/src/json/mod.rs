//! Files of programs: JSON lists of objects.

mod places;
mod row;
mod value;
mod writer;

pub(crate) use places::JsonRows;
pub use writer::JsonWriter;
