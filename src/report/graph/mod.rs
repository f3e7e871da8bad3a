//! The graph of the written findings, for programs that draw and search graphs: `GraphML`, GEXF, Neo4j, i2 and other
//! tables, followthemoney.
//!
//! Nodes are findings, persons, shared values and agents; edges say who belongs, who uses what, who sold to whom.
//! Values are masked as everywhere; ids are those of members.csv and links.csv.

mod model;

mod xml;

mod graphml;

mod gexf;

mod rows;

mod follow_the_money;

use super::{Config, File};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;

use model::Graph;

/// All graph files.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn files(outcome: &Outcome, config: &Config) -> Result<Vec<File>> {
    let graph = Graph::new(outcome, config);
    let xml = |error: std::io::Error| Error::internal(format!("a graph file: {error}"));
    Ok(vec![
        ("graph.graphml", graphml::write(&graph).map_err(xml)?),
        ("graph.gexf", gexf::write(&graph, outcome.as_of).map_err(xml)?),
        ("nodes.csv", rows::nodes(&graph, rows::Form::Plain)?),
        ("edges.csv", rows::edges(&graph, rows::Form::Plain)?),
        ("neo4j_nodes.csv", rows::nodes(&graph, rows::Form::Neo4j)?),
        ("neo4j_relationships.csv", rows::edges(&graph, rows::Form::Neo4j)?),
        ("followthemoney.jsonl", follow_the_money::write(&graph)?),
    ])
}
