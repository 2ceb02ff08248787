//! The headers of desktop browsers are well known, so that any other header of a desktop is a bot's.

use crate::header::{Header, is_language};
use crate::people::{DESKTOP_COMMENTS, DESKTOP_PRODUCTS};
use crate::tables::Tables;

/// Whether this claims to be a desktop browser, but has parts that no browser has.
pub(crate) fn is_unusual_desktop(header: &Header, tables: &Tables) -> bool {
    let Some((comment, rest)) = parts(&header.lower) else {
        return false;
    };
    let desktop = ["windows nt", "macintosh", "x11"]
        .iter()
        .any(|system| comment.contains(system));
    if !desktop || header.has("android") || header.has("iphone") {
        return false;
    }
    let (products, comments) = split_comments(rest);
    let known = tables
        .browsers
        .first_match(&products)
        .is_some_and(|row| !is_plain(row));
    !is_usual_comment(comment)
        || !comments.iter().all(|comment| is_usual_remark(comment))
        || !(known || tables.other_browsers.match_any(&products) || are_usual(&products))
}

/// The comment after `Mozilla/5.0`, and the rest.
fn parts(lower: &str) -> Option<(&str, &str)> {
    lower.strip_prefix("mozilla/5.0 (")?.split_once(')')
}

/// Whether this row of [`BROWSERS`](crate::people::BROWSERS) is a browser whose name other browsers contain.
fn is_plain(row: usize) -> bool {
    let (name, _) = crate::people::BROWSERS[row];
    matches!(name, "Chrome" | "Firefox" | "Internet Explorer")
}

/// Whether the first comment has only parts that browsers write. That of Internet Explorer may have any.
fn is_usual_comment(comment: &str) -> bool {
    let explorer = comment.contains("msie") || comment.contains("trident");
    explorer || comment.split(';').map(str::trim).all(is_usual_part)
}

fn is_usual_part(part: &str) -> bool {
    let is_known = DESKTOP_COMMENTS.iter().any(|known| part.starts_with(known));
    part.len() <= 1 || is_known || is_language(part)
}

/// Whether browsers write this later comment.
fn is_usual_remark(comment: &str) -> bool {
    comment == "khtml, like gecko" || is_usual_part(comment)
}

/// Whether all products are of a browser engine.
fn are_usual(products: &str) -> bool {
    let words = products
        .split([' ', ';', ','])
        .filter(|word| !word.is_empty());
    let is_usual = |word: &str| {
        let name = word.split('/').next().unwrap_or_default();
        let is_number = word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        DESKTOP_PRODUCTS.contains(&name) || is_number
    };
    words.into_iter().all(is_usual)
}

/// The products outside of comments, and the comments.
fn split_comments(mut rest: &str) -> (String, Vec<&str>) {
    let (mut products, mut comments) = (String::new(), Vec::new());
    while let Some((before, tail)) = rest.split_once('(') {
        let (comment, after) = tail.split_once(')').unwrap_or((tail, ""));
        products.push_str(before);
        comments.push(comment);
        rest = after;
    }
    products.push_str(rest);
    (products, comments)
}
