//! Forwarding the query of a request to the target.

use proptest::prelude::*;
use url::{Url, form_urlencoded};

use crate::id::LinkId;
use crate::link::QueryForwarding::{Append, Off, Override};
use crate::link::{QueryForwarding, Redirect, RedirectStatus, TargetUrl};

const PAGE: &str = "https://example.com/a";

/// Where a link to `target` redirects a request with this query.
fn location(target: &str, query_forwarding: QueryForwarding, query: &str) -> String {
    let redirect = Redirect {
        link: LinkId(1),
        target: TargetUrl::from_stored(target.to_owned()),
        status: RedirectStatus::default(),
        query_forwarding,
        is_fallback: false,
    };
    redirect.location(Some(query)).to_string()
}

/// The part after `PAGE` of the location of a link to `PAGE` followed by `rest`.
fn after_page(rest: &str, forwarding: QueryForwarding, query: &str) -> String {
    let location = location(&format!("{PAGE}{rest}"), forwarding, query);
    location.strip_prefix(PAGE).unwrap().to_owned()
}

#[test]
fn without_forwarding_the_query_is_dropped() {
    for query in ["a=1", "u=7", ""] {
        assert_eq!(after_page("?b=2#c", Off, query), "?b=2#c", "{query}");
    }
}

#[test]
fn appended_parameters_follow_those_of_the_target() {
    for (rest, query, wanted) in [
        ("", "a=1&b=2", "?a=1&b=2"),
        ("?a=0", "a=1&a=2", "?a=0&a=1&a=2"),
        ("?a=0#top", "a=1", "?a=0&a=1#top"),
        ("#top?x", "a=1", "?a=1#top?x"),
        ("?", "a=1", "?a=1"),
        ("?x&&y", "a", "?x&&y&a"),
    ] {
        assert_eq!(after_page(rest, Append, query), wanted, "{rest} {query}");
    }
}

#[test]
fn overriding_parameters_replace_all_of_the_same_name() {
    for (rest, query, wanted) in [
        ("", "a=1&b=2", "?a=1&b=2"),
        ("?a=0&b=0&a=9", "a=1", "?b=0&a=1"),
        ("?a=0&b=0#top", "a=1&c=2&a=3", "?b=0&a=1&c=2&a=3#top"),
        ("?a", "a=", "?a="),
        ("?%61=0&A=0", "a=1", "?A=0&a=1"),
        ("?a+b=0", "a%20b=1", "?a%20b=1"),
        ("?=0&x=1", "=2", "?x=1&=2"),
        ("?u=5", "a=1", "?u=5&a=1"),
    ] {
        assert_eq!(after_page(rest, Override, query), wanted, "{rest} {query}");
    }
}

#[test]
fn the_namespace_is_not_forwarded() {
    for forwarding in [Append, Override] {
        for (query, wanted) in [
            ("u=7", "?u=5"),
            ("u=7&a=1", "?u=5&a=1"),
            ("a=1&%75=7&U=2", "?u=5&a=1&U=2"),
            ("&&u&", "?u=5"),
            ("", "?u=5"),
        ] {
            assert_eq!(after_page("?u=5", forwarding, query), wanted, "{query}");
        }
    }
}

#[test]
fn parameters_are_forwarded_as_sent() {
    for query in [
        "a=%20%2B+%26",
        "a=%d0%b9",
        "a=%",
        "a=%zz&b=%4",
        "=",
        "=1",
        "a",
        "a==1=",
        "a=%0D%0ASet-Cookie:%20b",
        "a=%FF",
        "a=1;b=2",
        "a=/?:@!$()*,[]{}|\\^`~",
    ] {
        assert_eq!(after_page("", Append, query), format!("?{query}"));
    }
}

#[test]
fn what_a_query_may_not_contain_is_encoded_once() {
    for (query, wanted) in [
        ("a=й", "?a=%D0%B9"),
        ("a=\"<'>\"", "?a=%22%3C%27%3E%22"),
        ("a=b#c d", "?a=b%23c%20d"),
        ("a=\r\nb\0\u{7f}", "?a=%0D%0Ab%00%7F"),
        ("a=%41%22\"", "?a=%41%22%22"),
    ] {
        assert_eq!(after_page("", Append, query), wanted);
    }
}

#[test]
fn a_location_that_is_too_long_is_the_plain_target() {
    let room = TargetUrl::MAX_BYTES - "https://example.com/a?b=2&#c".len();
    for forwarding in [Append, Override] {
        let most = "x".repeat(room);
        assert_eq!(
            after_page("?b=2#c", forwarding, &most),
            format!("?b=2&{most}#c")
        );
        for long in [
            format!("{most}x"),
            "й".repeat(room / 6 + 1),
            "a&".repeat(500_000),
            "x".repeat(1_000_000),
        ] {
            assert_eq!(after_page("?b=2#c", forwarding, &long), "?b=2#c");
        }
        // What is not forwarded does not count.
        let dropped = format!("u={}&a=1", "x".repeat(TargetUrl::MAX_BYTES));
        assert_eq!(after_page("?b=2#c", forwarding, &dropped), "?b=2&a=1#c");
    }
}

#[test]
fn five_hundred_parameters_are_forwarded() {
    let many: Vec<_> = (0..500).map(|n| format!("{n}=")).collect();
    let query = many.join("&");
    // 1,890 bytes, and 499 separators.
    assert_eq!(query.len(), 2389);
    assert_eq!(after_page("", Append, &query), "");
    let many: Vec<_> = (0..500).map(|n| format!("{}=", n % 10)).collect();
    let query = many.join("&");
    assert_eq!(after_page("", Append, &query), format!("?{query}"));
    assert_eq!(after_page("?3=x", Override, &query), format!("?{query}"));
}

/// The decoded parameters of a query.
fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    pairs.collect()
}

/// Queries: as browsers send them, and whatever a client may send.
fn queries() -> impl Strategy<Value = String> {
    let browsers = "([a-cu%+]{0,3}=?(%[0-9A-Fa-f]{2}|[a-z=+]){0,4}&?){0,6}";
    prop_oneof![browsers, ".{0,40}", "[\\x00-\\x7fй]{0,40}"]
}

proptest! {
    #[test]
    fn nothing_but_the_query_of_a_target_ever_changes(
        rest in "/?[a-z0-9/]{0,8}(\\?[a-cu0-9&=%+/]{0,20})?(#[a-z?&=]{0,8})?",
        query in queries(),
        forwarding in prop::sample::select(QueryForwarding::ALL.to_vec()),
    ) {
        let mut target = Url::parse(&format!("https://example.com:8443/{rest}")).unwrap();
        let text = location(target.as_str(), forwarding, &query);
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{text}");
        let forwarded = Url::parse(&text).unwrap();
        prop_assert_eq!(forwarded.as_str(), &text, "is serialised");
        let own = target.query().map(pairs).unwrap_or_default();
        let query = query.split('&').filter(|part| pairs(part).iter().all(|(name, _)| name != "u"));
        let sent = pairs(&query.collect::<Vec<_>>().join("&"));
        let replaced = |name: &String| forwarding == Override && sent.iter().any(|(sent, _)| sent == name);
        let mut wanted = own;
        if forwarding != Off {
            wanted.retain(|(name, _)| !replaced(name));
            wanted.extend(sent.iter().cloned());
        }
        prop_assert_eq!(forwarded.query().map(pairs).unwrap_or_default(), wanted);
        target.set_query(None);
        let mut forwarded = forwarded;
        forwarded.set_query(None);
        prop_assert_eq!(forwarded, target);
    }
}
