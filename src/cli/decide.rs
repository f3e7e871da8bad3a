//! `decide`: tells the store what a person decided about a ring, a record, a value, or two of them together.

use clap::Args;

use super::output;
use super::place::{Place, day};
use crate::error::{Error, Result};
use crate::ingest::values;
use crate::normalise::labels::{self, DECISIONS, Named, STATUSES};
use crate::privacy::mask;
use crate::store::Store;
use crate::store::decisions::{Decision, Scope};
use crate::track::ValueKey;

/// Arguments of `decide`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// A ring, a record, or a phone, account, identity number, e-mail or address; a value is stored as a token only
    target: String,
    /// confirmed, cleared, unsure or ignore
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(DECISIONS))]
    decision: String,
    /// The other one of a pair: two records count as one household, two values tie nobody who carries both
    #[arg(long, value_name = "TARGET")]
    with: Option<String>,
    #[command(flatten)]
    place: Place,
    /// Who decided
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why, without personal data
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Last day on which it holds; for ever if not given
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// The day of the decision; the last night of the store if not given
    #[arg(long, value_name = "DAY")]
    at: Option<String>,
    /// Where the case stands
    #[arg(long, value_name = "STATUS", value_parser = clap::builder::PossibleValuesParser::new(STATUSES))]
    status: Option<String>,
    /// What the decision saved, in yuan
    #[arg(long, value_name = "YUAN")]
    prevented_loss: Option<String>,
}

/// Writes a decision.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let store = arguments.place.open()?;
    let decided_at = match &arguments.at {
        Some(text) => day("at", text)?,
        None => {
            store.last_night()?.ok_or_else(|| Error::usage("the store holds no night yet; give --at DAY"))?
        }
    };
    let prevented_loss = match &arguments.prevented_loss {
        Some(text) => Some(values::money(text).ok_or_else(|| {
            Error::usage(format!("prevented-loss: `{}` is no amount of yuan", mask::free_text(text)))
        })?),
        None => None,
    };
    let expires_at = arguments.until.as_deref().map(|text| day("until", text)).transpose()?;
    for (wrong, words) in [
        (arguments.by.trim().is_empty(), "by: say who decided"),
        (arguments.reason.trim().is_empty(), "reason: say why"),
        (expires_at.is_some_and(|until| until < decided_at), "until: it lies before the day of the decision"),
        (prevented_loss.is_some_and(|yuan| yuan.0 < 0), "prevented-loss: it is below 0"),
        (
            arguments.with.is_some() && arguments.decision == "confirmed",
            "with: a pair is cleared, ignored or unsure; what is confirmed is each of the two by itself",
        ),
    ] {
        if wrong {
            return Err(Error::usage(words));
        }
    }
    let decision = |(scope, (kind, target), other)| Decision {
        number: 0,
        scope,
        kind,
        target,
        other,
        decision: arguments.decision.clone(),
        author: arguments.by.trim().to_owned(),
        decided_at,
        reason: mask::free_text(arguments.reason.trim()),
        expires_at,
        status: arguments.status.clone().unwrap_or_default(),
        prevented_loss,
        undone: false,
    };
    let all: Vec<Decision> = subjects(&store, arguments)?.into_iter().map(decision).collect();
    let mut out = String::new();
    for (number, Decision { scope, decision, .. }) in store.decide(&all, "decide")?.iter().zip(&all) {
        out.push_str(&format!("decision {number}: {} {decision} from {decided_at} on\n", scope.name()));
    }
    output::print(&out)
}

/// What the decision is about: scope, target, the other one of a pair.
fn subjects(store: &Store, arguments: &Arguments) -> Result<Vec<(Scope, ValueKey, ValueKey)>> {
    let mut targets = targets(store, arguments.target.trim())?;
    targets.dedup();
    let Some(with) = &arguments.with else {
        let alone = |(scope, target)| (scope, target, (String::new(), String::new()));
        return Ok(targets.into_iter().map(alone).collect());
    };
    match (&targets[..], &self::targets(store, with.trim())?[..]) {
        ([(one_scope, one)], [(two_scope, two)])
            if one_scope == two_scope && *one_scope != Scope::Ring && one != two =>
        {
            Ok(vec![(Scope::Pair, one.clone(), two.clone())])
        }
        _ => Err(Error::usage("with: a pair is two different records, or two different values")),
    }
}

/// A ring, a record, or the tokens of the values of a text.
fn targets(store: &Store, text: &str) -> Result<Vec<(Scope, ValueKey)>> {
    let id = |scope| vec![(scope, (String::new(), text.to_owned()))];
    if store.is_ring(text)? {
        return Ok(id(Scope::Ring));
    }
    // Most records are in no ring, and the store keeps none of those: their ids look like those that it keeps.
    if store.is_record(text)? || (labels::is_id(text) && store.is_record_form(text)?) {
        return Ok(id(Scope::Record));
    }
    let prefix = text.get(..2).unwrap_or_default().to_ascii_uppercase();
    let read = if matches!(prefix.as_str(), "R-" | "P-") { Vec::new() } else { labels::read(text) };
    if read.is_empty() {
        return Err(Error::usage(format!(
            "`{}` is no ring of this store, no record's id like those of its rings, and no phone, account, identity number, e-mail or flat's address",
            mask::free_text(text)
        )));
    }
    let token = |named: Named| match named {
        Named::Read(sought) => (sought.kind.name().to_owned(), store.key().token(sought.kind, &sought.key)),
        Named::Token(kind, token) => (kind, token),
    };
    Ok(read.into_iter().map(|named| (Scope::Value, token(named))).collect())
}
