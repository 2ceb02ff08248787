use chrono::TimeDelta;

/// Parses a duration such as `30s`, `15m`, `1h` or `1d`.
pub(super) fn parse(text: &str) -> Result<TimeDelta, &'static str> {
    let invalid = "must be a duration such as 30s, 15m, 1h or 1d";
    let time = humantime::parse_duration(text.trim()).map_err(|_| invalid)?;
    TimeDelta::from_std(time).map_err(|_| invalid)
}
