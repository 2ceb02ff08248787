use super::field::Terms;
use super::{Links, Namespace, RedirectStatus, Slug, Tags, TargetUrl, Title};
use crate::fault::Violations;
use crate::id::UserId;
use crate::ports::{InsertLink, Timestamp};

/// What somebody gives to make a link, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewLink {
    /// Where it leads.
    pub url: String,
    /// The code, if it is chosen and not generated.
    pub slug: Option<String>,
    /// Where the code counts; by default among the owner's, and everywhere for an anonymous link.
    pub scope: Option<Scope>,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// After how many clicks it ends, if it does; 1 or more.
    pub max_clicks: Option<u64>,
    /// The HTTP status code of the redirect; 307 by default.
    pub redirect_status: Option<u16>,
    /// What its owner calls it; an anonymous link has no title.
    pub title: Option<String>,
    /// The words by which its owner finds it; an anonymous link has none.
    pub tags: Vec<String>,
}

impl NewLink {
    /// A link to `url`, with a generated code and no end.
    #[must_use]
    pub fn to(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..Self::default()
        }
    }

    /// The same with a code of one's choice.
    #[must_use]
    pub fn with_slug(mut self, slug: &str) -> Self {
        self.slug = Some(slug.to_owned());
        self
    }
}

/// Whether a code stands alone or belongs to its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// [`Namespace::Global`](super::Namespace::Global).
    Global,
    /// [`Namespace::Personal`](super::Namespace::Personal), of whoever makes the link.
    Personal,
}

/// A link to be made whose fields keep every rule; its code may still have to be found.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The code, if it was chosen.
    pub(super) slug: Option<Slug>,
    pub(super) namespace: Namespace,
    target: TargetUrl,
    owner: Option<UserId>,
    title: Option<Title>,
    tags: Tags,
    terms: Terms,
    created_at: Timestamp,
}

impl Draft {
    /// The link, with this code.
    pub(super) fn with_slug(&self, slug: Slug) -> InsertLink {
        InsertLink {
            namespace: self.namespace,
            slug,
            target: self.target.clone(),
            owner: self.owner,
            title: self.title.clone(),
            tags: self.tags.clone(),
            redirect_status: self.terms.redirect_status,
            expires_at: self.terms.expires_at,
            max_clicks: self.terms.max_clicks,
            created_at: self.created_at,
        }
    }
}

impl Links {
    /// Reads what somebody gave to make a link.
    pub(super) fn draft(
        &self,
        owner: Option<UserId>,
        new: &NewLink,
        now: Timestamp,
    ) -> Result<Draft, Violations> {
        let mut broken = Violations::default();
        let target = broken.check("url", TargetUrl::parse(&new.url, self.own_url()));
        let slug = new.slug.as_deref().map(Slug::parse).transpose();
        let slug = broken.check("slug", slug);
        let namespace = broken.check("namespace", namespace(owner, new.scope));
        let title = new.title.as_deref().map(Title::parse).transpose();
        let title = broken.check(
            "title",
            owned(owner, title.map_err(|error| error.to_string())),
        );
        let tags = Tags::parse(&new.tags).map_err(|error| error.to_string());
        let tags = broken.check("tags", owned(owner, tags));
        let code = new.redirect_status.map(RedirectStatus::from_code);
        let status = broken.check("redirect_status", code.transpose());
        let terms = Terms {
            redirect_status: status.flatten().unwrap_or_default(),
            expires_at: new.expires_at,
            max_clicks: new.max_clicks,
        };
        terms.check_expiry(now, &mut broken);
        terms.check_max_clicks(&mut broken);
        terms.check_permanence(&mut broken);
        match (target, slug, namespace, title.zip(tags)) {
            (Some(target), Some(slug), Some(namespace), Some((title, tags)))
                if broken.as_slice().is_empty() =>
            {
                Ok(Draft {
                    slug,
                    namespace,
                    target,
                    owner,
                    title,
                    tags,
                    terms,
                    created_at: now,
                })
            }
            _ => Err(broken),
        }
    }
}

fn namespace(owner: Option<UserId>, scope: Option<Scope>) -> Result<Namespace, &'static str> {
    match (owner, scope) {
        (_, Some(Scope::Global)) | (None, None) => Ok(Namespace::Global),
        (Some(owner), _) => Ok(Namespace::Personal(owner)),
        (None, Some(Scope::Personal)) => Err("can be personal only for somebody who is signed in"),
    }
}

/// What an owner notes on a link: of no use on one without an owner, which nobody lists.
fn owned<T: Default + PartialEq>(
    owner: Option<UserId>,
    parsed: Result<T, String>,
) -> Result<T, String> {
    match parsed {
        Ok(note) if owner.is_none() && note != T::default() => {
            Err("can be given only by somebody who is signed in".to_owned())
        }
        parsed => parsed,
    }
}
