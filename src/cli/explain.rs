//! `explain`: why a ring is one; why a record is, or is not, in a ring.

use std::fmt::Write as _;

use clap::Args;
use serde_json::{Value, json};

use super::output::{self, Progress};
use super::recall::{StoreSettings, recall};
use super::remember::Memory;
use super::settings::{Format, Settings};
use crate::detect::finding::Finding;
use crate::detect::what_if::WhatIf;
use crate::detect::{mentions_of, short_id};
use crate::error::{Error, Result};
use crate::normalise::slips::Agreement;
use crate::pipeline::Outcome;
use crate::privacy::mask;
use crate::record::{LinkType, Mention, RecordIx, ValueIx};
use crate::report::summary::is_reported;
use crate::report::terminal::{self, grouped};
use crate::report::{self, GUARDRAIL_EN, GUARDRAIL_ZH, json as document, rings};

/// Arguments of `explain`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Ring (R-…) or record to explain
    #[arg(value_name = "RING_ID|RECORD_ID")]
    id: String,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    store: StoreSettings,
}

/// Runs the pipeline and explains one id.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let settings = &arguments.settings;
    let config = settings.ready()?;
    settings.use_threads()?;
    let reporting = settings.report(None, 1)?;
    let (outcome, memory) = recall(&arguments.store, &config, Progress::new(settings))?;
    let id = arguments.id.trim();
    let finding = outcome.findings.iter().find(|finding| finding.id == id);
    if let Some(finding) = finding {
        return output::print(&match settings.format {
            Format::Text => {
                let what_if = WhatIf::new(&outcome.assembled, &outcome.linked, &config.detect);
                ring_text(finding, &outcome, &reporting, &what_if)
            }
            Format::Json => document::pretty(&document::ring(finding, &outcome, &reporting))?,
        });
    }
    let records = &outcome.assembled.records;
    let record = (0..records.all.len() as u32).map(RecordIx).find(|&record| records.id(record) == id);
    let Some(record) = record else { return Err(unknown(id, &outcome, memory.as_ref())) };
    output::print(&match settings.format {
        Format::Text => record_text(record, &outcome, &reporting),
        Format::Json => document::pretty(&record_json(record, &outcome, &reporting))?,
    })
}

/// Nothing has this id tonight; the store may know it from another night, a reject may have had it.
fn unknown(id: &str, outcome: &Outcome, memory: Option<&Memory>) -> Error {
    let rejects = outcome.rejects.len();
    let past = memory.and_then(|memory| memory.store().history(id).ok());
    let hint = if let Some(past) = past {
        format!("it was found before and is {} now; see `ringkeeper history {id}`", past.state)
    } else if id.starts_with("R-") {
        "ring ids change when the input does; see rings.csv of the same input".to_owned()
    } else {
        format!("no record used has it; {rejects} rows were rejected, see `ringkeeper check`")
    };
    Error::usage(format!("no ring and no record `{id}`: {hint}"))
}

fn ring_text(finding: &Finding, outcome: &Outcome, config: &report::Config, what_if: &WhatIf<'_>) -> String {
    let mut out = head(finding, outcome);
    reasons(finding, config, &mut out);
    let _ = writeln!(out, "\nShared values (records of the ring that carry each):");
    for (value, types, count) in shared(finding) {
        let (kind, key) = (outcome.assembled.values.kind(value), outcome.assembled.values.key(value));
        let types: Vec<&str> = types.iter().map(|link_type| link_type.name()).collect();
        let without = match what_if.without(finding, value) {
            Some((households, score)) => {
                format!("without it: {households} households, score {}", rings::number(score))
            }
            None => "without it: no finding".to_owned(),
        };
        let _ = writeln!(
            out,
            "  {count:>5}  {}  ({})\n         {without}",
            mask::value(kind, key),
            types.join(", ")
        );
    }
    let _ = writeln!(out, "\nMembers:");
    let records = &outcome.assembled.records;
    for member in &finding.members {
        let record = records.get(member.record);
        let first = outcome.linked.people.first_record[member.person.0 as usize];
        let _ = writeln!(
            out,
            "  {}  {:<16} {:<9} {}  {} {}",
            record.date,
            records.id(member.record),
            record.record_type.name(),
            short_id('P', first, records),
            member.role.name(),
            member.strength.name()
        );
    }
    let _ = write!(out, "\n{GUARDRAIL_EN}\n{GUARDRAIL_ZH}\n");
    out
}

