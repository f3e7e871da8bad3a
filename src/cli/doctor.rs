//! `doctor`: whether tonight's run would find everything it needs; reads, and changes nothing.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::output;
use super::settings::Format;
use crate::error::Result;
use crate::ingest::sha256;
use crate::report::{json as document, manifest, publish};
use crate::store::health::{self, Check, Health, LastNight};

/// Free space asked for when there is no earlier run to go by, in megabytes.
const LEAST_FREE: u64 = 100;
/// A run writes its outputs beside the old ones and the store's journal beside the store; the rest is a margin.
const TIMES: u64 = 3;

/// Arguments of `doctor`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Configuration file (TOML), as `run` takes it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The store that `run --store` writes
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// The key, where it does not lie beside the store
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Output folder
    #[arg(long, short, value_name = "FOLDER", default_value = "out")]
    out: PathBuf,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Looks at everything; exit code 1 when something is wrong.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let mut checks = vec![installation()];
    let last = match &arguments.store {
        Some(store) if store.exists() => {
            let (found, last) = health::checks(store, arguments.key_file.as_deref());
            checks.extend(found);
            last
        }
        Some(store) => {
            let says = format!("`{}` does not exist; the first run makes it", store.display());
            checks.push(("store", Health::Doubtful, says));
            None
        }
        None => {
            checks.push((
                "store",
                Health::Doubtful,
                "none is given: nothing is remembered from night to night".into(),
            ));
            checks.extend(arguments.key_file.as_deref().map(|key| health::private("key", key)));
            None
        }
    };
    checks.push(outputs(&arguments.out, last.as_ref()));
    checks.push(disk(&arguments.out, arguments.store.as_deref()));
    let wrong = checks.iter().any(|(_, health, _)| *health == Health::Wrong);
    output::print(&match arguments.format {
        Format::Text => text(&checks),
        Format::Json => {
            let checks: Vec<_> = checks
                .iter()
                .map(|(what, health, says)| json!({"what": what, "health": word(*health), "says": says}))
                .collect();
            document::pretty(&json!({ "well": !wrong, "checks": checks }))?
        }
    })?;
    Ok(u8::from(wrong))
}

fn text(checks: &[Check]) -> String {
    let line = |(what, health, says): &Check| format!("{:<8}  {what:<12}  {says}\n", word(*health));
    checks.iter().map(line).collect::<Vec<_>>().concat()
}

fn word(health: Health) -> &'static str {
    match health {
        Health::Well => "well",
        Health::Doubtful => "doubtful",
        Health::Wrong => "wrong",
    }
}

fn installation() -> Check {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let program = std::env::current_exe().map(|path| path.display().to_string()).unwrap_or_default();
    ("program", Health::Well, format!("{} at `{program}`, {threads} threads", env!("CARGO_PKG_VERSION")))
}

/// Whether the output folder is ours and carries what the store's last night published.
fn outputs(out: &Path, last: Option<&LastNight>) -> Check {
    if let Err(error) = publish::check_kind(out, "run") {
        return ("outputs", Health::Wrong, error.to_string());
    }
    let shown = out.display();
    let written = std::fs::read(out.join("manifest.json")).ok();
    let changed = written.as_deref().map(|bytes| changed(out, bytes)).unwrap_or_default();
    if !changed.is_empty() {
        let says = format!("`{shown}` is not as the run wrote it: {}; run again", changed.join(", "));
        return ("outputs", Health::Wrong, says);
    }
    let published = written.as_deref().and_then(manifest::outputs_digest);
    match (published, last) {
        (Some(published), Some(last)) if published != last.outputs => (
            "outputs",
            Health::Doubtful,
            format!("`{shown}` is not of the store's last night; the next run finishes or replaces it"),
        ),
        (Some(_), _) => ("outputs", Health::Well, format!("`{shown}` holds a whole run")),
        (None, _) => ("outputs", Health::Doubtful, format!("`{shown}` holds no run yet")),
    }
}

/// Outputs that a manifest lists and that are missing or not as it says.
fn changed(out: &Path, manifest: &[u8]) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_slice(manifest).unwrap_or_default();
    let outputs = manifest["outputs"].as_object().into_iter().flatten();
    let problem = |(name, digest): (&String, &serde_json::Value)| match std::fs::read(out.join(name)) {
        Ok(bytes) => (digest.as_str() != Some(&sha256(&bytes))).then(|| format!("{name} was changed")),
        Err(_) => Some(format!("{name} is missing")),
    };
    outputs.filter_map(problem).collect()
}

/// Whether there is room for the next run's outputs and journal.
fn disk(out: &Path, store: Option<&Path>) -> Check {
    let size = |path: &Path| path.metadata().map_or(0, |about| about.len());
    let files = std::fs::read_dir(out).into_iter().flatten().flatten();
    let written: u64 = files.map(|entry| size(&entry.path())).sum::<u64>() + store.map_or(0, size);
    let needed = (written * TIMES / 1_000_000).max(LEAST_FREE);
    let folders = [Some(out), store].into_iter().flatten().filter_map(|path| std::path::absolute(path).ok());
    let free = folders
        .filter_map(|path| path.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned))
        .filter_map(|folder| rustix::fs::statvfs(&folder).ok())
        .map(|about| about.f_bavail * about.f_frsize / 1_000_000)
        .min();
    match free {
        Some(free) if free < needed => {
            ("disk", Health::Wrong, format!("{free} MB are free, and the next run may need {needed} MB"))
        }
        Some(free) => ("disk", Health::Well, format!("{free} MB are free, {needed} MB asked for")),
        None => ("disk", Health::Doubtful, "the free space is not known".into()),
    }
}
