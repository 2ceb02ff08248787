use chrono::TimeDelta;
use korotko_core::rate_limit::{Quota, QuotaError, RateLimits};

use super::config_errors::ConfigErrors;
use super::rate_limit_args::RateLimitArgs;
use super::{duration, switch};

/// Reads the rate limits; `None` if they are off, or if there is an error.
pub(super) fn read(args: &RateLimitArgs, errors: &mut ConfigErrors) -> Option<RateLimits> {
    let limits = read_limits(args, errors);
    let are_on = errors.check("KOROTKO_RATE_LIMITS", switch::parse(&args.rate_limits));
    limits.filter(|_| are_on == Some(true))
}

fn read_limits(args: &RateLimitArgs, errors: &mut ConfigErrors) -> Option<RateLimits> {
    let mut of = |name, text: &str, quota| errors.check(name, parse(text, quota));
    let mut per = |name, text: &str| of(name, text, Quota::per);
    let sign_in = per("KOROTKO_LIMIT_SIGN_IN", &args.limit_sign_in);
    let sign_in_failures = per(
        "KOROTKO_LIMIT_SIGN_IN_FAILURES",
        &args.limit_sign_in_failures,
    );
    let account_failures = per(
        "KOROTKO_LIMIT_ACCOUNT_FAILURES",
        &args.limit_account_failures,
    );
    let registration = per("KOROTKO_LIMIT_REGISTRATION", &args.limit_registration);
    let mail_requests = per("KOROTKO_LIMIT_MAIL_REQUESTS", &args.limit_mail_requests);
    let anonymous_links = per("KOROTKO_LIMIT_ANONYMOUS_LINKS", &args.limit_anonymous_links);
    let unknown_slugs = per("KOROTKO_LIMIT_UNKNOWN_SLUGS", &args.limit_unknown_slugs);
    let link_imports = per("KOROTKO_LIMIT_LINK_IMPORTS", &args.limit_link_imports);
    let reports = per("KOROTKO_LIMIT_REPORTS", &args.limit_reports);
    let abuse_reports = per("KOROTKO_LIMIT_ABUSE_REPORTS", &args.limit_abuse_reports);
    let mails = of("KOROTKO_LIMIT_MAILS", &args.limit_mails, Quota::within);
    Some(RateLimits {
        sign_in: sign_in?,
        sign_in_failures: sign_in_failures?,
        account_failures: account_failures?,
        registration: registration?,
        mail_requests: mail_requests?,
        mails: mails?,
        anonymous_links: anonymous_links?,
        unknown_slugs: unknown_slugs?,
        link_imports: link_imports?,
        reports: reports?,
        abuse_reports: abuse_reports?,
    })
}

/// Parses uses and their period.
fn parse(
    text: &str,
    quota: fn(u32, TimeDelta) -> Result<Quota, QuotaError>,
) -> Result<Quota, String> {
    let parsed = text.split_once('/').and_then(|(uses, period)| {
        let uses = uses.trim().parse().ok()?;
        Some((uses, duration::parse(period).ok()?))
    });
    let (uses, period) = parsed.ok_or("must be uses and their period, such as 20/1m")?;
    quota(uses, period).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use clap::Args as _;
    use clap::{Command, FromArgMatches};

    use super::*;

    fn given(arguments: &[&str]) -> (Option<RateLimits>, ConfigErrors) {
        let command = RateLimitArgs::augment_args(Command::new("korotko").no_binary_name(true));
        let matches = command.try_get_matches_from(arguments).unwrap();
        let args = RateLimitArgs::from_arg_matches(&matches).unwrap();
        let mut errors = ConfigErrors::default();
        (read(&args, &mut errors), errors)
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        let (limits, errors) = given(&[]);
        assert!(errors.is_empty(), "{errors}");
        assert_eq!(limits, Some(RateLimits::default()));
    }

    #[test]
    fn limits_can_be_changed_and_switched_off() {
        let (limits, _) = given(&["--limit-sign-in", " 7 / 2h "]);
        let wanted = Quota::per(7, TimeDelta::hours(2)).unwrap();
        assert_eq!(limits.unwrap().sign_in, wanted);
        let (limits, errors) = given(&["--rate-limits", "off"]);
        assert!(limits.is_none() && errors.is_empty());
    }

    #[test]
    fn wrong_limits_are_refused_by_name() {
        for wrong in [
            "",
            "7",
            "7/",
            "/1m",
            "0/1m",
            "-1/1m",
            "7/0s",
            "7/soon",
            "1/1y 2d",
            "9999999999/1d",
        ] {
            let (limits, errors) = given(&[&format!("--limit-mails={wrong}")]);
            assert_eq!(limits, None, "{wrong}");
            assert!(
                errors.to_string().contains("KOROTKO_LIMIT_MAILS must be"),
                "{errors}"
            );
        }
    }
}
