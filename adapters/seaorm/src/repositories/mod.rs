//! The repositories, implemented for any connection.

mod click;
mod click_log;
mod click_statistics;
mod collection;
mod deleted_users;
mod import;
mod invitation;
mod job;
mod job_statistics;
mod key;
mod link;
mod link_batch;
mod link_batch_update;
mod link_counts;
mod link_list;
mod link_tags;
mod link_totals;
mod membership;
mod news;
mod report;
mod rollup;
mod route_finder;
mod salt;
mod schedule;
mod tombstone;
mod user;
