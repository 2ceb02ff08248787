//! What a form says about its fields when it is shown again.

use korotko_core::fault::{Fault, FaultKind, Violation};

use crate::failure::Failure;
use crate::visit::Visit;

/// The code of a failure because the session of the visit has ended since it began.
const SESSION_ENDED: &str = "token-invalid";

/// Why a form was refused.
#[derive(Debug, Default)]
pub(crate) struct FormErrors {
    /// What concerns the whole form.
    pub(crate) whole: Option<String>,
    fields: Vec<(&'static str, String)>,
}

impl FormErrors {
    /// What a form shows of a failure; other failures have a page of their own, or lead to the sign-in if the session has ended.
    pub(crate) fn read<F>(visit: &Visit<'_>, fault: F) -> Result<Self, Failure>
    where
        F: Fault + Send + Sync + 'static,
    {
        if fault.code() == SESSION_ENDED {
            return Err(Failure::SignInFirst);
        }
        match fault.kind() {
            FaultKind::Unavailable | FaultKind::TooBroad | FaultKind::Internal => {
                Err(Failure::Fault(Box::new(fault)))
            }
            _ => Ok(Self::of(visit, &fault)),
        }
    }

    fn of(visit: &Visit<'_>, fault: &dyn Fault) -> Self {
        let field =
            |violation: &Violation| (violation.field, in_words(visit, fault.code(), violation));
        let fields: Vec<_> = fault.violations().iter().map(field).collect();
        let whole = fields.is_empty().then(|| {
            let key = format!("problem-{}", fault.code());
            let known = visit.texts().find(&key);
            known.map_or_else(|| sentence(&fault.to_string()), ToOwned::to_owned)
        });
        Self { whole, fields }
    }

    /// A field that is not of the form of its kind; `key` is the key of what it must be.
    pub(crate) fn unreadable(visit: &Visit<'_>, name: &'static str, key: &'static str) -> Self {
        Self {
            whole: None,
            fields: vec![(name, visit.text(key))],
        }
    }

    /// The same, with another text at a field that has a rule of its own in this form.
    pub(crate) fn reworded(mut self, name: &str, text: String) -> Self {
        let found = self.fields.iter_mut().find(|(field, _)| *field == name);
        if let Some((_, given)) = found {
            *given = text;
        }
        self
    }

    /// What is wrong with a field.
    pub(crate) fn at(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(field, _)| *field == name);
        found.map(|(_, text)| text.as_str())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.whole.is_none() && self.fields.is_empty()
    }
}

/// A violation in the language of the page. Failures such as a wrong password have a text of their own. Of a broken rule the domain speaks
/// in English; elsewhere the rule of the field is shown.
fn in_words(visit: &Visit<'_>, code: &str, violation: &Violation) -> String {
    if let Some(known) = visit.texts().find(&format!("problem-{code}")) {
        return known.to_owned();
    }
    let rule = format!("rule-{}", violation.field.replace('_', "-"));
    let english = visit.language == korotko_core::user::Language::En;
    let translated = || visit.texts().find(&rule);
    let known = (!english).then(translated).flatten();
    known.map_or_else(|| sentence(&violation.message), ToOwned::to_owned)
}

/// A text of an error as a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    let sentence = first.into_iter().flatten().chain(letters);
    sentence.chain(['.']).collect()
}
