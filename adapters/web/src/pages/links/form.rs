use korotko_core::Zone;
use korotko_core::link::{Link, LinkEdit, NewLink, QueryForwarding, Scope};
use korotko_core::ports::Timestamp;
use url::Url;

use crate::fields::FormErrors;
use crate::moment::{LOCAL, read_local};
use crate::pages::home::with_scheme;
use crate::request::Form;
use crate::visit::Visit;

/// The parameters of campaigns, by the names of their fields.
pub(super) const UTM: [&str; 5] = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
];

/// The fields of a link, as a form shows and sends them.
#[derive(Debug, Clone, Default)]
pub(super) struct LinkForm {
    pub(super) url: String,
    pub(super) slug: String,
    pub(super) namespace: String,
    pub(super) title: String,
    /// Separated by commas.
    pub(super) tags: String,
    /// Local, in the zone of the account.
    pub(super) expires_at: String,
    pub(super) max_clicks: String,
    pub(super) fallback_url: String,
    pub(super) redirect_status: String,
    pub(super) query_forwarding: String,
    /// The values of [`UTM`].
    pub(super) utm: [String; 5],
}

impl LinkForm {
    /// The fields that were sent.
    pub(super) fn sent(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        Self {
            url: text("url"),
            slug: text("slug"),
            namespace: text("namespace"),
            title: text("title"),
            tags: text("tags"),
            expires_at: text("expires_at"),
            max_clicks: text("max_clicks"),
            fallback_url: text("fallback_url"),
            redirect_status: text("redirect_status"),
            query_forwarding: text("query_forwarding"),
            utm: UTM.map(text),
        }
    }

    /// The fields of a link.
    pub(super) fn of(link: &Link, zone: Zone) -> Self {
        let tags = link.tags.as_slice().iter().map(ToString::to_string);
        let optional = |text: Option<String>| text.unwrap_or_default();
        Self {
            url: link.target.as_str().to_owned(),
            slug: link.slug.to_string(),
            title: optional(link.title.as_ref().map(ToString::to_string)),
            tags: tags.collect::<Vec<_>>().join(", "),
            expires_at: optional(
                link.expires_at
                    .map(|end| zone.local(end).format(LOCAL).to_string()),
            ),
            max_clicks: optional(link.max_clicks.map(|max| max.to_string())),
            fallback_url: optional(link.fallback.as_ref().map(|url| url.as_str().to_owned())),
            redirect_status: link.redirect_status.code().to_string(),
            query_forwarding: link.query_forwarding.name().to_owned(),
            ..Self::default()
        }
    }

    /// A new link. A generated slug is global, since it is shorter to share; a chosen one is the account's own unless said otherwise.
    pub(super) fn new_link(&self, zone: Zone) -> Result<NewLink, Unreadable> {
        let slug = given(&self.slug);
        let is_global = slug.is_none() || self.namespace == "global";
        Ok(NewLink {
            url: self.target(),
            slug,
            scope: Some(if is_global {
                Scope::Global
            } else {
                Scope::Personal
            }),
            expires_at: self.expiry(zone)?,
            max_clicks: self.limit()?,
            fallback_url: given(&self.fallback_url).map(|url| with_scheme(&url)),
            redirect_status: self.redirect_status.parse().ok(),
            query_forwarding: QueryForwarding::from_name(&self.query_forwarding),
            title: given(&self.title),
            tags: self.tags(),
            imported_clicks: None,
        })
    }

    /// The change to a link with the fields `old`. An expiry that was not touched stays, since the form shows no seconds.
    pub(super) fn edit(&self, old: &Self, zone: Zone) -> Result<LinkEdit, Unreadable> {
        let expires_at = self.expiry(zone)?;
        Ok(LinkEdit {
            url: Some(self.target()),
            slug: given(&self.slug),
            expires_at: (self.expires_at != old.expires_at).then_some(expires_at),
            max_clicks: Some(self.limit()?),
            fallback_url: Some(given(&self.fallback_url).map(|url| with_scheme(&url))),
            redirect_status: self.redirect_status.parse().ok(),
            query_forwarding: QueryForwarding::from_name(&self.query_forwarding),
            title: Some(given(&self.title)),
            tags: Some(self.tags()),
        })
    }

