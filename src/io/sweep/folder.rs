//! Setting up the folder of a sweep, and reading it.

use super::definition::Definition;
use super::error::{SweepError, failed};
use super::inputs::input_columns;
use super::journal::{Chunk, Journal, names, shard_of};
use crate::experiment::sweep::{Point, Shard};
use crate::io::place::{self, parent_of};
use crate::io::results::{self, PAGE, Replace, ResultsError};
use crate::io::tables::PACKAGE;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder of a sweep.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// What the sweep is.
    pub definition: Definition,
    /// Its points, in the order of the design.
    pub points: Vec<Point>,
}

impl Folder {
    /// Makes the folder of a sweep, or opens the one that is there. Points may come into the design or go: what has
    /// been run stays.
    ///
    /// # Errors
    /// If the folder is somebody else's or holds another sweep that may not be replaced, or cannot be written.
    pub fn set_up(
        path: &Path,
        definition: &Definition,
        points: &[Point],
        replace: Replace,
    ) -> Result<Folder, SweepError> {
        match results::prepare(path, &definition.scenario, replace) {
            // `--force` would not help: only a sweep's folder is begun anew.
            Err(ResultsError::OtherScenario { .. }) if read_definition(path)?.is_none() => {
                return Err(SweepError::NotASweep(path.into()));
            }
            prepared => prepared?,
        }
        let path = &place::real(path).map_err(ResultsError::from)?;
        let outputs = ["manifest.toml", "points.csv", "results.csv", "runs.csv", PACKAGE, PAGE];
        outputs.iter().try_for_each(|name| place::check_over(&path.join(name))).map_err(ResultsError::from)?;
        let manifest = definition.text().map_err(|error| failed(path)(io::Error::other(error)))?;
        let files = [("manifest.toml", manifest), ("points.csv", points_csv(&definition.factors, points))];
        let folder = Folder { path: path.into(), definition: definition.clone(), points: points.to_vec() };
        if !path.join("manifest.toml").exists() {
            make(path, &files)?;
        }
        if read_definition(path)?.is_none() {
            return Err(SweepError::NotASweep(path.into()));
        }
        let _alone = folder.lock()?;
        match read_definition(path)? {
            Some(there) if there.key() == definition.key() => {}
            Some(_) if replace == Replace::Any => {
                for (file, _) in folder.chunk_files()? {
                    fs::remove_file(&file).map_err(failed(&file))?;
                }
                for name in ["results.csv", "runs.csv", PACKAGE, PAGE] {
                    let file = path.join(name);
                    if file.exists() {
                        fs::remove_file(&file).map_err(failed(&file))?;
                    }
                }
            }
            Some(there) => {
                return Err(SweepError::OtherSweep { folder: path.into(), what: definition.differences(&there) });
            }
            None => return Err(SweepError::NotASweep(path.into())),
        }
        for (name, text) in &files {
            if fs::read(path.join(name)).map_err(failed(path))? != text.as_bytes() {
                folder.write(name, |file| file.write_all(text.as_bytes()))?;
            }
        }
        Ok(folder)
    }

