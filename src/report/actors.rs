//! actors.csv: who stands behind each finding. A role each, never one label for all.

use std::borrow::Cow;

use super::table::{Header, Table};
use super::tokens::Tokens;
use crate::detect::finding::{Finding, KnownBy};
use crate::detect::short_id;
use crate::error::Result;
use crate::pipeline::Outcome;

/// Columns of actors.csv.
pub(super) const COLUMNS: [Header; 11] = [
    ("ring_id", "团伙编号"),
    ("role", "角色"),
    ("link_type", "关联类型"),
    ("value", "关联值"),
    ("value_token", "关联值代码"),
    ("name", "姓名"),
    ("person", "人员"),
    ("persons", "人数"),
    ("records", "记录数"),
    ("first_date", "最早日期"),
    ("last_date", "最近日期"),
];

/// Writes the actors of a finding. `person` is the member who is the actor, where one is.
pub(super) fn rows(
    finding: &Finding,
    outcome: &Outcome,
    tokens: &mut Tokens<'_>,
    table: &mut Table,
) -> Result<()> {
    let assembled = &outcome.assembled;
    for actor in &finding.actors {
        let (part, value, token) = match actor.known_by {
            KnownBy::Value(part, value) => {
                (part.name(), tokens.shown(value, outcome), tokens.of(value, outcome))
            }
            // An agent's number is the insurer's own: it is neither masked nor tokened.
            KnownBy::SellingAgent(agent) => {
                ("selling_agent", assembled.records.agents.text(agent).to_owned(), String::new())
            }
        };
        let name = assembled.parties.names.text(actor.name);
        let first = actor.person.map(|person| outcome.linked.people.first_record[person.0 as usize]);
        let cells = [
            finding.id.clone(),
            actor.role.name().into(),
            part.into(),
            value,
            token,
            if name.is_empty() { String::new() } else { tokens.name(name) },
            first.map_or_else(String::new, |first| short_id('P', first, &assembled.records)),
            actor.persons.to_string(),
            actor.records.to_string(),
            actor.dates.0.to_string(),
            actor.dates.1.to_string(),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    Ok(())
}
