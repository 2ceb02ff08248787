//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): search by text.

use super::StoreFixture;
use super::given::{With, commit, moment, slug, target};
use super::given_links::{all_by_slug, own, search, slugs, tags, title};
use super::suite::checks;
use korotko_core::id::UserId;
use korotko_core::link::{Link, SearchText, TargetUrl, Title};
use korotko_core::ports::{LinkQuery, LinkStateFilter};

checks! { $ __link_search_checks, link_search:
    a_text_is_found_in_target_slug_title_and_tags,
    a_text_is_found_in_any_case,
    a_text_of_one_or_two_characters_is_found,
    a_long_text_does_not_match_its_prefix_alone,
    no_character_of_a_text_is_special,
    a_target_is_searchable_in_its_readable_form,
    a_text_does_not_match_across_fields,
    only_the_owners_links_are_searched,
    a_text_is_searched_in_the_current_fields,
    deleted_links_are_searched_only_as_deleted,
}

/// The slugs of the owner's links that contain this text.
async fn found(fixture: &StoreFixture, owner: UserId, text: &str) -> Vec<String> {
    let query = all_by_slug(owner).with(|query| query.text = search(text));
    let listed = fixture.list_links(&query).await;
    slugs(&listed).into_iter().map(str::to_owned).collect()
}

/// A user with a link for each slug and title.
async fn titled(fixture: &StoreFixture, links: &[(&str, &str)]) -> UserId {
    let ann = fixture.ann().await;
    let links: Vec<_> = links
        .iter()
        .map(|(slug, text)| {
            let mut link = own(ann, slug);
            link.title = title(text);
            link
        })
        .collect();
    fixture.insert_links(&links).await;
    ann
}

async fn assert_found(fixture: &StoreFixture, owner: UserId, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(found(fixture, owner, text).await, *expected, "{text:?}");
    }
}

pub async fn a_text_is_found_in_target_slug_title_and_tags(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut in_target = own(ann, "t1");
    in_target.target = TargetUrl::from_stored("http://needle.example:81/x?y#z".to_owned());
    let mut in_title = own(ann, "t2");
    in_title.title = title("A needle in a haystack");
    let mut in_tag = own(ann, "t3");
    in_tag.tags = tags(&["hay", "pins and needles"]);
    let mut in_code = own(ann, "the-needle");
    in_code.target = target("x");
    let without = own(ann, "without");
    fixture
        .insert_links(&[in_target, in_title, in_tag, in_code, without])
        .await;
    let everywhere = ["t1", "t2", "t3", "the-needle"];
    let cases: &[(&str, &[&str])] = &[
        ("needle", &everywhere),
        ("http://needle.example:81/x?y#z", &["t1"]),
        ("A needle in a haystack", &["t2"]),
        ("in a hay", &["t2"]),
        ("pins and needles", &["t3"]),
        ("-needle", &["the-needle"]),
        ("needles in", &[]),
        ("neeedle", &[]),
    ];
    assert_found(fixture, ann, cases).await;
}

pub async fn a_text_is_found_in_any_case(fixture: &StoreFixture) {
    let links = [
        ("Ab", "Ёлки-Палки"),
        ("eszett", "Große Straße"),
        ("sigma", "ΟΔΟΣ"),
        ("deseret", "𐐀𐐁𐐂"),
        ("decomposed", "re\u{301}sume\u{301}"),
    ];
    let ann = titled(fixture, &links).await;
    let cases: &[(&str, &[&str])] = &[
        ("aB", &["Ab"]),
        ("ёлки-палки", &["Ab"]),
        ("ЁЛКИ", &["Ab"]),
        ("Е\u{308}лК", &["Ab"]),
        ("елки", &[]),
        ("STRASSE", &["eszett"]),
        ("große", &["eszett"]),
        ("STRAẞE", &["eszett"]),
        ("grose", &[]),
        ("οδος", &["sigma"]),
        ("Οδοσ", &["sigma"]),
        ("𐐨𐐩", &["deseret"]),
        ("RÉSUMÉ", &["decomposed"]),
        ("resume", &[]),
        ("HTTPS://EXAMPLE.COM/AB", &["Ab"]),
    ];
    assert_found(fixture, ann, cases).await;
}

