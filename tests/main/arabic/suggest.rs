//! Propagation and the memory of confirmed strings, and the lint that speaks of what they would find.

use hashiya::analysis::lint::{self, Mend, Trouble};
use hashiya::arabic::clitics::CliticPolicy;
use hashiya::arabic::normalize::Normalization;
use hashiya::model::LabelName;
use hashiya::suggest::{Group, Memory, Propagation};
use proptest::prelude::*;

use super::{hard_text, unescape};
use crate::marked;

fn found(quote: &str, text: &str, policy: CliticPolicy) -> String {
    let text = unescape(text);
    let propagation = Propagation::new(&unescape(quote), Normalization::SAFE, policy).expect("a good string");
    let mut out = String::new();
    let mut at = 0;
    for occurrence in propagation.find(&text) {
        let sign = match occurrence.group {
            Group::Exact => "=".to_owned(),
            Group::Folded => "~".to_owned(),
            Group::WithClitics(clitics) => clitics + "+",
            Group::InsideExisting => "!".to_owned(),
        };
        out += &format!("{}⟦{sign} {}⟧", &text[at..occurrence.range.start], &text[occurrence.range.clone()]);
        at = occurrence.range.end;
    }
    out + &text[at..]
}

#[test]
fn occurrences_come_in_groups() {
    for (quote, text, expected) in [
        ("القاهرة", "القاهرة وبالقاهرة والقاهره", "⟦= القاهرة⟧ وب⟦وب+ القاهرة⟧ و⟦و+ القاهره⟧"),
        ("أحمد", "أحمد احمد أَحْمَد لأحمد احمدي", "⟦= أحمد⟧ ⟦~ احمد⟧ ⟦~ أَحْمَد⟧ ل⟦ل+ أحمد⟧ احمدي"),
        // على is no علي, and whole words only.
        ("علي", "على علي عليه وعلي", "على ⟦= علي⟧ عليه و⟦و+ علي⟧"),
        // The adjective is not the place; the place is not the adjective.
        ("سوريا", "سوريا سورياً سوريًا وسوريا", "⟦= سوريا⟧ سورياً سوريًا و⟦و+ سوريا⟧"),
        ("سورياً", "سوريا سورياً سوريًا", "سوريا ⟦= سورياً⟧ ⟦~ سوريًا⟧"),
        ("مسؤول", "مسؤول مسوول", "⟦= مسؤول⟧ مسوول"),
        // The article's alef is lost after ل.
        (
            "الاتحاد الأوروبي",
            "للاتحاد الأوروبي وللاتحاد الاوروبي لاتحاد الأوروبي",
            "ل⟦ل+ لاتحاد الأوروبي⟧ ول⟦ول+ لاتحاد الاوروبي⟧ لاتحاد الأوروبي",
        ),
        ("دير الزور", "دير{NBSP}الزور #دير_الزور", "⟦~ دير{NBSP}الزور⟧ #دير_الزور"),
        ("بيروت", "#بيروت، (بيروت) بيروت{RLM}.", "#⟦= بيروت⟧، (⟦= بيروت⟧) ⟦~ بيروت{RLM}⟧."),
        // What only looks like a clitic before it.
        ("انت", "كانت وانت", "كانت و⟦و+ انت⟧"),
        ("يان", "بيان", "بيان"),
        // Other letters are no clitics.
        ("محمد", "سمحمد أمحمد ومحمد", "سمحمد أمحمد و⟦و+ محمد⟧"),
        ("العـراق", "العراق العـــراق", "⟦~ العراق⟧ ⟦~ العـــراق⟧"),
    ] {
        assert_eq!(found(quote, text, CliticPolicy::Exclude), unescape(expected), "{quote}");
    }
    assert_eq!(found("القاهرة", "وبالقاهرة", CliticPolicy::Include), "⟦وب+ وبالقاهرة⟧");
}

#[test]
fn what_bears_the_label_is_not_offered_and_what_bears_another_is_set_apart() {
    let document = marked::document("[LOC بيروت] ثم بيروت ثم [ORG جامعة بيروت] ثم لبيروت");
    let propagation = Propagation::new("بيروت", Normalization::SAFE, CliticPolicy::Exclude).expect("a good string");
    let offered = propagation.find_in(&document, &LabelName::new("LOC"));
    let groups: Vec<&Group> = offered.iter().map(|occurrence| &occurrence.group).collect();
    assert_eq!(groups, [&Group::Exact, &Group::InsideExisting, &Group::WithClitics("ل".to_owned())]);
    assert_eq!(offered[1].existing.as_ref().map(|(_, label)| label.as_str()), Some("ORG"));
}

