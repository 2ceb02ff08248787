//! The shortest program with Korotko inside: one short link, followed. The README shows it whole.
//!
//! Run it with `cargo run -p korotko-examples --bin quickstart`.

// [readme
use std::error::Error;
use std::sync::Arc;

use korotko_core::link::{ClientInfo, NewLink};
use korotko_core::ports::Ports;
use korotko_core::token::{Secret, TokenSettings};
use korotko_core::{Korotko, MailPaths, PublicUrl, Settings};
use korotko_memory::{MemoryMailer, MemoryReportWriter, MemoryStore};
use korotko_tokio::{Pbkdf2Hasher, SystemClock, SystemRandom};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let store = Arc::new(MemoryStore::new());
    let random = Arc::new(SystemRandom::default());
    let tokens = TokenSettings::new(Secret::generate(&*random)?, Secret::generate(&*random)?);
    let ports = Ports {
        store: store.clone(),
        route_finder: store.clone(),
        click_recorder: store,
        report_writer: Arc::new(MemoryReportWriter::new()),
        mailer: Arc::new(MemoryMailer::new()),
        password_hasher: Arc::new(Pbkdf2Hasher::default()),
        clock: Arc::new(SystemClock),
        random,
    };
    let public_url = PublicUrl::parse("https://short.example")?;
    let mail_paths = MailPaths::new("/verify/", "/unsubscribe/", "/reset");
    let korotko = Korotko::new(ports, Settings::new(public_url, tokens, mail_paths))?;

    let links = &korotko.links;
    let new = NewLink::to("https://example.com/a").with_slug("promo");
    let link = links.create(None, &new).await?;
    let visitor = ClientInfo::default(); // Address, user agent, referrer and languages of the request.
    let followed = links.follow(link.namespace, "promo", &visitor).await?;
    println!("{} -> {}", links.share_url(&link), followed.target);
    Ok(())
}
// readme]

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_completes() {
        super::main().expect("the link is created and followed");
    }
}