pub async fn a_text_of_one_or_two_characters_is_found(fixture: &StoreFixture) {
    let links = [("a1", "ж"), ("a2", "кЖу"), ("a3", "🌱 qz"), ("a4", "k 7")];
    let ann = titled(fixture, &links).await;
    let cases: &[(&str, &[&str])] = &[
        ("Ж", &["a1", "a2"]),
        ("жУ", &["a2"]),
        ("🌱", &["a3"]),
        ("Q", &["a3"]),
        ("qz", &["a3"]),
        ("zq", &[]),
        ("7", &["a4"]),
        ("k 7", &["a4"]),
        ("a1", &["a1"]),
        ("1", &["a1"]),
        ("щ", &[]),
        ("77", &[]),
    ];
    assert_found(fixture, ann, cases).await;
}

pub async fn a_long_text_does_not_match_its_prefix_alone(fixture: &StoreFixture) {
    let long = "Ы".repeat(Title::MAX_CHARS - 1);
    let ann = titled(fixture, &[("title", &format!("{long}я"))]).await;
    let start = "https://example.com/";
    let rest = "x".repeat(TargetUrl::MAX_BYTES - start.len() - 4);
    let mut link = own(ann, "target");
    link.target = TargetUrl::from_stored(format!("{start}{rest}/end"));
    fixture.insert_link(&link).await;
    let most = SearchText::MAX_CHARS;
    let begins = "ы".repeat(most);
    let ends = format!("{}Я", "Ы".repeat(most - 1));
    let other = format!("{}Ю", "Ы".repeat(most - 1));
    let tail = format!("{}/END", "X".repeat(most - 4));
    let cases: &[(&str, &[&str])] = &[
        (&begins, &["title"]),
        (&ends, &["title"]),
        (&other, &[]),
        (&tail, &["target"]),
    ];
    assert_found(fixture, ann, cases).await;
}

/// Every character that is special to some database or search engine.
const SPECIAL: &str =
    r#"100% a_b c\d 'e' "f" *g* ?h [i] (j) {k} ^l $m +n -o |p ~q ;r <s> #t @u !v `w` a__b"#;

/// Texts that would match if one of these characters were special.
const SPECIAL_AS_READ_WRONG: [&str; 26] = [
    "%%",
    "1%t",
    "a%b",
    "_x_",
    "___",
    "1_0",
    r"\%",
    r"\_",
    r"\\",
    "a*b",
    "?x?",
    "[a-z]",
    "a.b",
    ".*",
    "^1",
    "''",
    "' OR ''='",
    "\"plain\"",
    "plain*",
    "plain OR special",
    "plain special",
    "NOT special",
    "special AND title",
    "title:plain",
    "NEAR(a b)",
    "1?0",
];

pub async fn no_character_of_a_text_is_special(fixture: &StoreFixture) {
    let links = [("plain", "100 per cent, axb, c/d"), ("special", SPECIAL)];
    let ann = titled(fixture, &links).await;
    for text in SPECIAL.split(' ') {
        assert_eq!(found(fixture, ann, text).await, ["special"], "{text}");
    }
    for char in SPECIAL.chars() {
        if char.is_alphanumeric() || char == ' ' {
            continue;
        }
        let text = char.to_string();
        assert_eq!(found(fixture, ann, &text).await, ["special"], "{text}");
    }
    for text in SPECIAL_AS_READ_WRONG {
        assert_eq!(found(fixture, ann, text).await, [""; 0], "{text}");
    }
    for text in ["100", "https://example.com/", "/"] {
        let both = ["plain", "special"];
        assert_eq!(found(fixture, ann, text).await, both, "{text}");
    }
}