/// Id, kind, score and whether it is reported.
fn head(finding: &Finding, outcome: &Outcome) -> String {
    let verdict = if is_reported(finding, outcome) {
        "reported as a likely ring".to_owned()
    } else if finding.kind.is_ring() {
        format!("below the cut-off {}", rings::number(outcome.cut_off))
    } else {
        format!("not a ring: named {}", finding.kind.name())
    };
    let q = finding.q_value.map_or_else(String::new, |q| format!(", q {}", rings::number(q)));
    format!(
        "{}  {} ({}), score {}{q}: {verdict}\n{} households, {} records\n",
        finding.id,
        finding.kind.name(),
        finding.ring_type.name(),
        rings::number(finding.score),
        finding.households,
        finding.members.len()
    ) + &remembered(finding, outcome)
}

/// What the store remembers of a finding: nothing without one.
fn remembered(finding: &Finding, outcome: &Outcome) -> String {
    let remembered = &outcome.remembered;
    let mut out = String::new();
    if let Some(event) = remembered.events.get(&finding.id) {
        let event = if event.is_empty() { "nothing changed since the last night" } else { event };
        let _ = writeln!(out, "event: {event}");
    }
    if let Some((decision, note, _)) = remembered.decisions.get(&finding.id) {
        let _ = writeln!(out, "decision: {decision} ({})", note.trim());
    }
    out
}

fn reasons(finding: &Finding, config: &report::Config, out: &mut String) {
    let _ = writeln!(out, "\nReasons (bits of log-odds; score = 1 / (1 + 2^-sum)):");
    let mut sum = 0.0;
    for reason in &finding.reasons {
        sum += reason.contribution;
        for (number, line) in terminal::wrap(rings::sentence(reason, config.lang), 68).into_iter().enumerate()
        {
            match number {
                0 => {
                    let _ = writeln!(out, "  {:>+7.2}  {line}", reason.contribution);
                }
                _ => {
                    let _ = writeln!(out, "           {line}");
                }
            }
        }
    }
    let _ = writeln!(out, "  {sum:>+7.2}  sum");
}

/// Values of a finding with their link types and records, most carried first.
fn shared(finding: &Finding) -> Vec<(ValueIx, Vec<LinkType>, usize)> {
    let mut links: Vec<(ValueIx, LinkType, RecordIx)> =
        finding.links.iter().map(|link| (link.value, link.link_type, link.record)).collect();
    links.sort_unstable();
    let mut out: Vec<(ValueIx, Vec<LinkType>, usize)> = links
        .chunk_by(|left, right| left.0 == right.0)
        .map(|same| {
            let mut types: Vec<LinkType> = same.iter().map(|link| link.1).collect();
            types.dedup();
            let mut records: Vec<RecordIx> = same.iter().map(|link| link.2).collect();
            records.sort_unstable();
            records.dedup();
            (same[0].0, types, records.len())
        })
        .collect();
    out.sort_by_key(|&(value, _, count)| (std::cmp::Reverse(count), value));
    out
}

/// What one value of a record does: what it ties, or why it does not.
struct Role {
    link_type: LinkType,
    masked: String,
    records: u32,
    persons: u32,
    households: u32,
    says: String,
}

fn roles(record: RecordIx, outcome: &Outcome) -> Vec<Role> {
    let (assembled, linked) = (&outcome.assembled, &outcome.linked);
    mentions_of(&assembled.mentions, record)
        .iter()
        .map(|mention| {
            let value = mention.value;
            let households = linked.network.incidence.households.degree(value.0);
            let hub = linked.hub(value);
            let pairs = linked.network.pairs.iter().filter(|pair| pair.left == value || pair.right == value).count();
            let mut says = match hub {
                Some(hub) => format!("set aside: {}", hub.why),
                None if households < 2 => "nobody else shares it".to_owned(),
                None if pairs > 0 => {
                    format!("ties: stands in {pairs} pairs of values that more households share than chance allows")
                }
                None if linked.usable[value.0 as usize] => {
                    "shared, but no second value goes with it beyond chance".to_owned()
                }
                None => "shared, but such values tie nobody (one book, or too few sellers)".to_owned(),
            };
            if let Some(slip) = slip_of(mention, outcome) {
                says = format!("{says}; {slip}");
            }
            Role {
                link_type: mention.link_type,
                masked: mask::value(assembled.values.kind(value), assembled.values.key(value)),
                records: linked.network.incidence.records.degree(value.0),
                persons: linked.network.incidence.persons.degree(value.0),
                households,
                says,
            }
        })
        .collect()
}

