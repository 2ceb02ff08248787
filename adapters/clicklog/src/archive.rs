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

/// The end of a file's name.
const EXTENSION: &str = ".clicks.gz";

/// What a file is called while it is written.
const UNFINISHED: &str = ".unfinished";

/// Where clicks are kept one by one after they were counted, and for how long.
#[derive(Debug, Clone)]
pub struct ArchiveOptions {
    /// The folder. It is made, for its owner alone, when it is missing.
    pub folder: PathBuf,
    /// For how many days after they were counted; with 0 they are not kept.
    pub days: u32,
}

impl ArchiveOptions {
    /// Keeps what stands in a file that is counted. To keep it once more changes nothing.
    pub(crate) fn keep(&self, segment: &Segment, today: Day) -> io::Result<()> {
        if self.days == 0 {
            return Ok(());
        }
        make_folder(&self.folder)?;
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

    /// Removes what was kept for long enough.
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

/// The clicks that a folder keeps, file by file, the oldest day first. What of a file cannot be read is passed over.
#[derive(Debug)]
pub struct ClickArchive(vec::IntoIter<PathBuf>);

impl ClickArchive {
    /// Of this folder; nothing where it is missing.
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
}

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

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// In the order of time also as texts.
fn date(day: Day) -> String {
    let start = day.first_quarter().start();
    start.format("%Y-%m-%d").to_string()
}
