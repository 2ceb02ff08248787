#![allow(clippy::unwrap_used, reason = "test code")]

mod authorize;
mod given;
mod links;
mod lists;
mod roles;
mod users;
