//! Standard output and the progress line.

use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::time::Instant;

use serde_json::json;

use super::settings::Format;
use crate::error::{Error, Result};
use crate::pipeline::Observer;
use crate::report::manifest::peak_megabytes;
use crate::report::terminal::Style;

/// Prints to standard output; a reader that has gone away is success.
pub(super) fn print(text: &str) -> Result<u8> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(Error::io("write", std::path::Path::new("standard output"), source))
        }
        _ => Ok(0),
    }
}

/// Bold headings on a terminal, unless `NO_COLOR` is set (no-color.org).
pub(super) fn style() -> Style {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if std::io::stdout().is_terminal() && !plain { Style::Coloured } else { Style::Plain }
}

/// How stages are said on standard error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Log {
    Silent,
    Text,
    Json,
}

/// Shows the stage on a terminal, says it with `-v`, and holds the memory budget.
pub(super) struct Progress {
    bar: Option<indicatif::ProgressBar>,
    log: Log,
    start: Instant,
    allowed: Option<u64>,
}

impl Progress {
    pub(super) fn new(settings: &super::settings::Settings) -> Self {
        let log = match settings.log_format {
            Format::Json => Log::Json,
            Format::Text if settings.verbose > 0 => Log::Text,
            Format::Text => Log::Silent,
        };
        let terminal = std::io::stderr().is_terminal() && !settings.quiet && log == Log::Silent;
        let bar = terminal.then(indicatif::ProgressBar::new_spinner);
        if let Some(bar) = &bar {
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
        }
        Self { bar, log, start: Instant::now(), allowed: settings.max_memory }
    }
}

impl Observer for Progress {
    fn stage(&mut self, name: &'static str) -> Result<()> {
        if let Some(bar) = &self.bar {
            bar.set_message(name);
        }
        match self.log {
            Log::Silent => {}
            Log::Text => eprintln!("ringkeeper: {name}"),
            Log::Json => {
                let seconds = (self.start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
                let megabytes = peak_megabytes();
                eprintln!(
                    "{}",
                    json!({"event": "stage", "stage": name, "after_seconds": seconds, "peak_megabytes": megabytes})
                );
            }
        }
        match (self.allowed, peak_megabytes()) {
            (Some(allowed), Some(needed)) if needed > allowed => {
                Err(crate::error::ErrorKind::Memory { needed, allowed }.into())
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
