//! A file in, part by part; it lies beside its place where it is another one than lies there, out.

use super::{OutputError, Stage, stage::Staged, temporary::temporary};
use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// A file that is never in memory as a whole. As long as its parts are what lies there, nothing is
/// written.
#[derive(Debug)]
pub struct Sheet {
    path: String,
    place: PathBuf,
    /// Bytes so far.
    length: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    /// It is what lies there, as far as it goes.
    Same(BufReader<File>),
    /// It is not; None where nothing is written.
    Other(Option<BufWriter<NamedTempFile>>),
}

impl Stage {
    /// Begins a file; it is taken in with [`Stage::close`].
    pub fn begin(&self, path: &str) -> Result<Sheet, OutputError> {
        self.expects(path)?;
        let place = self.dir().join(path);
        let mut sheet = Sheet {
            path: path.to_owned(),
            length: 0,
            state: State::Other(None),
            place,
        };
        match File::open(&sheet.place) {
            Ok(there) => sheet.state = State::Same(BufReader::new(there)),
            Err(_) => self.differ(&mut sheet)?,
        }
        Ok(sheet)
    }

    /// Adds a part to a file.
    pub fn extend(&self, sheet: &mut Sheet, part: &[u8]) -> Result<(), OutputError> {
        if let State::Same(there) = &mut sheet.state
            && !goes_on_with(there, part)
        {
            self.differ(sheet)?;
        }
        if let State::Other(Some(beside)) = &mut sheet.state {
            let written = beside.write_all(part);
            written.map_err(|error| complain(&sheet.place, error))?;
        }
        sheet.length += part.len() as u64;
        Ok(())
    }

    /// Takes a file in that is complete.
    pub fn close(&self, mut sheet: Sheet) -> Result<(), OutputError> {
        if let State::Same(there) = &mut sheet.state {
            if there.read(&mut [0]).is_ok_and(|more| more == 0) {
                self.leave();
                return Ok(());
            }
            self.differ(&mut sheet)?;
        }
        let staged = match sheet.state {
            State::Other(Some(beside)) => {
                let file = beside.into_inner().map_err(io::IntoInnerError::into_error);
                let file = file.map_err(|error| complain(&sheet.place, error))?;
                Some(Staged::new(&sheet.path, sheet.place, file))
            }
            State::Other(None) | State::Same(_) => None,
        };
        self.take_in(sheet.path, staged);
        Ok(())
    }

    /// From here on it is another file: what it has in common with the one that lies there is copied.
    fn differ(&self, sheet: &mut Sheet) -> Result<(), OutputError> {
        if self.rehearses() {
            sheet.state = State::Other(None);
            return Ok(());
        }
        self.list()?;
        let begun = || {
            let folder = sheet.place.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            let mut beside = temporary(folder, &[])?;
            if sheet.length > 0 {
                let mut common = File::open(&sheet.place)?.take(sheet.length);
                io::copy(&mut common, &mut beside)?;
            }
            Ok(BufWriter::new(beside))
        };
        let beside = begun().map_err(|error| complain(&sheet.place, error))?;
        sheet.state = State::Other(Some(beside));
        Ok(())
    }
}

/// Whether this is what comes next there.
fn goes_on_with(there: &mut impl Read, part: &[u8]) -> bool {
    let mut next = Vec::with_capacity(part.len());
    let read = there.take(part.len() as u64).read_to_end(&mut next);
    read.is_ok() && next == part
}

fn complain(place: &Path, source: io::Error) -> OutputError {
    OutputError::Folder {
        folder: place.parent().unwrap_or(place).to_owned(),
        source,
    }
}
