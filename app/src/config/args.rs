use std::path::PathBuf;

// The command line makes each global, and hides in its help what the variable holds.
/// The settings, as they were given.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Args {
    /// Where to listen; a name such as localhost is looked up, and port 0 takes a free one
    #[arg(long, env = "KOROTKO_LISTEN")]
    #[arg(value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: String,

    #[arg(
        long,
        env = "KOROTKO_PUBLIC_URL",
        value_name = "URL",
        help = "Under which URL the world reaches this service, the same for all nodes and workers [default: http://localhost:<PORT>]"
    )]
    pub public_url: Option<String>,

    /// Where the embedded database, its secrets and the mails are kept, and clicks until they are counted
    #[arg(long, env = "KOROTKO_DATA_DIR")]
    #[arg(value_name = "FOLDER", default_value = "./korotko-data")]
    pub data_dir: PathBuf,

    /// From whom the mails are
    #[arg(long, env = "KOROTKO_MAIL_FROM")]
    #[arg(value_name = "MAILBOX", default_value = "Korotko <korotko@localhost>")]
    pub mail_from: String,

    /// Where mails are written when there is no mail server [default: mails, in the data folder]
    #[arg(long, env = "KOROTKO_MAIL_DIR", value_name = "FOLDER")]
    pub mail_dir: Option<PathBuf>,

    /// Send mails, and the password of the mail server, in plaintext to another machine too
    #[arg(long, env = "KOROTKO_SMTP_ALLOW_PLAINTEXT")]
    #[arg(value_name = "BOOL", default_value = "false")]
    // The flag alone is a yes.
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub smtp_allow_plaintext: String,

    /// How long an access token works, from 1s to 1h
    #[arg(long, env = "KOROTKO_ACCESS_TTL")]
    #[arg(value_name = "TIME", default_value = "1h")]
    pub access_ttl: String,

    /// How long a refresh token works, from 1s to 1d
    #[arg(long, env = "KOROTKO_REFRESH_TTL")]
    #[arg(value_name = "TIME", default_value = "1d")]
    pub refresh_ttl: String,

    /// The most links of one user, without those in the trash
    #[arg(long, env = "KOROTKO_LINKS_PER_USER")]
    #[arg(value_name = "NUMBER", default_value = "100000")]
    pub links_per_user: String,

    /// The most sets of links of one user
    #[arg(long, env = "KOROTKO_COLLECTIONS_PER_USER")]
    #[arg(value_name = "NUMBER", default_value = "1000")]
    pub collections_per_user: String,

    /// The most links in one set, with those in the trash
    #[arg(long, env = "KOROTKO_LINKS_PER_COLLECTION")]
    #[arg(value_name = "NUMBER", default_value = "10000")]
    pub links_per_collection: String,

    /// For how many days counted clicks are kept one by one in the data folder, from 0 to 3650; what they add up to is kept
    /// permanently
    #[arg(long, env = "KOROTKO_CLICK_ARCHIVE_DAYS")]
    #[arg(value_name = "DAYS", default_value = "0")]
    pub click_archive_days: String,

    /// The most MiB of clicks that wait in the data folder to be counted, as while the database is away
    #[arg(long, env = "KOROTKO_CLICK_LOG_MIB")]
    #[arg(value_name = "NUMBER", default_value = "1024")]
    pub click_log_mib: String,

    /// Addresses or networks of the proxies in front, separated by commas; their X-Forwarded-For is believed [default: none]
    #[arg(long, env = "KOROTKO_TRUSTED_PROXIES")]
    #[arg(value_name = "LIST", default_value = "", hide_default_value = true)]
    pub trusted_proxies: String,

    /// Whether `serve` applies pending migrations; if not, it refuses to start while there are any
    #[arg(long, env = "KOROTKO_MIGRATE")]
    #[arg(value_name = "BOOL", default_value = "true")]
    pub migrate: String,

    /// Whether `serve` carries out deferred work too, such as mails; if not, run `korotko worker` beside it
    #[arg(long, env = "KOROTKO_WORKER")]
    #[arg(value_name = "BOOL", default_value = "true")]
    pub worker: String,

    /// For how long a service that is told to stop still takes requests, from 0s to 10m
    #[arg(long, env = "KOROTKO_SHUTDOWN_GRACE")]
    #[arg(value_name = "TIME", default_value = "3s")]
    pub shutdown_grace: String,

    /// What to log: a level, or a filter such as info,korotko=debug
    #[arg(long, env = "KOROTKO_LOG")]
    #[arg(value_name = "FILTER", default_value = "info")]
    pub log: String,
}
