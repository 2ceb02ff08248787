use chrono::TimeDelta;

use super::secret;
use crate::mock::{preset, sample};
use crate::session::{AgentName, IDLE_LIFETIME, MAX_LIFETIME, Session, SessionSecret};
use crate::user::User;

const ONE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq";

#[test]
fn a_secret_is_forty_three_random_letters_and_digits() {
    let random = preset::random();
    let one = SessionSecret::generate(&random).unwrap();
    assert_eq!(one.expose(), ONE);
    assert_eq!(format!("{one:?}"), "SessionSecret(…)");
    assert_eq!(format!("{:?}", one.hash()), "SessionHash(…)");
    let other = SessionSecret::generate(&random).unwrap();
    assert_ne!(other.expose(), one.expose());
    assert_ne!(other.hash(), one.hash());
}

#[test]
fn a_secret_is_parsed_as_it_was_generated() {
    let parsed = SessionSecret::parse(ONE).unwrap();
    assert_eq!(parsed.expose(), ONE);
    assert_eq!(parsed.hash(), secret().hash());
}

#[test]
fn a_text_of_another_form_is_no_secret() {
    let (longer, other) = (format!("{ONE}A"), ONE.replace('C', "-"));
    let letters = format!("{}A", "é".repeat(21));
    for text in ["", "A", &ONE[1..], &longer, &other, &letters] {
        assert!(SessionSecret::parse(text).is_none(), "{text}");
    }
}

#[test]
fn the_name_of_a_browser_is_one_line_that_is_cut_and_never_refused() {
    let long = "ё".repeat(101);
    for (text, expected) in [
        ("", ""),
        (" \t\n", ""),
        ("Firefox, Windows", "Firefox, Windows"),
        (" Firefox\0\r\nWindows ", "Firefox   Windows"),
        ("Cafe\u{301}", "Caf\u{e9}"),
        (&*long, &long[..200]),
    ] {
        assert_eq!(AgentName::cut(text).as_str(), expected, "{text:?}");
    }
}

/// A session that started and was last used this long ago.
fn of(started: TimeDelta, seen: TimeDelta) -> Session {
    Session {
        created_at: sample::now() - started,
        last_seen_at: sample::now() - seen,
        ..sample::session()
    }
}

#[test]
fn a_session_lasts_fourteen_days_without_use_and_ninety_at_most() {
    let (just, zero) = (TimeDelta::microseconds(1), TimeDelta::zero());
    for (started, seen, is_valid) in [
        (zero, zero, true),
        (IDLE_LIFETIME - just, IDLE_LIFETIME - just, true),
        (IDLE_LIFETIME, IDLE_LIFETIME, false),
        (MAX_LIFETIME - just, zero, true),
        (MAX_LIFETIME, zero, false),
    ] {
        let session = of(started, seen);
        let valid = session.is_valid(&sample::user(), sample::now());
        assert_eq!(valid, is_valid, "{started} {seen}");
        assert_eq!(session.expires_at() > sample::now(), is_valid);
    }
}

#[test]
fn a_session_is_valid_for_its_user_alone_as_long_as_they_may_be_signed_in() {
    let is_valid = |user: &User| sample::session().is_valid(user, sample::now());
    assert!(is_valid(&sample::user()));
    let changes: [fn(&mut User); 4] = [
        |user| user.id.0 += 1,
        |user| user.token_epoch += 1,
        |user| user.verified_at = None,
        |user| user.disabled_at = Some(sample::now()),
    ];
    for change in changes {
        let mut user = sample::user();
        change(&mut user);
        assert!(!is_valid(&user), "{user:?}");
    }
}
