//! Relations by hand. The annotation in hand is one end of a new one; the other is chosen by the letter beside it, by arrows and Enter,
//! or by a click. What is there is walked, turned round, given another type and deleted.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Key};

use super::App;
use super::choosing::{Candidate, EndChoice, LETTERS, Relating, letter};
use crate::edit::Command;
use crate::model::{AnnotatedDocument, AnnotationId, LabelName, Relation, RelationType};
use crate::page::{MAX_LAYERS, bytes_of};
use crate::ui::command::UiCommand;
use crate::ui::keymap::{Focus, KeyPress, take_presses};
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::panels::labels::relation_name;
use crate::ui::widgets::Tone;

impl App {
    /// Begins a relation of a type; where one is chosen, that one becomes of this type. `outward`: from the annotation in hand.
    pub(super) fn relate_at(&mut self, at: usize, outward: bool) {
        let Some(document) = self.session.current() else { return };
        let Some(kind) = document.content().schema.relation_types.get(at) else { return };
        let name = kind.name.clone();
        if let Some((source, target)) = self.labelling.drawn.take() {
            return self.change_relation(Command::Relate { label: name, source, target });
        }
        if let Some(id) = self.chosen_relation().filter(|chosen| chosen.label != name).map(|chosen| chosen.id.clone()) {
            return self.relabel_relation(&id, name);
        }
        self.begin_relating(VecDeque::from([name]), outward);
    }

    /// The roles that the schema knows for the annotation in hand, one after the other.
    pub(super) fn fill_roles(&mut self) {
        let Some(document) = self.session.current() else { return };
        let Some(active) = document.active() else { return self.say("status-choose-annotation-first") };
        let types = &document.content().schema.relation_types;
        let own: Vec<&RelationType> = types.iter().filter(|kind| kind.source_labels.contains(&active.label)).collect();
        // Where no type names the label, those that any label may begin.
        let roles = match own.is_empty() {
            true => types.iter().filter(|kind| kind.source_labels.is_empty()).collect(),
            false => own,
        };
        self.begin_relating(roles.into_iter().map(|kind| kind.name.clone()).collect(), true);
    }

    pub(super) fn begin_relating(&mut self, mut roles: VecDeque<LabelName>, outward: bool) {
        let (Some(entry), Some(document)) = (self.session.current_id(), self.session.current()) else { return };
        let Some(active) = document.active() else { return self.say("status-choose-annotation-first") };
        let schema = &document.content().schema;
        let Some(kind) = roles.pop_front().and_then(|name| schema.relation_type(&name)) else {
            return self.say("relate-no-types");
        };
        let allowed = if outward { &kind.source_labels } else { &kind.target_labels };
        if !allowed.is_empty() && !allowed.contains(&active.label) {
            let shown = (relation_name(kind, self.language()).to_owned(), self.label_shown(&active.label));
            return self.tell(Tone::Warning, named_pair("relate-not-from", shown));
        }
        let (kind, from) = (kind.name.clone(), active.id.clone());
        let relating = Relating { entry, kind, from, outward, roles, candidates: Vec::new(), at: None, rtl: true };
        self.labelling.relating = Some(relating);
        self.update_candidates();
        self.say_what_to_choose();
        // The letters are read by the page.
        self.pages.focus_page = true;
    }

    fn say_what_to_choose(&mut self) {
        let Some(relating) = &self.labelling.relating else { return };
        let Some(document) = self.session.current() else { return };
        let Some(kind) = document.content().schema.relation_type(&relating.kind) else { return };
        let name = relation_name(kind, self.language()).to_owned();
        let word = match (relating.candidates.is_empty(), relating.outward) {
            (true, _) => "relate-none-in-view",
            (false, true) => "relate-choose-target",
            (false, false) => "relate-choose-source",
        };
        self.tell(Tone::Plain, Message::new(move |words| words.format(word, &[("label", (&name).into())])));
    }

