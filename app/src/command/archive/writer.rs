use std::io::{self, Read};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use korotko_core::ports::Timestamp;
use tar::{Builder, EntryType, Header};

use super::{MANIFEST, Manifest};
use crate::command::atomic_file::AtomicFile;

/// Writes the file of a backup, completely or not at all, for its owner only.
pub(in crate::command) struct ArchiveWriter {
    tar: Builder<GzEncoder<AtomicFile>>,
    /// The time of all entries, in seconds since 1970.
    time: u64,
}

impl ArchiveWriter {
    pub(in crate::command) fn create(
        path: &Path,
        now: Timestamp,
        manifest: &Manifest,
    ) -> io::Result<Self> {
        let file = AtomicFile::create(path)?;
        let mut writer = Self {
            tar: Builder::new(GzEncoder::new(file, Compression::fast())),
            time: u64::try_from(now.timestamp()).unwrap_or_default(),
        };
        let manifest = serde_json::to_vec_pretty(manifest)?;
        writer.add(MANIFEST, manifest.len() as u64, &manifest[..])?;
        Ok(writer)
    }

    /// Adds an entry with the first `length` bytes of `content`, which must have as many.
    pub(in crate::command) fn add(
        &mut self,
        name: &str,
        length: u64,
        content: impl Read,
    ) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o600);
        header.set_mtime(self.time);
        header.set_size(length);
        let mut content = content.take(length);
        self.tar.append_data(&mut header, name, &mut content)?;
        if content.limit() > 0 {
            let shorter = format!("{name} became shorter while it was read");
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, shorter));
        }
        Ok(())
    }

    /// Moves the file to its path, durably.
    pub(in crate::command) fn finish(self) -> io::Result<()> {
        self.tar.into_inner()?.finish()?.finish()
    }
}
