//! GEXF 1.2 (gexf.net; the newest that Gephi and networkx both read) with days on nodes and edges, so that Gephi can play a ring through time.

use std::io::Result;

use super::model::{Graph, Span};
use super::xml::Document;
use crate::record::Day;
use crate::report::rings::number;
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH};

const NODE: [(&str, &str); 4] =
    [("kind", "string"), ("class", "string"), ("score", "double"), ("records", "integer")];
const EDGE: [(&str, &str); 3] = [("class", "string"), ("ring_id", "string"), ("records", "integer")];

pub(super) fn write(graph: &Graph, as_of: Day) -> Result<Vec<u8>> {
    let mut out = Document::new()?;
    out.open("gexf", &[("xmlns", "http://www.gexf.net/1.2draft"), ("version", "1.2")])?;
    out.open("meta", &[("lastmodifieddate", &as_of.to_string())])?;
    out.text("creator", &[], "ringkeeper")?;
    out.text("description", &[], &format!("{GUARDRAIL_EN} {GUARDRAIL_ZH}"))?;
    out.close("meta")?;
    out.open("graph", &[("mode", "dynamic"), ("defaultedgetype", "directed"), ("timeformat", "date")])?;
    for (class, attributes) in [("node", &NODE[..]), ("edge", &EDGE[..])] {
        out.open("attributes", &[("class", class)])?;
        for (name, kind) in attributes {
            out.empty("attribute", &[("id", name), ("title", name), ("type", kind)])?;
        }
        out.close("attributes")?;
    }
    out.open("nodes", &[])?;
    for (id, node) in &graph.nodes {
        let (start, end) = days(node.span);
        out.open("node", &[("id", id), ("label", &node.label), ("start", &start), ("end", &end)])?;
        let score = node.score.map(number).unwrap_or_default();
        let records = node.span.records.to_string();
        values(
            &mut out,
            &[("kind", node.kind.name()), ("class", &node.class), ("score", &score), ("records", &records)],
        )?;
        out.close("node")?;
    }
    out.close("nodes")?;
    out.open("edges", &[])?;
    for (place, edge) in graph.edges.iter().enumerate() {
        let (start, end) = days(edge.span);
        let (id, weight) = (format!("E{}", place + 1), number(edge.weight.max(1.0)));
        out.open(
            "edge",
            &[
                ("id", &id),
                ("source", &edge.source),
                ("target", &edge.target),
                ("kind", edge.kind.name()),
                ("weight", &weight),
                ("start", &start),
                ("end", &end),
            ],
        )?;
        let records = edge.span.records.to_string();
        values(&mut out, &[("class", &edge.class), ("ring_id", &edge.ring), ("records", &records)])?;
        out.close("edge")?;
    }
    out.close("edges")?;
    out.close("graph")?;
    out.close("gexf")?;
    Ok(out.finish())
}

fn days(span: Span) -> (String, String) {
    (span.first.to_string(), span.last.to_string())
}

fn values(out: &mut Document, values: &[(&str, &str)]) -> Result<()> {
    out.open("attvalues", &[])?;
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        out.empty("attvalue", &[("for", name), ("value", value)])?;
    }
    out.close("attvalues")
}
