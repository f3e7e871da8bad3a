//! `check`: reads the inputs and shows what a run would make of them. Writes nothing.

use std::fmt::Write as _;

use clap::Args;
use serde_json::{Value, json};

use super::output;
use super::settings::{Format, Settings};
use crate::error::Result;
use crate::ingest::{self, FileReport, Ingested, Reject, RowCounts};
use crate::report::json::pretty;
use crate::report::terminal::grouped;

/// Rejects shown a file; the run's rejects.csv holds all.
const SHOWN: usize = 10;

/// Arguments of `check`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

/// Reads and reports; exit code 3 when a run would stop at its quality gate.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let settings = &arguments.settings;
    let config = settings.ready()?;
    settings.use_threads()?;
    let ingested = ingest::load(&config.ingest)?;
    let passes = RowCounts::of(&ingested.files).reject_share() <= settings.max_reject_share;
    let unmapped = crate::normalise::channel::unmapped(&ingested.tables, &config.normalise.channel_aliases);
    if !settings.quiet {
        output::print(&match settings.format {
            Format::Text => text(&ingested, &unmapped, passes, settings.max_reject_share),
            Format::Json => document(&ingested, &unmapped, passes)?,
        })?;
    }
    Ok(if passes { 0 } else { 3 })
}

fn text(ingested: &Ingested, unmapped: &[(String, u64)], passes: bool, allowed: f64) -> String {
    let mut out = String::new();
    for (number, file) in ingested.files.iter().enumerate() {
        describe(file, &mut out);
        let of_file = |rejects: &[Reject]| -> Vec<Reject> {
            rejects.iter().filter(|reject| reject.file as usize == number).cloned().collect()
        };
        list("would be rejected", &of_file(&ingested.rejects), &mut out);
        list("values not used, their rows are", &of_file(&ingested.warnings), &mut out);
        out.push('\n');
    }
    if !unmapped.is_empty() {
        out.push_str("channels without an alias (map them with --channel-alias TEXT=CHANNEL):\n");
        for (channel, count) in unmapped {
            let _ = writeln!(out, "  {count:>8}  {}", crate::privacy::mask::free_text(channel));
        }
        out.push('\n');
    }
    let rows = RowCounts::of(&ingested.files);
    let share = rows.reject_share() * 100.0;
    let _ = writeln!(
        out,
        "{} of {} rows would be rejected ({share:.2} %): a run would {}.",
        grouped(rows.rejected),
        grouped(rows.rows),
        if passes {
            "go on".to_owned()
        } else {
            format!("stop, more than {:.1} % is not allowed", allowed * 100.0)
        }
    );
    out
}

fn describe(file: &FileReport, out: &mut String) {
    let _ = writeln!(out, "{}", file.path);
    let delimiter = match file.delimiter {
        Some('\t') => ", tab".to_owned(),
        Some(letter) => format!(", `{letter}`"),
        None => String::new(),
    };
    let _ = writeln!(
        out,
        "  {}: {} {}{delimiter}, {} rows, {} rejected, {} identical copies",
        file.table.name(),
        file.format,
        file.encoding,
        grouped(file.rows),
        grouped(file.rejected),
        grouped(file.duplicates)
    );
    if !file.encoding_doubt.is_empty() {
        let _ = writeln!(out, "  doubt: {}", file.encoding_doubt);
    }
    for (header, column) in &file.columns {
        match column {
            Some(column) if column.name() == header => {
                let _ = writeln!(out, "    {header}");
            }
            Some(column) => {
                let _ = writeln!(out, "    {header} → {}", column.name());
            }
            None => {
                let _ = writeln!(out, "    {header} → not used");
            }
        }
    }
}

fn list(title: &str, rejects: &[Reject], out: &mut String) {
    if rejects.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {title}: {}", rejects.len());
    for reject in rejects.iter().take(SHOWN) {
        let column = if reject.column.is_empty() { String::new() } else { format!(" {}", reject.column) };
        let shape = if reject.shape.is_empty() { String::new() } else { format!(" [{}]", reject.shape) };
        let _ = writeln!(out, "    line {}{column}: {}{shape}", reject.line, reject.reason);
    }
    if rejects.len() > SHOWN {
        let _ = writeln!(out, "    … {} more", rejects.len() - SHOWN);
    }
}

fn document(ingested: &Ingested, unmapped: &[(String, u64)], passes: bool) -> Result<String> {
    let place = |reject: &Reject| {
        json!({
            "file": ingested.files.get(reject.file as usize).map(|file| file.path.as_str()), "line": reject.line,
            "column": reject.column, "value_shape": reject.shape, "reason": reject.reason,
        })
    };
    let files: Vec<Value> = ingested
        .files
        .iter()
        .map(|file| {
            let columns: Vec<Value> = file
                .columns
                .iter()
                .map(|(header, column)| json!({"header": header, "column": column.map(crate::record::Column::name)}))
                .collect();
            json!({
                "path": file.path, "table": file.table.name(), "format": file.format, "encoding": file.encoding,
                "encoding_doubt": file.encoding_doubt, "delimiter": file.delimiter.map(String::from),
                "rows": file.rows, "rejected": file.rejected, "duplicates": file.duplicates, "columns": columns,
            })
        })
        .collect();
    pretty(&json!({
        "files": files,
        "rejects": ingested.rejects.iter().map(place).collect::<Vec<_>>(),
        "warnings": ingested.warnings.iter().map(place).collect::<Vec<_>>(),
        "unmapped_channels": unmapped.iter()
            .map(|(text, count)| json!({"channel": crate::privacy::mask::free_text(text), "records": count})).collect::<Vec<_>>(),
        "passes": passes,
    }))
}
