use chrono::TimeDelta;

use super::{Policy, Quota};

/// How many times as much as one client network the network around it may use.
const AROUND: u16 = 10;

/// The quotas of all policies. The network around a client network has ten times its quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Attempts to sign in of a client network.
    pub sign_in: Quota,
    /// Attempts of a client network to sign in to one account, until one succeeds.
    pub sign_in_failures: Quota,
    /// Attempts of anybody to sign in to one account, until one succeeds. Further ones are delayed.
    pub account_failures: Quota,
    /// Registrations of a client network.
    pub registration: Quota,
    /// Requests of a client network for verification and password reset mails, and of an account to change its address.
    pub mail_requests: Quota,
    /// Mails on request to one e-mail address.
    pub mails: Quota,
    /// Anonymous links of a client network.
    pub anonymous_links: Quota,
    /// Requests of a client network for slugs without a link.
    pub unknown_slugs: Quota,
    /// Imports of an account.
    pub link_imports: Quota,
    /// Reports of an account.
    pub reports: Quota,
    /// Abuse reports of a client network.
    pub abuse_reports: Quota,
}

impl RateLimits {
    /// The quota of a policy.
    #[must_use]
    pub fn quota(&self, policy: Policy) -> Quota {
        match policy {
            Policy::SignIn => self.sign_in,
            Policy::SignInAround => self.sign_in.times(AROUND),
            Policy::SignInFailures => self.sign_in_failures,
            Policy::AccountFailures => self.account_failures,
            Policy::Registration => self.registration,
            Policy::RegistrationAround => self.registration.times(AROUND),
            Policy::MailRequests => self.mail_requests,
            Policy::MailRequestsAround => self.mail_requests.times(AROUND),
            Policy::Mails => self.mails,
            Policy::AnonymousLinks => self.anonymous_links,
            Policy::AnonymousLinksAround => self.anonymous_links.times(AROUND),
            Policy::UnknownSlugs => self.unknown_slugs,
            Policy::UnknownSlugsAround => self.unknown_slugs.times(AROUND),
            Policy::LinkImports => self.link_imports,
            Policy::Reports => self.reports,
            Policy::AbuseReports => self.abuse_reports,
            Policy::AbuseReportsAround => self.abuse_reports.times(AROUND),
        }
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        let per = |uses, interval| Quota::constant(uses, interval);
        let (minute, hour, day) = (
            TimeDelta::minutes(1),
            TimeDelta::hours(1),
            TimeDelta::days(1),
        );
        Self {
            sign_in: per(20, minute / 20),
            sign_in_failures: per(10, TimeDelta::minutes(15) / 10),
            account_failures: per(100, hour / 100),
            registration: per(10, hour / 10),
            mail_requests: per(20, hour / 20),
            mails: per(5, day),
            anonymous_links: per(60, hour / 60),
            unknown_slugs: per(60, minute / 60),
            link_imports: per(30, hour / 30),
            reports: per(20, day / 20),
            abuse_reports: per(10, hour / 10),
        }
    }
}
