/// The export of traces, as given.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Traces")]
pub struct TraceArgs {
    #[arg(
        long,
        env = "KOROTKO_OTLP_ENDPOINT",
        value_name = "URL",
        help = "The URL of a collector of traces by OTLP over HTTP, such as http://127.0.0.1:4318 [default: none]"
    )]
    pub otlp_endpoint: Option<String>,

    /// The share of requests that is traced, from 0 to 1
    #[arg(long, env = "KOROTKO_TRACE_SAMPLE")]
    #[arg(value_name = "RATIO", default_value = "1")]
    pub trace_sample: String,
}
