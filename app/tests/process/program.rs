//! Starting and stopping the program.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use korotko_testkit::PAUSE;

use crate::lines::Lines;
use crate::listening::Listening;

pub use korotko_testkit::{DEADLINE, eventually, until};

/// Fails unless the text contains every part.
#[track_caller]
pub fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
}

/// Fails if the text contains any part.
#[track_caller]
pub fn assert_hides(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "{part} is in: {text}");
    }
}

/// How to start the program. The test's own `KOROTKO_` variables are not passed on.
#[derive(Clone)]
pub struct Program {
    arguments: Vec<String>,
    variables: BTreeMap<String, String>,
    folder: PathBuf,
    before: String,
    input: Option<PathBuf>,
}

/// The end of the program.
#[derive(Debug)]
pub struct Ended {
    /// `None` after a signal.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Program {
    /// The program with these arguments, separated by spaces, started in `folder`.
    pub fn new(arguments: &str, folder: &Path) -> Self {
        Self {
            arguments: arguments.split_whitespace().map(str::to_owned).collect(),
            variables: BTreeMap::new(),
            folder: folder.to_owned(),
            before: String::new(),
            input: None,
        }
    }

    /// The same program with other arguments.
    pub fn instead(mut self, arguments: &str) -> Self {
        self.arguments = arguments.split_whitespace().map(str::to_owned).collect();
        self
    }

    /// Uses the content of a file as standard input.
    pub fn reading(mut self, file: impl Into<PathBuf>) -> Self {
        self.input = Some(file.into());
        self
    }

    /// Sets a variable, whose name is given without `KOROTKO_`.
    pub fn with(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref().to_owned();
        self.variables.insert(format!("KOROTKO_{name}"), value);
        self
    }

    /// Removes a variable.
    pub fn without(mut self, name: &str) -> Self {
        self.variables.remove(&format!("KOROTKO_{name}"));
        self
    }

    /// Runs these shell commands first, such as `ulimit` or `exec` with other outputs.
    pub fn after(mut self, commands: &str) -> Self {
        commands.clone_into(&mut self.before);
        self
    }

    /// Starts it.
    pub fn start(&self) -> Process {
        let mut child = self.command().spawn().expect("the program can be started");
        let stdout = child.stdout.take().expect("a pipe");
        let stderr = child.stderr.take().expect("a pipe");
        Process {
            child,
            stdout: Lines::new(stdout),
            stderr: Lines::new(stderr),
        }
    }

    /// Starts it with a closed standard output.
    pub fn start_unread(&self) -> Process {
        let mut child = self.command().spawn().expect("the program can be started");
        drop(child.stdout.take());
        let stderr = child.stderr.take().expect("a pipe");
        Process {
            child,
            stdout: Lines::new(std::io::empty()),
            stderr: Lines::new(stderr),
        }
    }

    /// Starts it, and waits until it listens.
    pub async fn listen(&self) -> Listening {
        Listening::wait_for(self.start()).await
    }

    /// Runs it to its end.
    pub async fn run(&self) -> Ended {
        self.start().ended(DEADLINE).await
    }

    /// Runs it to its end, which must be a success; returns its output.
    pub async fn print(&self) -> String {
        let ended = self.run().await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended.stdout
    }

    /// Runs it to its end, which must have this exit code and no output; returns its error.
    pub async fn refused(&self, code: i32) -> String {
        let ended = self.run().await;
        let given = (&self.arguments, &self.variables);
        assert_eq!(ended.code, Some(code), "{given:?}: {ended:?}");
        assert_eq!(ended.stdout, "");
        ended.stderr
    }

    fn stdin(&self) -> Stdio {
        let file = self.input.as_ref();
        file.map_or_else(Stdio::null, |file| {
            File::open(file).expect("the input is there").into()
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new("sh");
        let then = format!("{}\nexec \"$0\" \"$@\"", self.before);
        command.args(["-c", &then, env!("CARGO_BIN_EXE_korotko")]);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("KOROTKO_") {
                command.env_remove(name);
            }
        }
        command
            .args(&self.arguments)
            .envs(&self.variables)
            .current_dir(&self.folder)
            .stdin(self.stdin())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// The running program; killed when dropped.
pub struct Process {
    child: Child,
    pub stdout: Lines,
    pub stderr: Lines,
}

impl Process {
    /// Sends a signal, named as in `TERM`.
    pub fn signal(&self, name: &str) {
        // The `kill` of the shell exists even without the package.
        let status = Command::new("sh")
            .args(["-c", "kill -s \"$0\" \"$1\"", name])
            .arg(self.child.id().to_string())
            .status();
        assert!(status.expect("a shell").success());
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its memory in KiB, by a name such as `VmRSS`.
    pub fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()));
        let status = status.expect("Linux");
        let line = status.lines().find(|line| line.starts_with(name));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.expect("a number").parse().expect("a number")
    }

    /// Changes one of its limits, such as `RLIMIT_NOFILE`.
    pub fn limit(&self, name: &str, soft: u64) {
        let change = "import resource, sys\n\
            pid, limit = int(sys.argv[1]), getattr(resource, sys.argv[2])\n\
            hard = resource.prlimit(pid, limit)[1]\n\
            resource.prlimit(pid, limit, (int(sys.argv[3]), hard))\n";
        let status = Command::new("python3")
            .args(["-c", change])
            .args([self.id().to_string(), name.to_owned(), soft.to_string()])
            .status();
        assert!(status.expect("python3 is there").success());
    }

    /// Kills it with SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("its end");
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("its state").is_none()
    }

    /// Waits for its end; fails the test if that takes longer than `limit`.
    pub async fn ended(mut self, limit: Duration) -> Ended {
        let end = async {
            loop {
                if let Some(status) = self.child.try_wait().expect("its state") {
                    return status;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        let status = tokio::time::timeout(limit, end).await;
        let Ok(status) = status else {
            panic!("it ran on for {limit:?}: {:#?}", self.stderr.so_far());
        };
        Ended {
            code: status.code(),
            stdout: self.stdout.whole(),
            stderr: self.stderr.whole(),
        }
    }

    /// Stops it with SIGTERM; it must end with success.
    pub async fn stop(self) -> Ended {
        self.signal("TERM");
        let ended = self.ended(DEADLINE).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended before.
        let _: std::io::Result<()> = self.child.kill();
        let _: std::io::Result<_> = self.child.wait();
    }
}
