use rust_xlsxwriter::Color;

pub(crate) const ACCENT: Color = Color::RGB(0x1D_4E_D8);
pub(crate) const SECOND: Color = Color::RGB(0x94_A3_B8);
pub(crate) const INK: Color = Color::RGB(0x1F_29_37);
pub(crate) const MUTED: Color = Color::RGB(0x6B_72_80);
pub(crate) const LINE: Color = Color::RGB(0xE2_E8_F0);

/// Whole numbers in groups of three; the reader's Excel chooses the separator.
pub(super) const COUNT: &str = "#,##0";
