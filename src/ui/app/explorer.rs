//! The statistics of the documents, opened; and what the hands of the analyst do, told to the session that measures it.

use egui::{Context, Event};

use super::App;
use crate::session::{SearchSlot, Touches};
use crate::ui::dialogs::explorer::ExplorerDialog;

impl App {
    pub(super) fn open_explorer(&mut self, ctx: &Context) {
        self.commit_pending_edits();
        let dialog = ExplorerDialog::open(ctx, &mut self.session, &self.words);
        self.open_dialog(dialog);
    }

    /// Measures or not, as the settings say; what belongs to no project is kept beside them.
    pub(super) fn measure_effort(&mut self) {
        let home = self.settings_kept.file.path().and_then(std::path::Path::parent).map(std::path::Path::to_path_buf);
        self.session.measure_effort(self.settings.measure_effort, home.as_deref());
    }

    /// What came in with this frame, before anything is done about it.
    pub(super) fn tell_touches(&mut self, ctx: &Context) {
        let touches = ctx.input(|input| {
            let mut touches = Touches { now: input.time, ..Touches::default() };
            for event in &input.events {
                match event {
                    // A key that is held down was pressed once.
                    Event::Key { pressed: true, repeat: false, .. } => touches.keys += 1,
                    Event::PointerButton { pressed: true, .. } => touches.clicks += 1,
                    Event::Key { .. }
                    | Event::PointerButton { .. }
                    | Event::PointerMoved(_)
                    | Event::MouseWheel { .. }
                    | Event::Text(_)
                    | Event::Ime(_)
                    | Event::Copy
                    | Event::Cut
                    | Event::Paste(_) => {}
                    _ => continue,
                }
                touches.any = true;
            }
            touches
        });
        self.session.touched(touches);
        let proposed = self.dialog.is_some() && !self.session.findings(SearchSlot::Proposals).places.is_empty();
        self.session.proposals_shown(proposed);
    }
}
