//! The names of settings: which there are, and what becomes of a variable that is none.

use super::config_errors::ConfigErrors;
use super::environment::{Environment, PREFIX};
use super::flags::flags;

/// The settings that are no flags; the name with `_FILE` is that of a file that holds the value.
const SECRETS: [&str; 4] = [
    "KOROTKO_DATABASE_URL",
    "KOROTKO_SMTP_URL",
    "KOROTKO_JWT_SECRET",
    "KOROTKO_EMAIL_SECRET",
];

/// How many letters may be wrong in a name for it to be taken for a known one.
const SLIPS: usize = 2;

/// Looks for variables that nobody reads. One that is nearly the name of a setting is a mistake: what was meant would silently
/// have no effect.
pub(super) fn check(environment: &Environment, mistakes: &mut ConfigErrors) {
    let known = known();
    for name in environment.names() {
        if known.iter().any(|known| known == name) || is_injected(name) {
            continue;
        }
        let near = known
            .iter()
            .map(|known| (strsim::levenshtein(known, name), known));
        if let Some((_, meant)) = near.min().filter(|(slips, _)| *slips <= SLIPS) {
            mistakes.add(name, format!("is not known; did you mean {meant}?"));
        } else {
            tracing::warn!(name, "this variable is not known and does nothing");
        }
    }
}

fn known() -> Vec<String> {
    let command = flags();
    let flags = command.get_arguments().filter_map(clap::Arg::get_env);
    let flags = flags.map(|name| name.to_string_lossy().into_owned());
    let secrets = SECRETS.iter();
    let secrets = secrets.flat_map(|name| [(*name).to_owned(), format!("{name}_FILE")]);
    flags.chain(secrets).collect()
}

/// Whether a cluster sets it, for a service that is called `korotko` or `korotko-…`: Kubernetes gives every container the
/// addresses of all services, and Docker did so for links.
fn is_injected(name: &str) -> bool {
    // `KOROTKO_PORT` is `<SERVICE>_PORT`.
    let name = name.strip_prefix(PREFIX.trim_end_matches('_'));
    let name = name.unwrap_or_default();
    name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || name.ends_with("_PORT")
        || name.match_indices("_PORT_").any(|(at, separator)| {
            let number = name[at + separator.len()..].split_once('_');
            number.is_some_and(|(number, _)| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cluster_sets_is_told_from_what_a_person_does() {
        for name in [
            "KOROTKO_SERVICE_HOST",
            "KOROTKO_SERVICE_PORT",
            "KOROTKO_SERVICE_PORT_HTTP",
            "KOROTKO_PORT",
            "KOROTKO_PORT_8080_TCP",
            "KOROTKO_PORT_8080_TCP_ADDR",
            "KOROTKO_WEB_SERVICE_HOST",
            "KOROTKO_WEB_PORT_80_TCP_PROTO",
        ] {
            assert!(is_injected(name), "{name}");
        }
        for name in [
            "KOROTKO_LISTEN",
            "KOROTKO_PORT_X_TCP",
            "KOROTKO_PORTAL",
            "KOROTKO_SERVICE",
        ] {
            assert!(!is_injected(name), "{name}");
        }
    }

    #[test]
    fn no_two_settings_are_mistaken_for_each_other() {
        let known = known();
        assert!(known.iter().all(|name| !is_injected(name)));
        for (index, name) in known.iter().enumerate() {
            for other in &known[..index] {
                assert!(strsim::levenshtein(name, other) > SLIPS, "{name} {other}");
            }
        }
    }
}
