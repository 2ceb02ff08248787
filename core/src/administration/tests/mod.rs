#![allow(clippy::unwrap_used, reason = "test code")]

mod authorize;
mod check_store;
mod given;
mod invitations;
mod keys;
mod links;
mod lists;
mod roles;
mod users;