    /// Opens the folder of a sweep.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(path: &Path) -> Result<Folder, SweepError> {
        let definition = read_definition(path)?.ok_or_else(|| SweepError::NoSweep(path.into()))?;
        let file = path.join("points.csv");
        let text = fs::read_to_string(&file).map_err(failed(&file))?;
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let paths: Vec<&str> = definition.factors.iter().map(String::as_str).collect();
        let header = csv.headers().map_err(|error| failed(&file)(error.into()))?.clone();
        let place = |path: &&str| header.iter().position(|name| name == *path);
        let places: Option<Vec<usize>> = paths.iter().map(place).collect();
        let Some(places) = places else { return Err(SweepError::Changed(file)) };
        let mut points = Vec::new();
        for record in csv.records() {
            let record = record.map_err(|error| failed(&file)(error.into()))?;
            let levels = places.iter().map(|place| record.get(*place).unwrap_or_default().to_owned());
            let point = Point::new(&paths, levels.collect());
            if Some(point.id.as_str()) != record.get(0) {
                return Err(SweepError::Changed(file));
            }
            points.push(point);
        }
        Ok(Folder { path: path.into(), definition, points })
    }

    fn chunk_folder(&self) -> PathBuf {
        self.path.join("chunks")
    }

    /// Waits until nobody else sets up or gathers here.
    pub(super) fn lock(&self) -> Result<File, SweepError> {
        let path = self.chunk_folder().join("lock");
        let file = File::options().create(true).append(true).open(&path).map_err(failed(&path))?;
        file.lock().map_err(failed(&path))?;
        Ok(file)
    }

    /// Writes a file under a temporary name and renames it when it is whole. The caller holds the lock.
    pub(super) fn write(
        &self,
        name: &str,
        content: impl FnOnce(&mut io::BufWriter<&File>) -> io::Result<()>,
    ) -> Result<(), SweepError> {
        let (part, whole) = (self.chunk_folder().join(format!("{name}.part")), self.path.join(name));
        let written = File::create(&part).and_then(|file| {
            let mut writer = io::BufWriter::with_capacity(1 << 18, &file);
            content(&mut writer)?;
            writer.flush()?;
            drop(writer);
            file.sync_all()?;
            fs::rename(&part, &whole)
        });
        written.map_err(|error| {
            let _ = fs::remove_file(&part);
            failed(&whole)(error)
        })
    }

    /// The chunks there are, with their shards, sorted by shard.
    fn chunk_files(&self) -> Result<Vec<(PathBuf, Shard)>, SweepError> {
        let chunks = self.chunk_folder();
        let mut found = Vec::new();
        for entry in fs::read_dir(&chunks).map_err(failed(&chunks))? {
            let entry = entry.map_err(failed(&chunks))?;
            found.extend(shard_of(&entry.file_name().to_string_lossy()).map(|shard| (entry.path(), shard)));
        }
        found.sort_by_key(|(path, shard)| (shard.of, shard.number, path.clone()));
        Ok(found)
    }

    /// All chunks with what they hold, sorted by shard.
    ///
    /// # Errors
    /// If one cannot be read or belongs to another sweep.
    pub fn chunks(&self) -> Result<Vec<Chunk>, SweepError> {
        self.chunk_files()?.into_iter().map(|(path, shard)| self.chunk(&path, shard)).collect()
    }

    fn chunk(&self, path: &Path, shard: Shard) -> Result<Chunk, SweepError> {
        let key = self.definition.key();
        match Chunk::read(path, &key, shard) {
            // Finished between our looking and our reading.
            Err(SweepError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                let whole = self.chunk_folder().join(&names(shard)[1]);
                Chunk::read(&whole, &key, shard)
            }
            read => read,
        }
    }

    /// Reads the chunk of a shard that we write to once more, in place of what was read of it before.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read_again(&self, chunks: &mut Vec<Chunk>, shard: Shard) -> Result<(), SweepError> {
        let part = self.chunk_folder().join(&names(shard)[0]);
        let chunk = self.chunk(&part, shard)?;
        // One that was closed bears the other name until it is written to again.
        chunks.retain(|before| before.path != part && (before.shard != shard || before.path.exists()));
        chunks.push(chunk);
        Ok(())
    }

    /// Whether the chunk of a shard is there and not closed.
    pub fn is_part(&self, shard: Shard) -> bool {
        self.chunk_folder().join(&names(shard)[0]).exists()
    }

    /// Opens the chunk of a shard for writing.
    ///
    /// # Errors
    /// If somebody else writes to it, or the file system says no.
    pub fn journal(&self, shard: Shard) -> Result<Journal, SweepError> {
        Journal::open(&self.chunk_folder(), &self.definition.key(), shard)
    }
}

/// Makes the folder whole or not at all; if another process is faster, its folder stands.
fn make(path: &Path, files: &[(&str, String)]) -> Result<(), SweepError> {
    let parent = parent_of(path);
    let beside = tempfile::Builder::new().prefix(".sim-sweep-").tempdir_in(&parent).map_err(failed(&parent))?;
    for (name, text) in files {
        fs::write(beside.path().join(name), text).map_err(failed(beside.path()))?;
    }
    fs::create_dir(beside.path().join("chunks")).map_err(failed(beside.path()))?;
    // Readable like any folder one makes oneself; temporary folders are private.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(beside.path(), fs::Permissions::from_mode(0o755)).map_err(failed(beside.path()))?;
    }
    match fs::rename(beside.path(), path) {
        Ok(()) => drop(beside.keep()),
        Err(_) if path.join("manifest.toml").exists() => {}
        Err(error) => return Err(failed(path)(error)),
    }
    Ok(())
}

/// The definition in a manifest: none if the folder has no manifest, or that of something else.
fn read_definition(path: &Path) -> Result<Option<Definition>, SweepError> {
    match fs::read_to_string(path.join("manifest.toml")) {
        Ok(text) => Ok(toml::from_str(&text).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(&path.join("manifest.toml"))(error)),
    }
}

/// The text of `points.csv`.
fn points_csv(factors: &[String], points: &[Point]) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let columns = input_columns(factors, points);
    let header = std::iter::once("point").chain(columns.iter().map(|column| column.name.as_str()));
    let mut rows = points.iter().enumerate().map(|(place, point)| {
        std::iter::once(point.id.as_str()).chain(columns.iter().map(move |column| column.values[place].as_str()))
    });
    let written: csv::Result<()> =
        csv.write_record(header).and_then(|()| rows.try_for_each(|row| csv.write_record(row)));
    written.expect("as many levels as factors");
    String::from_utf8(csv.into_inner().expect("in memory")).expect("written from texts")
}
