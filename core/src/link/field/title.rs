use crate::text::text;

text! {
    /// What a link is called by its owner: one line in NFC, without space around it.
    Title, parse_line, 255
}
