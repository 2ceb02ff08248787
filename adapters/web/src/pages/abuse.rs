//! `/abuse`: a report that a short link does harm, from anybody.

use askama::Template;
use http::header::HeaderName;
use korotko_core::abuse::{AbuseCategory, NewAbuseReport};

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::pages::home::with_scheme;
use crate::pages::sheet;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

const PATH: &str = "/abuse";

/// What `done` is in the query after a report was accepted.
const REPORTED: &str = "reported";

#[derive(Template)]
#[template(path = "abuse.html")]
struct AbusePage<'a> {
    frame: Frame<'a>,
    form: AbuseForm,
    categories: Vec<Choice>,
    errors: FormErrors,
}

/// The fields of a report, as a form shows and sends them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct AbuseForm {
    /// The short URL.
    url: String,
    /// The name of the category.
    category: String,
    text: String,
    email: String,
}

/// A category that can be chosen.
#[derive(Debug)]
struct Choice {
    name: &'static str,
    /// The key of its name.
    key: &'static str,
    /// The key of the sentence that says what it means.
    about: &'static str,
    is_chosen: bool,
}

/// The form; after a report was accepted, what happens next.
pub(crate) fn show(visit: &Visit<'_>) -> Reply {
    let query = visit.request.query();
    if query.text("done") == REPORTED {
        let (title, text) = (visit.text("abuse-sent-title"), visit.text("abuse-sent"));
        return sheet::show(visit, title, text, None);
    }
    let form = AbuseForm {
        url: query.text("url").to_owned(),
        ..AbuseForm::default()
    };
    page(visit, form, FormErrors::default())
}

/// Reports a link to the operator.
pub(crate) async fn report(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = AbuseForm::sent(&visit.request.form());
    let Some(new) = form.new_report() else {
        let errors = FormErrors::unreadable(visit, "category", "rule-category");
        return Ok(page(visit, form, errors));
    };
    let reports = &visit.site.korotko.abuse_reports;
    match reports.report_link(&new, visit.request.client).await {
        Ok(()) => Ok(Reply::see_other(&format!("{PATH}?done={REPORTED}"))),
        Err(error) => {
            let errors = FormErrors::read(visit, error)?;
            let rule = visit.text("rule-short-url");
            Ok(page(visit, form, errors.reworded("url", rule)))
        }
    }
}

fn page(visit: &Visit<'_>, form: AbuseForm, errors: FormErrors) -> Reply {
    let categories = AbuseCategory::ALL.into_iter();
    let page = Reply::page(&AbusePage {
        frame: Frame::new(visit, visit.text("abuse-title")),
        categories: categories.map(|category| form.choice(category)).collect(),
        form,
        errors,
    });
    page.with(HeaderName::from_static("x-robots-tag"), "noindex")
}

impl AbuseForm {
    /// The fields that were sent.
    fn sent(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        Self {
            url: text("url"),
            category: text("category"),
            text: text("text"),
            email: text("email"),
        }
    }

    /// The report; `None` if its category is none.
    fn new_report(&self) -> Option<NewAbuseReport> {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Some(NewAbuseReport {
            url: with_scheme(&self.url),
            category: AbuseCategory::from_name(&self.category)?,
            text: given(&self.text),
            reporter: given(&self.email),
        })
    }

    fn choice(&self, category: AbuseCategory) -> Choice {
        let (key, about) = keys(category);
        Choice {
            name: category.name(),
            key,
            about,
            is_chosen: self.category == category.name(),
        }
    }
}

/// The key of the name of a category.
pub(crate) fn category_key(category: AbuseCategory) -> &'static str {
    keys(category).0
}

/// The keys of the name of a category, and of what it means.
fn keys(category: AbuseCategory) -> (&'static str, &'static str) {
    match category {
        AbuseCategory::Phishing => ("abuse-phishing", "abuse-phishing-about"),
        AbuseCategory::Malware => ("abuse-malware", "abuse-malware-about"),
        AbuseCategory::Spam => ("abuse-spam", "abuse-spam-about"),
        AbuseCategory::Illegal => ("abuse-illegal", "abuse-illegal-about"),
        AbuseCategory::Other => ("abuse-other", "abuse-other-about"),
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::abuse::{AbuseCategory, NewAbuseReport};

    use super::AbuseForm;
    use crate::request::Form;

    fn sent(query: &str) -> Option<NewAbuseReport> {
        AbuseForm::sent(&Form::parse(query)).new_report()
    }

    #[test]
    fn empty_fields_are_no_text_and_no_reporter() {
        let url = "https://short.example/promo";
        let report = NewAbuseReport {
            url: url.to_owned(),
            category: AbuseCategory::Spam,
            text: None,
            reporter: None,
        };
        for typed in [url, "short.example/promo"] {
            let fields = format!("url=+{typed}+&category=spam&text=+&email=");
            assert_eq!(sent(&fields), Some(report.clone()), "{typed}");
        }
        let complete = NewAbuseReport {
            text: Some("One\r\ntwo".to_owned()),
            reporter: Some("bob@example.com".to_owned()),
            ..report
        };
        let fields = format!("url={url}&category=spam&text=One%0D%0Atwo&email=bob@example.com");
        assert_eq!(sent(&fields), Some(complete));
    }

    #[test]
    fn a_report_has_a_category() {
        for fields in ["url=x", "url=x&category=", "url=x&category=boring"] {
            assert_eq!(sent(fields), None, "{fields}");
        }
    }

    #[test]
    fn the_chosen_category_stays_chosen() {
        let form = AbuseForm::sent(&Form::parse("category=malware"));
        let categories = AbuseCategory::ALL.into_iter();
        let chosen = categories.filter(|category| form.choice(*category).is_chosen);
        assert_eq!(chosen.collect::<Vec<_>>(), [AbuseCategory::Malware]);
    }
}
