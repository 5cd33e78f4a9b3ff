//! Documents that are done, to be read again by the same person without what was found the first time.

use std::sync::Arc;

use super::{complaint, do_or_cancel, form_row, stepper};
use crate::model::{Annotator, Timestamp};
use crate::session::{Pending, Session, SessionFailure};
use crate::ui::l10n::Localize as _;
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::space;
use crate::ui::typed::european;
use crate::ui::widgets::{BidiCheckbox, BidiLabel, BidiTextField, dialog};
use crate::workspace::project::RereadPlan;

/// Room for the names of the fields, in points.
const NAMES: f32 = 220.0;

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// By how much one press changes the share, in per cent.
const STEP: i64 = 10;

const MAX_DAYS: i64 = 3650;

/// The dialog while it is open.
#[derive(Debug)]
pub struct RereadDialog {
    annotator: String,
    percent: u32,
    days: i64,
    /// As it is typed; nothing until the field was shown.
    seed: Option<String>,
    /// All documents, and not only those that the list's filter takes.
    all: bool,
    found: Option<Pending<Result<usize, Arc<SessionFailure>>>>,
    /// What was counted.
    looked_at: Option<(String, u32, i64, u64, bool)>,
    /// When the dialog was opened: what is older is counted from then.
    now: Timestamp,
}

impl RereadDialog {
    pub fn of(session: &Session) -> Self {
        RereadDialog {
            annotator: session.annotator.to_string(),
            percent: 10,
            days: 14,
            seed: None,
            all: session.list().query().is_empty(),
            found: None,
            looked_at: None,
            now: crate::store::now(),
        }
    }

    fn plan(&self) -> Option<RereadPlan> {
        let annotator = self.annotator.trim();
        let seed = european(self.seed.as_deref().unwrap_or("0").trim()).parse().ok()?;
        let done_before = Timestamp(self.now.0 - self.days * DAY);
        (!annotator.is_empty()).then(|| RereadPlan {
            annotator: Annotator::new(annotator),
            percent: self.percent,
            done_before,
            seed,
        })
    }

    fn look(&mut self, session: &mut Session) {
        let plan = self.plan();
        let key = plan.as_ref().map(|plan| (plan.annotator.to_string(), self.percent, self.days, plan.seed, self.all));
        if key != self.looked_at {
            self.found = plan.and_then(|plan| session.count_to_reread(plan, self.all));
            self.looked_at = key;
        }
    }
}

impl Modal for RereadDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut make, mut cancel) = (false, false);
        self.look(cx.session);
        let (_, close) = dialog(&cx.ctx.clone(), "reread", &words.get("reread-title"), 540.0, |ui| {
            ui.add(BidiLabel::new(&words.get("reread-about")).weak().wrap());
            let name = words.get("reread-annotator");
            form_row(ui, &name, NAMES, |ui| BidiTextField::new(&mut self.annotator, &name).width(200.0).show(ui));
            let percent = words.get("reread-percent");
            form_row(ui, &percent, NAMES, |ui| {
                let shown = words.format("share-percent", &[("n", (self.percent as usize).into())]);
                let steps = i64::from(stepper(ui, &percent, &shown)) * STEP;
                self.percent = (i64::from(self.percent) + steps).clamp(STEP, 100) as u32;
            });
            let days = words.get("reread-days");
            form_row(ui, &days, NAMES, |ui| {
                let steps = i64::from(stepper(ui, &days, &words.number(self.days as usize)));
                self.days = (self.days + steps * if self.days + steps > 14 { 7 } else { 1 }).clamp(0, MAX_DAYS);
            });
            let seed = words.get("share-seed");
            let typed = self.seed.get_or_insert_with(|| words.number(0));
            form_row(ui, &seed, NAMES, |ui| BidiTextField::new(typed, &seed).width(90.0).ltr().show(ui));
            if !cx.session.list().query().is_empty() {
                let mut of_list = !self.all;
                if ui.add(BidiCheckbox::new(&mut of_list, &words.get("share-of-list"))).changed() {
                    self.all = !of_list;
                }
            }
            ui.add_space(space::S);
            let mut possible = false;
            match self.found.as_ref().and_then(Pending::get) {
                None => {
                    ui.add(BidiLabel::new(&words.get("migration-looking")).weak());
                }
                Some(Err(failure)) => complaint(ui, &failure.localized(&words)),
                Some(Ok(n)) => {
                    possible = *n > 0;
                    ui.add(BidiLabel::new(&words.format("reread-count", &[("n", (*n).into())])).bold().wrap());
                    if *n == 0 {
                        ui.add(BidiLabel::new(&words.get("reread-none")).small().weak().wrap());
                    }
                }
            }
            (make, cancel) = do_or_cancel(ui, &words.get("reread-do"), possible, &words);
        });
        if make && let Some(plan) = self.plan() {
            cx.session.reread(plan, self.all);
            return Flow::Close;
        }
        Flow::close_if(cancel || close)
    }
}
