//! What the benchmarks stand on: databases, owners, links, and how to time.

mod links;
mod memory;
mod place;
mod timing;

pub use links::{Numbers, link_of, moment, new_links};
pub use memory::Memory;
pub use place::{Place, insert_user, number_from_environment, places};
pub use timing::Times;
