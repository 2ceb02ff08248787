use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::vec;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use korotko_core::click::{Click, Day};

use crate::disk::{Segment, private_file};
use crate::format::{Decoder, Next, header};

/// The extension of archived files.
const EXTENSION: &str = ".clicks.gz";

/// The extension of a file that is being written.
const UNFINISHED: &str = ".unfinished";

/// Where single clicks are kept after they are counted, and for how long.
#[derive(Debug, Clone)]
pub struct ArchiveOptions {
    /// The folder. A missing folder is created, for the current user only.
    pub folder: PathBuf,
    /// The number of days after counting; 0 keeps nothing.
    pub days: u32,
}

impl ArchiveOptions {
    /// Archives a counted file. Idempotent.
    pub(crate) fn add(&self, segment: &Segment, today: Day) -> io::Result<()> {
        if self.days == 0 {
            return Ok(());
        }
        create_folder(&self.folder)?;
        let name = format!("{}-{}{EXTENSION}", date(today), segment.id);
        let unfinished = self.folder.join(format!("{}{UNFINISHED}", segment.id));
        let file = private_file()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&unfinished)?;
        let mut encoder = GzEncoder::new(file, Compression::fast());
        encoder.write_all(&segment.read(0, segment.end())?)?;
        encoder.finish()?.sync_all()?;
        fs::rename(unfinished, self.folder.join(name))
    }

    /// Removes files whose days are over.
    pub(crate) fn remove_old(&self, today: Day) -> io::Result<()> {
        let oldest = date(Day(today.0 - i64::from(self.days)));
        for file in files(&self.folder)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if *name < *oldest {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }
}

/// The clicks in an archive folder, file by file, oldest day first. Damaged records are skipped.
#[derive(Debug)]
pub struct ClickArchive(vec::IntoIter<PathBuf>);

impl ClickArchive {
    /// Opens the archive in this folder; a missing folder is an empty archive.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut files = files(folder)?;
        files.sort();
        Ok(Self(files.into_iter()))
    }
}

impl Iterator for ClickArchive {
    type Item = io::Result<Vec<Click>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|file| read(&file))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// The number of files.
impl ExactSizeIterator for ClickArchive {}

fn read(file: &Path) -> io::Result<Vec<Click>> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(File::open(file)?).read_to_end(&mut bytes)?;
    let records = bytes.get(header::LENGTH..).unwrap_or_default();
    let mut decoder = Decoder::new(records);
    let mut clicks = Vec::new();
    loop {
        match decoder.next() {
            Next::Click(_, click) => clicks.push(click),
            Next::Broken if decoder.find_record() => {}
            Next::Broken | Next::End => return Ok(clicks),
        }
    }
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths = entries.map(|entry| Ok(entry?.path()));
    let paths = paths.collect::<io::Result<Vec<_>>>()?;
    let is_ours = |path: &PathBuf| path.to_string_lossy().ends_with(EXTENSION);
    Ok(paths.into_iter().filter(is_ours).collect())
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A date whose text sorts by time.
fn date(day: Day) -> String {
    let start = day.first_quarter().start();
    start.format("%Y-%m-%d").to_string()
}
