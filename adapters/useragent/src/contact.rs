//! Detecting what bots state and browsers do not: that they are a bot, and a contact.

use crate::programs::{NO_BOTS, TOP_LEVEL_DOMAINS};

/// Whether a word ends in `bot` or `bots`: `moatbot`, `James BOT`; but not `turbotabbee`.
pub(crate) fn names_a_bot(header: &str) -> bool {
    let mut words = header.split(|content: char| !content.is_ascii_lowercase());
    words.any(|word| (word.ends_with("bot") || word.ends_with("bots")) && !NO_BOTS.contains(&word))
}

/// Whether the header contains an e-mail address or a host.
pub(crate) fn has_address(header: &str) -> bool {
    let mut words = header.split([' ', ';', ',', '(', ')', '/', ':']);
    words.any(|word| is_mail(word) || is_host(word))
}

fn is_mail(word: &str) -> bool {
    let Some((mailbox, host)) = word.split_once('@') else {
        return false;
    };
    let is_name = |text: &str| text.bytes().any(|byte| byte.is_ascii_lowercase());
    is_name(mailbox) && is_name(host) && host.contains('.')
}

fn is_host(word: &str) -> bool {
    let word = word.trim_end_matches(['.', '!', ']', '"']);
    word.rsplit_once('.').is_some_and(|(host, end)| {
        let end = end
            .split(|content: char| !content.is_ascii_lowercase())
            .next();
        !host.is_empty() && end.is_some_and(|end| TOP_LEVEL_DOMAINS.contains(&end))
    })
}