    /// What may be chosen of what is in view now. Their work is that of the annotations in view.
    pub(super) fn update_candidates(&mut self) {
        let Some(mut relating) = self.labelling.relating.take() else { return };
        let Some(document) = self.session.current().filter(|_| self.session.current_id() == Some(relating.entry))
        else {
            return;
        };
        let content = document.content();
        let (Some(kind), Some(from)) =
            (content.schema.relation_type(&relating.kind), content.annotations.get(&relating.from))
        else {
            return;
        };
        let canvas = self.pages.canvases.get(&relating.entry);
        let in_view = canvas.map_or(0..0, |canvas| bytes_of(canvas.visible()));
        let first = canvas.and_then(|canvas| canvas.visible().first());
        relating.rtl = first.is_none_or(|paragraph| paragraph.layout.base().is_rtl());
        let near = from.spans.first().range().start;
        relating.candidates = candidates(content, kind, &relating, near, in_view);
        self.labelling.relating = Some(relating);
    }

    /// The letters beside what may be the other end: where each stands (bytes), and whether the arrows stand on it.
    pub(super) fn hints(&self) -> Vec<(usize, Arc<str>, bool)> {
        let Some(relating) = &self.labelling.relating else { return Vec::new() };
        let language = self.language();
        let hint = |candidate: &Candidate| {
            let is_at = relating.at.as_ref() == Some(&candidate.id);
            let shown = candidate.letter.and_then(|at| letter(at, language)).or(is_at.then_some("⏎"))?;
            Some((candidate.start, shown.into(), is_at))
        };
        relating.candidates.iter().filter_map(hint).collect()
    }

    /// Reads the presses that choose the other end.
    pub(super) fn read_relating(&mut self, ctx: &Context, focus: Focus) {
        if self.labelling.relating.is_none() || !matches!(focus, Focus::Page | Focus::Control) {
            return;
        }
        let rtl = self.labelling.relating.as_ref().is_some_and(|relating| relating.rtl);
        for choice in take_presses(ctx, |press| end_choice(press, rtl)) {
            self.choose_end(choice);
        }
    }

    fn choose_end(&mut self, choice: EndChoice) {
        let Some(relating) = &mut self.labelling.relating else { return };
        match choice {
            EndChoice::Letter(letter) => {
                let chosen = relating.candidates.iter().find(|candidate| candidate.letter == Some(letter));
                match chosen.map(|candidate| candidate.id.clone()) {
                    Some(id) => self.end_relation_at(&id),
                    None => self.say("relate-no-such-letter"),
                }
            }
            EndChoice::Step(forward) => {
                let near = relating.candidates.iter().position(|candidate| relating.at.as_ref() == Some(&candidate.id));
                let count = relating.candidates.len();
                let first = if forward { 0 } else { count.saturating_sub(1) };
                let next = match near {
                    Some(near) if forward => (near + 1) % count.max(1),
                    Some(near) => (near + count - 1) % count.max(1),
                    None => first,
                };
                relating.at = relating.candidates.get(next).map(|candidate| candidate.id.clone());
            }
            EndChoice::Take => match relating.at.clone() {
                Some(id) => self.end_relation_at(&id),
                None => self.say_what_to_choose(),
            },
            EndChoice::Skip => self.next_role(),
            EndChoice::Leave => {
                self.leave_choosing();
                self.message = None;
            }
        }
    }

    /// Makes the relation whose other end is chosen. True where one was on its way.
    pub(super) fn end_relation_with(&mut self, id: &AnnotationId) -> bool {
        let on_its_way = self.labelling.relating.is_some();
        if on_its_way {
            self.end_relation_at(id);
        }
        on_its_way
    }

