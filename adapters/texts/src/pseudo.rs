//! A language for tests.

use std::borrow::Cow;

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "áƀçďéƒğĥíĵķĺɱñóƥɋřšţúṽŵẋýžÁƁÇĎÉƑĞĤÍĴĶĹḾÑÓƤɊŘŠŢÚṼŴẊÝŽ";

/// The text with accents on its letters, two of each five of which are doubled.
pub(crate) fn accented(text: &str) -> Cow<'_, str> {
    let mut letters = 0;
    let mut longer = String::new();
    for character in text.chars() {
        let letter = PLAIN.find(character);
        let letter = letter.and_then(|index| ACCENTED.chars().nth(index));
        longer.push(letter.unwrap_or(character));
        if let Some(letter) = letter {
            if matches!(letters % 5, 0 | 2) {
                longer.push(letter);
            }
            letters += 1;
        }
    }
    Cow::Owned(longer)
}
