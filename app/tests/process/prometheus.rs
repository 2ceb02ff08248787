//! Debian's Prometheus, and its tool.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use crate::client::Client;
use crate::program::{eventually, until};

/// The folder of the rules.
pub const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/prometheus");

/// A running Prometheus that scrapes every second, with our rules; killed when dropped.
pub struct Prometheus {
    client: Client,
    process: Child,
    _folder: TempDir,
}

impl Prometheus {
    /// Scrapes these targets, each a host and a port.
    pub async fn scraping(targets: &[String]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("prometheus.yml"), settings(targets)).expect("a file");
        let address = free_address();
        let process = Command::new("prometheus")
            .arg("--config.file=prometheus.yml")
            .arg("--storage.tsdb.path=data")
            .arg(format!("--web.listen-address={address}"))
            .arg("--log.level=warn")
            .current_dir(&folder)
            .stdin(Stdio::null())
            .spawn()
            .expect("Prometheus is installed: run the tests by scripts/test.sh");
        let client = Client::new(address);
        let ready = async || {
            let ready = client.request(Method::GET, "/-/ready").send().await;
            ready.is_ok_and(|answer| answer.status().is_success())
        };
        until("Prometheus is ready", ready).await;
        Self {
            client,
            process,
            _folder: folder,
        }
    }

    /// The results of a query now, each with its labels and value.
    pub async fn query(&self, query: &str) -> Vec<Value> {
        let asked = self.client.request(Method::GET, "/api/v1/query");
        let answer = Answer::to(asked.query(&[("query", query)])).await;
        let answer = answer.with(200).json();
        answer["data"]["result"].as_array().unwrap().clone()
    }

    /// The rules, each with its state.
    pub async fn rules(&self) -> Vec<Value> {
        let answer = self.client.get("/api/v1/rules").await.with(200).json();
        let groups = answer["data"]["groups"].as_array().unwrap().iter();
        let rules = groups.flat_map(|group| group["rules"].as_array().unwrap());
        rules.cloned().collect()
    }

    /// Waits until every target was scraped this many times.
    pub async fn has_scraped(&self, targets: usize, times: u32) {
        let query = format!("sum_over_time(up{{job=\"korotko\"}}[1m]) >= {times}");
        eventually("the targets are scraped", async || {
            (self.query(&query).await.len() == targets).then_some(())
        })
        .await;
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        // It may have ended before.
        let _: std::io::Result<()> = self.process.kill();
        let _: std::io::Result<_> = self.process.wait();
    }
}

fn settings(targets: &[String]) -> String {
    let rules = Path::new(RULES).join("rules.yml");
    let rules = rules.display();
    format!(
        "global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}\n\
        rule_files: ['{rules}']\n\
        scrape_configs:\n\
        - job_name: korotko\n\
        \x20 static_configs: [{{targets: {targets:?}}}]\n"
    )
}

/// It cannot choose a port by itself and say which.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address")
}

/// Runs `promtool` with these arguments in the folder of the rules; must succeed.
pub fn promtool(arguments: &[&str], input: Stdio) {
    let mut promtool = Command::new("promtool");
    promtool.args(arguments).current_dir(RULES).stdin(input);
    let ended = promtool.output();
    let ended = ended.expect("Prometheus is installed: run the tests by scripts/test.sh");
    assert!(
        ended.status.success(),
        "{}{}",
        String::from_utf8_lossy(&ended.stdout),
        String::from_utf8_lossy(&ended.stderr)
    );
}
