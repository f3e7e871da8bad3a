//! `GraphML` (Brandes et al. 2002, graphml.graphdrawing.org): a multigraph with typed attributes.

use std::io::Result;

use super::model::{Graph, Span};
use super::xml::Document;
use crate::report::rings::number;
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH};

/// Attributes: id, of nodes or edges, type.
const KEYS: [(&str, &str, &str); 13] = [
    ("kind", "node", "string"),
    ("class", "node", "string"),
    ("label", "node", "string"),
    ("score", "node", "double"),
    ("records", "node", "int"),
    ("first_date", "node", "string"),
    ("last_date", "node", "string"),
    ("kind", "edge", "string"),
    ("class", "edge", "string"),
    ("ring_id", "edge", "string"),
    ("weight", "edge", "double"),
    ("records", "edge", "int"),
    ("dates", "edge", "string"),
];

pub(super) fn write(graph: &Graph) -> Result<Vec<u8>> {
    let mut out = Document::new()?;
    out.open("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
    out.text("desc", &[], &format!("{GUARDRAIL_EN} {GUARDRAIL_ZH}"))?;
    for (name, of, kind) in KEYS {
        let id = format!("{of}_{name}");
        out.empty("key", &[("id", &id), ("for", of), ("attr.name", name), ("attr.type", kind)])?;
    }
    out.open("graph", &[("id", "rings"), ("edgedefault", "directed")])?;
    for (id, node) in &graph.nodes {
        out.open("node", &[("id", id)])?;
        let score = node.score.map(number).unwrap_or_default();
        let (records, first, last) = span(node.span);
        let data = [
            ("kind", node.kind.name()),
            ("class", &node.class),
            ("label", &node.label),
            ("score", &score),
            ("records", &records),
            ("first_date", &first),
            ("last_date", &last),
        ];
        for (name, text) in data.into_iter().filter(|(_, text)| !text.is_empty()) {
            out.text("data", &[("key", &format!("node_{name}"))], text)?;
        }
        out.close("node")?;
    }
    for (number_of, edge) in graph.edges.iter().enumerate() {
        let id = format!("E{}", number_of + 1);
        out.open("edge", &[("id", &id), ("source", &edge.source), ("target", &edge.target)])?;
        let (records, first, last) = span(edge.span);
        let data = [
            ("kind", edge.kind.name().to_owned()),
            ("class", edge.class.clone()),
            ("ring_id", edge.ring.clone()),
            ("weight", number(edge.weight)),
            ("records", records),
            ("dates", format!("{first}/{last}")),
        ];
        for (name, text) in data {
            out.text("data", &[("key", &format!("edge_{name}"))], &text)?;
        }
        out.close("edge")?;
    }
    out.close("graph")?;
    out.close("graphml")?;
    Ok(out.finish())
}

fn span(span: Span) -> (String, String, String) {
    (span.records.to_string(), span.first.to_string(), span.last.to_string())
}