#[test]
fn the_guard_silences_what_was_refused_twice() {
    let (loc, per) = (LabelName::new("LOC"), LabelName::new("PER"));
    let mut memory = Memory::default();
    memory.accept("بغداد", &loc);
    memory.accept("مجلس الأمن", &LabelName::new("ORG"));
    let offered = |memory: &Memory, text: &str| {
        let suggestions = memory.suggest(text, false);
        suggestions.iter().map(|s| format!("{}/{}", &text[s.range.clone()], s.label.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(offered(&memory, "في بغداد وببغداد و مجلس الامن"), ["بغداد/LOC", "بغداد/LOC", "مجلس الامن/ORG"]);
    memory.reject("بغداد", &loc);
    assert_eq!(offered(&memory, "في بغداد"), ["بغداد/LOC"]);
    memory.reject("بَغداد", &loc);
    assert_eq!(offered(&memory, "في بغداد"), [] as [&str; 0]);
    // Accepted more often than refused, it comes back.
    memory.accept("بغداد", &loc);
    memory.accept("بغداد", &loc);
    assert_eq!(offered(&memory, "في بغداد"), ["بغداد/LOC"]);
    // Another label for the same string has its own count.
    memory.reject("بغداد", &per);
    assert_eq!(memory.tally("بغداد", &per).rejects, 1);
    assert_eq!(memory.tally("بغداد", &loc).accepts, 3);

    let mut restored = Memory::default();
    for ((phrase, label), tally) in memory.entries() {
        restored.restore(phrase, label, tally);
    }
    assert_eq!(restored.entries(), memory.entries());
    assert_eq!(offered(&restored, "مجلس الأمن"), ["مجلس الأمن/ORG"]);
}

#[test]
fn the_longest_string_is_offered_and_nested_ones_on_demand() {
    let mut memory = Memory::default();
    memory.accept("بيروت", &LabelName::new("LOC"));
    memory.accept("جامعة بيروت", &LabelName::new("ORG"));
    let text = "جامعة بيروت في بيروت";
    let count = |nested| memory.suggest(text, nested).len();
    assert_eq!((count(false), count(true)), (2, 3));
    let document = marked::document("جامعة بيروت في [LOC بيروت]");
    assert_eq!(memory.suggest_for(&document, false).len(), 1);
}

#[test]
fn the_lint_speaks_of_labels_that_differ_and_edges_that_stray() {
    let a = marked::document("زار [PER محمد ][LOC بيروت]. [LOC «بيروت»] جميلة، وبيروت كبيرة. [LOC الع]َراق");
    let b = marked::document("عاد [PER محمد] من بيروت");
    let findings = lint::lint(&[&a, &b]);
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| {
            let document = [&a, &b][finding.document];
            let quote = &document.text()[finding.range.clone()];
            let mend = match &finding.mend {
                Some(Mend::Move(range)) => format!(" → ‹{}›", &document.text()[range.clone()]),
                Some(Mend::Relabel(label)) => format!(" → {label}"),
                Some(Mend::Label(label)) => format!(" + {label}"),
                None => String::new(),
            };
            let kind = match &finding.trouble {
                Trouble::EdgeInsideLetter => "letter",
                Trouble::StrayEdge => "stray",
                Trouble::LabelledDifferently { .. } => "differs",
                Trouble::Unlabelled { .. } => "unlabelled",
            };
            format!("{} {kind} ‹{quote}›{mend}", finding.document)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "0 stray ‹محمد › → ‹محمد›",
            "0 stray ‹«بيروت»› → ‹بيروت›",
            "0 unlabelled ‹بيروت› + LOC",
            "0 letter ‹الع› → ‹العَ›",
            "1 unlabelled ‹بيروت› + LOC",
        ]
    );
    let c = marked::document("[LOC بيروت] ثم [LOC بيروت] ثم [ORG بيروت]");
    let findings = lint::lint(&[&c]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].mend, Some(Mend::Relabel(LabelName::new("LOC"))));
}

proptest! {
    #[test]
    fn what_is_offered_are_whole_words_that_fold_to_the_string(text in hard_text(), at in 0usize..60) {
        let Some(token) = hashiya::arabic::words::word_at(&text, at) else { return Ok(()) };
        let Ok(propagation) = Propagation::new(token.text(&text), Normalization::SAFE, CliticPolicy::Exclude) else { return Ok(()) };
        let mut end = 0;
        for occurrence in propagation.find(&text) {
            prop_assert!(occurrence.range.start >= end && occurrence.range.start < occurrence.range.end);
            end = occurrence.range.end;
            for edge in [occurrence.range.start, occurrence.range.end] {
                prop_assert!(hashiya::arabic::words::is_edge(&text, edge));
            }
        }
        let mut memory = Memory::default();
        memory.accept(token.text(&text), &LabelName::new("L"));
        let suggestions = memory.suggest(&text, true);
        let covers = suggestions.iter().any(|s| s.range == token.range());
        prop_assert!(covers, "{:?} is not offered where it was learnt", token);
        for pair in memory.suggest(&text, false).windows(2) {
            prop_assert!(pair[0].range.end <= pair[1].range.start);
        }
    }
}
