//! A disk that is full whenever a test wants it.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::program::Process;

/// What fills it.
const FILLER: &str = "filler";

/// A folder on a small disk of its own; or on any disk, where a process is not allowed to write files while it is "full".
pub struct SmallDisk {
    folder: TempDir,
    mounted: bool,
}

impl SmallDisk {
    /// A disk of so many MiB, mounted for the test. Where that is not allowed, the other kind.
    pub fn mounted(mebibytes: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = format!("size={mebibytes}m,mode=700");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "korotko-test"])
            .arg(folder.path())
            .output();
        let mounted = mount.is_ok_and(|mount| mount.status.success());
        Self { folder, mounted }
    }

    /// No disk: a limit on the size of files, at which the process gets an I/O error.
    pub fn limited() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            mounted: false,
        }
    }

    /// The data folder on it, which the program makes.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// From now on the process can write nothing more.
    pub fn fill(&self, process: &Process) {
        if !self.mounted {
            return process.limit("RLIMIT_FSIZE", 0);
        }
        let mut filler = OpenOptions::new();
        let filler = filler.create(true).append(true);
        let mut filler: File = filler.open(self.filler()).expect("a file");
        let block = [0; 4096];
        while filler.write_all(&block).is_ok() {}
    }

    /// There is room again.
    pub fn free(&self, process: &Process) {
        if !self.mounted {
            return process.limit("RLIMIT_FSIZE", 1 << 40);
        }
        std::fs::remove_file(self.filler()).expect("the filler");
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join(FILLER)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if self.mounted {
            // Also while a process that is about to end has files open there.
            let mut unmount = Command::new("umount");
            let _: std::io::Result<_> = unmount.arg("--lazy").arg(self.folder.path()).status();
        }
    }
}
