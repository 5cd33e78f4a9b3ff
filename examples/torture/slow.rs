//! A disk that takes its time, as one across a network does: no step waits for it, and none is called safe before it
//! has answered.

use std::path::Path;
use std::process::{Command as Program, Stdio};
use std::time::{Duration, Instant};

use hashiya::edit::Command;
use hashiya::session::Durability;
use hashiya::store::{self, Expect};

use crate::scene::{Folder, document, id, open};

/// How long the disk takes for everything it is asked to keep.
const DELAY: Duration = Duration::from_millis(300);

/// Steps that are made alone, to see when each is called safe.
const ALONE: usize = 10;

/// Makes steps with saves among them, then some alone; prints the longest that a step, a save's order and a look at what was
/// done took together, and the shortest time from a step to the word that it is safe, both in microseconds.
pub fn child(arguments: &[String]) {
    let steps = arguments[1].parse::<usize>().expect("a number");
    let (mut session, _) = open(Path::new(&arguments[0]));
    let (mut longest, mut soonest) = (Duration::ZERO, Duration::MAX);
    for n in 0..steps + ALONE {
        let before = Instant::now();
        session
            .dispatch(Command::SetNote { of: hashiya::model::Target::Annotation(id(0)), note: n.to_string() })
            .expect("the document is ours");
        if n % 50 == 49 && n < steps {
            session.save().expect("open");
        }
        session.poll();
        longest = longest.max(before.elapsed());
        if n < steps {
            std::thread::sleep(Duration::from_millis(2));
            continue;
        }
        // Those before it must not be in its way.
        if n == steps {
            session.finish_jobs();
            session.finish_journals();
            continue;
        }
        while !matches!(session.current().expect("open").safety(), Durability::Kept | Durability::Saved) {
            std::thread::sleep(Duration::from_millis(1));
            session.poll();
        }
        soonest = soonest.min(before.elapsed());
    }
    println!("{} {}", longest.as_micros(), soonest.as_micros());
}

fn times(path: &Path, steps: usize, delay: Option<Duration>) -> Result<(Duration, Duration), String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut run = match delay {
        None => Program::new(program),
        Some(delay) => {
            let mut strace = Program::new("strace");
            strace.args(["-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e"]);
            strace.arg(format!("inject=fsync,fdatasync:delay_enter={}", delay.as_micros())).arg(program);
            strace
        }
    };
    run.arg("child-slow").arg(path).arg(steps.to_string()).stderr(Stdio::inherit());
    let output = run.output().map_err(|e| format!("strace: {e}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<u64> = said.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [longest, soonest] => Ok((Duration::from_micros(longest), Duration::from_micros(soonest))),
        _ => Err(format!("the child died: {said:?}")),
    }
}

/// `count` steps on a disk that answers late.
pub fn run(count: usize) -> Result<String, String> {
    let folder = Folder::new("slow");
    let path = folder.0.join("خبر.ron");
    store::save(&document(200), &path, Expect::Anything).map_err(|e| e.to_string())?;
    let (longest, soonest) = times(&path, count, None)?;
    let (longest_late, soonest_late) = times(&path, count, Some(DELAY))?;
    if longest_late >= DELAY {
        return Err(format!("a step took {longest_late:?}: it waited for the disk"));
    }
    if soonest_late < DELAY {
        return Err(format!("a step was called safe after {soonest_late:?}, and the disk takes {DELAY:?}"));
    }
    Ok(format!(
        "{count} steps and {} saves on a disk that takes {DELAY:?} for each sync: the longest step took {longest_late:?} \
         (on the disk as it is {longest:?}), the soonest was called safe after {soonest_late:?} (as it is {soonest:?})",
        count / 50
    ))
}
