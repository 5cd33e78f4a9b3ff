//! Documents that left the project, to be brought back: found by a few letters, chosen one by one or all. What left last is
//! chosen at the beginning, so that Enter alone takes it back.

use std::collections::HashSet;

use egui::{Context, ScrollArea};

use super::{complaint, do_or_cancel};
use crate::session::{Pending, Session, SessionFailure};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::isolated;
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{BidiButton, BidiCheckbox, BidiLabel, BidiTextField, dialog, fuzzy, mirrored};
use crate::workspace::project::MovedDocument;

/// The dialog while it is open.
#[derive(Debug)]
pub struct BringBackDialog {
    found: Pending<Result<Vec<MovedDocument>, SessionFailure>>,
    /// The name of each, by folders; made once when they are found.
    names: Option<Vec<String>>,
    chosen: HashSet<usize>,
    typed: String,
    /// The rows of the names that the typed letters take, and for which letters they were looked for.
    shown: (String, Vec<usize>),
    opened: bool,
}

impl BringBackDialog {
    /// Has the folder looked through; `None` without a project.
    pub fn of(session: &mut Session) -> Option<Self> {
        Some(BringBackDialog {
            found: session.removed_documents()?,
            names: None,
            chosen: HashSet::new(),
            typed: String::new(),
            shown: (String::new(), Vec::new()),
            opened: false,
        })
    }

    /// Takes up what was found.
    fn name_found(&mut self, session: &Session) {
        let (None, Some(Ok(found))) = (&self.names, self.found.get()) else { return };
        let documents = session.project().map(|folder| folder.documents());
        let name = |moved: &MovedDocument| {
            let inner = documents.as_ref().and_then(|folder| moved.from.strip_prefix(folder).ok());
            inner.unwrap_or(&moved.from).with_extension("").display().to_string()
        };
        let last: HashSet<_> = session.last_removed().iter().map(|moved| &moved.to).collect();
        self.chosen = (0..found.len()).filter(|at| last.contains(&found[*at].to)).collect();
        self.shown = (String::new(), (0..found.len()).collect());
        self.names = Some(found.iter().map(name).collect());
    }

    /// Looks for the typed letters, once for each change of them.
    fn filter(&mut self) {
        let Some(names) = &self.names else { return };
        let typed = self.typed.trim();
        if self.shown.0 != typed {
            let takes = |at: &usize| typed.is_empty() || fuzzy::score(typed, &names[*at]).is_some();
            self.shown = (typed.to_owned(), (0..names.len()).filter(takes).collect());
        }
    }

    fn rows(&mut self, ui: &mut egui::Ui, ctx: &Context) {
        let Some(names) = &self.names else { return };
        let most = (ctx.content_rect().height() - 330.0).clamp(3.0 * ROW, 12.0 * ROW);
        ScrollArea::vertical().id_salt("removed").max_height(most).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            self.shown.1.len(),
            |ui, range| {
                for at in self.shown.1[range].iter().copied() {
                    let mut is_chosen = self.chosen.contains(&at);
                    if ui.add(BidiCheckbox::new(&mut is_chosen, &isolated(&names[at]))).changed() {
                        match is_chosen {
                            true => self.chosen.insert(at),
                            false => self.chosen.remove(&at),
                        };
                    }
                }
            },
        );
    }
}

impl Modal for BringBackDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let (ctx, words) = (cx.ctx.clone(), cx.words.clone());
        self.name_found(cx.session);
        let (mut brings, mut cancels, mut submits) = (false, false, false);
        let (_, close) = dialog(&ctx, "removed", &words.get("removed-title"), 520.0, |ui| {
            match self.found.get() {
                None => {
                    ui.add(BidiLabel::new(&words.get("migration-looking")).weak());
                }
                Some(Err(failure)) => complaint(ui, &failure.localized(&words)),
                Some(Ok(found)) if found.is_empty() => {
                    ui.add(BidiLabel::new(&words.get("removed-none")).weak().wrap());
                }
                Some(Ok(_)) => {
                    ui.add(BidiLabel::new(&words.get("removed-about")).weak().wrap());
                    let (name, hint) = (words.get("removed-find"), words.get("removed-find-hint"));
                    let field = BidiTextField::new(&mut self.typed, &name).hint(&hint).focus(!self.opened).show(ui);
                    self.opened = true;
                    cancels |= field.escaped;
                    submits = field.submitted;
                    self.filter();
                    ui.add_space(space::S);
                    if self.shown.1.is_empty() {
                        ui.add(BidiLabel::new(&words.get("removed-not-found")).weak().wrap());
                    }
                    self.rows(ui, &ctx);
                    ui.add_space(space::S);
                    mirrored(ui, |ui| {
                        if ui.add(BidiButton::new(&words.get("removed-all"))).clicked() {
                            self.chosen.extend(&self.shown.1);
                        }
                        if ui.add(BidiButton::new(&words.get("removed-no"))).clicked() {
                            self.shown.1.iter().for_each(|at| {
                                self.chosen.remove(at);
                            });
                        }
                        let count = words.format("removed-chosen", &[("n", self.chosen.len().into())]);
                        ui.add(BidiLabel::new(&count).weak());
                    });
                }
            }
            let possible = !self.chosen.is_empty();
            let (done, cancelled) = do_or_cancel(ui, &words.get("removed-do"), possible, &words);
            brings = done || (submits && possible);
            cancels |= cancelled;
        });
        if brings && let Some(Ok(found)) = self.found.get() {
            let chosen = (0..found.len()).filter(|at| self.chosen.contains(at)).map(|at| found[at].clone());
            cx.session.bring_back(chosen.collect());
        }
        Flow::close_if(brings || cancels || close)
    }
}
