use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// How long `LibreOffice` may take; only a failure takes this long.
const DEADLINE_SECONDS: &str = "180";

/// Commas, quotes, UTF-8, from the first line on: the options of "Text - txt - csv", in this order.
const CSV: &str = "44,34,76,1";

/// The CSV (UTF-8) that `LibreOffice` Calc (Debian's `libreoffice-calc-nogui`) saves after opening a file, whose extension
/// tells its format. In a CSV file it reads numbers, dates and booleans like people with this language, by its LCID: 1033 is
/// English (United States).
pub fn saved_as_csv(file: &Path, language: u16) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, out) = (folder.path().join("profile"), folder.path().join("out"));
    // The shell script `soffice` starts two more processes; `timeout` ends them all.
    let mut command = Command::new("timeout");
    command
        .args(["--kill-after=10", DEADLINE_SECONDS, "soffice", "--headless"])
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ));
    if file.extension().is_some_and(|end| end == "csv") {
        let options = format!("{CSV},,{language},false,true");
        command.arg(format!("--infilter=Text - txt - csv (StarCalc):{options}"));
    }
    command
        .arg("--convert-to")
        .arg(format!("csv:Text - txt - csv (StarCalc):{CSV}"))
        .arg("--outdir")
        .arg(&out)
        .arg(file)
        .env("HOME", folder.path())
        .stdin(Stdio::null());
    let ended = command.output().expect("timeout, of coreutils");
    let saved = out.join(file.with_extension("csv").file_name().expect("a name"));
    fs::read(&saved).unwrap_or_else(|error| {
        panic!(
            "is Debian's libreoffice-calc-nogui installed? It saved nothing ({error}): {ended:?}"
        )
    })
}
