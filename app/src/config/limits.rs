use korotko_core::Limits;

use super::args::Args;
use super::config_errors::ConfigErrors;

/// Reads the limits of users.
pub(super) fn read(args: &Args, errors: &mut ConfigErrors) -> Option<Limits> {
    let mut limit = |name, text: &str| errors.check(name, parse(text));
    let links_per_user = limit("KOROTKO_LINKS_PER_USER", &args.links_per_user);
    let collections_per_user = limit("KOROTKO_COLLECTIONS_PER_USER", &args.collections_per_user);
    let links_per_collection = limit("KOROTKO_LINKS_PER_COLLECTION", &args.links_per_collection);
    let keys_per_user = limit("KOROTKO_KEYS_PER_USER", &args.keys_per_user);
    Some(Limits {
        links_per_user: links_per_user?,
        collections_per_user: collections_per_user?,
        links_per_collection: links_per_collection?,
        keys_per_user: keys_per_user?,
    })
}

/// Parses a limit.
pub(super) fn parse(text: &str) -> Result<u64, &'static str> {
    let number = text.trim().parse().ok().filter(|number| *number > 0);
    number.ok_or("must be a whole number above 0")
}
