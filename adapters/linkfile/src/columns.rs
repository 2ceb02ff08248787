//! The only list of columns. A new column is a new entry here: readers, writers, messages and the API document follow.

use korotko_core::collection::CollectionName;
use korotko_core::link::{
    LinkState, MAX_CLICKS, Namespace, QueryForwarding, RedirectStatusError, Scope, Slug, Tag, Tags,
    TargetUrl, Title,
};

use crate::column::{Column, Fill, Import, Kind};
use crate::value::Value;

/// All columns, in the order of exports.
pub static COLUMNS: [Column; 16] = [
    Column {
        name: "url",
        about: "The target: an absolute http or https URL",
        example: "https://example.com/a",
        kind: Kind::Word {
            max_chars: TargetUrl::MAX_BYTES,
            pattern: None,
        },
        import: Import::Required(Fill(|value, link| {
            link.new.url = value.text()?.ok_or("must be a string")?;
            Ok(())
        })),
        nullable: false,
        write: |exported| exported.link.link.target.to_string().into(),
    },
    Column {
        name: "slug",
        about: "The short code",
        example: "promo",
        kind: Kind::Word {
            max_chars: Slug::MAX_CHARS,
            pattern: Some("^[A-Za-z0-9_-]*$"),
        },
        import: Import::Optional(
            "seven random letters and digits",
            Fill(|value, link| {
                link.new.slug = value.text()?;
                Ok(())
            }),
        ),
        nullable: false,
        write: |exported| exported.link.link.slug.to_string().into(),
    },
    Column {
        name: "title",
        about: "The title",
        example: "Spring sale",
        kind: Kind::Text {
            max_chars: Title::MAX_CHARS,
        },
        import: Import::Optional(
            "none",
            Fill(|value, link| {
                link.new.title = value.text()?;
                Ok(())
            }),
        ),
        nullable: true,
        write: |exported| exported.link.link.title.as_ref().map(Title::as_str).into(),
    },
    Column {
        name: "tags",
        about: "The tags",
        example: "sale,spring",
        kind: Kind::Texts {
            max_items: Some(Tags::MAX),
            max_chars: Tag::MAX_CHARS,
        },
        import: Import::Optional(
            "none",
            Fill(|value, link| {
                link.new.tags = value.texts()?;
                Ok(())
            }),
        ),
        nullable: false,
        write: |exported| {
            let tags = exported.link.link.tags.as_slice().iter();
            Value::Texts(tags.map(ToString::to_string).collect())
        },
    },
    Column {
        name: "collections",
        about: "The names of the link's collections; an import creates missing ones",
        example: "Spring 2027",
        kind: Kind::Texts {
            max_items: None,
            max_chars: CollectionName::MAX_CHARS,
        },
        import: Import::Optional(
            "none",
            Fill(|value, link| {
                link.collections = value.texts()?;
                Ok(())
            }),
        ),
        nullable: false,
        write: |exported| {
            let names = exported.link.collections.iter();
            Value::Texts(names.map(ToString::to_string).collect())
        },
    },
    Column {
        name: "expires_at",
        about: "When the link expires, in RFC 3339 with an offset",
        example: "2099-12-31T12:00:00Z",
        kind: Kind::Time,
        import: Import::Optional(
            "never",
            Fill(|value, link| {
                link.new.expires_at = value.time()?;
                Ok(())
            }),
        ),
        nullable: true,
        write: |exported| exported.link.link.expires_at.into(),
    },
    Column {
        name: "namespace",
        about: "Whether the short code is unique globally or among the links of its owner",
        example: "personal",
        kind: Kind::OneOf(|| vec![GLOBAL, PERSONAL]),
        import: Import::Optional(
            PERSONAL,
            Fill(|value, link| {
                link.new.scope = match value.text().ok().flatten().as_deref() {
                    Some(GLOBAL) => Some(Scope::Global),
                    Some(PERSONAL) => Some(Scope::Personal),
                    _ => return Err(format!("must be {GLOBAL} or {PERSONAL}")),
                };
                Ok(())
            }),
        ),
        nullable: false,
        write: |exported| match exported.link.link.namespace {
            Namespace::Global => GLOBAL.to_owned().into(),
            Namespace::Personal(_) => PERSONAL.to_owned().into(),
        },
    },
    Column {
        name: "redirect_status",
        about: "The HTTP status code of the redirect: 301, 302, 307 or 308",
        example: "307",
        kind: Kind::Number {
            minimum: 301,
            maximum: 308,
        },
        import: Import::Optional(
            "307",
            Fill(|value, link| {
                let code = value.number().and_then(|code| code.try_into().ok());
                let code = code.ok_or_else(|| RedirectStatusError.to_string());
                link.new.redirect_status = Some(code?);
                Ok(())
            }),
        ),
        nullable: false,
        write: |exported| Value::Number(exported.link.link.redirect_status.code().into()),
    },
    Column {
        name: "query_forwarding",
        about: "What happens to the query of a request: off (dropped), append (added to the query of the target) or override (its \
                parameters replace those of the target)",
        example: "off",
        kind: Kind::OneOf(|| QueryForwarding::ALL.map(QueryForwarding::name).to_vec()),
        import: Import::Optional(
            "the default of your account",
            Fill(|value, link| {
                let name = value.text().ok().flatten();
                let known = name.as_deref().and_then(QueryForwarding::from_name);
                let known = known.ok_or("must be off, append or override");
                link.new.query_forwarding = Some(known?);
                Ok(())
            }),
        ),
        nullable: false,
        write: |exported| exported.link.link.query_forwarding.name().to_owned().into(),
    },
    Column {
        name: "max_clicks",
        about: "The number of clicks after which the link is exhausted",
        example: "",
        kind: Kind::Number {
            minimum: 1,
            maximum: MAX_CLICKS,
        },
        import: Import::Optional(
            "never",
            Fill(|value, link| {
                let number = value.number();
                let number = number.ok_or("must be a whole number, such as 100");
                link.new.max_clicks = Some(number?);
                Ok(())
            }),
        ),
        nullable: true,
        write: |exported| exported.link.link.max_clicks.into(),
    },
    Column {
        name: "fallback_url",
        about: "The URL to which the link redirects once it is expired or exhausted",
        example: "",
        kind: Kind::Word {
            max_chars: TargetUrl::MAX_BYTES,
            pattern: None,
        },
        import: Import::Optional(
            "none",
            Fill(|value, link| {
                link.new.fallback_url = value.text()?;
                Ok(())
            }),
        ),
        nullable: true,
        write: |exported| {
            let fallback = exported.link.link.fallback.as_ref();
            fallback.map(TargetUrl::as_str).into()
        },
    },
    Column {
        name: "clicks",
        about: "The number of clicks",
        example: "12",
        kind: Kind::Number {
            minimum: 0,
            maximum: u64::MAX,
        },
        import: Import::Ignored,
        nullable: false,
        write: |exported| Value::Number(exported.link.link.clicks.counts.clicks()),
    },
    Column {
        name: "imported_clicks",
        about: "The number of clicks that another service counted before",
        example: "",
        kind: Kind::Number {
            minimum: 0,
            maximum: MAX_CLICKS,
        },
        import: Import::Optional(
            "unknown",
            Fill(|value, link| {
                let number = value.number();
                let number = number.ok_or("must be a whole number, such as 100");
                link.new.imported_clicks = Some(number?);
                Ok(())
            }),
        ),
        nullable: true,
        write: |exported| exported.link.link.imported_clicks.into(),
    },
    Column {
        name: "created_at",
        about: "When the link was created",
        example: "2026-11-22T12:00:00Z",
        kind: Kind::Time,
        import: Import::Ignored,
        nullable: false,
        write: |exported| Value::Time(exported.link.link.created_at),
    },
    Column {
        name: "share_url",
        about: "The URL to share, which redirects to the target",
        example: "http://localhost:8080/promo?u=1",
        kind: Kind::Word {
            max_chars: TargetUrl::MAX_BYTES,
            pattern: None,
        },
        import: Import::Ignored,
        nullable: false,
        write: |exported| exported.share_url.to_owned().into(),
    },
    Column {
        name: "state",
        about: "The state of the link when it was exported",
        example: "live",
        kind: Kind::OneOf(|| LinkState::ALL.map(LinkState::name).to_vec()),
        import: Import::Ignored,
        nullable: false,
        write: |exported| exported.link.state.name().to_owned().into(),
    },
];

/// The column with this name.
pub(crate) fn find(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// The names of all columns, for people.
pub(crate) fn names() -> String {
    COLUMNS.each_ref().map(|column| column.name).join(", ")
}

const GLOBAL: &str = "global";
const PERSONAL: &str = "personal";
