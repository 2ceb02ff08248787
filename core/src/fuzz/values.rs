use url::Url;

use crate::link::{RESERVED, Slug, TargetUrl};
use crate::user::Email;

/// A slug is accepted if, and only if, it is one by its documentation; it is kept as it is, and it is one segment of a path.
pub fn slug(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let bare = text.to_ascii_lowercase().replace(['-', '_'], "");
    let is_slug = (1..=64).contains(&text.chars().count())
        && text
            .chars()
            .all(|char| matches!(char, 'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | '-'))
        && !RESERVED.contains(&&*bare);
    let parsed = Slug::parse(text);
    assert_eq!(parsed.is_ok(), is_slug);
    if let Ok(slug) = parsed {
        assert_eq!(slug.as_str(), text);
        let url = format!("https://short.example/{slug}?u=1");
        assert_eq!(Url::parse(&url).unwrap().path(), format!("/{text}"));
    }
}

/// An accepted target is a field value of HTTP, leads to another host by http or https, and is parsed again as itself.
pub fn target_url(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let own = Url::parse("https://short.example/").unwrap();
    let Ok(target) = TargetUrl::parse(text, &own) else {
        return;
    };
    let serialised = target.as_str();
    assert!(serialised.bytes().all(|byte| byte.is_ascii_graphic()));
    assert!(serialised.len() <= TargetUrl::MAX_BYTES);
    assert_eq!(TargetUrl::parse(serialised, &own), Ok(target.clone()));
    let url = Url::parse(serialised).unwrap();
    assert_eq!(url.as_str(), serialised);
    assert!(matches!(url.scheme(), "http" | "https"));
    assert_eq!((url.username(), url.password()), ("", None));
    let host = url.host_str().unwrap().trim_end_matches('.');
    assert_ne!(host, "short.example");
}

/// An accepted address is one line of bounded length, and both its forms are accepted with the same canonical form.
pub fn email(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let Ok(email) = Email::parse(text) else {
        return;
    };
    let (typed, canonical) = (email.as_typed(), email.canonical());
    for form in [typed, canonical] {
        assert!(!form.chars().any(char::is_control), "{form:?}");
        assert!(form.len() <= 1_000, "{form:?}");
        let again = Email::parse(form).unwrap();
        assert_eq!(again.canonical(), canonical);
    }
    assert_eq!(Email::parse(typed).unwrap(), email);
    let (local, domain) = canonical.rsplit_once('@').unwrap();
    assert!(!local.is_empty());
    assert!(domain.is_ascii() && domain.contains('.'), "{domain:?}");
    assert_eq!(domain, domain.to_ascii_lowercase());
}
