//! Findings → nodes and edges, in a fixed order.

use std::collections::BTreeMap;

use crate::detect::finding::{Finding, KnownBy};
use crate::detect::short_id;
use crate::pipeline::Outcome;
use crate::record::{Day, RecordIx};
use crate::report::Config;
use crate::report::rings::written;
use crate::report::tokens::Tokens;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum NodeKind {
    Ring,
    Person,
    Value,
    Agent,
}

impl NodeKind {
    /// The word written to the files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Person => "person",
            Self::Value => "value",
            Self::Agent => "agent",
        }
    }
}

/// What an edge says of its two nodes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum EdgeKind {
    /// A person belongs to a finding.
    MemberOf,
    /// A person's records mention a value.
    Uses,
    /// An agent sold to a person.
    SoldTo,
}

impl EdgeKind {
    /// The word written to the files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::MemberOf => "member_of",
            Self::Uses => "uses",
            Self::SoldTo => "sold_to",
        }
    }
}

/// Days of the first and the last record behind a node or an edge, and their number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) first: Day,
    pub(crate) last: Day,
    pub(crate) records: u32,
}

impl Span {
    fn of(day: Day) -> Self {
        Self { first: day, last: day, records: 1 }
    }

    fn with(self, day: Day) -> Self {
        Self { first: self.first.min(day), last: self.last.max(day), records: self.records + 1 }
    }
}

/// A finding, person, value or agent.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// Kind of the finding or value, role of the person.
    pub(crate) class: String,
    /// What a person reads: id, masked value, agent's number.
    pub(crate) label: String,
    /// Score of a finding, 0 to 1.
    pub(crate) score: Option<f64>,
    pub(crate) span: Span,
}

/// A tie between two nodes inside one finding.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) kind: EdgeKind,
    /// Parts that the value plays, role of the member.
    pub(crate) class: String,
    pub(crate) source: String,
    pub(crate) target: String,
    /// The finding it belongs to.
    pub(crate) ring: String,
    /// Surprise of a value's hold in bits; 1 for other edges.
    pub(crate) weight: f64,
    pub(crate) span: Span,
}

/// Nodes by id, and edges sorted by finding, kind, source and target.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: BTreeMap<String, Node>,
    pub(crate) edges: Vec<Edge>,
}

type EdgeKey = (String, EdgeKind, String, String);

impl Graph {
    /// The graph of the findings that rings.csv holds.
    pub(crate) fn new(outcome: &Outcome, config: &Config) -> Self {
        let mut tokens = Tokens::new(config);
        let mut graph = Self::default();
        let mut edges: BTreeMap<EdgeKey, Edge> = BTreeMap::new();
        for finding in written(outcome, config) {
            graph.ring(finding, outcome, &mut edges);
            graph.values(finding, outcome, &mut tokens, &mut edges);
            graph.agents(finding, outcome, &mut edges);
        }
        graph.edges = edges.into_values().collect();
        graph
    }

    fn ring(&mut self, finding: &Finding, outcome: &Outcome, edges: &mut BTreeMap<EdgeKey, Edge>) {
        for member in &finding.members {
            let day = outcome.assembled.records.get(member.record).date;
            let person = person(outcome, member.record);
            self.touch(&finding.id, day, || Node {
                kind: NodeKind::Ring,
                class: finding.kind.name().to_owned(),
                label: finding.id.clone(),
                score: Some(finding.score),
                span: Span::of(day),
            });
            self.touch(&person, day, || Node {
                kind: NodeKind::Person,
                class: member.role.name().to_owned(),
                label: person.clone(),
                score: None,
                span: Span::of(day),
            });
            let class = (member.role.name(), 1.0);
            tie(edges, (&finding.id, EdgeKind::MemberOf, &person, &finding.id), class, day);
        }
    }

    fn values(
        &mut self,
        finding: &Finding,
        outcome: &Outcome,
        tokens: &mut Tokens<'_>,
        edges: &mut BTreeMap<EdgeKey, Edge>,
    ) {
        let (records, values) = (&outcome.assembled.records, &outcome.assembled.values);
        for link in &finding.links {
            let day = records.get(link.record).date;
            let kind = values.kind(link.value);
            let token = tokens.of(link.value, outcome);
            self.touch(&token, day, || Node {
                kind: NodeKind::Value,
                class: kind.name().to_owned(),
                label: tokens.shown(link.value, outcome),
                score: None,
                span: Span::of(day),
            });
            let person = person(outcome, link.record);
            let class = (link.link_type.name(), link.weight);
            tie(edges, (&finding.id, EdgeKind::Uses, &person, &token), class, day);
        }
    }

    /// Selling agents who stand behind the finding, with those to whom they sold.
    fn agents(&mut self, finding: &Finding, outcome: &Outcome, edges: &mut BTreeMap<EdgeKey, Edge>) {
        let records = &outcome.assembled.records;
        let sellers = finding.actors.iter().filter_map(|actor| match actor.known_by {
            KnownBy::SellingAgent(agent) => Some(agent),
            KnownBy::Value(..) => None,
        });
        for agent in sellers {
            let id = format!("A-{}", records.agents.text(agent));
            let sold =
                finding.members.iter().filter(|member| records.get(member.record).selling_agent == agent);
            for member in sold {
                let day = records.get(member.record).date;
                self.touch(&id, day, || Node {
                    kind: NodeKind::Agent,
                    class: "selling_agent".to_owned(),
                    label: records.agents.text(agent).to_owned(),
                    score: None,
                    span: Span::of(day),
                });
                let person = person(outcome, member.record);
                tie(edges, (&finding.id, EdgeKind::SoldTo, &id, &person), ("selling_agent", 1.0), day);
            }
        }
    }

    fn touch(&mut self, id: &str, day: Day, new: impl FnOnce() -> Node) {
        match self.nodes.get_mut(id) {
            Some(node) => node.span = node.span.with(day),
            None => {
                self.nodes.insert(id.to_owned(), new());
            }
        }
    }
}

/// Adds a record to an edge; a second part of a value stands beside the first.
fn tie(
    edges: &mut BTreeMap<EdgeKey, Edge>,
    (ring, kind, source, target): (&str, EdgeKind, &str, &str),
    (class, weight): (&str, f64),
    day: Day,
) {
    let key = (ring.to_owned(), kind, source.to_owned(), target.to_owned());
    edges
        .entry(key)
        .and_modify(|edge| {
            edge.span = edge.span.with(day);
            edge.weight = edge.weight.max(weight);
            if !edge.class.split(' ').any(|known| known == class) {
                edge.class = format!("{} {class}", edge.class);
            }
        })
        .or_insert_with(|| Edge {
            kind,
            class: class.to_owned(),
            source: source.to_owned(),
            target: target.to_owned(),
            ring: ring.to_owned(),
            weight,
            span: Span::of(day),
        });
}

fn person(outcome: &Outcome, record: RecordIx) -> String {
    let people = &outcome.linked.people;
    let first = people.first_record[people.person(record).0 as usize];
    short_id('P', first, &outcome.assembled.records)
}
