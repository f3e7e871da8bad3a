//! The configuration file is flags: its keys are the long options, placed before those of the command line.
//!
//! An option given on the command line replaces the file's. Paths in the file are relative to the file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

/// Settings that name files.
const PATHS: [&str; 14] = [
    "complaints",
    "surrenders",
    "agents",
    "policies",
    "settlements",
    "watchlist",
    "exposure",
    "labels",
    "key-file",
    "store",
    "metrics",
    "partner",
    "partner-key-file",
    "out",
];

/// The arguments with those of the file named by `--config` put before them.
///
/// # Errors
/// A file that cannot be read; every unknown key and wrong value in it, together.
pub(super) fn with_configuration(args: Vec<OsString>) -> Result<Vec<OsString>> {
    let Some(path) = config_path(&args) else { return Ok(args) };
    let text = std::fs::read_to_string(&path)
        .map_err(|source| Error::io("read the configuration", &path, source))?;
    let given: Vec<String> = args
        .iter()
        .filter_map(|arg| Some(arg.to_str()?.strip_prefix("--")?.split('=').next()?.to_owned()))
        .collect();
    // Behind the subcommand, or behind its own: `share export`.
    let (depth, known) = super::options_of(&args);
    let mut out: Vec<OsString> = args.iter().take(depth).cloned().collect();
    for (name, values) in read(&text, &path)? {
        // One file serves all subcommands: `out` is a setting of `run` and means nothing to `explain`.
        if !given.contains(&name) && known.contains(&name) {
            out.extend(values);
        }
    }
    out.extend(args.into_iter().skip(depth));
    Ok(out)
}

/// The last `--config` of the command line.
fn config_path(args: &[OsString]) -> Option<PathBuf> {
    let mut found = None;
    for (place, arg) in args.iter().enumerate() {
        let text = arg.to_string_lossy();
        if text == "--" {
            break;
        }
        if text == "--config" {
            found = args.get(place + 1).map(PathBuf::from);
        } else if let Some(path) = text.strip_prefix("--config=") {
            found = Some(PathBuf::from(path));
        }
    }
    found
}

/// The keys of a configuration with the arguments they stand for.
fn read(text: &str, path: &Path) -> Result<Vec<(String, Vec<OsString>)>> {
    let place = path.display();
    let table: toml::Table = text
        .parse()
        .map_err(|error| Error::usage(format!("{place}: {}", first_lines(&format!("{error}")))))?;
    let command = super::settings_command();
    let names: Vec<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
    let base = path.parent().unwrap_or(Path::new(""));
    let mut problems = Vec::new();
    let mut out = Vec::new();
    for (key, value) in &table {
        if !names.contains(&key.as_str()) || key == "config" {
            problems.push(format!("{place}: unknown key `{key}`{}", suggestion(key, &names)));
            continue;
        }
        let args = match arguments(key, value, base) {
            Ok(args) => args,
            Err(problem) => {
                problems.push(format!("{place}: {problem}"));
                continue;
            }
        };
        let alone = std::iter::once(OsString::from("settings")).chain(args.iter().cloned());
        if let Err(error) = super::settings_command().try_get_matches_from(alone) {
            let text = error.to_string();
            let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
            problems.push(format!("{place}: {message}"));
        }
        out.push((key.clone(), args));
    }
    if problems.is_empty() { Ok(out) } else { Err(ErrorKind::Usage(problems).into()) }
}

fn first_lines(text: &str) -> String {
    text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n  ")
}

/// `--key value` for every value of a key.
fn arguments(key: &str, value: &toml::Value, base: &Path) -> std::result::Result<Vec<OsString>, String> {
    let single = std::slice::from_ref(value);
    let values = value.as_array().map_or(single, Vec::as_slice);
    let mut out = Vec::new();
    for value in values {
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(number) => number.to_string(),
            toml::Value::Boolean(yes) => yes.to_string(),
            toml::Value::Datetime(day) => day.to_string(),
            toml::Value::Array(_) | toml::Value::Table(_) => {
                return Err(format!("key `{key}` takes a text, a number, true or false, or a list of these"));
            }
        };
        let text = if PATHS.contains(&key) { base.join(text).into_os_string() } else { text.into() };
        let mut arg = OsString::from(format!("--{key}="));
        arg.push(text);
        out.push(arg);
    }
    Ok(out)
}

/// `; did you mean …?` when a known name is near.
pub(super) fn suggestion(key: &str, names: &[&str]) -> String {
    let key = key.replace('_', "-");
    let nearest = names
        .iter()
        .map(|name| (strsim::jaro_winkler(&key, name), *name))
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .filter(|(likeness, _)| *likeness > 0.8);
    nearest.map_or_else(
        || "; `ringkeeper config` prints all keys".to_owned(),
        |(_, name)| format!("; did you mean `{name}`?"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_are_said_at_once_with_a_suggestion() {
        let text = "cut_off = 0.7\nburst-dayz = 3\nmin-households = \"many\"\nthreads = { a = 1 }\n";
        let error = read(text, Path::new("x/ringkeeper.toml")).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 4, "{error}");
        assert!(
            error.contains("did you mean `cut-off`?") && error.contains("did you mean `burst-days`?"),
            "{error}"
        );
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let read = read("complaints = ['a.csv', 'b.csv']", Path::new("x/ringkeeper.toml")).unwrap();
        assert_eq!(read[0].1, ["--complaints=x/a.csv", "--complaints=x/b.csv"].map(OsString::from));
    }

    #[test]
    fn an_option_of_the_command_line_replaces_the_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.toml");
        std::fs::write(&path, "cut-off = 0.7\nlang = 'zh'\n").unwrap();
        let args = ["ringkeeper", "run", "--cut-off=0.9", "--config"].map(OsString::from);
        let args = with_configuration([args.to_vec(), vec![path.into()]].concat()).unwrap();
        assert!(args.contains(&"--lang=zh".into()) && !args.contains(&"--cut-off=0.7".into()), "{args:?}");
    }
}
