use crate::text::text;

text! {
    /// The title of a link, for its owner: one line in NFC, without surrounding whitespace.
    Title, parse_line, 255
}
