use std::fs::DirBuilder;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use korotko_core::PublicUrl;
use korotko_core::token::{Secret, TokenSettings};
use korotko_smtp::{FolderMailer, SmtpMailer, SmtpOptions};
use korotko_tokio::HasherSettings;

use super::secrets::{self, Environment};
use super::{Args, Config, Database, MailConfig, Mistakes, duration};
use crate::http::ForwardedBy;

impl Config {
    /// Checks everything that was given. On the embedded database this makes the data folder and its secrets, if they are
    /// not there yet.
    pub fn read(
        args: &Args,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        let database = Database::read(args, environment, &mut mistakes);
        let listen = mistakes.check("KOROTKO_LISTEN", listen(&args.listen));
        let public_url = args.public_url.as_deref().map(PublicUrl::parse);
        let public_url = mistakes.check("KOROTKO_PUBLIC_URL", public_url.transpose());
        let mail = mail(args, environment, &mut mistakes);
        let proxies = mistakes.check("KOROTKO_TRUSTED_PROXIES", proxies(&args.trusted_proxies));
        let tokens = tokens(args, database.as_ref(), environment, &mut mistakes);
        let parts = database.zip(listen).zip(public_url.zip(mail)).zip(tokens);
        match parts {
            Some((((database, listen), (public_url, mail)), tokens)) if mistakes.is_empty() => {
                Ok(Self {
                    listen,
                    public_url,
                    database,
                    mail,
                    tokens,
                    trusted_proxies: proxies.unwrap_or_default(),
                    forwarded_by: ForwardedBy::default(),
                    migrate: args.migrate,
                    worker: args.worker,
                    hasher: HasherSettings::default(),
                })
            }
            _ => Err(mistakes),
        }
    }
}

impl Database {
    /// The database alone, for the commands that need nothing else.
    pub fn read_alone(
        args: &Args,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        Self::read(args, environment, &mut mistakes).ok_or(mistakes)
    }

    fn read(args: &Args, environment: Environment<'_>, mistakes: &mut Mistakes) -> Option<Self> {
        let name = "KOROTKO_DATABASE_URL";
        let given = secrets::variable(name, environment, mistakes);
        if given.is_none() && !mistakes.is_empty() {
            return None;
        }
        match given {
            Some(url) if url.starts_with("postgres:") || url.starts_with("postgresql:") => {
                Some(Self { url, folder: None })
            }
            Some(url) if url.starts_with("sqlite:") => Some(Self::embedded(url, args)),
            Some(_) => {
                mistakes.add(name, "must begin with postgres:// or sqlite:");
                None
            }
            None => {
                let file = args.data_dir.join("korotko.db");
                Some(Self::embedded(format!("sqlite:{}", file.display()), args))
            }
        }
    }

    fn embedded(url: String, args: &Args) -> Self {
        let folder = Some(args.data_dir.clone());
        Self { url, folder }
    }

    /// Makes the folder of an embedded database, for its owner alone.
    pub(crate) fn make_folder(&self) -> io::Result<()> {
        self.folder.as_deref().map_or(Ok(()), make_folder)
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700).create(folder)
}

fn listen(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "must be an address and a port such as 127.0.0.1:8080 or [::]:8080")
}

fn proxies(list: &str) -> Result<Vec<IpNet>, &'static str> {
    let items = list.split(',').map(str::trim);
    items
        .filter(|item| !item.is_empty())
        .map(|item| {
            let address = item.parse().map(|ip: IpAddr| IpNet::from(ip)).ok();
            address.or_else(|| item.parse().ok())
        })
        .collect::<Option<_>>()
        .ok_or("must be addresses or networks such as 10.0.0.0/8, separated by commas")
}

fn mail(args: &Args, environment: Environment<'_>, mistakes: &mut Mistakes) -> Option<MailConfig> {
    let name = "KOROTKO_SMTP_URL";
    let from = args.mail_from.clone();
    let Some(url) = secrets::variable(name, environment, mistakes) else {
        let default = || args.data_dir.join("mails");
        let folder: PathBuf = args.mail_dir.clone().unwrap_or_else(default);
        let tried = FolderMailer::new(&folder, &from, Box::new(|_, _| ()));
        mistakes.check("KOROTKO_MAIL_FROM", tried)?;
        return Some(MailConfig::Folder { folder, from });
    };
    let allow_plaintext = args.smtp_allow_plaintext;
    let options = smtp_options(allow_plaintext);
    mistakes.check(
        "KOROTKO_SMTP_URL or KOROTKO_MAIL_FROM:",
        SmtpMailer::new(&url, &from, &options),
    )?;
    Some(MailConfig::Smtp {
        url,
        from,
        allow_plaintext,
    })
}

pub(crate) fn smtp_options(allow_plaintext: bool) -> SmtpOptions {
    SmtpOptions {
        allow_plaintext,
        ..SmtpOptions::default()
    }
}

fn tokens(
    args: &Args,
    database: Option<&Database>,
    environment: Environment<'_>,
    mistakes: &mut Mistakes,
) -> Option<TokenSettings> {
    let folder = database.and_then(|database| database.folder.as_deref());
    let jwt = secret(
        "KOROTKO_JWT_SECRET",
        "jwt-secret",
        folder,
        environment,
        mistakes,
    );
    let email = secret(
        "KOROTKO_EMAIL_SECRET",
        "email-secret",
        folder,
        environment,
        mistakes,
    );
    let access = mistakes.check("KOROTKO_ACCESS_TTL", duration::parse(&args.access_ttl));
    let refresh = mistakes.check("KOROTKO_REFRESH_TTL", duration::parse(&args.refresh_ttl));
    let jwt = jwt.map(|list| {
        list.split(',')
            .map(Secret::from_base64)
            .collect::<Result<_, _>>()
    });
    let jwt = mistakes
        .check("KOROTKO_JWT_SECRET", jwt.transpose())
        .flatten();
    let email = email.map(|text| Secret::from_base64(&text)).transpose();
    let email = mistakes.check("KOROTKO_EMAIL_SECRET", email).flatten();
    let ((jwt_secrets, email_secret), (access_lifetime, refresh_lifetime)) =
        jwt.zip(email).zip(access.zip(refresh))?;
    let settings = TokenSettings {
        jwt_secrets,
        email_secret,
        access_lifetime,
        refresh_lifetime,
    };
    let errors = settings.errors();
    for error in &errors {
        mistakes.add("tokens:", error);
    }
    errors.is_empty().then_some(settings)
}

/// A secret that was given, or else the one that the data folder of an embedded database keeps.
fn secret(
    name: &str,
    file: &str,
    folder: Option<&Path>,
    environment: Environment<'_>,
    mistakes: &mut Mistakes,
) -> Option<String> {
    if let Some(given) = secrets::variable(name, environment, mistakes) {
        return Some(given);
    }
    let Some(folder) = folder else {
        mistakes.add(
            name,
            "must be given; make one with `openssl rand -base64 32`",
        );
        return None;
    };
    let kept = make_folder(folder).and_then(|()| secrets::kept(&folder.join(file)));
    let kept = kept.map_err(|error| format!("cannot be kept in the data folder: {error}"));
    mistakes.check(name, kept)
}
