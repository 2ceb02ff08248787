use askama::Template;
use korotko_core::id::KeyId;
use korotko_core::key::{ApiKey, CreatedKey};

use super::key_form::{KeyForm, ScopeBox};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::pages::sure::{self, Question};
use crate::reply::Reply;
use crate::visit::Visit;

const PATH: &str = "/app/account/keys";

/// The number of keys on a page.
const LIMIT: u32 = 100;

#[derive(Template)]
#[template(path = "keys.html")]
struct KeysPage<'a> {
    frame: Frame<'a>,
    /// The key that was just created, which is shown here alone.
    secret: Option<&'a str>,
    rows: Vec<Row>,
    /// The cursor of the next page.
    next: Option<i64>,
    form: KeyForm,
    scopes: Vec<ScopeBox>,
    errors: FormErrors,
    /// The zone of times, as a sentence.
    zone: String,
}

/// An API key in the list.
#[derive(Debug)]
struct Row {
    id: i64,
    name: String,
    prefix: String,
    /// The names of its scopes.
    scopes: String,
    expires: Option<Moment>,
    has_expired: bool,
    used: Option<Moment>,
}

/// The keys, newest first, and the form of a new one.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    page(visit, KeyForm::default(), FormErrors::default(), None).await
}

/// Creates a key; the answer shows its secret.
pub(super) async fn create(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let form = KeyForm::sent(&visit.request.form());
    let Some(new) = form.new_key(visit.zone()) else {
        let errors = FormErrors::unreadable(visit, "expires_at", "rule-expires-at");
        return page(visit, form, errors, None).await;
    };
    match visit.site.korotko.keys.create(user, &new).await {
        Ok(created) => show_created(visit, &created).await,
        Err(error) => page(visit, form, FormErrors::read(visit, error)?, None).await,
    }
}

async fn show_created(visit: &Visit<'_>, created: &CreatedKey) -> Result<Reply, Failure> {
    let (form, errors) = (KeyForm::default(), FormErrors::default());
    page(visit, form, errors, Some(created)).await
}

/// Asks whether somebody is sure to delete a key.
pub(super) async fn ask(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let key = find(visit, id).await?;
    let name = key.name.as_str();
    let texts = visit.texts();
    let question = Question {
        title: visit.text("keys-delete-title"),
        text: texts.with("keys-delete-sure", &[("name", name.into())]),
        action: &format!("{PATH}/{}/delete", key.id),
        fields: &[],
        button: visit.text("keys-delete"),
        back: PATH,
    };
    Ok(sure::show(visit, question))
}

/// Deletes a key.
pub(super) async fn delete(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let key = find(visit, id).await?;
    visit.site.korotko.keys.delete(key.owner, key.id).await?;
    Ok(Reply::see_other("/app/account/keys?done=key-deleted"))
}

/// A key of whoever is signed in.
async fn find(visit: &Visit<'_>, id: &str) -> Result<ApiKey, Failure> {
    let user = visit.require_user()?;
    let id = id.parse().map_err(|_| Failure::NoPage)?;
    Ok(visit.site.korotko.keys.read(user.id, KeyId(id)).await?)
}

async fn page(
    visit: &Visit<'_>,
    form: KeyForm,
    errors: FormErrors,
    created: Option<&CreatedKey>,
) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let after = visit.request.query().text("after").parse().ok();
    let keys = &visit.site.korotko.keys;
    let page = keys.list(user.id, after.map(KeyId), LIMIT).await?;
    let rows = page.items.iter().map(|key| Row::new(visit, key));
    let zone = visit.zone().name();
    Ok(Reply::page(&KeysPage {
        rows: rows.collect(),
        next: page.next.map(|last| last.0),
        frame: Frame::new(visit, visit.text("keys-title")),
        secret: created.map(|created| created.secret.expose()),
        scopes: form.boxes(),
        form,
        errors,
        zone: visit.texts().with("link-zone", &[("zone", zone.into())]),
    }))
}

impl Row {
    fn new(visit: &Visit<'_>, key: &ApiKey) -> Self {
        let moment = |moment| Moment::new(moment, visit.zone());
        Self {
            id: key.id.0,
            name: key.name.to_string(),
            prefix: key.prefix.clone(),
            scopes: key.scopes.to_string(),
            expires: key.expires_at.map(moment),
            has_expired: key.has_expired(visit.now()),
            used: key.last_used_at.map(moment),
        }
    }
}
