//! Nodes and edges as tables: plain ones for i2 and others, and those that `neo4j-admin database import` reads.

use std::borrow::Cow;

use super::model::{Graph, NodeKind};
use crate::error::Result;
use crate::report::Lang;
use crate::report::rings::number;
use crate::report::table::{Header, Table};

/// Which program the headers are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// Any program with a column chooser.
    Plain,
    /// Neo4j's bulk import: ids, labels and types in the header (Neo4j operations manual, "Import, CSV header").
    Neo4j,
}

const NODES: [Header; 8] = [
    ("id", "id:ID"),
    ("kind", ":LABEL"),
    ("class", "class"),
    ("label", "label"),
    ("score", "score:double"),
    ("records", "records:long"),
    ("first_date", "first_date:date"),
    ("last_date", "last_date:date"),
];
const EDGES: [Header; 9] = [
    ("source", ":START_ID"),
    ("target", ":END_ID"),
    ("kind", ":TYPE"),
    ("class", "class"),
    ("ring_id", "ring_id"),
    ("weight", "weight:double"),
    ("records", "records:long"),
    ("first_date", "first_date:date"),
    ("last_date", "last_date:date"),
];

/// These files are for programs: their headers are the same in both languages.
fn table(headers: &[Header], form: Form) -> Result<Table> {
    let headers: Vec<Header> = headers
        .iter()
        .map(|&(plain, neo4j)| if form == Form::Plain { (plain, plain) } else { (neo4j, neo4j) })
        .collect();
    Table::new(Lang::En, &headers)
}

/// The nodes, a row each.
pub(super) fn nodes(graph: &Graph, form: Form) -> Result<Vec<u8>> {
    let mut table = table(&NODES, form)?;
    for (id, node) in &graph.nodes {
        let kind = match (form, node.kind) {
            (Form::Plain, kind) => kind.name(),
            (Form::Neo4j, NodeKind::Ring) => "Ring",
            (Form::Neo4j, NodeKind::Person) => "Person",
            (Form::Neo4j, NodeKind::Value) => "Value",
            (Form::Neo4j, NodeKind::Agent) => "Agent",
        };
        let cells = [
            id.clone(),
            kind.to_owned(),
            node.class.clone(),
            node.label.clone(),
            node.score.map(number).unwrap_or_default(),
            node.span.records.to_string(),
            node.span.first.to_string(),
            node.span.last.to_string(),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    table.finish()
}

/// The edges, a row each.
pub(super) fn edges(graph: &Graph, form: Form) -> Result<Vec<u8>> {
    let mut table = table(&EDGES, form)?;
    for edge in &graph.edges {
        let kind = edge.kind.name();
        let cells = [
            edge.source.clone(),
            edge.target.clone(),
            if form == Form::Plain { kind.to_owned() } else { kind.to_uppercase() },
            edge.class.clone(),
            edge.ring.clone(),
            number(edge.weight),
            edge.span.records.to_string(),
            edge.span.first.to_string(),
            edge.span.last.to_string(),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    table.finish()
}
