//! `key`: makes the secret of the value tokens, and puts a new one in a store's place.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::output;
use super::place::Place;
use crate::error::Result;
use crate::privacy::token::Key;

/// Arguments of `key`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Make a key file of random numbers, for its owner alone (mode 600); an existing file is never overwritten
    New {
        /// The file to make
        file: PathBuf,
    },
    /// Put a new key in a store's place; the next run renews the tokens of every value in its input
    Rotate {
        #[command(flatten)]
        place: Place,
        /// The new key (made if there is none); a new one beside the store if not given
        #[arg(long, value_name = "FILE")]
        new_key_file: Option<PathBuf>,
        /// Who does it
        #[arg(long, value_name = "NAME")]
        by: String,
    },
}

/// Makes or rotates a key.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    match &arguments.action {
        Action::New { file } => {
            Key::make(file)?;
            output::print(&format!("key written to {}; keep a copy where the store is not\n", file.display()))
        }
        Action::Rotate { place, new_key_file, by } => {
            let at = place.open()?.rotate(new_key_file.as_deref(), by)?;
            output::print(&format!(
                "the new key is {}\n\
                 The next run of the store renews the tokens of the values in its input and then removes the former \
                 key.\nTokens of values that are in no input any more never match again; the run counts them, and \
                 names decisions about them.\nTokens in outputs of earlier runs do not meet the new ones.\n",
                at.display()
            ))
        }
    }
}
