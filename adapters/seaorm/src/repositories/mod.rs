//! The repositories, each over any connection.

mod collection;
mod job;
mod link;
mod link_batch;
mod link_batch_update;
mod link_list;
mod link_tags;
mod membership;
mod route_finder;
mod tombstone;
mod user;
