//! Spreadsheets take some texts for formulas, which can call programs and send data away (CWE-1236). An apostrophe in front
//! makes them texts again. What begins with an apostrophe and would then be a formula gets one more, so that taking one off
//! always gives back what was written.

/// With these a formula begins, in one spreadsheet or another (OWASP, CSV Injection); the last four are the full-width forms.
const BEGINNINGS: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// The text as it can stand in a cell.
pub(super) fn neutralise(text: String) -> String {
    if is_formula(&text) {
        return format!("'{text}");
    }
    text
}

/// The text that stands in a cell.
pub(super) fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text) => text,
        _ => cell,
    }
}
