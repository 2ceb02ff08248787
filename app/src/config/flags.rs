//! The settings that are flags.

use std::ffi::OsStr;

use clap::{Args as _, Command};

use super::args::Args;

/// All flags with their variables.
pub(super) fn flags() -> Command {
    Args::augment_args(Command::new("korotko"))
}

/// How to refer to the setting `name`: its flag, if there is one, and its variable.
pub(super) fn shown(name: &str) -> String {
    let command = flags();
    let variable = Some(OsStr::new(name.trim_end_matches(':')));
    let mut arguments = command.get_arguments();
    let flag = arguments.find(|argument| argument.get_env() == variable);
    match flag.and_then(clap::Arg::get_long) {
        Some(flag) => format!("--{flag} or {name}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_setting_is_shown_with_its_flag() {
        assert_eq!(
            shown("KOROTKO_DATA_DIR:"),
            "--data-dir or KOROTKO_DATA_DIR:"
        );
        assert_eq!(shown("KOROTKO_JWT_SECRET"), "KOROTKO_JWT_SECRET");
    }
}
