//! Two programs on one file at once: whoever says "saved" is in the file at the end.

use std::path::Path;
use std::time::Duration;

use hashiya::edit::Command;
use hashiya::session::SessionEvent;
use hashiya::session::event::SaveEvent;
use hashiya::store::{self, Expect};

use crate::scene::{Chance, Folder, counter, document, id, open, start};

/// Opens the file, puts a number into the note of its own annotation, saves, and says how that went.
pub fn child(arguments: &[String]) {
    let (path, own, number) = (&arguments[0], arguments[1].parse::<usize>(), &arguments[2]);
    let own = own.expect("a number");
    let mut chance = Chance::new(std::process::id().into());
    std::thread::sleep(Duration::from_micros(chance.below(1500)));
    let (mut session, _) = open(Path::new(path));
    let Some(document) = session.current() else { return println!("unreadable") };
    if let Some(reason) = document.read_only() {
        return println!("held {reason}");
    }
    session
        .dispatch(Command::SetNote { of: hashiya::model::Target::Annotation(id(own)), note: number.clone() })
        .expect("ours");
    session.save().expect("open");
    let notices = session.finish_jobs();
    match notices.iter().any(|notice| matches!(notice, SessionEvent::Save(SaveEvent::Saved { .. }))) {
        true => println!("saved"),
        false => println!("refused {notices:?}"),
    }
}

pub fn run(times: usize) -> Result<String, String> {
    let folder = Folder::new("two");
    let path = folder.0.join("خبر.ron");
    store::save(&document(50), &path, Expect::Anything).map_err(|e| e.to_string())?;
    let name = path.to_str().expect("Unicode");
    let (mut both, mut one, mut held) = (0, 0, 0);
    let mut last = [0u64; 2];
    for round in 1..=times as u64 {
        let number = round.to_string();
        let children = [0, 1].map(|own: usize| start("child-two", &[name, &own.to_string(), &number]));
        let said = children.map(|mut watched| {
            let lines: Vec<String> = watched.lines.iter().map(|(_, line)| line).collect();
            let ended = watched.child.wait().expect("ours").success();
            if ended { lines.join(" ") } else { format!("died: {}", lines.join(" ")) }
        });
        let (content, _) = store::load(&path).map_err(|e| format!("round {round}: unreadable: {e}"))?;
        for own in 0..2 {
            let expected = if said[own] == "saved" { round } else { last[own] };
            last[own] = expected;
            if counter(&content, own) != Some(expected) {
                return Err(format!("round {round}: {said:?}, but {own} has {:?} in the file", counter(&content, own)));
            }
            if !said[own].starts_with("saved") && !said[own].contains("held") && !said[own].contains("open in another")
            {
                return Err(format!("round {round}: {said:?}"));
            }
        }
        match said.iter().filter(|said| *said == "saved").count() {
            2 => both += 1,
            1 => one += 1,
            _ => return Err(format!("round {round}: nobody could save: {said:?}")),
        }
        held += said.iter().filter(|said| said.starts_with("held")).count();
    }
    Ok(format!(
        "{times} rounds: in {one} one was told that the other holds the file ({held} times), in {both} both saved \
                in turn; 0 silent overwrites"
    ))
}
