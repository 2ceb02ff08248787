//! A disk that a test can fill.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::program::Process;

/// The file that fills the disk.
const FILLER: &str = "filler";

/// A folder on a small disk of its own; or on any disk, with a limit on the size of files while it is "full".
pub struct SmallDisk {
    folder: TempDir,
    mounted: bool,
}

impl SmallDisk {
    /// A mounted disk of this size in MiB; the other kind where mounting is not allowed.
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

    /// A limit on the size of files, at which the process gets an I/O error.
    pub fn limited() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            mounted: false,
        }
    }

    /// Whether it is a disk of its own.
    pub fn is_mounted(&self) -> bool {
        self.mounted
    }

    /// The data folder on the disk, which the program creates.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Fills the disk.
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

    /// Frees the disk.
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
            // Also while an ending process still has files open there.
            let mut unmount = Command::new("umount");
            let _: std::io::Result<_> = unmount.arg("--lazy").arg(self.folder.path()).status();
        }
    }
}
