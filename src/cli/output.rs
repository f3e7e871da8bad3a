//! Standard output and the progress line.

use std::io::{ErrorKind, IsTerminal as _, Write as _};

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

/// Shows the stage on a terminal, says it with `-v`, and holds the memory budget.
pub(super) struct Progress {
    bar: Option<indicatif::ProgressBar>,
    verbose: bool,
    allowed: Option<u64>,
}

impl Progress {
    pub(super) fn new(settings: &super::settings::Settings) -> Self {
        let terminal = std::io::stderr().is_terminal() && !settings.quiet && settings.verbose == 0;
        let bar = terminal.then(indicatif::ProgressBar::new_spinner);
        if let Some(bar) = &bar {
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
        }
        Self { bar, verbose: settings.verbose > 0, allowed: settings.max_memory }
    }
}

impl Observer for Progress {
    fn stage(&mut self, name: &'static str) -> Result<()> {
        if let Some(bar) = &self.bar {
            bar.set_message(name);
        }
        if self.verbose {
            eprintln!("ringkeeper: {name}");
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
