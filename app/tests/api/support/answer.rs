use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer, read whole, that kept to everything that [`super::wire`] asks of all answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked, for the message when a test fails.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The value of a field; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("a value in ASCII"))
    }

    /// The same answer, whose status must be this one.
    #[track_caller]
    pub fn with(self, status: u16) -> Self {
        assert_eq!(
            self.status, status,
            "{} was answered with {}",
            self.asked, self.body
        );
        self
    }

    /// The same answer, which must be a refusal with this status and this code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        let answer = self.with(status);
        assert_eq!(answer.code(), code, "{}: {}", answer.asked, answer.body);
        answer
    }

    /// The same answer, which must be a refusal that names exactly these fields.
    #[track_caller]
    pub fn names(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let fields: Vec<_> = fields.into_iter().collect();
        let fields: Vec<_> = fields.iter().map(AsRef::as_ref).collect();
        assert_eq!(self.fields(), fields, "{}: {}", self.asked, self.body);
        self
    }

    /// The same answer, which must say that these fields break rules.
    #[track_caller]
    pub fn invalid(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.refused(422, "invalid").names(fields)
    }

    /// The same answer, which must say that these fields of the body cannot be read.
    #[track_caller]
    pub fn misshapen(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.refused(400, "invalid-shape").names(fields)
    }

    /// The same answer, which must say that these parameters cannot be read.
    #[track_caller]
    pub fn bad_parameter(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.refused(400, "invalid-parameter").names(fields)
    }

    /// The body.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|_| panic!("{}: no JSON: {}", self.asked, self.body))
    }

    /// The text in this field of the body.
    #[track_caller]
    pub fn text(&self, field: &str) -> String {
        let json = self.json();
        let text = json[field].as_str();
        text.unwrap_or_else(|| panic!("{}: no text `{field}` in {}", self.asked, self.body))
            .to_owned()
    }

    /// The number in this field of the body.
    #[track_caller]
    pub fn number(&self, field: &str) -> i64 {
        self.json()[field].as_i64().expect("a number")
    }

    /// The code of a refusal.
    #[track_caller]
    pub fn code(&self) -> String {
        self.text("code")
    }

    /// The fields that a refusal names, in order.
    #[track_caller]
    pub fn fields(&self) -> Vec<String> {
        let errors = &self.json()["errors"];
        let errors = errors.as_array().into_iter().flatten();
        errors
            .map(|error| {
                assert!(!error["message"].as_str().expect("a message").is_empty());
                error["field"].as_str().expect("a field").to_owned()
            })
            .collect()
    }
}
