//! How findings are shown.

use serde_json::json;

use super::finding::{Finding, Severity};
use crate::command::error::CommandError;
use crate::command::print::print;

/// Prints the findings, and fails if one of them is a failure.
pub(super) fn show(findings: &[Finding], as_json: bool) -> Result<(), CommandError> {
    let count = |wanted| {
        let matching = findings.iter().filter(|finding| finding.severity == wanted);
        matching.count()
    };
    let (failures, warnings) = (count(Severity::Failure), count(Severity::Warning));
    if as_json {
        let worst = match (failures, warnings) {
            (0, 0) => Severity::Ok,
            (0, _) => Severity::Warning,
            _ => Severity::Failure,
        };
        let summary = json!({"status": worst, "findings": findings});
        print(&format!("{summary:#}"))?;
    } else {
        findings
            .iter()
            .try_for_each(|finding| print(&line(finding)))?;
        print(&format!(
            "{}, {}",
            counted(failures, "failure"),
            counted(warnings, "warning")
        ))?;
    }
    match failures {
        0 => Ok(()),
        failures => Err(CommandError::Unwell { failures }),
    }
}

fn line(finding: &Finding) -> String {
    let Finding {
        check,
        severity,
        message,
        advice,
    } = finding;
    let line = format!("{:<8} {check:<14} {message}", severity.name());
    match advice {
        Some(advice) => format!("{line}\n{:24}-> {advice}", ""),
        None => line,
    }
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
