use korotko_core::Zone;
use korotko_core::key::{KeyScope, NewKey};

use crate::moment::read_local;
use crate::request::Form;

/// The fields of a new API key, as a form shows and sends them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct KeyForm {
    pub(super) name: String,
    /// The scopes whose boxes are ticked.
    scopes: Vec<KeyScope>,
    /// Local, in the zone of the account.
    pub(super) expires_at: String,
}

/// The box of a scope.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ScopeBox {
    pub(super) name: &'static str,
    /// The key of the sentence that says what it allows.
    pub(super) about: &'static str,
    pub(super) is_ticked: bool,
}

impl KeyForm {
    /// The fields that were sent.
    pub(super) fn sent(form: &Form) -> Self {
        let scopes = form.all("scope").filter_map(KeyScope::from_name);
        Self {
            name: form.text("name").to_owned(),
            scopes: scopes.collect(),
            expires_at: form.text("expires_at").to_owned(),
        }
    }

    /// The boxes of all scopes.
    pub(super) fn boxes(&self) -> Vec<ScopeBox> {
        let boxes = KeyScope::ALL.into_iter().map(|scope| ScopeBox {
            name: scope.name(),
            about: match scope {
                KeyScope::LinksRead => "scope-links-read",
                KeyScope::LinksWrite => "scope-links-write",
                KeyScope::StatsRead => "scope-stats-read",
                KeyScope::Reports => "scope-reports",
            },
            is_ticked: self.scopes.contains(&scope),
        });
        boxes.collect()
    }

    /// The new key; `None` if its end is no date and time.
    pub(super) fn new_key(&self, zone: Zone) -> Option<NewKey> {
        let expires_at = match self.expires_at.as_str() {
            "" => None,
            end => Some(read_local(end, zone)?),
        };
        Some(NewKey {
            name: self.name.clone(),
            scopes: self.scopes.clone(),
            expires_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(query: &str) -> KeyForm {
        KeyForm::sent(&Form::parse(query))
    }

    #[test]
    fn ticked_boxes_are_scopes_and_an_end_is_local() {
        let form = sent(
            "name=+ci+&scope=links:write&scope=reports&scope=admin&expires_at=2030-01-02T03:04",
        );
        let zone = Zone::parse("Europe/Moscow").unwrap();
        let new = form.new_key(zone).unwrap();
        assert_eq!(new.name, "ci");
        assert_eq!(new.scopes, [KeyScope::LinksWrite, KeyScope::Reports]);
        assert_eq!(
            new.expires_at.unwrap().to_rfc3339(),
            "2030-01-02T00:04:00+00:00"
        );
        let boxes = form.boxes();
        let ticked = boxes.iter().filter(|scope| scope.is_ticked);
        let ticked: Vec<_> = ticked.map(|scope| scope.name).collect();
        assert_eq!(ticked, ["links:write", "reports"]);
    }

    #[test]
    fn a_key_without_an_end_never_ends_and_a_wrong_one_is_refused() {
        let new = sent("name=ci").new_key(Zone::UTC).unwrap();
        assert_eq!((new.scopes, new.expires_at), (vec![], None));
        assert_eq!(sent("name=ci&expires_at=soon").new_key(Zone::UTC), None);
    }
}
