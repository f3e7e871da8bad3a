//! `purge`: removes persons past retention from the store, and shows that they are gone.

use clap::Args;

use super::output;
use super::place::{Place, day};
use crate::error::{Error, Result};

/// Arguments of `purge`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Rings whose last record is before this day lose their members and values
    #[arg(long, value_name = "DAY")]
    before: String,
    /// Who does it
    #[arg(long, value_name = "NAME")]
    by: String,
}

/// Purges and proves it.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let before = day("before", &arguments.before)?;
    let purged = arguments.place.open()?.purge(before, &arguments.by)?;
    if purged.left > 0 {
        return Err(Error::internal(format!("{} rows before {before} are still in the store", purged.left)));
    }
    output::print(&format!(
        "removed before {before}: {} persons of {} rings ({} rows of members, {} of values)\n\
         kept: ids, counts, events and decisions\n\
         checked: {} rows before {before} are left; the file was rewritten without free pages\n",
        purged.persons, purged.rings, purged.members, purged.values, purged.left
    ))
}
