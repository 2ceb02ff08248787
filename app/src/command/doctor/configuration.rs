use super::finding::Finding;
use crate::composition::Config;
use crate::config::{ConfigErrors, Environment, ignored_variables};

const NAME: &str = "configuration";

/// A failure for each error, and a warning for each variable that looks like a setting and is none.
pub(super) fn check(
    read: &Result<Config, ConfigErrors>,
    environment: &Environment,
) -> Vec<Finding> {
    let mut findings = match read {
        Ok(_) => vec![Finding::ok(NAME, "the configuration is valid")],
        Err(errors) => errors.texts().iter().map(invalid).collect(),
    };
    findings.extend(ignored_variables(environment).into_iter().map(ignored));
    findings
}

fn invalid(error: &String) -> Finding {
    let advice = "correct the setting; `korotko --help` describes it";
    Finding::failure(NAME, error, advice)
}

fn ignored(variable: &str) -> Finding {
    let message = format!("the variable {variable} is unknown and ignored");
    Finding::warning(NAME, message, "correct its name, or remove it")
}
