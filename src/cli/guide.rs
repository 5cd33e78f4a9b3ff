//! `hashiya guide`: the pages of the guide, which the program carries with it.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::output::Failure;
use crate::workspace::guide::{self, GuideLanguage};

#[derive(Debug, Args)]
pub(super) struct Guide {
    /// The name of a page; without it the pages are listed, each with its title
    #[arg(value_name = "PAGE")]
    pub page: Option<String>,
    #[arg(long, value_enum, default_value = "en")]
    pub language: Tongue,
}

/// The languages as they are written on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Tongue {
    Ar,
    En,
}

pub(super) fn run(task: Guide, out: &mut dyn Write) -> Result<(), Failure> {
    let language = match task.language {
        Tongue::Ar => GuideLanguage::Arabic,
        Tongue::En => GuideLanguage::English,
    };
    let Some(name) = task.page else {
        for (name, page) in guide::names().zip(guide::pages(language).pages) {
            writeln!(out, "{name}\t{}", page.title)?;
        }
        return Ok(());
    };
    let name = name.trim_end_matches(".md");
    let Some(text) = guide::text(name, language) else {
        let names: Vec<&str> = guide::names().collect();
        return Err(Failure::Because(format!("there is no page '{name}'; there are {}", names.join(", "))));
    };
    out.write_all(text.as_bytes())?;
    Ok(())
}
