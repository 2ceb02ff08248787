//! The whole application in process, over real HTTP, with a real mail server, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod account_deletion;
mod bad_bodies;
mod bad_requests;
mod batches;
mod click_limits;
mod clicks;
mod collections;
mod consistency;
mod database_outage;
mod deferred_mail;
mod document_limits;
mod editing;
mod exports;
mod fallbacks;
mod fast_path;
mod following;
mod health;
mod import_forms;
mod import_staging;
mod imports;
mod invitations;
mod isolation;
mod key_scopes;
mod keys;
mod large_bodies;
mod link_lists;
mod links;
mod memberships;
mod messages;
mod outages;
mod ownership;
mod password_reset;
mod passwords;
mod policy;
mod qr;
mod queries;
mod query_forwarding;
mod registration;
mod reports;
mod revisions;
mod schedules;
mod searching;
mod sessions;
mod shortening;
mod sign_in;
mod slug_races;
mod slugs;
mod statistics;
mod support;
mod targets;
mod times;
mod tokens;
mod tour;
mod trash;
mod unverified;
mod verification;
