use super::args::Args;
use super::mistakes::Mistakes;
use crate::composition::ClickConfig;

const MOST_DAYS: u32 = 3_650;

/// Reads how clicks are kept.
pub(super) fn read(args: &Args, mistakes: &mut Mistakes) -> Option<ClickConfig> {
    let days = mistakes.check(
        "KOROTKO_CLICK_RETENTION_DAYS",
        days(&args.click_retention_days),
    );
    let mib = mistakes.check("KOROTKO_CLICK_LOG_MIB", mebibytes(&args.click_log_mib));
    Some(ClickConfig {
        folder: args.data_dir.join("clicks"),
        limit_bytes: mib?,
        retention_days: days?,
    })
}

fn days(text: &str) -> Result<u32, String> {
    let number = text.trim().parse().ok().filter(|days| *days <= MOST_DAYS);
    number.ok_or_else(|| format!("must be a whole number from 0 to {MOST_DAYS}"))
}

fn mebibytes(text: &str) -> Result<u64, &'static str> {
    let number: Option<u64> = text.trim().parse().ok().filter(|number| *number > 0);
    let bytes = number.and_then(|number| number.checked_mul(1024 * 1024));
    bytes.ok_or("must be a whole number above 0")
}
