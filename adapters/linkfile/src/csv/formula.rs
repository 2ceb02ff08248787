//! Spreadsheets read some texts as formulas, which can run programs and send data away (CWE-1236). A leading apostrophe makes
//! them texts. A text that has an apostrophe before a formula gets another one, so that removing one always restores the text.

/// The characters with which a formula begins in some spreadsheet (OWASP, CSV Injection); the last four are full-width forms.
const BEGINNINGS: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// The text as it is written to a cell.
pub(super) fn neutralise(text: String) -> String {
    if is_formula(&text) {
        return format!("'{text}");
    }
    text
}

/// The text of a cell as it was written.
pub(super) fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text) => text,
        _ => cell,
    }
}
