//! How sheets are printed.

use rust_xlsxwriter::Worksheet;

const A4: u8 = 9;

/// Sets landscape pages, numbered and as wide as the paper: `pages` of them, or as many as needed if it is 0.
pub(crate) fn set(sheet: &mut Worksheet, pages: u16) {
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_margins(0.4, 0.4, 0.4, 0.6, 0.3, 0.3)
        .set_print_fit_to_pages(1, pages)
        .set_print_center_horizontally(true)
        .set_footer("&L&8&A&R&8&P / &N");
}
