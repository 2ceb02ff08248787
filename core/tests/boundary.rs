//! The domain stays a library: it depends only on the allowed crates, and a crate of another workspace can use it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CORE: &str = env!("CARGO_MANIFEST_DIR");

fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).arg("--offline").current_dir(folder);
    cargo.output().unwrap()
}

fn stdout(output: Output) -> String {
    String::from_utf8(output.stdout).unwrap()
}

fn stderr(output: Output) -> String {
    String::from_utf8(output.stderr).unwrap()
}

/// The direct dependencies of the domain with these features.
fn dependencies(features: &str) -> BTreeSet<String> {
    let flags = "tree --locked -p korotko-core -e normal --depth 1 --prefix none --format {p}";
    let mut arguments: Vec<&str> = flags.split(' ').collect();
    arguments.extend(["--features", features]);
    let output = cargo(Path::new(CORE), &arguments);
    assert!(output.status.success(), "{}", stderr(output));
    let tree = stdout(output);
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let names = names.filter(|name| !name.is_empty() && *name != "korotko-core");
    names.map(str::to_owned).collect()
}

fn allowed() -> BTreeSet<String> {
    let list = fs::read_to_string(Path::new(CORE).join("tests/dependencies.txt")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_domain_depends_on_the_allowed_crates_alone() {
    let (used, allowed) = (dependencies(""), allowed());
    let new: Vec<_> = used.difference(&allowed).collect();
    let gone: Vec<_> = allowed.difference(&used).collect();
    assert!(
        new.is_empty(),
        "korotko-core now depends on {new:?}. What touches the world belongs into an adapter, behind a port. If the domain \
         itself cannot do without it, add it to core/tests/dependencies.txt with the reason."
    );
    assert!(
        gone.is_empty(),
        "korotko-core no longer depends on {gone:?}: remove that from core/tests/dependencies.txt."
    );
}

#[test]
fn the_mock_feature_adds_mockall_alone() {
    let mut with_mocks = dependencies("");
    with_mocks.insert("mockall".to_owned());
    assert_eq!(dependencies("mock"), with_mocks);
}

/// A workspace of two crates that depends on the domain by its path, as an embedder's does.
fn embedder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("embedder");
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let manifest = |name: &str, dependencies: &str| {
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n{dependencies}")
    };
    write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"plain\", \"tested\"]\n",
    );
    // The versions with which Korotko is tested.
    fs::copy(
        Path::new(CORE).join("../Cargo.lock"),
        folder.join("Cargo.lock"),
    )
    .unwrap();
    let plain = format!("[dependencies]\nkorotko-core = {{ path = {CORE:?} }}\n");
    write("plain/Cargo.toml", &manifest("plain", &plain));
    write("plain/src/main.rs", PLAIN);
    write("plain/src/bin/mocks.rs", MOCKS_WITHOUT_THE_FEATURE);
    let tested = format!(
        "{plain}\n[dev-dependencies]\nkorotko-core = {{ path = {CORE:?}, features = [\"mock\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    );
    write("tested/Cargo.toml", &manifest("tested", &tested));
    write("tested/src/lib.rs", TESTED);
    folder
}

const PLAIN: &str = r#"
use korotko_core::PublicUrl;
use korotko_core::fault::FaultKind;
use korotko_core::link::{Slug, TargetUrl};

fn main() {
    let own = PublicUrl::parse("https://short.example").unwrap();
    let target = TargetUrl::parse("HTTPS://Example.com", own.as_url()).unwrap();
    let slug = Slug::parse("promo").unwrap();
    println!("{} {target} {:?}", own.path(slug.as_str()), FaultKind::Gone);
}
"#;

const MOCKS_WITHOUT_THE_FEATURE: &str = "fn main() { korotko_core::mock::MockPorts::default(); }";

const TESTED: &str = r#"
use korotko_core::link::{Links, Namespace};

pub async fn is_known(links: &Links, slug: &str) -> bool {
    links.resolve(Namespace::Global, slug, None).await.is_ok()
}

#[cfg(test)]
mod tests {
    use korotko_core::mock::{MockPorts, sample};

    #[tokio::test]
    async fn a_code_that_leads_somewhere_is_known() {
        let mut mocks = MockPorts::default();
        mocks.route_finder.expect_find_route().returning(|_, slug| {
            Ok((slug.as_str() == "promo").then(|| sample::link().into()))
        });
        let links = mocks.korotko().links;
        assert!(super::is_known(&links, "promo").await);
        assert!(!super::is_known(&links, "nobody").await);
    }
}
"#;

/// One test, because the steps share their build.
#[test]
fn another_workspace_embeds_the_domain_and_tests_with_its_mocks() {
    let folder = embedder();
    let target = folder.join("target");
    let cargo = |arguments: &[&str]| {
        let target = ["--target-dir", target.to_str().unwrap()];
        let mut output = cargo(
            &folder,
            &[&arguments[..1], &target, &arguments[1..]].concat(),
        );
        (
            output.status.success(),
            std::mem::take(&mut output.stdout),
            stderr(output),
        )
    };

    let (runs, printed, errors) = cargo(&["run", "-p", "plain", "--bin", "plain"]);
    assert!(runs, "{errors}");
    let expected = "https://short.example/promo https://example.com/ Gone\n";
    assert_eq!(String::from_utf8(printed).unwrap(), expected);

    let (builds, _, errors) = cargo(&["build", "-p", "plain", "--bin", "mocks"]);
    assert!(!builds, "the mocks are there without the feature `mock`");
    assert!(errors.contains("korotko_core::mock"), "{errors}");

    let (passes, printed, errors) = cargo(&["test", "-p", "tested", "--lib"]);
    let printed = String::from_utf8(printed).unwrap();
    assert!(passes, "{printed}{errors}");
    assert!(printed.contains("1 passed"), "{printed}");
}
