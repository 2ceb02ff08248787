use std::path::PathBuf;
use std::time::Duration;

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::{duration, switch};
use crate::composition::ClickConfig;

const MAX_DAYS: u32 = 3_650;

/// Clicks are rarely uncounted for longer.
const MAX_SYNC: Duration = Duration::from_hours(1);

/// Reads the settings of clicks.
pub(super) fn read(args: &Args, errors: &mut ConfigErrors) -> Option<ClickConfig> {
    let record = errors.check("KOROTKO_RECORD_CLICKS", switch::parse(&args.record_clicks));
    let days = errors.check("KOROTKO_CLICK_ARCHIVE_DAYS", days(&args.click_archive_days));
    let mib = errors.check("KOROTKO_CLICK_LOG_MIB", mebibytes(&args.click_log_mib));
    let share = errors.check(
        "KOROTKO_CLICK_COUNTING_SHARE",
        share(&args.click_counting_share),
    );
    let sync = errors.check("KOROTKO_CLICK_SYNC", sync(&args.click_sync));
    Some(ClickConfig {
        record: record?,
        folder: log(args),
        limit_bytes: mib?,
        share: share?,
        sync: sync?,
        archive: archive(args),
        archive_days: days?,
    })
}

/// The folder of the click log.
pub(crate) fn log(args: &Args) -> PathBuf {
    args.data_dir.join("clicks")
}

/// The folder of the click archive.
pub(crate) fn archive(args: &Args) -> PathBuf {
    args.data_dir.join("click-archive")
}

fn days(text: &str) -> Result<u32, String> {
    let number = text.trim().parse().ok().filter(|days| *days <= MAX_DAYS);
    number.ok_or_else(|| format!("must be a whole number from 0 to {MAX_DAYS}"))
}

fn share(text: &str) -> Result<u32, &'static str> {
    let share = text.trim().parse().ok();
    let share = share.filter(|share| (1..=100).contains(share));
    share.ok_or("must be a whole number from 1 to 100")
}

fn sync(text: &str) -> Result<Duration, &'static str> {
    let sync = duration::parse(text)?.to_std().ok();
    let sync = sync.filter(|sync| *sync <= MAX_SYNC);
    sync.ok_or("must be from 0s to 1h")
}

fn mebibytes(text: &str) -> Result<u64, &'static str> {
    let number: Option<u64> = text.trim().parse().ok().filter(|number| *number > 0);
    let bytes = number.and_then(|number| number.checked_mul(1024 * 1024));
    bytes.ok_or("must be a whole number above 0")
}
