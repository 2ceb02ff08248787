/// A text of a user, which may contain any character, on one line.
pub(super) fn on_one_line(text: &str) -> String {
    let breaks =
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ")
}
