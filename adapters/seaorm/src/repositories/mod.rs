//! The repositories, each over any connection.

mod job;
mod link;
mod route_finder;
mod tombstone;
mod user;
