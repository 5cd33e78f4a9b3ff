//! What is said to the analyst, kept as what it is about: it is put into words when it is shown, in the language of that
//! moment.

use std::fmt;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::l10n::Localize;
use super::localizer::Localizer;
use super::widgets::Tone;

/// A message that is still to be put into words.
#[derive(Clone)]
pub struct Message(Content);

#[derive(Clone)]
enum Content {
    Localized(Rc<dyn Fn(&Localizer) -> String>),
    /// In the words of one language, or of none.
    Fixed(String),
}

impl Message {
    pub fn new(words: impl Fn(&Localizer) -> String + 'static) -> Self {
        Message(Content::Localized(Rc::new(words)))
    }

    /// The words of a message without variables.
    pub fn message_id(key: &'static str) -> Self {
        Message::new(move |words| words.get(key))
    }

    /// An error, or whatever else can be told.
    pub fn localized(what: impl Localize + 'static) -> Self {
        Message::new(move |words| what.localized(words))
    }

    /// Whether it would stay in its language when the window speaks another.
    pub fn is_fixed(&self) -> bool {
        matches!(self.0, Content::Fixed(_))
    }
}

impl Localize for Message {
    fn localized(&self, words: &Localizer) -> String {
        match &self.0 {
            Content::Localized(localize) => localize(words),
            Content::Fixed(text) => text.clone(),
        }
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Message(Content::Fixed(text))
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Message(Content::Fixed(text.to_owned()))
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Localized(_) => f.write_str("Message(..)"),
            Content::Fixed(text) => write!(f, "Message({text:?})"),
        }
    }
}

/// What the status bar says: it goes with the next action, or when it was long enough there to be read.
#[derive(Clone, Debug)]
pub struct StatusMessage {
    pub message: Message,
    pub tone: Tone,
    /// Another for each that is said.
    pub number: u64,
    /// Seconds of egui's clock at which it goes; `None` before it was shown.
    until: Option<f64>,
}

/// Seconds for which a text is to be seen so that somebody who works meanwhile notices it and reads it at leisure.
pub fn reading_seconds(text: &str) -> f64 {
    // Silent reading goes at about twenty letters a second; half of that for a second look.
    (NOTICE_SECONDS + text.chars().count() as f64 / 10.0).min(MAX_SECONDS)
}

/// Seconds until a message is noticed, and the longest that one stays.
const NOTICE_SECONDS: f64 = 4.0;
const MAX_SECONDS: f64 = 30.0;

impl StatusMessage {
    pub fn new(tone: Tone, message: Message) -> Self {
        static SAID: AtomicU64 = AtomicU64::new(1);
        StatusMessage { message, tone, number: SAID.fetch_add(1, Ordering::Relaxed), until: None }
    }

    /// Whether it is still to be shown; asks for the frame in which it goes.
    pub fn stays(&mut self, ctx: &egui::Context, words: &Localizer) -> bool {
        let now = ctx.input(|input| input.time);
        let until = *self.until.get_or_insert_with(|| now + reading_seconds(&self.message.localized(words)));
        ctx.request_repaint_after_secs((until - now).max(0.0) as f32);
        now < until
    }
}
