use korotko_core::link::QueryForwarding;
use korotko_core::user::{AccountEdit, Language, User};

use crate::request::Form;

/// The settings of an account, as a form shows and sends them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SettingsForm {
    /// The tag of the language.
    pub(super) language: String,
    /// The name of the time zone; empty for UTC.
    pub(super) time_zone: String,
    pub(super) query_forwarding: String,
}

impl SettingsForm {
    /// The settings of an account.
    pub(super) fn of(user: &User) -> Self {
        let zone = user.time_zone.map(|zone| zone.name().to_owned());
        Self {
            language: user.language.tag().to_owned(),
            time_zone: zone.unwrap_or_default(),
            query_forwarding: user.default_query_forwarding.name().to_owned(),
        }
    }

    /// The settings that were sent.
    pub(super) fn sent(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        Self {
            language: text("language"),
            time_zone: text("time_zone"),
            query_forwarding: text("query_forwarding"),
        }
    }

    /// The change of the account. What the form does not offer stays as it is.
    pub(super) fn edit(&self) -> AccountEdit {
        let zone = Some(self.time_zone.clone()).filter(|zone| !zone.is_empty());
        AccountEdit {
            language: Language::from_tag(&self.language),
            default_query_forwarding: QueryForwarding::from_name(&self.query_forwarding),
            time_zone: Some(zone),
        }
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::link::QueryForwarding;
    use korotko_core::mock::sample;
    use korotko_core::user::{AccountEdit, Language};

    use super::SettingsForm;
    use crate::request::Form;

    #[test]
    fn an_unchanged_form_changes_nothing() {
        let user = sample::user();
        let edit = SettingsForm::of(&user).edit();
        let same = AccountEdit {
            language: Some(user.language),
            default_query_forwarding: Some(user.default_query_forwarding),
            time_zone: Some(user.time_zone.map(|zone| zone.name().to_owned())),
        };
        assert_eq!(edit, same);
    }

    #[test]
    fn an_empty_zone_is_utc_and_an_unknown_choice_is_none() {
        let sent = Form::parse("language=ru&time_zone=+&query_forwarding=append");
        let edit = AccountEdit {
            language: Some(Language::Ru),
            default_query_forwarding: Some(QueryForwarding::Append),
            time_zone: Some(None),
        };
        assert_eq!(SettingsForm::sent(&sent).edit(), edit);
        let sent = Form::parse("language=xx&time_zone=Mars&query_forwarding=x");
        let edit = AccountEdit {
            time_zone: Some(Some("Mars".to_owned())),
            ..AccountEdit::default()
        };
        assert_eq!(SettingsForm::sent(&sent).edit(), edit);
    }
}
