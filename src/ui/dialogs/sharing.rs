//! Work on a project shared out: to whom, how much to each, how many documents to several, and what each would get.

use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::{complaint, do_or_cancel, form_row, stepper};
use crate::model::Annotator;
use crate::session::{Pending, Session, SessionFailure};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::typed::european;
use crate::ui::widgets::{BidiButton, BidiCheckbox, BidiLabel, BidiTextField, column, dialog, mirrored};
use crate::workspace::project::{SharePlan, ShareReport};

/// Room for the names of the fields, in points.
const NAMES: f32 = 190.0;

/// Width of the field of a name, in points.
const NAME: f32 = 200.0;

/// By how much one press changes the overlap, in per cent.
const OVERLAP_STEP: i64 = 5;

const MAX_SHARE: i64 = 100;

/// The dialog while it is open.
#[derive(Debug)]
pub struct ShareDialog {
    annotators: Vec<(String, u32)>,
    overlap: u32,
    overlap_annotators: usize,
    /// As it is typed; nothing until the field was shown.
    seed: Option<String>,
    /// All documents that are nobody's, and not only those that the list's filter takes.
    all: bool,
    preview: Option<Pending<Result<ShareReport, Arc<SessionFailure>>>>,
    /// What the preview is of.
    looked_at: Option<(SharePlan, bool)>,
}

impl ShareDialog {
    /// Begins with those who have work in the project.
    pub fn of(session: &Session) -> Self {
        let mut known = session.assigned_annotators();
        if known.is_empty() {
            known.push(session.annotator.clone());
        }
        let mut annotators: Vec<(String, u32)> = known.into_iter().map(|name| (name.to_string(), 1)).collect();
        if annotators.len() == 1 {
            annotators.push((String::new(), 1));
        }
        let all = session.list().query().is_empty();
        let (overlap, overlap_annotators, seed) = (0, 2, None);
        ShareDialog { annotators, overlap, overlap_annotators, seed, all, preview: None, looked_at: None }
    }

    /// What is asked for; nothing while it cannot be.
    fn plan(&self) -> Option<SharePlan> {
        let named = self.annotators.iter().filter(|(name, _)| !name.trim().is_empty());
        let annotators: Vec<(Annotator, u32)> =
            named.map(|(name, share)| (Annotator::new(name.trim()), *share)).collect();
        let mut names: Vec<&Annotator> = annotators.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        let seed = european(self.seed.as_deref().unwrap_or("0").trim()).parse().ok()?;
        (!annotators.is_empty() && names.len() == annotators.len()).then(|| SharePlan {
            annotators: annotators.clone(),
            overlap_percent: self.overlap,
            overlap_annotators: self.overlap_annotators,
            seed,
        })
    }

    fn look(&mut self, session: &mut Session) {
        let wanted = self.plan().map(|plan| (plan, self.all));
        if wanted != self.looked_at {
            self.preview = wanted.clone().and_then(|(plan, all)| session.preview_shares(plan, all));
            self.looked_at = wanted;
        }
    }

    fn annotators(&mut self, ui: &mut Ui, words: &Localizer) {
        let mut gone = None;
        let count = self.annotators.len();
        for (at, (name, share)) in self.annotators.iter_mut().enumerate() {
            mirrored(ui, |ui| {
                let field = words.format("share-annotator", &[("n", (at + 1).into())]);
                BidiTextField::new(name, &field).hint(&field).width(NAME).show(ui);
                ui.add(BidiLabel::new(&words.get("share-share")).small().weak());
                let of = words.format("share-of", &[("n", (at + 1).into())]);
                ui.allocate_ui(egui::vec2(130.0, ROW), |ui| {
                    let steps = stepper(ui, &of, &words.number(*share as usize));
                    *share = (i64::from(*share) + i64::from(steps)).clamp(1, MAX_SHARE) as u32;
                });
                let remove = words.get("action-remove");
                let spoken = format!("{remove}: {name}");
                let button = BidiButton::quiet(&remove).small().spoken(&spoken);
                if ui.add_enabled(count > 1, button).clicked() {
                    gone = Some(at);
                }
            });
        }
        if let Some(at) = gone {
            self.annotators.remove(at);
        }
        mirrored(ui, |ui| {
            if ui.add(BidiButton::new(&words.get("share-add"))).clicked() {
                self.annotators.push((String::new(), 1));
            }
        });
    }

