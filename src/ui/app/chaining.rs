//! Chains of coreference by keys: from mention to mention, joined, left by one, cut in two.

use std::collections::VecDeque;

use super::App;
use crate::edit::Command;
use crate::model::{ChainPlace, LabelName, RelationKind};
use crate::ui::message::Message;
use crate::ui::panels::labels::relation_name;
use crate::ui::widgets::Tone;

impl App {
    /// The chain of the annotation in hand: of the chosen relation's type where it is in several.
    fn chain(&self) -> Option<ChainPlace> {
        let chains = self.session.current()?.active_chains();
        let chosen = self.chosen_relation().map(|relation| &relation.label);
        let of_type = chosen.and_then(|label| chains.iter().find(|place| place.chain.label == *label));
        of_type.or_else(|| chains.first()).cloned()
    }

    pub(super) fn has_chain(&self) -> bool {
        self.chain().is_some()
    }

    /// The schema has a type that makes chains.
    pub(super) fn has_chain_type(&self) -> bool {
        self.chain_type().is_some()
    }

    /// The type of new chains: that of the chain in hand, else the first of the schema.
    fn chain_type(&self) -> Option<LabelName> {
        let schema = &self.session.current()?.content().schema;
        let mut types = schema.relation_types.iter().filter(|kind| kind.kind == RelationKind::Equivalence);
        self.chain().map(|place| place.chain.label.clone()).or_else(|| types.next().map(|kind| kind.name.clone()))
    }

    /// Takes the next (or previous) annotation of the chain in hand.
    pub(super) fn step_chain(&mut self, forward: bool) {
        let Some(place) = self.chain() else { return self.say("chain-none-here") };
        let Some(document) = self.session.current_mut() else { return };
        let (chain, next) = (&place.chain, place.neighbour(forward));
        document.activate(&chain.members[next]);
        let at = next + 1;
        let kind = document.content().schema.relation_type(&chain.label).cloned();
        self.canvas_follows();
        let count = chain.members.len();
        self.tell(
            Tone::Plain,
            Message::new(move |words| {
                let name = kind.as_ref().map_or("", |kind| relation_name(kind, words.language()));
                words.format("chain-at", &[("n", at.into()), ("total", count.into()), ("label", name.into())])
            }),
        );
    }

    /// Joins what is selected into one chain; of one annotation alone, the other is chosen as the end of a relation is.
    pub(super) fn join_chain(&mut self) {
        let Some(label) = self.chain_type() else { return self.say("chain-no-type") };
        if !self.has_several() {
            return self.begin_relating(VecDeque::from([label]), true);
        }
        let Some(document) = self.session.current() else { return };
        let ids = document.selection.annotations();
        self.change_chain(Command::JoinChain { label, ids }, "chain-joined");
    }

    /// The annotation in hand is of its chain no more.
    pub(super) fn leave_chain(&mut self) {
        let command = |label, id| Command::LeaveChain { label, id };
        self.cut_chain(command, "chain-left");
    }

    /// The annotation in hand and those after it are a chain of their own.
    pub(super) fn split_chain(&mut self) {
        let command = |label, id| Command::SplitChain { label, id };
        self.cut_chain(command, "chain-split");
    }

    fn cut_chain(
        &mut self,
        command: impl FnOnce(LabelName, crate::model::AnnotationId) -> Command,
        said: &'static str,
    ) {
        let Some(place) = self.chain() else { return self.say("chain-none-here") };
        let active = self.session.current().and_then(|document| document.selection.annotation.clone());
        if let Some(id) = active {
            self.change_chain(command(place.chain.label.clone(), id), said);
        }
    }

    fn change_chain(&mut self, command: Command, said: &'static str) {
        match self.session.dispatch(command) {
            Ok(_) => self.say(said),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }
}
