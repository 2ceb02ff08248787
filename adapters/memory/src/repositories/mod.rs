//! The repositories: each a port, implemented for the rows that a reader or a unit sees.

mod abuse_reports;
mod audit_log;
mod click_logs;
mod click_recorder;
mod clicks;
mod collections;
mod imports;
mod invitations;
mod job_statistics;
mod jobs;
mod keys;
mod link_batches;
mod link_list;
mod links;
mod memberships;
mod news;
mod reports;
mod route_finder;
mod salts;
mod schedules;
mod statistics;
mod target_review;
mod tombstones;
mod user_directory;
mod users;
