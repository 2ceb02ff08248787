use std::path::PathBuf;

use super::rate_limit_args::RateLimitArgs;
use super::trace_args::TraceArgs;

// The command line makes each setting global, and hides the values of variables in the help.
/// The settings, as given.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Args {
    /// The address to listen on; a name such as localhost is resolved, and port 0 takes a free port
    #[arg(long, env = "KOROTKO_LISTEN")]
    #[arg(value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: String,

    /// The address to serve metrics at, to whoever reaches it, for Prometheus to scrape /metrics, such as 127.0.0.1:9464
    /// [default: none]
    #[arg(long, env = "KOROTKO_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<String>,

    #[arg(
        long,
        env = "KOROTKO_PUBLIC_URL",
        value_name = "URL",
        help = "The public URL of the service, the same for all nodes and workers [default: http://localhost:<PORT>]"
    )]
    pub public_url: Option<String>,

    /// The data folder: the embedded database with its secrets, mails, and clicks that are not counted yet
    #[arg(long, env = "KOROTKO_DATA_DIR")]
    #[arg(value_name = "FOLDER", default_value = "./korotko-data")]
    pub data_dir: PathBuf,

    /// The sender of mails
    #[arg(long, env = "KOROTKO_MAIL_FROM")]
    #[arg(value_name = "MAILBOX", default_value = "Korotko <korotko@localhost>")]
    pub mail_from: String,

    /// The folder to write mails to without a mail server [default: mails, in the data folder]
    #[arg(long, env = "KOROTKO_MAIL_DIR", value_name = "FOLDER")]
    pub mail_dir: Option<PathBuf>,

    /// The e-mail address to which abuse reports are mailed, the same for all nodes and workers [default: none]
    #[arg(long, env = "KOROTKO_ABUSE_MAIL", value_name = "ADDRESS")]
    pub abuse_mail: Option<String>,

    /// Allow mails and the password of the mail server to be sent unencrypted to another host
    #[arg(long, env = "KOROTKO_SMTP_ALLOW_PLAINTEXT")]
    #[arg(value_name = "BOOL", default_value = "false")]
    // The flag without a value means true.
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub smtp_allow_plaintext: String,

    /// The lifetime of access tokens, from 1s to 1h
    #[arg(long, env = "KOROTKO_ACCESS_TTL")]
    #[arg(value_name = "TIME", default_value = "1h")]
    pub access_ttl: String,

    /// The lifetime of refresh tokens, from 1s to 1d
    #[arg(long, env = "KOROTKO_REFRESH_TTL")]
    #[arg(value_name = "TIME", default_value = "1d")]
    pub refresh_ttl: String,

    /// The maximum number of links per user, without those in the trash
    #[arg(long, env = "KOROTKO_LINKS_PER_USER")]
    #[arg(value_name = "NUMBER", default_value = "100000")]
    pub links_per_user: String,

    /// The maximum number of collections per user
    #[arg(long, env = "KOROTKO_COLLECTIONS_PER_USER")]
    #[arg(value_name = "NUMBER", default_value = "1000")]
    pub collections_per_user: String,

    /// The maximum number of links per collection, including those in the trash
    #[arg(long, env = "KOROTKO_LINKS_PER_COLLECTION")]
    #[arg(value_name = "NUMBER", default_value = "10000")]
    pub links_per_collection: String,

    /// The maximum number of API keys per user
    #[arg(long, env = "KOROTKO_KEYS_PER_USER")]
    #[arg(value_name = "NUMBER", default_value = "100")]
    pub keys_per_user: String,

    /// Who may register: open for anybody, invite for whoever was invited, or closed
    #[arg(long, env = "KOROTKO_REGISTRATION")]
    #[arg(value_name = "WHO", default_value = "open")]
    pub registration: String,

    /// The only domains of the e-mail addresses of new accounts and of changed addresses, separated by commas [default: all]
    #[arg(long, env = "KOROTKO_ALLOWED_EMAIL_DOMAINS")]
    #[arg(value_name = "LIST", default_value = "", hide_default_value = true)]
    pub allowed_email_domains: String,

    /// Whether links can be created without an account: on or off
    #[arg(long, env = "KOROTKO_ANONYMOUS_LINKS")]
    #[arg(value_name = "BOOL", default_value = "on")]
    pub anonymous_links: String,

    /// The URL of the terms of the service, shown where people register [default: none]
    #[arg(long, env = "KOROTKO_TERMS_URL", value_name = "URL")]
    pub terms_url: Option<String>,

    /// Whether redirects are recorded as clicks; otherwise no statistics are collected
    #[arg(long, env = "KOROTKO_RECORD_CLICKS")]
    #[arg(value_name = "BOOL", default_value = "true")]
    pub record_clicks: String,

    /// The number of days for which counted clicks are archived in the data folder, from 0 to 3650; statistics are kept
    /// permanently
    #[arg(long, env = "KOROTKO_CLICK_ARCHIVE_DAYS")]
    #[arg(value_name = "DAYS", default_value = "0")]
    pub click_archive_days: String,

    /// The percentage of one core that counting clicks takes while many requests wait, from 1 to 100
    #[arg(long, env = "KOROTKO_CLICK_COUNTING_SHARE")]
    #[arg(value_name = "PERCENT", default_value = "25")]
    pub click_counting_share: String,

    /// How often clicks that are not counted yet are synced to the disk, from 0s, which leaves it to the operating system, to 1h
    #[arg(long, env = "KOROTKO_CLICK_SYNC")]
    #[arg(value_name = "TIME", default_value = "1s")]
    pub click_sync: String,

    /// The maximum size of the click log in MiB: clicks that wait to be counted, as while the database is unavailable
    #[arg(long, env = "KOROTKO_CLICK_LOG_MIB")]
    #[arg(value_name = "NUMBER", default_value = "1024")]
    pub click_log_mib: String,

    /// The addresses or networks of trusted reverse proxies, separated by commas; their X-Forwarded-For is used [default: none]
    #[arg(long, env = "KOROTKO_TRUSTED_PROXIES")]
    #[arg(value_name = "LIST", default_value = "", hide_default_value = true)]
    pub trusted_proxies: String,

    /// Whether `serve` applies pending migrations; otherwise it does not start while there are any
    #[arg(long, env = "KOROTKO_MIGRATE")]
    #[arg(value_name = "BOOL", default_value = "true")]
    pub migrate: String,

    /// Whether `serve` also runs jobs, such as sending mails; otherwise run `korotko worker` as well
    #[arg(long, env = "KOROTKO_WORKER")]
    #[arg(value_name = "BOOL", default_value = "true")]
    pub worker: String,

    /// Files of hosts to which no link may lead, separated by commas, loaded again when they change; existing links to them are
    /// blocked [default: none]
    #[arg(long, env = "KOROTKO_BLOCKED_HOSTS")]
    #[arg(value_name = "FILES", default_value = "", hide_default_value = true)]
    pub blocked_hosts: String,

    /// Files of hosts of URL shorteners, to which no new link may lead, separated by commas, loaded again when they change
    /// [default: none]
    #[arg(long, env = "KOROTKO_SHORTENER_HOSTS")]
    #[arg(value_name = "FILES", default_value = "", hide_default_value = true)]
    pub shortener_hosts: String,

    /// Where to report vulnerabilities, such as mailto:security@example.com, for /.well-known/security.txt; several are separated by
    /// commas [default: no such file]
    #[arg(long, env = "KOROTKO_SECURITY_CONTACT")]
    #[arg(value_name = "LIST", default_value = "", hide_default_value = true)]
    pub security_contact: String,

    /// The URL of the policy of disclosure, for /.well-known/security.txt [default: none]
    #[arg(long, env = "KOROTKO_SECURITY_POLICY", value_name = "URL")]
    pub security_policy: Option<String>,

    /// How long the service still accepts requests after a signal to stop, from 0s to 10m
    #[arg(long, env = "KOROTKO_SHUTDOWN_GRACE")]
    #[arg(value_name = "TIME", default_value = "3s")]
    pub shutdown_grace: String,

    /// How many redirects have one line in the log: 1 logs every redirect, 0 none; failures are always logged
    #[arg(long, env = "KOROTKO_REDIRECT_LOG_SAMPLE")]
    #[arg(value_name = "NUMBER", default_value = "1000")]
    pub redirect_log_sample: String,

    /// The log level, or a filter such as info,korotko=debug
    #[arg(long, env = "KOROTKO_LOG")]
    #[arg(value_name = "FILTER", default_value = "info")]
    pub log: String,

    #[command(flatten)]
    pub traces: TraceArgs,

    #[command(flatten)]
    pub rate_limits: RateLimitArgs,
}
