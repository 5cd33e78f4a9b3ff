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
