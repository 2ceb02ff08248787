//! The names of settings, and unknown variables.

use super::config_errors::ConfigErrors;
use super::environment::{Environment, PREFIX};
use super::flags::flags;

/// The settings without flags. With the suffix `_FILE`, the variable is the path of a file with the value.
pub(super) const SECRETS: [&str; 5] = [
    "KOROTKO_DATABASE_URL",
    "KOROTKO_DATABASE_DIRECT_URL",
    "KOROTKO_SMTP_URL",
    "KOROTKO_JWT_SECRET",
    "KOROTKO_EMAIL_SECRET",
];

/// The maximum edit distance of a misspelt name.
const MAX_DISTANCE: usize = 2;

/// Checks for unknown variables. One that resembles a setting is an error; others are logged.
pub(super) fn check(environment: &Environment, errors: &mut ConfigErrors) {
    let known = known();
    for (name, meant) in unknown(environment, &known) {
        if let Some(meant) = meant {
            errors.add(name, format!("is unknown; did you mean {meant}?"));
        } else {
            tracing::warn!(
                event = "variable_unknown",
                name,
                "an environment variable is unknown and ignored"
            );
        }
    }
}

/// The names of the variables that are ignored: no settings and not similar to one, and not set by an orchestrator.
pub(crate) fn ignored(environment: &Environment) -> Vec<&str> {
    let known = known();
    let ignored = unknown(environment, &known).filter(|(_, meant)| meant.is_none());
    ignored.map(|(name, _)| name).collect()
}

/// The names of the variables that are no settings, with the setting that was probably meant.
fn unknown<'e, 'k>(
    environment: &'e Environment,
    known: &'k [String],
) -> impl Iterator<Item = (&'e str, Option<&'k String>)> {
    let names = environment.names();
    let unknown =
        names.filter(|name| !known.iter().any(|known| known == name) && !is_injected(name));
    unknown.map(|name| (name, similar(name, known)))
}

/// The setting of which this is probably a misspelt name.
fn similar<'k>(name: &str, known: &'k [String]) -> Option<&'k String> {
    let distances = known
        .iter()
        .map(|known| (strsim::levenshtein(known, name), known));
    let nearest = distances.min();
    let nearest = nearest.filter(|(distance, _)| *distance <= MAX_DISTANCE);
    nearest.map(|(_, known)| known)
}

fn known() -> Vec<String> {
    let command = flags();
    let flags = command.get_arguments().filter_map(clap::Arg::get_env);
    let flags = flags.map(|name| name.to_string_lossy().into_owned());
    let secrets = SECRETS.iter();
    let secrets = secrets.flat_map(|name| [(*name).to_owned(), format!("{name}_FILE")]);
    flags.chain(secrets).collect()
}

/// Whether the orchestrator sets the variable, for a service named `korotko` or `korotko-…`: Kubernetes sets the addresses of all
/// services, and Docker those of links.
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
    fn variables_set_by_an_orchestrator_are_ignored() {
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
    fn no_setting_resembles_another() {
        let known = known();
        assert!(known.iter().all(|name| !is_injected(name)));
        for (index, name) in known.iter().enumerate() {
            for other in &known[..index] {
                assert!(
                    strsim::levenshtein(name, other) > MAX_DISTANCE,
                    "{name} {other}"
                );
            }
        }
    }
}
