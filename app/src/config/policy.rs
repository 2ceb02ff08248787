//! What is allowed to people without an account.

use korotko_core::user::{AccessPolicy, EmailDomain, Registration, TermsUrl};

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::switch;

/// Reads the policy.
pub(super) fn read(args: &Args, errors: &mut ConfigErrors) -> Option<AccessPolicy> {
    let open = registration(&args.registration);
    let open = errors.check("KOROTKO_REGISTRATION", open);
    let anonymous = switch::parse(&args.anonymous_links);
    let anonymous = errors.check("KOROTKO_ANONYMOUS_LINKS", anonymous);
    let domains = domains(&args.allowed_email_domains);
    let domains = errors.check("KOROTKO_ALLOWED_EMAIL_DOMAINS", domains);
    let terms = args.terms_url.as_deref().map(TermsUrl::parse);
    let terms = errors.check("KOROTKO_TERMS_URL", terms.transpose());
    Some(AccessPolicy {
        registration: open?,
        allowed_email_domains: domains?,
        anonymous_links: anonymous?,
        terms_url: terms?,
    })
}

fn registration(text: &str) -> Result<Registration, &'static str> {
    let name = text.trim().to_ascii_lowercase();
    Registration::from_name(&name).ok_or("must be open, invite or closed")
}

fn domains(list: &str) -> Result<Vec<EmailDomain>, &'static str> {
    let items = list.split(',').map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    let domains = items.map(EmailDomain::parse).collect::<Result<_, _>>();
    domains.map_err(|_| "must be domains such as example.com, separated by commas; subdomains are domains of their own")
}