pub async fn a_target_is_searchable_in_its_readable_form(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    for (slug, serialised) in [
        ("idn", "https://xn--e1afmkfd.xn--p1ai/index.html"),
        (
            "path",
            "https://example.org/%D0%BF%D1%83%D1%82%D1%8C/%F0%9F%8C%B1?q=100%25%20a%5Fb#%C3%9F",
        ),
        ("neither", "https://example.net/put"),
    ] {
        let mut link = own(ann, slug);
        link.target = TargetUrl::from_stored(serialised.to_owned());
        fixture.insert_link(&link).await;
    }
    let cases: &[(&str, &[&str])] = &[
        ("пример.рф", &["idn"]),
        ("ПРИМЕР.РФ/Index", &["idn"]),
        ("xn--e1afmkfd.xn--p1ai", &["idn"]),
        ("example.org/Путь", &["path"]),
        ("ть/🌱", &["path"]),
        ("🌱", &["path"]),
        ("100% A_B", &["path"]),
        ("a_b#SS", &["path"]),
        ("%d0%bf%D1%83", &["path"]),
        ("100%25%20", &["path"]),
    ];
    assert_found(fixture, ann, cases).await;
}

pub async fn a_text_does_not_match_across_fields(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut link = own(ann, "promo");
    link.title = title("spring");
    link.tags = tags(&["sale", "winter"]);
    fixture.insert_link(&link).await;
    for text in [
        "spring sale",
        "springsale",
        "sale winter",
        "sale, winter",
        "sale,winter",
        "salewinter",
        "promospring",
        "promo spring",
        "promopromo",
        "[\"sale",
        "\"sale\"",
        "null",
    ] {
        assert_eq!(found(fixture, ann, text).await, [""; 0], "{text}");
    }
}

pub async fn only_the_owners_links_are_searched(fixture: &StoreFixture) {
    let ann = titled(fixture, &[("anns", "needle")]).await;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let mut link = own(bob, "bobs");
    link.title = title("needle");
    fixture.insert_link(&link).await;
    link.namespace = korotko_core::link::Namespace::Global;
    link.owner = None;
    fixture.insert_link(&link).await;
    assert_eq!(found(fixture, ann, "needle").await, ["anns"]);
    assert_eq!(found(fixture, bob, "needle").await, ["bobs"]);
}

/// A link whose searchable fields are all this one word.
fn renamed(link: &Link, word: &str) -> Link {
    Link {
        slug: slug(word),
        target: target(word),
        title: title(word),
        tags: tags(&[word]),
        ..link.clone()
    }
}

pub async fn a_text_is_searched_in_the_current_fields(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "first")).await;
    let second = renamed(&link, "second");
    fixture.update_link(&second).await;
    assert_eq!(found(fixture, ann, "first").await, [""; 0]);
    assert_eq!(found(fixture, ann, "second").await, ["second"]);

    let unit = fixture.begin().await;
    let third = [renamed(&link, "third")];
    assert_eq!(unit.link_batches().update(&third).await.unwrap(), [true]);
    commit(unit).await;
    assert_eq!(found(fixture, ann, "second").await, [""; 0]);
    assert_eq!(found(fixture, ann, "third").await, ["third"]);
    let bare = Link {
        title: None,
        tags: tags(&[]),
        target: target("x"),
        ..third[0].clone()
    };
    fixture.update_link(&bare).await;
    assert_eq!(found(fixture, ann, "THIRD").await, ["third"]);
    fixture.update_link(&link).await;
    assert_eq!(found(fixture, ann, "third").await, [""; 0]);
}

pub async fn deleted_links_are_searched_only_as_deleted(fixture: &StoreFixture) {
    let ann = titled(fixture, &[("kept", "needle")]).await;
    let mut link = own(ann, "deleted");
    link.title = title("needle");
    let deleted = fixture.insert_tombstone(&link, moment(5)).await;
    assert_eq!(found(fixture, ann, "needle").await, ["kept"]);
    let query = LinkQuery {
        text: search("NEEDLE"),
        state: LinkStateFilter::DeletedAfter(moment(0)),
        ..LinkQuery::for_owner(ann, 9)
    };
    assert_eq!(fixture.list_links(&query).await, [deleted]);
}
