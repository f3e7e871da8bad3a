//! `case`: one ring as a folder of documents and evidence, and a zip of it beside.

use std::time::Instant;

use clap::Args;

use super::recall::{StoreSettings, recall};
use super::run::{self, Gate, beside};
use super::{output, output::Progress};
use crate::error::{Error, Result};
use crate::ingest::sha256;
use crate::privacy::mask::Show;
use crate::report::case::{self, Request, archive, audit};
use crate::report::manifest::About;
use crate::report::publish;

/// Arguments of `case`: those of `run`, because it finds the ring as `run` does.
#[derive(Args, Clone, Debug)]
// The flags of `run` bring a group of the same name.
#[group(skip)]
pub(super) struct Arguments {
    /// Ring (R-…) as in rings.csv
    #[arg(value_name = "RING_ID")]
    id: String,
    /// Show personal values as they are; needs --reason and is written to audit.jsonl beside the folder
    #[arg(long, requires = "reason", help_heading = "Case")]
    unmask: bool,
    /// Why the values must be shown
    #[arg(long, value_name = "TEXT", requires = "unmask", help_heading = "Case")]
    reason: Option<String>,
    #[command(flatten)]
    run: run::Arguments,
}

/// Runs the pipeline and writes the case of one ring.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let start = Instant::now();
    let settings = &arguments.run.settings;
    let reason = arguments.reason.as_deref().unwrap_or_default().trim();
    if arguments.unmask && reason.is_empty() {
        return Err(Error::usage("reason: say why the values must be shown"));
    }
    let config = settings.ready()?;
    let out = arguments.run.out.as_path();
    publish::check_kind(out, "case")?;
    settings.check_memory()?;
    settings.use_threads()?;
    let mut reporting = settings.report(arguments.run.store.key_file.as_ref(), arguments.run.new_days)?;
    reporting.show = if arguments.unmask { Show::Raw } else { Show::Masked };
    // A store that is not there yet knows no ids.
    let store = arguments.run.store.store.clone().filter(|path| path.exists());
    let place = StoreSettings { store, ..arguments.run.store.clone() };
    let gate = Gate {
        memory: None,
        as_of: config.as_of,
        progress: Progress::new(settings),
        allowed: settings.max_reject_share,
        rejected_to: beside(out, ".rejected"),
        lang: settings.lang,
    };
    let (outcome, memory) = recall(&place, &config, gate)?;
    if let Some(memory) = &memory {
        reporting.key = Some(memory.key().clone());
    }
    let request = Request { ring: arguments.id.trim().to_owned(), reason: reason.to_owned() };
    let about = About {
        settings: run::effective(&arguments.run),
        threads: rayon::current_num_threads(),
        elapsed: start.elapsed(),
    };
    let Some(files) = case::files(outcome, &reporting, &about, &request)? else {
        return Err(Error::usage(format!(
            "no ring `{}`: ring ids change when the input does; see rings.csv of the same input",
            request.ring
        )));
    };
    if arguments.run.dry_run {
        return Ok(0);
    }
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let zip = archive::zip(&name, &files)?;
    let staged = publish::stage(out, &files)?;
    if arguments.unmask {
        // The line stands before the values do: nothing is ever shown without it.
        let digest = files.last().map_or_else(String::new, |(_, manifest)| sha256(manifest));
        let entry = audit::Entry { ring: &request.ring, reason, case: &digest };
        audit::append(&out.with_file_name("audit.jsonl"), &entry)?;
    }
    staged.exchange()?;
    let archive = beside(out, ".zip");
    publish::replace(&archive, &zip)?;
    if settings.quiet {
        return Ok(0);
    }
    output::print(&format!("{}: {} files\n{}\n", out.display(), files.len(), archive.display()))
}
