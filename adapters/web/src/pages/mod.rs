//! One module for each page or group of pages.

pub(crate) mod abuse;
pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod collections;
pub(crate) mod email_change;
pub(crate) mod home;
pub(crate) mod invite;
pub(crate) mod links;
pub(crate) mod overview;
pub(crate) mod preferences;
pub(crate) mod preview;
pub(crate) mod problem;
pub(crate) mod reports;
pub(crate) mod reset;
pub(crate) mod shares;
pub(crate) mod sheet;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
pub(crate) mod statistics;
pub(crate) mod sure;
pub(crate) mod trash;
pub(crate) mod well_known;
