//! The program `korotko` as a process, with flags, variables, files and signals, in front of real databases
//! and a real mail server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod account_export;
mod backup;
mod click_archive;
mod click_damage;
mod click_kills;
mod click_load;
mod click_outage;
mod client;
mod commands;
mod configuration;
mod creation_kills;
mod damage;
mod dashboards;
mod deferred_work;
mod documents;
mod full_disk;
mod generated_client;
mod home;
mod import_memory;
mod limits;
mod lines;
mod listening;
mod log;
mod log_failures;
mod mail_kills;
mod metrics;
mod migrations;
mod news;
mod nodes;
mod outage;
mod pgbouncer;
mod program;
mod prometheus;
mod python;
mod report_kills;
mod rotation;
mod scrapes;
mod secrets;
mod small_disk;
mod starting;
mod stepped_clock;
mod stopping;
mod stops_under_load;
mod swagger_ui;
mod torture;
mod tour;
mod transaction_pooler;
mod transfers;
mod two_nodes;
mod unrecorded_clicks;
