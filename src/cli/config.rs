//! `config`: every setting as commented TOML, from the same definitions as the flags.

use std::fmt::Write as _;

use super::output;
use crate::error::Result;

/// Prints the defaults.
pub(super) fn run() -> Result<u8> {
    output::print(&text())
}

fn text() -> String {
    let mut out = String::from(
        "# Settings of ringkeeper. Each key is the long option of the same name; paths are relative to this file.\n\
         # An option on the command line replaces the key.\n",
    );
    let command = super::settings_command();
    let mut heading = String::new();
    for argument in command.get_arguments() {
        let Some(name) = argument.get_long().filter(|name| *name != "config") else { continue };
        let group = argument.get_help_heading().unwrap_or_default();
        if group != heading {
            group.clone_into(&mut heading);
            let _ = write!(out, "\n# ---- {heading}\n");
        }
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = write!(out, "\n# {help}\n");
        let choices: Vec<String> =
            argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        if !choices.is_empty() && choices != ["true", "false"] {
            let _ = writeln!(out, "# One of: {}", choices.join(", "));
        }
        let default = argument.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
        let many = matches!(argument.get_action(), clap::ArgAction::Append);
        let line = match (default, many) {
            (_, true) => format!("# {name} = []"),
            (Some(default), _)
                if default.parse::<f64>().is_ok() || default == "true" || default == "false" =>
            {
                format!("{name} = {default}")
            }
            (Some(default), _) => format!("{name} = \"{default}\""),
            (None, _) if matches!(argument.get_action(), clap::ArgAction::Count) => continue,
            (None, _) => format!("# {name} = \"\""),
        };
        let _ = writeln!(out, "{line}");
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_printed_defaults_are_a_configuration_that_the_program_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ringkeeper.toml");
        std::fs::write(&path, super::text()).unwrap();
        let args: Vec<std::ffi::OsString> =
            vec!["ringkeeper".into(), "run".into(), "--config".into(), path.into()];
        let args = super::super::layers::with_configuration(args).unwrap();
        assert!(args.contains(&"--cut-off=0.5".into()), "{args:?}");
    }
}
