//! The whole application in process, over real HTTP, with a real mail server, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod abuse_reports;
mod account_deletion;
mod account_pages;
mod administrators;
mod bad_bodies;
mod bad_requests;
mod batches;
mod blocking;
mod browser_sessions;
mod click_limits;
mod clicks;
mod collection_pages;
mod collections;
mod consistency;
mod credentials;
mod database_outage;
mod deferred_mail;
mod disabling;
mod document_limits;
mod editing;
mod email_changes;
mod exports;
mod fallbacks;
mod fast_path;
mod following;
mod health;
mod host_lists;
mod import_forms;
mod import_pages;
mod import_staging;
mod imports;
mod invitations;
mod isolation;
mod key_scopes;
mod keys;
mod large_bodies;
mod link_lists;
mod links;
mod mail_links;
mod memberships;
mod messages;
mod outages;
mod overview_page;
mod ownership;
mod pages;
mod password_reset;
mod passwords;
mod policy;
mod qr;
mod queries;
mod query_forwarding;
mod rate_limits;
mod registration;
mod report_pages;
mod reports;
mod revisions;
mod schedules;
mod searching;
mod security_txt;
mod sent_invitations;
mod sessions;
mod share_pages;
mod shares;
mod shortening;
mod sign_in;
mod slug_races;
mod slugs;
mod statistics;
mod support;
mod take_downs;
mod targets;
mod time_zones;
mod times;
mod tokens;
mod tour;
mod trash;
mod trash_page;
mod unverified;
mod verification;
mod well_known;
