//! Which script a character is shaped in: neutrals go with what comes before them, as in Chromium and Pango.

use unicode_script::{Script, ScriptExtension, UnicodeScript};

/// The script of one character when the text before it is in `current`.
pub(super) fn resolve(c: char, current: Script) -> Script {
    match c {
        // The bulk of our text, without a search in the tables.
        'A'..='Z' | 'a'..='z' => Script::Latin,
        '\0'..='\u{7f}' => current,
        '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' | '\u{671}'..='\u{6d3}' => Script::Arabic,
        '\u{64b}'..='\u{655}' | '\u{2010}'..='\u{2027}' => current,
        _ => {
            let script = c.script();
            if script != Script::Common && script != Script::Inherited {
                return script;
            }
            let extension: ScriptExtension = c.script_extension();
            if extension.is_common() || extension.is_inherited() || extension.contains_script(current) {
                current
            } else if extension.contains_script(Script::Arabic) {
                Script::Arabic
            } else {
                extension.iter().next().unwrap_or(current)
            }
        }
    }
}

/// The script that a paragraph's leading neutrals take: that of its first character that has one.
pub(super) fn first_of(text: &str) -> Script {
    text.chars().map(|c| resolve(c, Script::Common)).find(|script| *script != Script::Common).unwrap_or(Script::Common)
}

pub(super) fn for_shaper(script: Script) -> harfrust::Script {
    let tag = harfrust::Tag::from_u32(script.as_iso15924_tag());
    harfrust::Script::from_iso15924_tag(tag).unwrap_or(harfrust::script::COMMON)
}

/// Open brackets of a paragraph: a closing bracket goes with the script of the bracket it closes, as in browsers.
#[derive(Default)]
pub(super) struct Brackets {
    open: Vec<(u8, Script)>,
}

/// Deeper nesting than this is forgotten from outside in.
const MAX_DEPTH: usize = 32;

impl Brackets {
    /// The script for the first bracket of the unit that closes one opened before the unit.
    pub(super) fn outer(&self, unit: &[u8]) -> Option<Script> {
        if self.open.is_empty() || !unit.iter().any(|byte| opener(*byte).is_some()) {
            return None;
        }
        let mut inside = 0usize;
        for byte in unit {
            match byte {
                b'(' | b'[' | b'{' => inside += 1,
                b')' | b']' | b'}' => match inside.checked_sub(1) {
                    Some(less) => inside = less,
                    None => return self.open.iter().rfind(|(open, _)| Some(*open) == opener(*byte)).map(|open| open.1),
                },
                _ => {}
            }
        }
        None
    }

    /// Takes note of the brackets of a unit.
    pub(super) fn pass(&mut self, unit: &str, script: Script, outer: Option<Script>) {
        if !unit.bytes().any(|byte| matches!(byte, b'(' | b'[' | b'{' | b')' | b']' | b'}')) {
            return;
        }
        let mut script = script;
        let mut outer = outer;
        for c in unit.chars() {
            script = self.resolve(c, script, &mut outer);
        }
    }

    /// The script of a character, brackets considered.
    pub(super) fn resolve(&mut self, c: char, current: Script, outer: &mut Option<Script>) -> Script {
        match c {
            '(' | '[' | '{' => {
                if self.open.len() == MAX_DEPTH {
                    self.open.remove(0);
                }
                self.open.push((c as u8, current));
                current
            }
            ')' | ']' | '}' => {
                let opener = opener(c as u8).expect("the three closing brackets have openers");
                match self.open.iter().rposition(|(open, _)| *open == opener) {
                    Some(index) => {
                        let script = self.open[index].1;
                        self.open.truncate(index);
                        script
                    }
                    None => outer.take().unwrap_or(current),
                }
            }
            _ => resolve(c, current),
        }
    }
}

fn opener(close: u8) -> Option<u8> {
    match close {
        b')' => Some(b'('),
        b']' => Some(b'['),
        b'}' => Some(b'{'),
        _ => None,
    }
}
