use url::Url;

use super::config_errors::ConfigErrors;
use super::trace_args::TraceArgs;
use crate::traces::TraceSettings;

/// Where OTLP receives traces, below the endpoint.
const PATH: &str = "v1/traces";

/// The settings of traces; `None` if nothing is to be traced, or the settings are invalid. Traces start before everything else, so these
/// settings are read twice: the errors are told with those of the others.
pub(crate) fn read(args: &TraceArgs) -> Option<TraceSettings> {
    check(args, &mut ConfigErrors::default())
}

/// Reads the settings of traces, and adds their errors.
pub(super) fn check(args: &TraceArgs, errors: &mut ConfigErrors) -> Option<TraceSettings> {
    let sample = errors.check("KOROTKO_TRACE_SAMPLE", sample(&args.trace_sample));
    let endpoint = args.otlp_endpoint.as_deref()?;
    let endpoint = errors.check("KOROTKO_OTLP_ENDPOINT", endpoint_of(endpoint));
    let (endpoint, sample) = endpoint.zip(sample)?;
    Some(TraceSettings { endpoint, sample })
}

fn endpoint_of(text: &str) -> Result<String, &'static str> {
    if !cfg!(feature = "otlp") {
        return Err("needs a program that is built with the feature otlp");
    }
    let url = Url::parse(text.trim()).ok();
    let is_plain = |url: &Url| {
        url.scheme() == "http"
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    let mut url = url.filter(is_plain).ok_or(
        "must be a URL such as http://127.0.0.1:4318, of a collector near by, which passes traces on by https",
    )?;
    let path = format!("{}/{PATH}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Ok(url.into())
}

fn sample(text: &str) -> Result<f64, &'static str> {
    let ratio = text.trim().parse().ok();
    let ratio = ratio.filter(|ratio: &f64| (0.0..=1.0).contains(ratio));
    ratio.ok_or("must be a number from 0 to 1, such as 0.1 for a tenth")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(endpoint: &str, sample: &str) -> TraceArgs {
        TraceArgs {
            otlp_endpoint: Some(endpoint.to_owned()),
            trace_sample: sample.to_owned(),
        }
    }

    #[test]
    #[cfg(feature = "otlp")]
    fn spans_are_posted_below_the_endpoint() {
        for (endpoint, posted_to) in [
            ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
            ("http://[::1]:4318/", "http://[::1]:4318/v1/traces"),
            ("http://otel/x/", "http://otel/x/v1/traces"),
        ] {
            let read = read(&args(endpoint, " 0.25 ")).unwrap();
            assert_eq!((&*read.endpoint, read.sample), (posted_to, 0.25));
        }
    }

    #[test]
    #[cfg(not(feature = "otlp"))]
    fn an_endpoint_needs_a_program_that_traces() {
        let mut errors = ConfigErrors::default();
        let args = args("http://127.0.0.1:4318", "1");
        assert_eq!(check(&args, &mut errors), None);
        let said = errors.to_string();
        assert!(said.contains("KOROTKO_OTLP_ENDPOINT"), "{said}");
        assert!(said.contains("the feature otlp"), "{said}");
    }

    #[test]
    fn invalid_settings_are_all_refused() {
        for endpoint in [
            "",
            "127.0.0.1:4318",
            "https://otel.example",
            "http://ann:secret@otel",
            "http://otel/?x",
            "grpc://otel:4317",
        ] {
            for sample in ["", "-0.1", "1.1", "NaN", "10%"] {
                let mut errors = ConfigErrors::default();
                assert_eq!(check(&args(endpoint, sample), &mut errors), None);
                assert_eq!(errors.count(), 2, "{errors}");
            }
        }
    }

    #[test]
    fn nothing_is_traced_without_an_endpoint() {
        let none = TraceArgs {
            otlp_endpoint: None,
            trace_sample: "1".to_owned(),
        };
        assert_eq!(read(&none), None);
    }
}
