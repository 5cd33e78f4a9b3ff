//! The primary selection of X11 and Wayland: what is selected on the page is pasted elsewhere with the middle button, without
//! being copied. Other systems have none.
//!
//! The display server is asked on a thread of its own: no frame waits for it. Source: ICCCM, section 2.6.1.

use std::ops::Range;

use crate::model::TextSelection;
use crate::session::EntryId;

/// The longest selection that is offered, in bytes of UTF-8: who selects a whole book to read on does not mean to paste it.
const MAX_BYTES: usize = 1 << 20;

/// Gives texts to other programs.
type Offer = Box<dyn Fn(String)>;

/// What the window offers, and what it was made of.
#[derive(Default)]
pub(super) struct PrimarySelection {
    offer: Option<Offer>,
    seen: Option<(EntryId, TextSelection)>,
}

impl PrimarySelection {
    /// The one of the system; one that offers nothing where there is none.
    pub(super) fn of_the_system() -> Self {
        PrimarySelection { offer: system::connect(), seen: None }
    }

    /// One that gives what is selected to `offer`.
    pub(super) fn offering(offer: impl Fn(String) + 'static) -> Self {
        PrimarySelection { offer: Some(Box::new(offer)), seen: None }
    }

    /// Offers what is selected, once for each selection; to be asked when no button of the mouse is down. An empty selection
    /// leaves what was offered before.
    pub(super) fn take(&mut self, id: EntryId, selection: &TextSelection, text: &str) {
        let Some(offer) = &self.offer else { return };
        if selection.is_empty() || self.seen.as_ref().is_some_and(|(of, seen)| *of == id && seen == selection) {
            return;
        }
        self.seen = Some((id, selection.clone()));
        let pieces: Vec<Range<usize>> = selection.pieces().collect();
        if pieces.iter().map(ExactSizeIterator::len).sum::<usize>() <= MAX_BYTES {
            offer(pieces.into_iter().map(|range| &text[range]).collect::<Vec<_>>().join("\n"));
        }
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::sync::mpsc::channel;

    use arboard::{Clipboard, LinuxClipboardKind, SetExtLinux as _};

    pub(super) fn connect() -> Option<super::Offer> {
        let (texts, offered) = channel::<String>();
        let serve = move || {
            let mut clipboard = None;
            for text in offered {
                if clipboard.is_none() {
                    clipboard = Clipboard::new().ok();
                }
                // A display server without a primary selection loses nothing: the text can still be copied.
                let Some(clipboard) = &mut clipboard else { return };
                let _ = clipboard.set().clipboard(LinuxClipboardKind::Primary).text(text);
            }
        };
        std::thread::Builder::new().name("hashiya-primary".into()).spawn(serve).ok()?;
        Some(Box::new(move |text| drop(texts.send(text))))
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn connect() -> Option<super::Offer> {
        None
    }
}
