//! `korotko doctor`: examines the configuration and everything around the service, and says what to do. It changes nothing, except that
//! it creates and removes a temporary file in each folder that the service writes to.

mod clock;
mod configuration;
mod database;
mod disk;
mod files;
mod finding;
mod folders;
mod host_lists;
mod mail;
mod probe;
mod proxies;
mod public_url;
mod secrets;
mod summary;

use clap::Args as Arguments;
use korotko_core::user::Email;

use super::error::CommandError;
use crate::composition::Config;
use crate::config::{Args, Environment, Purpose};
use finding::Finding;

/// The arguments of the command.
#[derive(Debug, Arguments)]
pub struct DoctorCommand {
    /// Also send a mail to this address, to check that mails arrive
    #[arg(long, value_name = "EMAIL")]
    mail: Option<String>,

    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// The checks that need a valid configuration.
const CHECKS: [&str; 10] = [
    secrets::NAME,
    folders::NAME,
    disk::NAME,
    database::NAME,
    database::MIGRATIONS,
    clock::NAME,
    mail::NAME,
    public_url::NAME,
    proxies::NAME,
    host_lists::NAME,
];

/// Prints what is found; fails if something is wrong, and not if there are only warnings.
pub(super) async fn run(
    command: &DoctorCommand,
    args: &Args,
    environment: &Environment,
) -> Result<(), CommandError> {
    let to = command.mail.as_deref().map(Email::parse).transpose();
    let to = to.map_err(|error| CommandError::Usage(format!("--mail {error}")))?;
    let config = Config::read(args, environment, Purpose::Administer);
    let mut findings = configuration::check(&config, environment);
    findings.push(files::check());
    if let Ok(config) = config {
        findings.extend(secrets::check(&config, environment));
        findings.extend(examine(&config, to).await);
    } else {
        let skipped = |check| Finding::skipped(check, "the configuration is invalid");
        findings.extend(CHECKS.map(skipped));
    }
    summary::show(&findings, command.json)
}

async fn examine(config: &Config, to: Option<Email>) -> Vec<Finding> {
    let mut findings = folders::check(config);
    findings.extend(disk::check(config));
    let (found, store) = database::check(config).await;
    findings.extend(found);
    match store {
        Some(store) => {
            findings.push(clock::check(&store).await);
            // Nothing is written, so that nothing is lost if it does not close.
            let _ = store.close().await;
        }
        None => findings.push(Finding::skipped(clock::NAME, "there is no database to ask")),
    }
    findings.extend(mail::check(config, to).await);
    findings.push(public_url::check(config).await);
    findings.extend(proxies::check(config));
    findings.extend(host_lists::check(config));
    findings
}
