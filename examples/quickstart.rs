//! The shortest program with Korotko inside: one short link, followed. The README shows it whole.
//!
//! Run it with `cargo run -p korotko-examples --bin quickstart`.

// [readme
use korotko_core::PublicUrl;
use korotko_core::link::{ClientInfo, NewLink};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let builder = korotko_tokio::builder(PublicUrl::parse("https://short.example")?);
    let links = korotko_memory::in_memory(builder).build()?.links;
    let new = NewLink::to("https://example.com/a").with_slug("promo");
    let link = links.create(None, &new, None).await?; // No owner, and no client whose links are limited.
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
