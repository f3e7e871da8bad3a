//! followthemoney entities, one JSON object a line (followthemoney.tech): persons, things they share, links.
//!
//! A finding is no organisation and nobody's membership is proven: persons are tied to things by `UnknownLink`.

use serde_json::{Value, json};

use super::model::{Edge, Graph, Node, NodeKind};
use crate::error::{Error, Result};
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH};

/// Writes all entities: nodes, then edges.
pub(super) fn write(graph: &Graph) -> Result<Vec<u8>> {
    let nodes = graph.nodes.iter().map(|(id, node)| thing(id, node));
    let edges = graph.edges.iter().enumerate().map(|(place, edge)| link(place + 1, edge));
    let mut out = Vec::new();
    for entity in nodes.chain(edges) {
        serde_json::to_writer(&mut out, &entity)
            .map_err(|error| Error::internal(format!("followthemoney.jsonl: {error}")))?;
        out.push(b'\n');
    }
    Ok(out)
}

fn thing(id: &str, node: &Node) -> Value {
    let schema = match (node.kind, node.class.as_str()) {
        (NodeKind::Person | NodeKind::Agent, _) => "Person",
        (NodeKind::Value, "account") => "BankAccount",
        (NodeKind::Value, "address") => "Address",
        (NodeKind::Value, "proxy") => "LegalEntity",
        (NodeKind::Value | NodeKind::Ring, _) => "Note",
    };
    let notes = match node.kind {
        NodeKind::Ring => format!("{GUARDRAIL_EN} {GUARDRAIL_ZH}"),
        _ => format!("{} {}", node.kind.name(), node.class),
    };
    json!({ "id": id, "schema": schema, "properties": { "name": [node.label], "notes": [notes] } })
}

fn link(place: usize, edge: &Edge) -> Value {
    json!({
        "id": format!("E{place}"),
        "schema": "UnknownLink",
        "properties": {
            "subject": [edge.source],
            "object": [edge.target],
            "role": [format!("{}: {}", edge.kind.name(), edge.class)],
            "startDate": [edge.span.first.to_string()],
            "endDate": [edge.span.last.to_string()],
            "summary": [edge.ring],
        },
    })
}