    /// The target with the parameters of the campaign, in the place of those that it has.
    fn target(&self) -> String {
        let url = with_scheme(&self.url);
        let given = UTM
            .iter()
            .zip(&self.utm)
            .filter(|(_, value)| !value.is_empty());
        let given: Vec<_> = given.collect();
        let parsed = Url::parse(&url).ok().filter(|_| !given.is_empty());
        let Some(mut parsed) = parsed else {
            return url;
        };
        let replaced = |name: &str| given.iter().any(|(known, _)| **known == name);
        let kept: Vec<(String, String)> = parsed
            .query_pairs()
            .into_owned()
            .filter(|(name, _)| !replaced(name))
            .collect();
        parsed
            .query_pairs_mut()
            .clear()
            .extend_pairs(kept)
            .extend_pairs(given);
        parsed.into()
    }

    fn tags(&self) -> Vec<String> {
        let tags = self.tags.split(',').map(str::trim);
        tags.filter(|tag| !tag.is_empty())
            .map(ToOwned::to_owned)
            .collect()
    }

    fn expiry(&self, zone: Zone) -> Result<Option<Timestamp>, Unreadable> {
        let Some(text) = given(&self.expires_at) else {
            return Ok(None);
        };
        let end = read_local(&text, zone);
        let end = end.ok_or(Unreadable("expires_at", "rule-expires-at"))?;
        Ok(Some(end))
    }

    fn limit(&self) -> Result<Option<u64>, Unreadable> {
        let limit = given(&self.max_clicks).map(|text| text.parse());
        limit
            .transpose()
            .map_err(|_| Unreadable("max_clicks", "rule-max-clicks"))
    }
}

/// A field that is not even of the form of its kind, and the key of what it must be.
#[derive(Debug)]
pub(super) struct Unreadable(&'static str, &'static str);

impl Unreadable {
    /// What the form says of the field.
    pub(super) fn errors(&self, visit: &Visit<'_>) -> FormErrors {
        FormErrors::unreadable(visit, self.0, self.1)
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> LinkForm {
        LinkForm {
            url: "example.com/a?x=1&utm_source=old#f".to_owned(),
            ..LinkForm::default()
        }
    }

    #[test]
    fn the_parameters_of_a_campaign_replace_those_of_the_target() {
        let mut form = form();
        assert_eq!(form.target(), "https://example.com/a?x=1&utm_source=old#f");
        form.utm[0] = "news & mail".to_owned();
        form.utm[2] = "весна".to_owned();
        let target = "https://example.com/a?x=1&utm_source=news+%26+mail&utm_campaign=%D0%B2%D0%B5%D1%81%D0%BD%D0%B0#f";
        assert_eq!(form.target(), target);
    }

    #[test]
    fn a_generated_slug_is_global_and_a_chosen_one_the_accounts_own() {
        let mut form = form();
        assert_eq!(form.new_link(Zone::UTC).unwrap().scope, Some(Scope::Global));
        form.slug = "promo".to_owned();
        assert_eq!(
            form.new_link(Zone::UTC).unwrap().scope,
            Some(Scope::Personal)
        );
        form.namespace = "global".to_owned();
        assert_eq!(form.new_link(Zone::UTC).unwrap().scope, Some(Scope::Global));
    }

    #[test]
    fn a_local_time_is_read_in_the_zone_of_the_account() {
        let mut form = form();
        form.expires_at = "2030-01-02T03:04".to_owned();
        let zone = Zone::parse("Europe/Moscow").unwrap();
        let end = form.new_link(zone).unwrap().expires_at.unwrap();
        assert_eq!(end.to_rfc3339(), "2030-01-02T00:04:00+00:00");
        for wrong in ["soon", "2030-13-01T00:00", "ж"] {
            form.expires_at = wrong.to_owned();
            let edit = form.edit(&LinkForm::default(), zone);
            assert_eq!(edit.unwrap_err().0, "expires_at");
        }
    }
}