    fn end_relation_at(&mut self, other: &AnnotationId) {
        let Some(relating) = self.labelling.relating.clone() else { return };
        let Relating { kind, from, outward, .. } = relating;
        let (source, target) = if outward { (from.clone(), other.clone()) } else { (other.clone(), from.clone()) };
        let done = self.session.dispatch(Command::Relate { label: kind, source, target });
        // The known end stays in hand: it may have further relations.
        if let Some(document) = self.session.current_mut() {
            document.activate(&from);
        }
        match done {
            Ok(_) => {
                self.message = None;
                self.next_role();
            }
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    fn next_role(&mut self) {
        let Some(relating) = self.labelling.relating.take() else { return };
        match relating.roles.is_empty() {
            true => self.say("relate-done"),
            false => self.begin_relating(relating.roles, true),
        }
    }

    /// No end is to be chosen any more.
    pub(super) fn leave_choosing(&mut self) {
        self.labelling.relating = None;
        self.labelling.attributes = None;
        self.labelling.drawn = None;
    }

    /// A line was drawn from one annotation to another: the type is known where only one is allowed, else its key says it.
    pub(super) fn draw_relation(&mut self, from: AnnotationId, to: AnnotationId) {
        self.leave_choosing();
        let Some(document) = self.session.current_mut() else { return };
        document.activate(&from);
        let content = document.content();
        let label = |id: &AnnotationId| content.annotations.get(id).map(|annotation| annotation.label.clone());
        let (Some(source), Some(target)) = (label(&from), label(&to)) else { return };
        let types = &content.schema.relation_types;
        let fits = |kind: &&RelationType| kind.allows(&source, &target);
        let fitting: Vec<RelationType> = types.iter().filter(fits).cloned().collect();
        match &fitting[..] {
            [] => self.say("relate-no-types"),
            [kind] => {
                let command = Command::Relate { label: kind.name.clone(), source: from, target: to };
                self.change_relation(command);
            }
            _ => {
                self.labelling.drawn = Some((from, to));
                let keyed = fitting.into_iter().filter_map(|kind| {
                    let at = types_place(self, &kind.name)?;
                    Some((self.key_of(UiCommand::Relate(at)), kind))
                });
                let keyed: Vec<_> = keyed.collect();
                self.tell(
                    Tone::Plain,
                    Message::new(move |words| {
                        let said =
                            keyed.iter().map(|(key, kind)| format!("{key} {}", relation_name(kind, words.language())));
                        let said: Vec<String> = said.collect();
                        words.format("relate-which-type", &[("offers", said.join(" · ").into())])
                    }),
                );
            }
        }
    }

    /// The relation that was chosen, if it is one of the annotation in hand.
    pub(super) fn chosen_relation(&self) -> Option<&Relation> {
        let (document, id) = (self.session.current()?, self.labelling.relation.as_ref()?);
        let active = document.selection.annotation.as_ref()?;
        let relation = document.content().relations.get(id)?;
        (relation.source == *active || relation.target == *active).then_some(relation)
    }

    /// Chooses the next relation of the annotation in hand, after the last one none.
    pub(super) fn step_relation(&mut self) {
        let Some(document) = self.session.current() else { return };
        let Some(active) = document.selection.annotation.as_ref() else { return };
        let mut own = document.content().relations.at(active).map(|relation| &relation.id).peekable();
        let is_none = own.peek().is_none();
        let next = match self.chosen_relation().map(|chosen| &chosen.id) {
            Some(chosen) => own.by_ref().skip_while(|id| *id != chosen).nth(1),
            None => own.next(),
        };
        let next = next.cloned();
        drop(own);
        match (next, is_none) {
            (_, true) => self.say("relations-none-here"),
            (None, _) => self.labelling.relation = None,
            (Some(id), _) => self.choose_relation(id),
        }
    }

    /// Chooses a relation: it stands out on the page, and its keys are about it.
    pub(super) fn choose_relation(&mut self, id: AnnotationId) {
        self.labelling.relation = Some(id);
        let said = self.chosen_relation().and_then(|relation| self.relation_said(relation));
        if let Some(said) = said {
            self.tell(Tone::Plain, said);
        }
    }

    /// Takes a relation that was clicked on: one of its ends is in hand as well.
    pub(super) fn take_relation(&mut self, id: AnnotationId) {
        self.leave_choosing();
        let Some(document) = self.session.current_mut() else { return };
        let Some(relation) = document.content().relations.get(&id) else { return };
        let (source, target) = (relation.source.clone(), relation.target.clone());
        if document.selection.annotation.as_ref().is_none_or(|active| *active != source && *active != target) {
            document.activate(&source);
        }
        self.choose_relation(id);
    }

    /// A relation in words: from which string by which type to which.
    fn relation_said(&self, relation: &Relation) -> Option<Message> {
        let content = self.session.current()?.content();
        let quote = |end: &AnnotationId| content.annotations.get(end).map(|a| content.quote_start(a, MAX_SAID));
        let (source, target) = (quote(&relation.source)?, quote(&relation.target)?);
        let kind = content.schema.relation_type(&relation.label).cloned()?;
        Some(Message::new(move |words: &Localizer| {
            let name = relation_name(&kind, words.language());
            let parts = [("source", (&source).into()), ("label", name.into()), ("target", (&target).into())];
            words.format("relation-said", &parts)
        }))
    }

    /// The annotation in hand is now the other end of the chosen relation, or of its only one.
    pub(super) fn go_to_other_end(&mut self) {
        let Some(document) = self.session.current() else { return };
        let Some(active) = document.selection.annotation.clone() else { return };
        let first = || document.content().relations.at(&active).next();
        let Some(relation) = self.chosen_relation().or_else(first) else {
            return self.say("relations-none-here");
        };
        let other = if relation.source == active { relation.target.clone() } else { relation.source.clone() };
        let id = relation.id.clone();
        if let Some(document) = self.session.current_mut() {
            document.activate(&other);
        }
        self.choose_relation(id);
        self.canvas_follows();
    }

    pub(super) fn relabel_relation(&mut self, id: &AnnotationId, label: LabelName) {
        let relation = self.session.current().and_then(|document| document.content().relations.get(id)).cloned();
        if let Some(Relation { id, source, target, .. }) = relation {
            self.change_relation(Command::ChangeRelation { id, label, source, target });
        }
    }

    pub(super) fn reverse_relation(&mut self) {
        match self.chosen_relation().cloned() {
            Some(Relation { id, label, source, target, .. }) => {
                self.change_relation(Command::ChangeRelation { id, label, source: target, target: source });
            }
            None => self.say("relations-choose-first"),
        }
    }

    pub(super) fn delete_relation(&mut self) {
        match self.chosen_relation().map(|relation| relation.id.clone()) {
            Some(id) => self.change_relation(Command::DeleteRelations { ids: vec![id] }),
            None => self.say("relations-choose-first"),
        }
    }

    /// Does something to a relation; the annotation in hand stays.
    pub(super) fn change_relation(&mut self, command: Command) {
        let active = self.session.current().and_then(|document| document.selection.annotation.clone());
        let done = self.session.dispatch(command).map(|_| ());
        if let (Some(active), Some(document)) = (active, self.session.current_mut()) {
            document.selection.annotation = Some(active);
        }
        self.tell_refusal(done);
    }
}

/// The place of a relation type in the schema.
fn types_place(app: &App, name: &LabelName) -> Option<usize> {
    let document = app.session.current()?;
    document.content().schema.relation_types.iter().position(|kind| kind.name == *name)
}

/// Characters of each end that are said.
const MAX_SAID: usize = 40;

fn named_pair(word: &'static str, (relation, label): (String, String)) -> Message {
    Message::new(move |words| words.format(word, &[("relation", (&relation).into()), ("label", (&label).into())]))
}

/// What may end a relation of what is painted in view: of a label that the type allows. The nearest have letters.
fn candidates(
    content: &AnnotatedDocument,
    kind: &RelationType,
    relating: &Relating,
    near: usize,
    in_view: Range<usize>,
) -> Vec<Candidate> {
    let allowed = if relating.outward { &kind.target_labels } else { &kind.source_labels };
    let mut found: Vec<Candidate> = Vec::new();
    for (span, annotation, _) in content.annotations.in_view(in_view.clone(), MAX_LAYERS) {
        let is_other = annotation.id != relating.from && span == annotation.spans.first();
        if is_other
            && (allowed.is_empty() || allowed.contains(&annotation.label))
            && span.range().start >= in_view.start
        {
            found.push(Candidate { id: annotation.id.clone(), start: span.range().start, letter: None });
        }
    }
    let mut nearest: Vec<usize> = (0..found.len()).collect();
    nearest.sort_by_key(|at| (found[*at].start.abs_diff(near), *at));
    for (letter, at) in nearest.into_iter().take(LETTERS.len()).enumerate() {
        found[at].letter = Some(letter);
    }
    found
}

/// What a press means while an end is chosen; modifiers mean something else.
fn end_choice(press: &KeyPress, rtl: bool) -> Option<EndChoice> {
    let shortcut = press.shortcut;
    if shortcut.ctrl || shortcut.alt {
        return None;
    }
    Some(match shortcut.key {
        Key::Escape => EndChoice::Leave,
        Key::Enter => EndChoice::Take,
        Key::Space => EndChoice::Skip,
        Key::Tab => EndChoice::Step(!shortcut.shift),
        Key::ArrowDown => EndChoice::Step(true),
        Key::ArrowUp => EndChoice::Step(false),
        Key::ArrowLeft => EndChoice::Step(rtl),
        Key::ArrowRight => EndChoice::Step(!rtl),
        key => EndChoice::Letter(LETTERS.iter().position(|(letter, ..)| *letter == key)?),
    })
}
