use chrono::{Days, NaiveDate};
use korotko_core::report::{Frequency, NewReport, NewSchedule, ReportScope, Schedule};
use korotko_core::statistics::PeriodText;
use korotko_core::user::Language;
use url::form_urlencoded;

use super::scope;
use crate::request::Form;

/// The number of days of a report, unless another period is chosen.
const DAYS: u64 = 30;
/// The hour at which a scheduled report is mailed, unless another one is chosen.
const HOUR: u8 = 8;

/// The order of a report, as a form shows and sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OrderForm {
    pub(super) scope: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) language: String,
    pub(super) include_bots: bool,
}

/// A schedule, as a form shows and sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScheduleForm {
    pub(super) scope: String,
    pub(super) frequency: String,
    pub(super) hour: String,
    pub(super) language: String,
    pub(super) include_bots: bool,
}

impl OrderForm {
    /// The last 30 days in this language, of the links that the query names.
    pub(super) fn new(query: &Form, language: Language, today: NaiveDate) -> Self {
        Self {
            scope: named(query),
            from: (today - Days::new(DAYS - 1)).to_string(),
            to: today.to_string(),
            language: language.tag().to_owned(),
            include_bots: false,
        }
    }

    /// The fields that were sent.
    pub(super) fn sent(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        Self {
            scope: text("scope"),
            from: text("from"),
            to: text("to"),
            language: text("language"),
            include_bots: form.is_on("include_bots"),
        }
    }

    /// The order; `None` if its scope is none. An end of the period that is empty is the usual one.
    pub(super) fn new_report(&self) -> Option<NewReport<'_>> {
        Some(NewReport {
            scope: scope::read(&self.scope)?,
            period: PeriodText {
                from: given(&self.from),
                to: given(&self.to),
                zone: None,
            },
            language: given(&self.language),
            include_bots: self.include_bots,
        })
    }

    /// The scope, to show it among the choices.
    pub(super) fn wanted(&self) -> ReportScope {
        scope::read(&self.scope).unwrap_or(ReportScope::All)
    }
}

impl ScheduleForm {
    /// Every Monday in this language, unless the query says otherwise.
    pub(super) fn new(query: &Form, language: Language) -> Self {
        let text = |name: &str, usual: &str| query.given(name).unwrap_or(usual).to_owned();
        Self {
            scope: named(query),
            frequency: text("frequency", Frequency::Weekly.name()),
            hour: text("hour", &HOUR.to_string()),
            language: text("language", language.tag()),
            include_bots: query.is_on("include_bots"),
        }
    }

    /// The fields that were sent.
    pub(super) fn sent(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        Self {
            scope: text("scope"),
            frequency: text("frequency"),
            hour: text("hour"),
            language: text("language"),
            include_bots: form.is_on("include_bots"),
        }
    }

    /// The fields of a schedule.
    pub(super) fn of(schedule: &Schedule) -> Self {
        let plan = &schedule.plan;
        Self {
            scope: scope::name(plan.scope),
            frequency: plan.frequency.name().to_owned(),
            hour: plan.hour.to_string(),
            language: plan.language.tag().to_owned(),
            include_bots: plan.include_bots,
        }
    }

    /// The fields as a query, from which [`new`](Self::new) reads them.
    pub(super) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("scope", &self.scope);
        query.append_pair("frequency", &self.frequency);
        query.append_pair("hour", &self.hour);
        query.append_pair("language", &self.language);
        if self.include_bots {
            query.append_pair("include_bots", "on");
        }
        query.finish()
    }

    /// The schedule, or the name of the field that no select offers. An hour that is none is refused by the domain.
    pub(super) fn new_schedule(&self) -> Result<NewSchedule<'_>, &'static str> {
        Ok(NewSchedule {
            scope: scope::read(&self.scope).ok_or("scope")?,
            frequency: Frequency::from_name(&self.frequency).ok_or("frequency")?,
            hour: self.hour.parse().unwrap_or(u8::MAX),
            zone: None,
            language: given(&self.language),
            include_bots: self.include_bots,
        })
    }

    /// The scope, to show it among the choices.
    pub(super) fn wanted(&self) -> ReportScope {
        scope::read(&self.scope).unwrap_or(ReportScope::All)
    }
}

/// The scope that the query names, if it names one.
fn named(query: &Form) -> String {
    let named = scope::read(query.text("scope"));
    scope::name(named.unwrap_or(ReportScope::All))
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use korotko_core::id::{CollectionId, LinkId};

    use super::*;

    fn order(query: &str) -> OrderForm {
        OrderForm::new(
            &Form::parse(query),
            Language::Ru,
            "2026-11-30".parse().unwrap(),
        )
    }

    #[test]
    fn an_order_is_of_the_last_thirty_days_of_all_links_or_those_of_the_query() {
        let form = order("");
        let new = form.new_report().unwrap();
        assert_eq!(new.scope, ReportScope::All);
        assert_eq!(
            (new.period.from, new.period.to),
            (Some("2026-11-01"), Some("2026-11-30"))
        );
        assert_eq!((new.period.zone, new.language), (None, Some("ru")));
        let collection = ReportScope::Collection(CollectionId(13));
        assert_eq!(order("scope=collection:13").wanted(), collection);
        assert_eq!(order("scope=nonsense").scope, "all");
    }

    #[test]
    fn an_order_without_dates_has_the_usual_period_and_needs_a_scope() {
        let form = OrderForm::sent(&Form::parse("scope=link:11&from=&include_bots=on"));
        let new = form.new_report().unwrap();
        assert_eq!(new.scope, ReportScope::Link(LinkId(11)));
        assert_eq!(
            (new.period.from, new.period.to, new.language),
            (None, None, None)
        );
        assert!(new.include_bots);
        assert!(
            OrderForm::sent(&Form::parse("from=x"))
                .new_report()
                .is_none()
        );
    }

    #[test]
    fn a_schedule_is_weekly_unless_the_query_says_otherwise() {
        let form = ScheduleForm::new(&Form::parse(""), Language::En);
        let new = form.new_schedule().unwrap();
        assert_eq!((new.frequency, new.hour), (Frequency::Weekly, 8));
        let other = ScheduleForm {
            scope: "link:11".to_owned(),
            frequency: "daily".to_owned(),
            hour: "23".to_owned(),
            language: "ru".to_owned(),
            include_bots: true,
        };
        let query = Form::parse(&other.query());
        assert_eq!(ScheduleForm::new(&query, Language::En), other);
        assert_eq!(ScheduleForm::sent(&query), other);
    }

    #[test]
    fn a_schedule_needs_a_scope_and_a_frequency_and_has_an_hour() {
        let new = |query: &str| {
            let form = ScheduleForm::sent(&Form::parse(query));
            form.new_schedule().map(|new| new.hour)
        };
        assert_eq!(new("frequency=daily"), Err("scope"));
        assert_eq!(new("scope=all&frequency=hourly"), Err("frequency"));
        assert_eq!(new("scope=all&frequency=daily&hour=7"), Ok(7));
        assert_eq!(new("scope=all&frequency=daily&hour=x"), Ok(u8::MAX));
    }
}
