use askama::Template;
use korotko_core::Zone;
use korotko_core::user::User;

use super::settings_form::SettingsForm;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

/// The path of the page.
pub(super) const PATH: &str = "/app/account";

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    frame: Frame<'a>,
    email: &'a str,
    /// What the address changes to, as a sentence.
    pending: Option<String>,
    new_email: String,
    email_errors: FormErrors,
    password_errors: FormErrors,
    settings: SettingsForm,
    settings_errors: FormErrors,
    deletion_errors: FormErrors,
    zones: Vec<&'static str>,
    bookmarklet: String,
}

/// What the forms of the page show.
#[derive(Debug)]
pub(super) struct Sections {
    /// The new address, as it was sent.
    pub(super) new_email: String,
    pub(super) email: FormErrors,
    pub(super) password: FormErrors,
    pub(super) settings: SettingsForm,
    pub(super) settings_errors: FormErrors,
    pub(super) deletion: FormErrors,
}

impl Sections {
    /// Forms that nobody has filled in.
    pub(super) fn of(user: &User) -> Self {
        Self {
            new_email: String::new(),
            email: FormErrors::default(),
            password: FormErrors::default(),
            settings: SettingsForm::of(user),
            settings_errors: FormErrors::default(),
            deletion: FormErrors::default(),
        }
    }
}

pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    page(visit, Sections::of(user)).await
}

/// The page with these forms.
pub(super) async fn page(visit: &Visit<'_>, sections: Sections) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let pending = visit.site.korotko.users.pending_email(user).await?;
    let texts = visit.texts();
    let pending = pending.map(|email| {
        texts.with(
            "account-email-pending",
            &[("email", email.as_typed().into())],
        )
    });
    Ok(Reply::page(&AccountPage {
        frame: Frame::new(visit, visit.text("account-title")),
        email: user.email.as_typed(),
        pending,
        new_email: sections.new_email,
        email_errors: sections.email,
        password_errors: sections.password,
        settings: sections.settings,
        settings_errors: sections.settings_errors,
        deletion_errors: sections.deletion,
        zones: zones().collect(),
        bookmarklet: bookmarklet(visit.site.settings.public_url.as_url().as_str()),
    }))
}

/// The zones that are offered: those of places. The others are accepted, too.
fn zones() -> impl Iterator<Item = &'static str> {
    let names = Zone::all().map(Zone::name);
    names.filter(|name| name.contains('/') && !name.starts_with("Etc/"))
}

/// A script that people keep among their bookmarks: on any page it opens the form of a new link to that page. Our own pages do not
/// execute it.
fn bookmarklet(public_url: &str) -> String {
    format!(
        "javascript:location.href='{public_url}app/links/new?url='+encodeURIComponent(location.href)"
    )
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::{bookmarklet, zones};

    #[derive(Template)]
    #[template(source = r#"<a href="{{ bookmarklet }}">"#, ext = "html")]
    struct Anchor {
        bookmarklet: String,
    }

    #[test]
    fn a_bookmarklet_survives_the_escaping_of_an_attribute() {
        let script = "javascript:location.href='https://short.example/app/links/new?url='+encodeURIComponent(location.href)";
        let bookmarklet = bookmarklet("https://short.example/");
        assert_eq!(bookmarklet, script);
        let html = Anchor { bookmarklet }.render().unwrap();
        // As a browser reads it (HTML, "attribute value state").
        let value = html
            .trim_start_matches("<a href=\"")
            .trim_end_matches("\">");
        assert_eq!(value.replace("&#39;", "'"), script);
    }

    #[test]
    fn the_zones_of_places_are_offered_in_order() {
        let zones: Vec<_> = zones().collect();
        assert!(zones.is_sorted() && zones.contains(&"Europe/Moscow"));
        assert!(!zones.contains(&"Etc/GMT+3"));
    }
}
