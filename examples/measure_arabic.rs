//! Measures the rules of `arabic` and `suggest` on corpora that others annotated.
//!
//! `cargo run --release --example measure_arabic -- PATH…` reads
//!
//! - `.cuts`: a running text, one word a line, with `-` where a person cut its proclitics (`و-ب-القاهرة`);
//! - `.jsonl`: IDRISI's tweets with `location_mentions` in code points;
//! - anything else: Wojood's columns (token, then nested IOB2 tags).
//!
//! It prints for each of the first kind the precision and recall of the clitic rules, for each of the others
//!
//! - what share of the mentions was seen before, exactly and under the safe fold with clitics;
//! - what accepting every suggestion would have found, and how precise it is, with the guard and without.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use hashiya::arabic::clitics::{Confidence, CutKind, Lexicon, proclitics};
use hashiya::arabic::gazetteer::Gazetteer;
use hashiya::arabic::normalize::Normalization;
use hashiya::arabic::words::hashtag_at;
use hashiya::model::LabelName;
use hashiya::suggest::Memory;

struct Text {
    text: String,
    /// Bytes, with the label.
    mentions: Vec<(Range<usize>, LabelName)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<_> = std::env::args_os().skip(1).collect();
    if paths.is_empty() {
        println!("give the paths of .cuts, IDRISI .jsonl or Wojood .txt files; there is nothing to measure");
    }
    let mut all_words = Lexicon::default();
    let mut cut_texts = Vec::new();
    for path in paths {
        let content = std::fs::read_to_string(&path)?;
        let name = path.to_string_lossy();
        if name.ends_with(".cuts") {
            all_words.add_text(&content.replace('-', ""));
            cut_texts.push((name.into_owned(), content));
            continue;
        }
        let is_jsonl = name.ends_with(".jsonl");
        let texts = if is_jsonl { idrisi(&content)? } else { wojood(&content) };
        texts.iter().for_each(|text| all_words.add_text(&text.text));
        let mentions: usize = texts.iter().map(|text| text.mentions.len()).sum();
        println!("\n{name}: {} texts, {mentions} mentions", texts.len());
        repetition(&texts);
        for (name, guard) in [("guard", true), ("no guard", false)] {
            suggestions(&texts, name, guard, !is_jsonl);
        }
        if is_jsonl {
            // IDRISI labels few of the places inside hashtags, which are most of a tweet's places.
            let texts: Vec<Text> = texts.into_iter().map(without_hashtags).collect();
            let mentions: usize = texts.iter().map(|text| text.mentions.len()).sum();
            println!("  outside hashtags, {mentions} mentions");
            repetition(&texts);
            for (name, guard) in [("guard", true), ("no guard", false)] {
                suggestions(&texts, name, guard, false);
            }
        }
    }
    for (name, content) in cut_texts {
        println!("\n{name}");
        let mut own = Lexicon::default();
        own.add_text(&content.replace('-', ""));
        clitics(&content, &own, "its own words");
        clitics(&content, &all_words, "the words of all files given");
    }
    Ok(())
}

/// The text with each hashtag blanked, and the mentions that stand outside them.
fn without_hashtags(text: Text) -> Text {
    let Text { text: source, mut mentions } = text;
    let tags: Vec<Range<usize>> = source.match_indices('#').filter_map(|(at, _)| hashtag_at(&source, at)).collect();
    let mut blanked = source.clone().into_bytes();
    tags.iter().for_each(|tag| blanked[tag.clone()].fill(b' '));
    mentions.retain(|(mention, _)| tags.iter().all(|tag| mention.end <= tag.start || tag.end <= mention.start));
    Text { text: String::from_utf8(blanked).expect("hashtags begin and end between characters"), mentions }
}

/// One JSON object a line. Mentions whose text is not what the offsets say are left out.
fn idrisi(content: &str) -> Result<Vec<Text>, serde_json::Error> {
    let mut texts = Vec::new();
    for line in content.lines().filter(|line| !line.trim().is_empty()) {
        let tweet: serde_json::Value = serde_json::from_str(line)?;
        let text = tweet["text"].as_str().unwrap_or_default().to_owned();
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let place = |value: &serde_json::Value| {
            let index = usize::try_from(value.as_u64()?).ok()?;
            bytes.get(index).copied()
        };
        let mut mentions = Vec::new();
        for mention in tweet["location_mentions"].as_array().into_iter().flatten() {
            let (Some(start), Some(end)) = (place(&mention["startIdx"]), place(&mention["endIdx"])) else { continue };
            if start < end && Some(&text[start..end]) == mention["text"].as_str() {
                let label = LabelName::new(mention["type"].as_str().unwrap_or("LOC"));
                mentions.push((start..end, label));
            }
        }
        texts.push(Text { text, mentions });
    }
    Ok(texts)
}

