/// The rate limits, as given: uses and their period, such as 20/1m.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Rate limits: uses/period, such as 20/1m")]
pub struct RateLimitArgs {
    /// Whether requests are limited
    #[arg(long, env = "KOROTKO_RATE_LIMITS")]
    #[arg(value_name = "BOOL", default_value = "true")]
    pub rate_limits: String,

    /// Attempts to sign in of a client network
    #[arg(long, env = "KOROTKO_LIMIT_SIGN_IN")]
    #[arg(value_name = "LIMIT", default_value = "20/1m")]
    pub limit_sign_in: String,

    /// Attempts of a client network to sign in to one account, until one succeeds
    #[arg(long, env = "KOROTKO_LIMIT_SIGN_IN_FAILURES")]
    #[arg(value_name = "LIMIT", default_value = "10/15m")]
    pub limit_sign_in_failures: String,

    /// Attempts of anybody to sign in to one account, until one succeeds; further ones are delayed
    #[arg(long, env = "KOROTKO_LIMIT_ACCOUNT_FAILURES")]
    #[arg(value_name = "LIMIT", default_value = "100/1h")]
    pub limit_account_failures: String,

    /// Registrations of a client network
    #[arg(long, env = "KOROTKO_LIMIT_REGISTRATION")]
    #[arg(value_name = "LIMIT", default_value = "10/1h")]
    pub limit_registration: String,

    /// Requests of a client network for verification and password reset mails, and of an account to change its address
    #[arg(long, env = "KOROTKO_LIMIT_MAIL_REQUESTS")]
    #[arg(value_name = "LIMIT", default_value = "20/1h")]
    pub limit_mail_requests: String,

    /// Requested mails to one address: never more in any such period
    #[arg(long, env = "KOROTKO_LIMIT_MAILS")]
    #[arg(value_name = "LIMIT", default_value = "5/1d")]
    pub limit_mails: String,

    /// Anonymous links of a client network
    #[arg(long, env = "KOROTKO_LIMIT_ANONYMOUS_LINKS")]
    #[arg(value_name = "LIMIT", default_value = "60/1h")]
    pub limit_anonymous_links: String,

    /// Requests of a client network for slugs without a link; links are always followed
    #[arg(long, env = "KOROTKO_LIMIT_UNKNOWN_SLUGS")]
    #[arg(value_name = "LIMIT", default_value = "60/1m")]
    pub limit_unknown_slugs: String,

    /// Imports of an account
    #[arg(long, env = "KOROTKO_LIMIT_LINK_IMPORTS")]
    #[arg(value_name = "LIMIT", default_value = "30/1h")]
    pub limit_link_imports: String,

    /// Reports of an account
    #[arg(long, env = "KOROTKO_LIMIT_REPORTS")]
    #[arg(value_name = "LIMIT", default_value = "20/1d")]
    pub limit_reports: String,

    /// Abuse reports of a client network
    #[arg(long, env = "KOROTKO_LIMIT_ABUSE_REPORTS")]
    #[arg(value_name = "LIMIT", default_value = "10/1h")]
    pub limit_abuse_reports: String,
}
