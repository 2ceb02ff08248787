use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use korotko_core::report::ReportOrder;
use korotko_texts::Texts;

/// The period of a report, in the local time of its zone; the part that both ends share is written once.
pub(super) fn text(t: &Texts, order: &ReportOrder) -> String {
    let (from, until) = (order.zone.local(order.from), order.zone.local(order.until));
    let whole_days = from.time() == NaiveTime::MIN && until.time() == NaiveTime::MIN;
    if whole_days {
        return days(t, from.date(), order.zone.date_before(order.until));
    }
    if from.date() == until.date() {
        return format!("{}–{}", time(t, from), until.format("%H:%M"));
    }
    format!("{} – {}", time(t, from), time(t, until))
}

/// Whole days, from the first to the last.
fn days(t: &Texts, first: NaiveDate, last: NaiveDate) -> String {
    let end = date(t, "date-full", last);
    if first == last {
        end
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{end}", first.day())
    } else if first.year() == last.year() {
        format!("{} – {end}", date(t, "date-day", first))
    } else {
        format!("{} – {end}", date(t, "date-full", first))
    }
}

fn date(t: &Texts, key: &str, date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    t.with(
        key,
        &[
            ("day", day.into()),
            ("month", month.into()),
            ("year", year.into()),
        ],
    )
}

fn time(t: &Texts, time: NaiveDateTime) -> String {
    let date = date(t, "date-full", time.date());
    let time = time.format("%H:%M").to_string();
    t.with("date-time", &[("date", date.into()), ("time", time.into())])
}
