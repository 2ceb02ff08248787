use super::field::{MAX_CLICKS, Terms};
use super::{Links, Namespace, QueryForwarding, RedirectStatus, Slug, Tags, TargetUrl, Title};
use crate::fault::Violations;
use crate::id::UserId;
use crate::ports::{InsertLink, Timestamp};

/// The fields of a new link, as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewLink {
    /// The target URL.
    pub url: String,
    /// The slug; generated if `None`.
    pub slug: Option<String>,
    /// The namespace of the slug; personal by default, and global for an anonymous link.
    pub scope: Option<Scope>,
    /// When the link expires.
    pub expires_at: Option<Timestamp>,
    /// After how many clicks the link is exhausted; 1 or more.
    pub max_clicks: Option<u64>,
    /// Where the link leads once it is expired or exhausted; a URL under the same rules as the target.
    pub fallback_url: Option<String>,
    /// The HTTP status code of the redirect; 307 by default.
    pub redirect_status: Option<u16>,
    /// What happens to the query of a request; by default, what the owner's account says, and nothing for an anonymous link.
    pub query_forwarding: Option<QueryForwarding>,
    /// The title; an anonymous link has none.
    pub title: Option<String>,
    /// The tags; an anonymous link has none.
    pub tags: Vec<String>,
    /// The clicks that another service counted before; at most [`MAX_CLICKS`](super::MAX_CLICKS).
    pub imported_clicks: Option<u64>,
}

impl NewLink {
    /// A link to `url`, with a generated slug, no expiry and no click limit.
    #[must_use]
    pub fn to(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..Self::default()
        }
    }

    /// Sets a chosen slug.
    #[must_use]
    pub fn with_slug(mut self, slug: &str) -> Self {
        self.slug = Some(slug.to_owned());
        self
    }
}

/// Whether a slug is global or personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// [`Namespace::Global`](super::Namespace::Global).
    Global,
    /// [`Namespace::Personal`](super::Namespace::Personal), of the user who creates the link.
    Personal,
}

/// A new link whose fields are valid; its slug may still have to be generated.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The slug, if it was chosen.
    pub(super) slug: Option<Slug>,
    pub(super) namespace: Namespace,
    target: TargetUrl,
    pub(super) owner: Option<UserId>,
    title: Option<Title>,
    tags: Tags,
    terms: Terms,
    pub(super) query_forwarding: Option<QueryForwarding>,
    imported_clicks: Option<u64>,
    created_at: Timestamp,
}

impl Draft {
    /// The link with this slug, and with this forwarding if it was not chosen.
    pub(super) fn with_slug(&self, slug: Slug, forwarding: QueryForwarding) -> InsertLink {
        InsertLink {
            namespace: self.namespace,
            slug,
            target: self.target.clone(),
            owner: self.owner,
            title: self.title.clone(),
            tags: self.tags.clone(),
            redirect_status: self.terms.redirect_status,
            query_forwarding: self.query_forwarding.unwrap_or(forwarding),
            expires_at: self.terms.expires_at,
            max_clicks: self.terms.max_clicks,
            fallback: self.terms.fallback.clone(),
            imported_clicks: self.imported_clicks,
            created_at: self.created_at,
        }
    }
}

impl Links {
    /// Validates the fields of a new link.
    pub(super) fn draft(
        &self,
        owner: Option<UserId>,
        new: &NewLink,
        now: Timestamp,
    ) -> Result<Draft, Violations> {
        let mut violations = Violations::default();
        let target = violations.check("url", self.parse_target(&new.url));
        let slug = new.slug.as_deref().map(Slug::parse).transpose();
        let slug = violations.check("slug", slug);
        let namespace = violations.check("namespace", namespace(owner, new.scope));
        let title = new.title.as_deref().map(Title::parse).transpose();
        let title = violations.check(
            "title",
            owner_only(owner, title.map_err(|error| error.to_string())),
        );
        let tags = Tags::parse(&new.tags).map_err(|error| error.to_string());
        let tags = violations.check("tags", owner_only(owner, tags));
        let terms = self.terms(new, now, &mut violations);
        let imported_clicks = imported_clicks(new.imported_clicks, &mut violations);
        match (target, slug, namespace, title.zip(tags)) {
            (Some(target), Some(slug), Some(namespace), Some((title, tags)))
                if violations.as_slice().is_empty() =>
            {
                Ok(Draft {
                    slug,
                    namespace,
                    target,
                    owner,
                    title,
                    tags,
                    terms,
                    query_forwarding: new.query_forwarding,
                    imported_clicks,
                    created_at: now,
                })
            }
            _ => Err(violations),
        }
    }

    fn terms(&self, new: &NewLink, now: Timestamp, violations: &mut Violations) -> Terms {
        let code = new.redirect_status.map(RedirectStatus::from_code);
        let status = violations.check("redirect_status", code.transpose());
        let fallback = new.fallback_url.as_deref();
        let fallback = fallback.map(|url| self.parse_target(url));
        let fallback = violations.check("fallback_url", fallback.transpose());
        let terms = Terms {
            redirect_status: status.flatten().unwrap_or_default(),
            expires_at: new.expires_at,
            max_clicks: new.max_clicks,
            fallback: fallback.flatten(),
        };
        terms.check_expiry(now, violations);
        terms.check_max_clicks(violations);
        terms.check_permanence(violations);
        terms
    }
}

fn namespace(owner: Option<UserId>, scope: Option<Scope>) -> Result<Namespace, &'static str> {
    match (owner, scope) {
        (_, Some(Scope::Global)) | (None, None) => Ok(Namespace::Global),
        (Some(owner), _) => Ok(Namespace::Personal(owner)),
        (None, Some(Scope::Personal)) => Err("must be global unless you are signed in"),
    }
}

/// The clicks that another service counted, if there are not too many.
fn imported_clicks(clicks: Option<u64>, violations: &mut Violations) -> Option<u64> {
    if clicks.is_some_and(|clicks| clicks > MAX_CLICKS) {
        let why = format!("must be at most {MAX_CLICKS}");
        violations.add("imported_clicks", why);
    }
    clicks
}

/// Fields that only an owner sees are rejected on an anonymous link, which nobody lists.
fn owner_only<T: Default + PartialEq>(
    owner: Option<UserId>,
    parsed: Result<T, String>,
) -> Result<T, String> {
    match parsed {
        Ok(note) if owner.is_none() && note != T::default() => {
            Err("is allowed only when you are signed in".to_owned())
        }
        parsed => parsed,
    }
}
