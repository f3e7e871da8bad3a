//! `case`: one ring as a folder of documents and evidence, and a zip of it beside.

use std::path::Path;
use std::time::Instant;

use clap::{Arg, Args};

use super::recall::recall;
use super::remember::Memory;
use super::run::{self, Gate, beside};
use super::{output, output::Progress};
use crate::error::{Error, Result};
use crate::ingest::sha256;
use crate::privacy::mask::{self, Show};
use crate::report::case::{self, Request, archive, audit};
use crate::report::manifest::About;
use crate::report::publish;
use crate::store::audit::Entry;

/// Arguments of `case`: those of `run`, because it finds the ring as `run` does.
#[derive(Args, Clone, Debug)]
// The flags of `run` bring a group of the same name.
#[group(skip)]
pub(super) struct Arguments {
    /// Ring (R-…) as in rings.csv
    #[arg(value_name = "RING_ID")]
    id: String,
    /// Show personal values as they are; needs --reason and leaves a line in the store's audit trail, or in audit.jsonl beside the folder without a store
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
    let archived = beside(out, ".zip");
    publish::check_file(&archived, "out", archive::is_ours)?;
    settings.check_memory()?;
    settings.use_threads()?;
    let mut reporting = settings.report(arguments.run.store.key_file.as_ref(), arguments.run.new_days)?;
    reporting.show = if arguments.unmask { Show::Raw } else { Show::Masked };
    let gate = Gate {
        night: None,
        as_of: config.as_of,
        progress: Progress::new(settings),
        allowed: settings.max_reject_share,
        rejected_to: beside(out, ".rejected"),
        lang: settings.lang,
    };
    let (outcome, memory) = recall(&arguments.run.store, &config, gate)?;
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
        write_down(&request, &digest, memory.as_ref(), out)?;
    }
    staged.exchange()?;
    publish::replace(&archived, &zip)?;
    if settings.quiet {
        return Ok(0);
    }
    output::print(&format!("{}: {} files\n{}\n", out.display(), files.len(), archived.display()))
}

/// Writes down an unmasking: in the store's audit chain, or without a store in audit.jsonl beside the folder.
fn write_down(request: &Request, digest: &str, memory: Option<&Memory>, out: &Path) -> Result<()> {
    let Request { ring, reason } = request;
    let Some(memory) = memory else {
        let entry = audit::Entry { ring, reason, case: digest };
        return audit::append(&out.with_file_name("audit.jsonl"), &entry);
    };
    let user = std::env::var("USER").unwrap_or_default();
    let who = format!("{user} (uid {})", rustix::process::getuid().as_raw());
    let detail = format!("ring {ring}, manifest {digest}: {}", mask::free_text(reason));
    memory.store().note(&Entry { who: &who, action: "unmask", detail })
}

/// Flags of `run` that a case accepts, because one configuration serves both, and that change nothing in it.
const WITHOUT_EFFECT: [&str; 5] = ["all_kinds", "fail_on_rings", "drift", "metrics", "format"];

/// Leaves flags without effect out of the help.
pub(super) fn trimmed(argument: Arg) -> Arg {
    let hidden = WITHOUT_EFFECT.contains(&argument.get_id().as_str());
    if hidden { argument.hide(true) } else { argument }
}