/// That a phone was typed otherwise, and why it is read so.
fn slip_of(mention: &Mention, outcome: &Outcome) -> Option<String> {
    let assembled = &outcome.assembled;
    let slip = assembled.slips.iter().find(|slip| {
        (slip.record, slip.link_type, slip.read_as) == (mention.record, mention.link_type, mention.value)
    })?;
    let masked = |value| mask::value(assembled.values.kind(value), assembled.values.key(value));
    let typed = masked(slip.typed);
    Some(match slip.agreement {
        Agreement::SamePerson => {
            format!("typed as {typed}, a slip beside it: the same person gives it elsewhere (phone-slips)")
        }
        Agreement::SharedValue(value) => format!(
            "typed as {typed}, a slip beside it: somebody who gives it shares {} {} too (phone-slips)",
            assembled.values.kind(value).name(),
            masked(value)
        ),
    })
}

/// What is missing, in words, when a record is in no finding.
fn missed(record: RecordIx, outcome: &Outcome) -> String {
    let widest = roles(record, outcome)
        .into_iter()
        .filter(|role| !role.says.starts_with("set aside"))
        .map(|role| role.households)
        .max();
    match widest {
        None => "its records carry no value that could tie people".into(),
        Some(0 | 1) => "no value of it is shared with another household".into(),
        Some(households) => format!(
            "its most shared value reaches {households} households; a finding needs min-households, and a value or \
             pair of values that holds them together"
        ),
    }
}

fn record_text(record: RecordIx, outcome: &Outcome, config: &report::Config) -> String {
    let records = &outcome.assembled.records;
    let facts = records.get(record);
    let people = &outcome.linked.people;
    let person = people.person(record);
    let of_person = outcome.linked.people.records.of(person.0);
    let mut out = format!(
        "{} ({}), {}, {} line {}\nperson {} with {} records; household {} persons\n",
        records.id(record),
        facts.record_type.name(),
        facts.date,
        records.files.get(facts.source.file as usize).map_or("", String::as_str),
        facts.source.line,
        short_id('P', people.first_record[person.0 as usize], records),
        of_person.len(),
        people.household_of.iter().filter(|&&household| household == people.household(person)).count()
    );
    out.push_str("\nValues:\n");
    for role in roles(record, outcome) {
        let _ = writeln!(
            out,
            "  {:<15} {}  ({} records, {} persons, {} households)\n      {}",
            role.link_type.name(),
            role.masked,
            grouped(u64::from(role.records)),
            grouped(u64::from(role.persons)),
            grouped(u64::from(role.households)),
            role.says
        );
    }
    match outcome.finding_of(record) {
        Some(finding) => {
            let _ = write!(out, "\nIn {}", head(finding, outcome));
            reasons(finding, config, &mut out);
            if !is_reported(finding, outcome) {
                let bits = finding.bits();
                let needed = (outcome.cut_off / (1.0 - outcome.cut_off)).log2();
                let _ = writeln!(out, "  It has {bits:+.2} bits where the cut-off asks for {needed:+.2}.");
            }
        }
        None => {
            let _ = writeln!(out, "\nIn no ring and no look-alike: {}.", missed(record, outcome));
        }
    }
    let _ = write!(out, "\n{GUARDRAIL_EN}\n{GUARDRAIL_ZH}\n");
    out
}

fn record_json(record: RecordIx, outcome: &Outcome, config: &report::Config) -> Value {
    let records = &outcome.assembled.records;
    let facts = records.get(record);
    let values: Vec<Value> = roles(record, outcome)
        .into_iter()
        .map(|role| {
            json!({
                "link_type": role.link_type.name(), "value": role.masked, "records": role.records,
                "persons": role.persons, "households": role.households, "says": role.says,
            })
        })
        .collect();
    let finding = outcome.finding_of(record);
    json!({
        "record_id": records.id(record),
        "record_type": facts.record_type.name(),
        "date": facts.date.to_string(),
        "source_file": records.files.get(facts.source.file as usize),
        "source_line": facts.source.line,
        "values": values,
        "reported": finding.is_some_and(|finding| is_reported(finding, outcome)),
        "finding": finding.map(|finding| document::ring(finding, outcome, config)),
        "missed": finding.is_none().then(|| missed(record, outcome)),
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
    })
}
