use std::ffi::OsStr;

use clap::builder::Resettable;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::administer::AdministerCommand;
use super::backup::BackupCommand;
use super::clicks::ClicksCommand;
use super::completions::CompletionsCommand;
use super::doctor::DoctorCommand;
use super::help;
use super::man::ManCommand;
use super::migrate::MigrateCommand;
use super::restore::RestoreCommand;
use crate::config::Args;

/// The command line: a command and the settings.
#[derive(Debug, Parser)]
#[command(name = "korotko", version, about = "A URL shortener with accounts, an HTTP API and a Swagger UI", after_help = help::end(), max_term_width = 120)]
pub(super) struct Cli {
    /// The command; `serve` by default.
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    #[command(flatten)]
    pub(super) settings: Args,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the service (default)
    Serve,
    /// Run jobs only, such as sending mails
    Worker,
    /// Show and change the schema of the database
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// What acts on the database of a service
    #[command(flatten)]
    Administer(AdministerCommand),
    /// Export the click archive
    #[command(subcommand)]
    Clicks(ClicksCommand),
    /// Back up the database, the click log and, if asked, the secrets into one file, while the service runs
    Backup(BackupCommand),
    /// Restore a backup into an empty data folder, while no service runs
    Restore(RestoreCommand),
    /// Print the `OpenAPI` document
    #[command(about = "Print the OpenAPI document")]
    Openapi,
    /// Examine the configuration and what the service depends on, and say what to do; exit with 0 unless something is wrong
    Doctor(DoctorCommand),
    /// Check whether the service at the listen address is ready; exit with 0 if so
    Healthcheck,
    /// Print the completions for a shell
    Completions(CompletionsCommand),
    /// Print the manual page, or write one for each command
    Man(ManCommand),
}

impl Cli {
    /// The grammar of the command line: a setting may stand before or after the command.
    pub(super) fn grammar() -> clap::Command {
        Self::command().mut_args(|arg| match arg.get_env() {
            Some(_) => arg.global(true).hide_env_values(true),
            None => arg,
        })
    }

    /// Parses the command line and the variables; ignores variables for which `is_empty` holds. Exits the process when they are invalid
    /// or ask for help.
    pub(super) fn read(is_empty: impl Fn(&OsStr) -> bool) -> Self {
        let command = Self::grammar().mut_args(|arg| {
            if arg.get_env().is_some_and(&is_empty) {
                arg.env(Resettable::Reset)
            } else {
                arg
            }
        });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }

    /// Whether the command runs until it is stopped.
    pub(super) fn runs_for_long(&self) -> bool {
        matches!(self.command, None | Some(Command::Serve | Command::Worker))
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command, CommandFactory};

    use super::Cli;

    /// The commands that do something, by their names. Their settings are not among their arguments.
    fn commands() -> Vec<(String, Command)> {
        let mut found = Vec::new();
        let mut waiting = vec![("korotko".to_owned(), Cli::command())];
        while let Some((name, command)) = waiting.pop() {
            let children: Vec<_> = command.get_subcommands().cloned().collect();
            if children.is_empty() {
                found.push((name, command));
                continue;
            }
            let named = |child: Command| (format!("{name} {}", child.get_name()), child);
            waiting.extend(children.into_iter().map(named));
        }
        found
    }

    fn has(command: &Command, flag: &str) -> bool {
        let mut arguments = command.get_arguments();
        arguments.any(|argument| argument.get_long() == Some(flag))
    }

    fn help(argument: &Arg) -> String {
        argument
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    #[test]
    fn every_command_and_argument_is_described() {
        let described = |text: &str| !text.is_empty() && !text.ends_with('.');
        for (name, command) in commands() {
            let about = command.get_about().map(ToString::to_string);
            assert!(about.is_some_and(|about| described(&about)), "{name}");
            for argument in command.get_arguments() {
                assert!(described(&help(argument)), "{name} {argument}");
            }
        }
    }

    #[test]
    fn every_list_prints_json_and_what_destroys_requires_consent() {
        let (mut lists, mut destructive) = (0, 0);
        for (name, command) in commands() {
            let is = |verbs: &[&str]| verbs.contains(&command.get_name());
            let (list, destroys) = (
                is(&["list", "show", "status", "doctor"]),
                is(&["delete", "disable", "down", "restore", "close"]),
            );
            assert_eq!(has(&command, "json"), list, "{name}");
            assert_eq!(has(&command, "yes"), destroys, "{name}");
            lists += u8::from(list);
            destructive += u8::from(destroys);
        }
        assert!(lists > 5 && destructive > 4);
    }

    #[test]
    fn the_same_argument_has_the_same_name_everywhere() {
        for (name, command) in commands() {
            for argument in command.get_arguments() {
                let value = argument.get_value_names().unwrap_or_default();
                let expected: &[&str] = match argument.get_id().as_str() {
                    "user" => &["USER"],
                    "id" | "link" | "collection" => &["ID"],
                    "file" => &["FILE"],
                    "output" => &["FILE", "FOLDER"],
                    "search" => &["TEXT"],
                    _ => continue,
                };
                let named = value.iter().all(|value| expected.contains(&value.as_str()));
                assert!(named, "{name} {argument}");
                if expected == ["USER"] {
                    let said = help(argument).to_lowercase();
                    assert!(said.contains("the e-mail address or the id"), "{name}");
                }
            }
        }
    }
}
