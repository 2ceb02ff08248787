use std::path::PathBuf;

use korotko_core::user::Email;

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::security_txt;
use crate::composition::{AbuseConfig, HostListFiles};

/// Reads the settings of what is done against abuse. The files are read when they are needed.
pub(super) fn read(args: &Args, errors: &mut ConfigErrors) -> Option<AbuseConfig> {
    let mail = args.abuse_mail.as_deref().map(Email::parse);
    let mail = errors.check("KOROTKO_ABUSE_MAIL", mail.transpose());
    let security_txt = security_txt::read(args, errors);
    Some(AbuseConfig {
        mail: mail?,
        host_lists: HostListFiles {
            blocked: files(&args.blocked_hosts),
            shorteners: files(&args.shortener_hosts),
        },
        security_txt,
    })
}

fn files(list: &str) -> Vec<PathBuf> {
    let items = list.split(',').map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    items.map(PathBuf::from).collect()
}
