//! Korotko inside another program: short links and an account with its verification, without HTTP, database or mail server.
//!
//! Run it with `cargo run -p korotko-examples --bin embed`.

use std::error::Error;
use std::sync::Arc;

use korotko_core::PublicUrl;
use korotko_core::link::{ClientInfo, NewLink};
use korotko_core::ports::MailContent;
use korotko_core::user::Register;
use korotko_memory::MemoryMailer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mailer = MemoryMailer::new();
    let builder = korotko_tokio::builder(PublicUrl::parse("https://short.example")?);
    let builder = korotko_memory::in_memory(builder).mailer(Arc::new(mailer.clone()));
    let korotko = builder.build()?;

    let new = NewLink::to("https://example.com/a").with_slug("promo");
    let link = korotko.links.create(None, &new, None).await?;
    let links = &korotko.links;
    let client = ClientInfo::default(); // Address, user agent, referrer: see its fields.
    let followed = links.follow(link.namespace, "promo", &client).await?;
    println!("{} -> {}", links.share_url(&link), followed.target);

    let ann = Register::new("ann@example.com", "Passw0rd-ok");
    korotko.users.register(ann, None).await?;
    korotko.jobs.run_due().await?; // Sends the mail; korotko_tokio::Worker does this periodically.
    let MailContent::Verification { link } = &mailer.sent()[0].content else {
        return Err("the first mail asks to verify the address".into());
    };
    let token = link.path().rsplit('/').next().unwrap_or_default();
    korotko.users.verify_email(token).await?;

    let signed_in = korotko
        .users
        .sign_in("ann@example.com", "Passw0rd-ok", None);
    let session = signed_in.await?;
    let ann = korotko.users.authenticate(&session.access_token).await?;
    let link = korotko.links.create(Some(ann.id), &new, None).await?;
    let followed = korotko.links.resolve(link.namespace, "promo", None).await?;
    println!("{} -> {}", korotko.links.share_url(&link), followed.target);
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_completes() {
        super::main().expect("every use case of the example does its work");
    }
}
