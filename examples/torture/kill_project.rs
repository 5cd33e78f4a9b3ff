//! kill -9 while a project is worked on in every way: whatever was acknowledged is there, many documents are changed all or none,
//! every log has what its file has, and the work goes on where it was.

use std::time::Duration;

use crate::project_work::{Promised, set_up};
use crate::scene::{Chance, Folder, start};

pub fn run(times: usize) -> Result<String, String> {
    let folder = Folder::new("kill-project");
    let root = folder.0.join("project");
    set_up(&root)?;
    let name = root.to_str().ok_or("Unicode")?;
    let mut chance = Chance::new(13);
    let mut promised = Promised::default();
    let (mut within, mut acknowledged) = (0, 0);
    for round in 0..times {
        let watched = start("child-project", &[name, &(promised.begun + 1).to_string()]);
        let first = watched.lines.recv().map_err(|_| format!("round {round}: the child died by itself"))?;
        std::thread::sleep(Duration::from_micros(chance.below(700_000)));
        let (_, lines) = watched.kill();
        for (_, line) in [first].into_iter().chain(lines) {
            let before = promised.done;
            promised.hear(&line);
            acknowledged += usize::from(promised.done != before);
        }
        within += usize::from(promised.begun > promised.done);
        if let Some(failed) = promised.failed.take() {
            return Err(format!("round {round}: {failed}"));
        }
        promised.holds(&root).map_err(|why| format!("round {round}, within {}: {why}", promised.begun))?;
        promised.settle(&root)?;
    }
    Ok(format!(
        "{times} kills, {within} within a change of a project, {acknowledged} changes acknowledged: 0 unreadable, 0 changed in \
         part, 0 acknowledged missing from file or log"
    ))
}
