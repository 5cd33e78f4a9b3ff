//! How the window was left: its size and place, the widths of its panels, what was open in it. The next start goes on there.
//!
//! A comfort and not work: a file of it that cannot be read is as good as none, and is written anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk;
use super::error::{LoadError, NotOurs, SaveError};
use super::header::{self, FileKind};
use super::own_file;
use super::unique::parse;

/// Bytes. A few hundred paths.
const MAX_BYTES: u64 = 1 << 20;
/// Files and folders that are opened again.
const MAX_OPENED: usize = 256;
/// Logical pixels: no screen is larger, and beyond it a file is damaged.
const MAX_PIXELS: f32 = 20_000.0;

/// How the window was left. Lengths in logical pixels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WindowState {
    /// Width and height of what is inside its frame.
    pub size: Option<(f32, f32)>,
    /// Where its frame begins on the desktop. Some systems do not say.
    pub position: Option<(f32, f32)>,
    pub maximized: bool,
    pub documents_width: Option<f32>,
    pub labels_width: Option<f32>,
    /// Files and folders that were opened by a person, in that order.
    pub opened: Vec<PathBuf>,
    /// The file of the document that was on the page.
    pub shown: Option<PathBuf>,
    /// What was last chosen in the export dialog, each by its name.
    pub export: Option<LastExport>,
    /// What the list of documents is sorted by, with `-` before it where the last is first. An older Hashiya does not know it, so it
    /// is written only where it is not as usual.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub documents_sort: String,
    /// The list of documents has one line for each, without counts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub documents_brief: bool,
    /// The guidelines are shown beside the page, so wide.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guidelines: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guidelines_width: Option<f32>,
}

/// How a dataset was last written. Names that are not known any more are as good as none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LastExport {
    pub format: String,
    pub documents: String,
    pub clitics: String,
    /// What was chosen beside these, by the names of the options on the command line; only what is not as usual. An older
    /// Hashiya knows none, so none are written where there are none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Window")]
struct FileV1 {
    version: u32,
    window: WindowState,
}

/// Where the state is kept.
#[derive(Clone, Debug, Default)]
pub struct WindowFile {
    /// `None`: it lasts as long as the window.
    path: Option<PathBuf>,
}

impl WindowFile {
    /// The file `window.ron` in `folder` and what it says. A newer Hashiya's file is left alone.
    pub fn in_folder(folder: Option<&Path>) -> (WindowFile, WindowState) {
        let Some(path) = folder.map(|folder| folder.join("window.ron")) else { return Default::default() };
        match read(&path) {
            Ok(state) => (WindowFile { path: Some(path) }, state),
            Err(LoadError::NewerVersion { .. }) => Default::default(),
            Err(_) => (WindowFile { path: Some(path) }, WindowState::default()),
        }
    }

    /// Writes it, whole or not at all. Paths that are not Unicode cannot be written as RON and are left out.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self, state: &WindowState) -> Result<(), SaveError> {
        let Some(path) = &self.path else { return Ok(()) };
        let mut window = state.clone();
        window.opened.retain(|path| path.to_str().is_some());
        window.opened.truncate(MAX_OPENED);
        window.shown = window.shown.filter(|path| path.to_str().is_some());
        let config = ron::ser::PrettyConfig::default().depth_limit(3).new_line("\n");
        let file = FileV1 { version: header::VERSION, window };
        own_file::write(path, ron::Options::default().to_string_pretty(&file, config))
    }
}

/// Whether the file at `path` holds a window's state that can be read.
///
/// # Errors
/// Where it cannot be read.
pub fn check(path: &Path) -> Result<(), LoadError> {
    read(path).map(|_| ())
}

fn read(path: &Path) -> Result<WindowState, LoadError> {
    let bytes = disk::read(path, MAX_BYTES)?;
    let (source, kind) = header::open(path, &bytes)?;
    if kind != FileKind::Window {
        let what = NotOurs::Holds { found: kind, wanted: FileKind::Window };
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what });
    }
    let FileV1 { mut window, .. } = parse(path, source)?;
    // Numbers that no screen can show give way.
    let length = |value: &f32| value.is_finite() && (1.0..MAX_PIXELS).contains(value);
    let place = |value: &f32| value.is_finite() && value.abs() < MAX_PIXELS;
    window.size = window.size.filter(|(width, height)| length(width) && length(height));
    window.position = window.position.filter(|(x, y)| place(x) && place(y));
    window.documents_width = window.documents_width.filter(length);
    window.labels_width = window.labels_width.filter(length);
    window.opened.truncate(MAX_OPENED);
    Ok(window)
}
