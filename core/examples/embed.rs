//! Korotko inside another program: an account, its confirmation and a short link, without HTTP, database or mail server.
//!
//! Run it with `cargo run -p korotko-core --example embed`.

// [readme
use std::error::Error;
use std::sync::Arc;

use korotko_core::link::NewLink;
use korotko_core::ports::{Letter, Ports, Random};
use korotko_core::token::{Secret, TokenSettings};
use korotko_core::user::{Language, Register};
use korotko_core::{Korotko, PublicUrl, Settings};
use korotko_memory::{MemoryMailer, MemoryStore};
use korotko_tokio::{HasherSettings, Pbkdf2Hasher, SystemClock, SystemRandom};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mailer = MemoryMailer::new();
    let korotko = korotko(&mailer)?;
    let (email, password) = ("ann@example.com", "Passw0rd-ok");

    let register = Register {
        email: email.to_owned(),
        password: password.to_owned(),
        language: Language::En,
    };
    korotko.users.register(register).await?;
    korotko.jobs.run_due().await?; // Sends the mail; korotko_tokio::Worker does this again and again.
    let Letter::Verification { link } = &mailer.sent()[0].letter else {
        return Err("the first mail asks to confirm the address".into());
    };
    let token = link.path().rsplit('/').next().unwrap_or_default();
    korotko.users.confirm_email(token).await?;

    let session = korotko.users.sign_in(email, password).await?;
    let ann = korotko.tokens.authenticate(&session.access_token).await?;
    let new = NewLink {
        url: "https://example.com/a".to_owned(),
        slug: Some("promo".to_owned()),
        ..NewLink::default()
    };
    let link = korotko.links.create(Some(ann.id), &new).await?;
    let followed = korotko.links.resolve(link.namespace, "promo").await?;
    println!("{} -> {}", korotko.links.share_url(&link), followed.target);
    Ok(())
}

/// Each port with an adapter. Another store, mailer or clock is another line here.
fn korotko(mailer: &MemoryMailer) -> Result<Korotko, Box<dyn Error>> {
    let store = Arc::new(MemoryStore::new());
    let ports = Ports {
        store: store.clone(),
        routes: store,
        mailer: Arc::new(mailer.clone()),
        hasher: Arc::new(Pbkdf2Hasher::new(HasherSettings::default())),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom::default()),
    };
    let public_url = PublicUrl::parse("https://short.example")?;
    let settings = Settings::new(public_url, TokenSettings::new(secret()?, secret()?));
    Korotko::new(ports, settings).map_err(|errors| format!("{errors:?}").into())
}

/// New with every start, so that sessions end with the program. To keep them, keep the secrets: `Secret::from_base64`.
fn secret() -> Result<Secret, Box<dyn Error>> {
    let mut bytes = vec![0; Secret::MIN_BYTES];
    SystemRandom::default().fill(&mut bytes)?;
    Ok(Secret::from_bytes(bytes)?)
}
// readme]

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_runs_to_its_end() {
        super::main().expect("every use case of the example does its work");
    }
}