/// A token a line with its IOB2 tags, texts parted by blank lines. The tokens are joined by single spaces.
fn wojood(content: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    for block in content.split("\n\n") {
        let mut text = String::new();
        let mut open: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        let mut mentions = Vec::new();
        for line in block.lines() {
            let mut columns = line.split_whitespace();
            let Some(token) = columns.next() else { continue };
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(token);
            let mut going = HashSet::new();
            for tag in columns {
                let Some((position, label)) = tag.split_once('-') else { continue };
                going.insert(label);
                match open.get_mut(label) {
                    Some(range) if position == "I" => range.end = text.len(),
                    _ => {
                        if let Some(range) = open.insert(label, start..text.len()) {
                            mentions.push((range, LabelName::new(label)));
                        }
                    }
                }
            }
            let closed: Vec<&str> = open.keys().copied().filter(|label| !going.contains(label)).collect();
            for label in closed {
                mentions.extend(open.remove(label).map(|range| (range, LabelName::new(label))));
            }
        }
        mentions.extend(open.into_iter().map(|(label, range)| (range, LabelName::new(label))));
        if !text.is_empty() {
            texts.push(Text { text, mentions });
        }
    }
    texts
}

/// Compares the innermost cut before the stem (the article stays with it) with the one a person made.
fn clitics(content: &str, vocabulary: &Lexicon, whose: &str) {
    let words: Vec<&str> = content.lines().filter(|line| !line.is_empty()).collect();
    let cut_by_hand = words.iter().filter(|word| word.contains('-')).count();
    println!("  {} words, {cut_by_hand} cut by hand; vocabulary: {whose} ({})", words.len(), vocabulary.len());
    for level in [Confidence::Article, Confidence::Frequent, Confidence::Attested] {
        let (mut right, mut all) = (0, 0);
        let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
        for word in &words {
            let stem = word.rfind('-').map_or(*word, |at| &word[at + 1..]);
            let bare = word.replace('-', "");
            let cuts = proclitics(&bare, 0..bare.len(), vocabulary);
            let cut = cuts.iter().rfind(|cut| cut.kind != CutKind::Article && cut.confidence >= level);
            let Some(cut) = cut else { continue };
            all += 1;
            if &bare[cut.at..] == stem {
                right += 1;
            } else {
                *wrong.entry(format!("{}-{}", &bare[..cut.at], &bare[cut.at..])).or_default() += 1;
            }
        }
        let (precision, recall) = (ratio(right, all), ratio(right, cut_by_hand));
        println!("    at least {level:?}: precision {precision:.3} ({right}/{all}), recall {recall:.3}");
        if !wrong.is_empty() {
            let wrong: Vec<String> = wrong.into_iter().map(|(word, count)| format!("{word} {count}")).collect();
            println!("      not cut so by hand: {}", wrong.join(", "));
        }
    }
}

/// The share of mentions whose string was a mention before: to the letter, and under the safe fold with clitics.
fn repetition(texts: &[Text]) {
    let mut exact: HashSet<&str> = HashSet::new();
    let mut known: Gazetteer<bool> = Gazetteer::new(Normalization::SAFE);
    let (mut all, mut exactly, mut folded) = (0, 0, 0);
    for text in texts {
        for (mention, _) in &text.mentions {
            all += 1;
            let quote = &text.text[mention.clone()];
            exactly += usize::from(!exact.insert(quote));
            folded += usize::from(
                known.find(quote).iter().any(|found| found.range.end == quote.len() && found.word_start == 0),
            );
            if let Some(known) = known.entry(quote) {
                *known = true;
            }
        }
    }
    println!("  seen before: exactly {:.3}, folded with clitics {:.3}", ratio(exactly, all), ratio(folded, all));
}

/// Reads the texts in order as an analyst would: what is offered and right is accepted, what is wrong refused, what is
/// missing labelled by hand.
fn suggestions(texts: &[Text], name: &str, guard: bool, nested: bool) {
    let mut memory = Memory::default();
    let (mut offered, mut right, mut all) = (0usize, 0usize, 0usize);
    for text in texts {
        all += text.mentions.len();
        let gold: HashSet<(usize, usize, &LabelName)> =
            text.mentions.iter().map(|(range, label)| (range.start, range.end, label)).collect();
        let mut accepted = HashSet::new();
        for suggestion in memory.suggest(&text.text, nested) {
            offered += 1;
            let key = [suggestion.range.start, suggestion.word_start]
                .into_iter()
                .map(|start| (start, suggestion.range.end, &suggestion.label))
                .find(|key| gold.contains(key));
            let quote = &text.text[suggestion.range.clone()];
            match key {
                Some((start, end, _)) => {
                    right += 1;
                    accepted.insert((start, end));
                    memory.accept(quote, &suggestion.label);
                }
                None if guard => memory.reject(quote, &suggestion.label),
                None => {}
            }
        }
        for (range, label) in &text.mentions {
            if !accepted.contains(&(range.start, range.end)) {
                memory.accept(&text.text[range.clone()], label);
            }
        }
    }
    let (recall, precision) = (ratio(right, all), ratio(right, offered));
    println!(
        "  suggestions, {name}: found {recall:.3} of the mentions at precision {precision:.3} ({right}/{offered})"
    );
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
