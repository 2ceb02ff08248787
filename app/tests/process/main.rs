//! The program `korotko` as a process, with flags, variables, files and signals, in front of real databases
//! and a real mail server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod abuse;
mod account_export;
mod administration;
mod administrator_events;
mod backup;
mod click_archive;
mod click_damage;
mod click_kills;
mod click_load;
mod click_outage;
mod client;
mod collector;
mod commands;
mod configuration;
mod consent;
mod creation_kills;
mod damage;
mod dashboards;
mod deferred_work;
mod doctor;
mod documents;
mod email_change_events;
mod full_disk;
mod generated_client;
mod home;
mod import_memory;
mod invitations;
mod key_events;
mod keys;
mod limits;
mod lines;
mod listening;
mod log;
mod log_failures;
mod mail_kills;
mod manual;
mod metrics;
mod migrations;
mod news;
mod node;
mod nodes;
mod outage;
mod pages;
mod pgbouncer;
mod program;
mod progress;
mod prometheus;
mod python;
mod rate_limits;
mod report_kills;
mod reports;
mod rotation;
mod schemathesis;
mod scrapes;
mod secrets;
mod session_events;
mod small_disk;
mod starting;
mod stepped_clock;
mod stopping;
mod stops_under_load;
mod swagger_ui;
mod terminal;
mod torture;
mod tour;
mod traces;
mod transaction_pooler;
mod transfers;
mod two_nodes;
mod unrecorded_clicks;