    fn choices(&mut self, ui: &mut Ui, cx: &UiContext<'_>, words: &Localizer) {
        let overlap = words.get("share-overlap");
        form_row(ui, &overlap, NAMES, |ui| {
            let shown = words.format("share-percent", &[("n", (self.overlap as usize).into())]);
            let steps = i64::from(stepper(ui, &overlap, &shown)) * OVERLAP_STEP;
            self.overlap = (i64::from(self.overlap) + steps).clamp(0, 100) as u32;
        });
        if self.overlap > 0 {
            let several = words.get("share-overlap-annotators");
            form_row(ui, &several, NAMES, |ui| {
                let steps = stepper(ui, &several, &words.number(self.overlap_annotators));
                let most = self.annotators.len().max(2) as i64;
                self.overlap_annotators = (self.overlap_annotators as i64 + i64::from(steps)).clamp(2, most) as usize;
            });
        }
        let seed = words.get("share-seed");
        let typed = self.seed.get_or_insert_with(|| words.number(0));
        form_row(ui, &seed, NAMES, |ui| BidiTextField::new(typed, &seed).width(90.0).ltr().show(ui));
        if !cx.session.list().query().is_empty() {
            let mut of_list = !self.all;
            if ui.add(BidiCheckbox::new(&mut of_list, &words.get("share-of-list"))).changed() {
                self.all = !of_list;
            }
        }
    }
}

/// What each would get.
fn show_shares(ui: &mut Ui, report: &ShareReport, words: &Localizer) {
    for (name, share) in &report.annotators {
        let named = [
            ("name", isolated(name.as_str()).into()),
            ("n", share.documents.into()),
            ("words", share.words.into()),
            ("overlap", share.overlapping.into()),
        ];
        ui.add(BidiLabel::new(&words.format("share-row", &named)).wrap());
    }
    if report.annotators.is_empty() {
        ui.add(BidiLabel::new(&words.get("share-nothing")).weak().wrap());
    }
    if report.given_before > 0 {
        let text = words.format("share-given-before", &[("n", report.given_before.into())]);
        ui.add(BidiLabel::new(&text).small().weak().wrap());
    }
}

impl Modal for ShareDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut assign, mut cancel) = (false, false);
        self.look(cx.session);
        let (_, close) = dialog(&cx.ctx.clone(), "sharing", &words.get("share-title"), 580.0, |ui| {
            ui.add(BidiLabel::new(&words.get("share-about")).weak().wrap());
            let most = (ui.ctx().content_rect().height() - 440.0).clamp(90.0, 260.0);
            ScrollArea::vertical().id_salt("annotators").max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                column(ui, |ui| self.annotators(ui, &words));
            });
            ui.add_space(space::S);
            self.choices(ui, cx, &words);
            ui.add_space(space::S);
            ui.add(BidiLabel::heading(&words.get("share-preview")));
            let found = self.preview.as_ref().and_then(Pending::get);
            let mut possible = false;
            match found {
                None if self.looked_at.is_none() => {
                    ui.add(BidiLabel::new(&words.get("share-incomplete")).weak().wrap());
                }
                None => {
                    ui.add(BidiLabel::new(&words.get("migration-looking")).weak());
                }
                Some(Err(failure)) => complaint(ui, &failure.localized(&words)),
                Some(Ok(report)) => {
                    possible = !report.annotators.is_empty();
                    ScrollArea::vertical().id_salt("shares").max_height(150.0).auto_shrink([false, true]).show(
                        ui,
                        |ui| {
                            column(ui, |ui| show_shares(ui, report, &words));
                        },
                    );
                }
            }
            (assign, cancel) = do_or_cancel(ui, &words.get("share-do"), possible, &words);
        });
        if assign && let Some((plan, all)) = self.looked_at.take() {
            cx.session.share_out(plan, all);
            return Flow::Close;
        }
        Flow::close_if(cancel || close)
    }
}
