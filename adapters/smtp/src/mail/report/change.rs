use korotko_texts::Texts;

/// How the clicks changed against the period before.
pub(super) fn text(t: &Texts, now: u64, before: u64) -> String {
    if before == 0 {
        return t.text("mail-report-nothing-before").to_owned();
    }
    if now == before {
        return t.text("mail-report-same").to_owned();
    }
    let sign = if now > before { '+' } else { '−' };
    let (difference, whole) = (u128::from(now.abs_diff(before)), u128::from(before));
    // In tenths of a percent.
    let tenths = (difference * 1_000 + whole / 2) / whole;
    let (whole, tenth) = (t.number(tenths / 10), tenths % 10);
    let percent = format!("{sign}{whole}{}{tenth}", t.text("number-point"));
    t.with(
        "mail-report-changed",
        &[
            ("percent", percent.into()),
            ("before", t.number(before).into()),
        ],
    )
}
