//! The command line: arguments → settings → a subcommand. Only here is anything printed.

mod layers;

mod output;

mod partner;

mod settings;

mod audit;
mod case;
mod check;
mod config;
mod decide;
mod decided;
mod decisions;
mod diff;
mod doctor;
mod evaluate;
mod explain;
mod history;
mod key;
mod normalise;
mod place;
mod purge;
mod recall;
mod remember;
mod role;
mod run;
mod share;
mod simulate;
mod trace;
mod trends;
mod tune;
mod watch;

use std::ffi::OsString;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::error::{Error, Result};

const ABOUT: &str = "Finds likely proxy-surrender rings (代理退保) in complaint and surrender records";
const AFTER: &str = "Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 too many rows rejected, \
4 memory budget passed, 5 figures drifted and --drift=stop was given, 10 a ring was found (with a store: a new one) and --fail-on-rings was given.\n\n\
Leads for verification only; no ground to delay or refuse a complaint or a payment that is due.";

/// Raw arguments, as clap reads them.
#[derive(Parser, Debug)]
#[command(name = "ringkeeper", version, about = ABOUT, after_help = AFTER, args_override_self = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Read all inputs, find likely rings, write the output folder and print a summary
    #[command(args_override_self = true)]
    Run(run::Arguments),
    /// Read the inputs and show columns, encodings and what would be rejected; write nothing
    #[command(args_override_self = true)]
    Check(check::Arguments),
    /// Say why a ring is one, or why a record is or is not in a ring
    #[command(args_override_self = true)]
    Explain(explain::Arguments),
    /// Write one ring as a case folder: an account of the facts, a dossier to print, evidence tables, graph
    #[command(args_override_self = true, mut_args(case::trimmed))]
    Case(case::Arguments),
    /// Sum up a period for management: page, workbook and text, from the results of a run or the input
    #[command(args_override_self = true)]
    Trends(trends::Arguments),
    /// Show what hangs on a phone, account, identity number, policy or address
    #[command(args_override_self = true)]
    Trace(trace::Arguments),
    /// Print the key of every value of a list, as a run would make it, with class, parts and reason
    #[command(args_override_self = true)]
    Normalise(normalise::Arguments),
    /// Print every setting with its default as commented TOML
    Config,
    /// Make a synthetic world with planted rings and known truth
    #[command(args_override_self = true)]
    Simulate(simulate::Arguments),
    /// Score an output against the truth of a planted world, or against decisions of people
    #[command(args_override_self = true)]
    Evaluate(evaluate::Arguments),
    /// Show what happened to a ring, night by night
    History(history::Arguments),
    /// Show what changed between two nights of the store
    Diff(diff::Arguments),
    /// Tell the store what a person decided about a ring, a record, a value, or two of them together
    Decide(decide::Arguments),
    /// List, export, import or take back decisions
    Decisions(decisions::Arguments),
    /// Show what each cut-off would mean, from the scores of a store or of a finished run; reads no input
    Tune(tune::Arguments),
    /// Give confirmed rings to another insurer as tokens, or show what another insurer's tokens meet here
    Share(share::Arguments),
    /// Make the secret of the value tokens, or put a new one in a store's place
    Key(key::Arguments),
    /// List or verify the trail of who changed what in the store
    Audit(audit::Arguments),
    /// Remove persons past retention from the store
    Purge(purge::Arguments),
    /// Check program, store, key, last run, outputs and disk
    #[command(args_override_self = true)]
    Doctor(doctor::Arguments),
    /// Print a completion script for a shell
    Completions {
        /// Shell to print for
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff)
    Man,
}

/// Runs the program and returns its exit code.
///
/// # Errors
/// Whatever the subcommand meets; [`Error::exit_code`] is the exit code then.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Result<u8> {
    let args = layers::with_configuration(args.into_iter().collect())?;
    let parsed = Arguments::command()
        .try_get_matches_from(args)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; clap knows which stream and which code.
            let _ = error.print();
            return Ok(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match arguments.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Case(arguments) => case::run(&arguments),
        Command::Trends(arguments) => trends::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Normalise(arguments) => normalise::run(&arguments),
        Command::Config => config::run(),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::History(arguments) => history::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Decide(arguments) => decide::run(&arguments),
        Command::Decisions(arguments) => decisions::run(&arguments),
        Command::Tune(arguments) => tune::run(&arguments),
        Command::Share(arguments) => share::run(&arguments),
        Command::Key(arguments) => key::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Purge(arguments) => purge::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "ringkeeper", &mut script);
            output::print(&String::from_utf8_lossy(&script))
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command())
                .render(&mut page)
                .map_err(|error| Error::internal(format!("the manual page: {error}")))?;
            output::print(&String::from_utf8_lossy(&page))
        }
    }
}

/// The command with all its settings, for the configuration file and its printout.
fn settings_command() -> clap::Command {
    use clap::Args as _;
    run::Arguments::augment_args(
        clap::Command::new("settings").disable_help_flag(true).args_override_self(true),
    )
}

/// How many arguments name the subcommand, the program's name included, and its long options.
fn options_of(args: &[OsString]) -> (usize, Vec<String>) {
    let program = Arguments::command();
    let mut command = &program;
    let mut depth = 1;
    for name in args.iter().skip(1) {
        let Some(found) = command.find_subcommand(name) else { break };
        command = found;
        depth += 1;
    }
    (depth, command.get_arguments().filter_map(clap::Arg::get_long).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_flag_of_any_subcommand_clashes_with_another() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_belong_to_the_subcommand_that_the_arguments_name() {
        let of = |line: &str| options_of(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        let (depth, options) = of("ringkeeper share export --to x");
        assert!(depth == 3 && options.contains(&"partner-key-file".to_owned()), "{options:?}");
        let (depth, options) = of("ringkeeper run --out x");
        assert!(depth == 2 && options.contains(&"out".to_owned()), "{options:?}");
    }
}
