//! What stands over the page: a dialog is a value with its state, its look and what it does. The window holds one of them
//! and knows none of them.
//!
//! A dialog works on the session itself. What the window alone can do it asks for with a [`Request`]; what it waits for
//! reaches it as an [`Event`].

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::command::UiCommand;
use super::keymap::KeyMap;
use super::localizer::Localizer;
use super::message::Message;
use super::widgets::Tone;
use crate::model::LabelName;
use crate::session::{EntryId, SearchHit, SearchQuery, Session, SessionError, SessionEvent};
use crate::store::{Settings, WindowState};

/// A dialog, from when it is opened to when it closes.
pub trait Modal: Debug {
    /// Draws a frame and does what was decided in it.
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow;

    /// Something happened while the dialog is open.
    fn event(&mut self, event: &Event<'_>, cx: &mut UiContext<'_>) -> Flow {
        let _ = (event, cx);
        Flow::Open
    }

    /// Whether this is where a path is typed: what has been typed stays when the system shows no file dialog.
    fn takes_a_path(&self) -> bool {
        false
    }
}

/// What becomes of a dialog.
#[derive(Debug)]
pub enum Flow {
    Open,
    Close,
    /// Another dialog takes its place.
    Replace(Box<dyn Modal>),
}

impl Flow {
    pub fn replace(dialog: impl Modal + 'static) -> Flow {
        Flow::Replace(Box::new(dialog))
    }

    pub fn close_if(close: bool) -> Flow {
        if close { Flow::Close } else { Flow::Open }
    }
}

/// What a dialog may wait for.
#[derive(Debug)]
pub enum Event<'a> {
    Notice(&'a SessionEvent),
    /// The system's file dialog gave a path.
    Picked(FileDialogPurpose, &'a Path),
}

/// What a path is asked for, by the system's dialog or by a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileDialogPurpose {
    /// Files to be read.
    Open,
    OpenFolder,
    SaveAs,
    LoadSchema,
    SaveSchema,
    Export {
        folder: bool,
    },
    /// The text that changed under the annotations.
    NewText,
    /// A mended document, never over a file that is there.
    SaveMended,
    /// The folder for all documents that have no file yet.
    SaveNew,
    /// The folder of a new project.
    ProjectFolder,
    /// The schema of a new project.
    ProjectSchema,
    /// What documents of a project are made of.
    Sources {
        folder: bool,
    },
}

/// Whether the window or a document is on its way out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closing {
    #[default]
    No,
    /// The window closes once the input that came before has acted.
    AfterInput,
    /// Once the saves under way have ended well.
    WhenSaved(Closes),
    /// Nobody is asked any more.
    Now(Closes),
}

/// What is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closes {
    Window,
    /// The project that is open.
    Project,
    Document(EntryId),
}

/// What only the window can do. Carried out in order, once the dialog has had its frame.
#[derive(Debug)]
pub enum Request {
    Command(UiCommand),
    /// Say it in the status bar.
    Tell(Tone, Message),
    ChangeSettings(Box<Settings>),
    /// Show a place of any document, reading it where it is closed.
    GoTo(SearchHit),
    /// Scroll to the caret.
    FollowCaret,
    /// Carry these changes out and say how many they were.
    Apply(Vec<SearchHit>),
    /// Show places of any documents as a list beside the page, under a name.
    ShowPlaces(String, SearchQuery),
    /// Open files and folders; the samples are out of the way.
    Open(Vec<PathBuf>),
    /// Give a label to what is selected, or beside the one that is there.
    UseLabel {
        label: LabelName,
        further: bool,
    },
    /// Make a label of this name, and give it to what is selected.
    NewLabel {
        name: String,
        further: bool,
    },
    /// Divide a label by an attribute of it.
    SplitLabel(LabelName),
    AskPath(FileDialogPurpose),
    UsePath(FileDialogPurpose, PathBuf),
    /// The text of a document is another: its page is laid out anew.
    DropPage(EntryId),
    Close(Closing),
}

/// What a dialog works with.
pub struct UiContext<'a> {
    pub ctx: Context,
    pub session: &'a mut Session,
    pub settings: &'a Settings,
    pub words: Arc<Localizer>,
    pub keys: &'a KeyMap,
    /// How the window is left, for a dialog that begins as it was last closed.
    pub window: &'a mut WindowState,
    /// The commands that can be carried out now.
    pub enabled: &'a dyn Fn(UiCommand) -> bool,
    pub requests: &'a mut Vec<Request>,
}

impl UiContext<'_> {
    pub fn request(&mut self, request: Request) {
        self.requests.push(request);
    }

    pub fn tell(&mut self, tone: Tone, message: Message) {
        self.request(Request::Tell(tone, message));
    }

    /// Says why something was not done.
    pub fn tell_refusal(&mut self, done: Result<(), SessionError>) {
        if let Err(error) = done {
            self.tell(Tone::Warning, Message::localized(error));
        }
    }
}
