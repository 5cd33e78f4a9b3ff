//! The earlier states of a document: what saves replaced, and journals that were kept aside; below them the journals of
//! documents that never had a file. One is chosen, and then read or restored.

use egui::ScrollArea;

use super::{before_buttons, complaint};
use crate::session::versions::{OpenMode, RestoreMode, Source, VersionEntry};
use crate::store::local_time;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::space;
use crate::ui::widgets::{BidiButton, BidiLabel, Row, column, dialog, mirrored, mirrored_end};

/// The dialog while it is open.
#[derive(Clone, Debug, Default)]
pub struct EarlierDialog {
    at: usize,
}

impl EarlierDialog {
    /// Has the earlier states listed and shows them.
    pub fn open(cx: &mut UiContext<'_>) -> Flow {
        match cx.session.list_earlier() {
            Ok(()) => Flow::replace(EarlierDialog::default()),
            Err(error) => {
                cx.tell_refusal(Err(error));
                Flow::Close
            }
        }
    }
}

impl Modal for EarlierDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let Some(earlier) = cx.session.earlier() else { return Flow::Close };
        let (ctx, words) = (&cx.ctx, &cx.words);
        // How an earlier state of the document would come back; `None` where it cannot.
        let way = cx.session.way_back();
        let (mut bring, mut cancel) = (None, false);
        let (_, close) = dialog(ctx, "earlier", &words.get("earlier-title"), 560.0, |ui| {
            // `None` while the folder is read.
            let lines = earlier.lines.as_deref().unwrap_or_default();
            self.at = self.at.min(lines.len().saturating_sub(1));
            let kept = words.format("earlier-kept", &[("n", cx.settings.versions_kept.into())]);
            ui.add(BidiLabel::new(&kept).weak().wrap());
            if earlier.lines.is_none() {
                ui.add(BidiLabel::new(&words.get("earlier-reading")).weak());
            } else if lines.is_empty() {
                ui.add(BidiLabel::new(&words.get("earlier-none")).weak().wrap());
            }
            let most = (ctx.content_rect().height() - 300.0).clamp(100.0, 320.0);
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                column(ui, |ui| {
                    for (at, line) in lines.iter().enumerate() {
                        let had_no_file = |line: &VersionEntry| matches!(line.source, Source::Unsaved(_));
                        let first = had_no_file(line) && !lines[..at].last().is_some_and(had_no_file);
                        if first {
                            ui.add_space(space::S);
                            ui.add(BidiLabel::new(&words.get("earlier-unsaved-title")).small().weak().wrap());
                        }
                        let (name, detail) = said(line, words);
                        let spoken = format!("{name} · {detail}");
                        let row = Row::new(&name).detail(&detail).spoken(&spoken).selected(at == self.at);
                        if ui.add(row).clicked() {
                            self.at = at;
                        }
                    }
                });
            });
            let line = lines.get(self.at);
            if let Some(Err(why)) = line.and_then(|line| line.about.as_ref()) {
                complaint(ui, &why.localized(words));
            }
            before_buttons(ui);
            mirrored(ui, |ui| {
                let readable = line.filter(|line| matches!(line.about, Some(Ok(_))));
                let (read, hint) = (words.get("earlier-read"), words.get("earlier-read-hint"));
                if ui.add_enabled(readable.is_some(), BidiButton::new(&read).hint(&hint)).clicked() {
                    bring = readable.map(|line| (line.clone(), OpenMode::Read));
                }
                let way = match readable.map(|line| &line.source) {
                    Some(Source::Unsaved(_)) => Some(RestoreMode::Anew),
                    Some(Source::Version(_) | Source::Journal(_) | Source::Step(_)) => way,
                    None => None,
                };
                let hint = match way {
                    Some(RestoreMode::Over) => "earlier-restore-over-hint",
                    Some(RestoreMode::Anew) => "earlier-restore-anew-hint",
                    Some(RestoreMode::Step | RestoreMode::Read) | None => "earlier-restore-hint",
                };
                let (restore, hint) = (words.get("earlier-restore"), words.get(hint));
                let possible = way.is_some();
                if ui.add_enabled(possible, BidiButton::new(&restore).hint(&hint)).clicked() {
                    bring = readable.map(|line| (line.clone(), OpenMode::Restore));
                }
                mirrored_end(ui, |ui| {
                    cancel = ui.add(BidiButton::quiet(&words.get("action-close"))).clicked();
                });
            });
        });
        let Some((line, purpose)) = bring else { return Flow::close_if(cancel || close) };
        cx.session.bring_earlier(&line, purpose);
        Flow::Close
    }
}

/// When, and what is known of it.
fn said(line: &VersionEntry, words: &Localizer) -> (String, String) {
    let when = words.date(&local_time(line.when));
    let name = match line.source {
        Source::Version(_) | Source::Step(_) => when,
        Source::Journal(_) => words.format("earlier-journal", &[("when", when.as_str().into())]),
        Source::Unsaved(ref journal) => {
            let stem = || journal.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let title = match &line.about {
                Some(Ok(about)) if !about.title.is_empty() => about.title.clone(),
                _ => stem(),
            };
            words.format("earlier-unsaved", &[("title", title.into()), ("when", when.as_str().into())])
        }
    };
    let detail = match &line.about {
        None => words.get("earlier-reading"),
        Some(Err(_)) => words.get("earlier-unreadable"),
        Some(Ok(about)) => {
            let by = words.format(
                "earlier-about",
                &[("n", about.annotations.into()), ("annotator", about.annotator.as_str().into())],
            );
            match line.source {
                Source::Version(_) | Source::Step(_) => by,
                Source::Journal(_) | Source::Unsaved(_) => {
                    format!("{} · {by}", words.format("earlier-steps", &[("n", about.steps.into())]))
                }
            }
        }
    };
    (name, detail)
}
