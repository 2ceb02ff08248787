//! Runs of `korotko doctor`, and what they find.

use serde_json::Value;

use crate::home::Home;
use crate::listening::Listening;
use crate::program::Program;

/// base64 of 32 random bytes each.
pub const RANDOM: [&str; 2] = [
    "q7k0Yx0oW8m2fQ1rj0uHq2mJm0i9oH8mWk7mCqkqY1M=",
    "zq1vS0mJ2cX3n7b8F5d6G7h8J9k0L1w2E3r4T5y6U7g=",
];

/// The findings of a run.
pub struct Found {
    pub code: Option<i32>,
    status: String,
    pub findings: Vec<Value>,
    pub stderr: String,
}

impl Found {
    pub async fn by(doctor: &Program) -> Self {
        let ended = doctor.run().await;
        let summary: Value = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("{error}: {ended:?}"));
        Self {
            code: ended.code,
            status: summary["status"].as_str().unwrap().to_owned(),
            findings: summary["findings"].as_array().unwrap().clone(),
            stderr: ended.stderr,
        }
    }

    /// The findings of a check.
    pub fn of(&self, check: &str) -> Vec<&Value> {
        let found = self.findings.iter();
        let found: Vec<_> = found.filter(|finding| finding["check"] == check).collect();
        assert!(!found.is_empty(), "{check}: {:#?}", self.findings);
        found
    }

    /// The only finding of a check with this severity and these words; says what to do unless all is fine.
    #[track_caller]
    pub fn has(&self, check: &str, severity: &str, words: &[&str]) {
        let found = self.of(check);
        let fitting = found.iter().filter(|finding| {
            let message = finding["message"].as_str().unwrap();
            finding["severity"] == severity && words.iter().all(|word| message.contains(word))
        });
        let fitting: Vec<_> = fitting.collect();
        assert_eq!(fitting.len(), 1, "{severity} {words:?}: {found:#?}");
        let advised = fitting[0]["advice"].is_string();
        assert_eq!(
            advised,
            ["warning", "failure"].contains(&severity),
            "{fitting:?}"
        );
    }

    /// The status and the exit code follow from the findings.
    #[track_caller]
    pub fn ends_with(&self, status: &str) {
        let code = i32::from(status == "failure");
        assert_eq!(
            (self.status.as_str(), self.code),
            (status, Some(code)),
            "{:#?}",
            self.findings
        );
        assert_eq!(
            self.stderr.contains("of the checks failed"),
            code == 1,
            "{}",
            self.stderr
        );
    }
}

/// A doctor for a home whose secrets are random.
pub fn doctor(home: &Home, arguments: &str) -> Program {
    let program = home.korotko(&format!("doctor --json {arguments}"));
    let [jwt, email] = RANDOM;
    program.with("JWT_SECRET", jwt).with("EMAIL_SECRET", email)
}

/// A doctor for a running service, to which the public URL leads.
pub fn doctor_of(home: &Home, listening: &Listening, arguments: &str) -> Program {
    let address = listening.address;
    doctor(home, arguments)
        .with("LISTEN", address.to_string())
        .with("PUBLIC_URL", format!("http://{address}"))
}
