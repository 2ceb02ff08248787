use korotko_core::user::User;

/// The key of what an account can do at the moment.
pub(super) fn state_key(user: &User) -> &'static str {
    if user.is_disabled() && user.links_disabled {
        "user-disabled-links"
    } else if user.is_disabled() {
        "user-disabled"
    } else if user.is_verified() {
        "user-enabled"
    } else {
        "user-unverified"
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::mock::sample;
    use korotko_core::user::User;

    use super::state_key;

    #[test]
    fn a_disabled_account_is_that_above_all() {
        let verified = User {
            verified_at: Some(sample::now()),
            ..sample::user()
        };
        let unverified = User {
            verified_at: None,
            ..sample::user()
        };
        let disabled = |links_disabled| User {
            disabled_at: Some(sample::now()),
            links_disabled,
            ..unverified.clone()
        };
        for (user, key) in [
            (&verified, "user-enabled"),
            (&unverified, "user-unverified"),
            (&disabled(false), "user-disabled"),
            (&disabled(true), "user-disabled-links"),
        ] {
            assert_eq!(state_key(user), key);
        }
    }
}
