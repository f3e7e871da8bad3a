//! Where the nodes of a ring's picture and the bars of its timeline stand. The page only draws them.
//!
//! Shared values stand on an inner circle and persons on an outer one, each person at the mean direction of the values
//! that tie them, so that lines stay short (the barycentre rule of Sugiyama et al. (1981), on circles). Whole numbers
//! come out, so that the same ring gives the same bytes everywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;

use serde::Serialize;

use crate::detect::finding::Finding;
use crate::detect::short_id;
use crate::pipeline::Outcome;
use crate::record::{PersonIx, RecordType, ValueIx};
use crate::report::section::plain;
use crate::report::{Config, words};

/// Persons and values drawn at most: beyond, a printed picture is a blot.
const PERSONS: usize = 60;
const VALUES: usize = 14;
/// Bars of a timeline at most.
const BARS: i32 = 40;
/// Width of both pictures, and heights, in pixels of the page.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 520.0;
const BAR_HEIGHT: f64 = 140.0;

/// A ring's graph, ready to draw.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Picture {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Persons and values that found no place.
    pub(super) left_out: (usize, usize),
}

#[derive(Clone, Debug, Serialize)]
struct Node {
    x: i32,
    y: i32,
    /// `value`, or the role of a person.
    class: &'static str,
    /// Where the label ends or begins: left of the middle it stands to the left of its node.
    anchor: &'static str,
    label: String,
}

#[derive(Clone, Debug, Serialize)]
struct Edge {
    from: (i32, i32),
    to: (i32, i32),
}

/// Records over time, ready to draw.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Timeline {
    bars: Vec<Bar>,
    /// Days that one bar stands for.
    pub(super) days: i32,
    /// Records of the highest bar.
    pub(super) highest: u32,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Bar {
    x: i32,
    width: i32,
    /// Tops and heights of complaints, at the bottom, and of surrenders on them.
    complaints: (i32, i32),
    surrenders: (i32, i32),
    /// First day; said where there is room.
    label: String,
}

/// Places persons and values.
pub(super) fn picture(finding: &Finding, outcome: &Outcome, config: &Config) -> Picture {
    let mut tied: BTreeMap<ValueIx, BTreeSet<PersonIx>> = BTreeMap::new();
    for link in &finding.links {
        tied.entry(link.value).or_default().insert(outcome.linked.people.person(link.record));
    }
    let mut values: Vec<(ValueIx, BTreeSet<PersonIx>)> = tied.into_iter().collect();
    values.sort_by_key(|(value, persons)| (std::cmp::Reverse(persons.len()), *value));
    let left_values = values.len().saturating_sub(VALUES);
    values.truncate(VALUES);
    let directions: Vec<f64> =
        (0..values.len()).map(|place| TAU * place as f64 / values.len() as f64).collect();
    let roles: BTreeMap<PersonIx, &'static str> =
        finding.members.iter().map(|member| (member.person, member.role.name())).collect();
    let mut persons: Vec<(f64, PersonIx)> =
        roles.keys().map(|&person| (direction(person, &values, &directions), person)).collect();
    persons.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
    let left_persons = persons.len().saturating_sub(PERSONS);
    persons.truncate(PERSONS);

    let mut out = Picture { left_out: (left_persons, left_values), ..Picture::default() };
    let mut places: BTreeMap<PersonIx, (i32, i32)> = BTreeMap::new();
    for (place, &(_, person)) in persons.iter().enumerate() {
        let (x, y) = on_circle(TAU * place as f64 / persons.len() as f64, 0.86);
        places.insert(person, (x, y));
        let first = outcome.linked.people.first_record[person.0 as usize];
        let label = short_id('P', first, &outcome.assembled.records);
        out.nodes.push(Node {
            x,
            y,
            class: roles.get(&person).copied().unwrap_or(""),
            anchor: anchor(x),
            label,
        });
    }
    for ((value, tied), direction) in values.iter().zip(&directions) {
        let (x, y) = on_circle(*direction, 0.42);
        let all = &outcome.assembled.values;
        let label = plain(&words::value(config.show, all.kind(*value), all.key(*value), config.lang));
        out.nodes.push(Node { x, y, class: "value", anchor: "middle", label });
        let ends = tied.iter().filter_map(|person| places.get(person));
        out.edges.extend(ends.map(|&to| Edge { from: (x, y), to }));
    }
    out
}

/// The mean direction of a person's values, from 0 to a full turn; persons tied by none come last.
fn direction(person: PersonIx, values: &[(ValueIx, BTreeSet<PersonIx>)], directions: &[f64]) -> f64 {
    let own = values.iter().zip(directions).filter(|((_, tied), _)| tied.contains(&person));
    let (x, y) = own.fold((0.0, 0.0), |(x, y), (_, direction)| (x + direction.cos(), y + direction.sin()));
    if x == 0.0 && y == 0.0 { TAU } else { y.atan2(x).rem_euclid(TAU) }
}

fn on_circle(direction: f64, radius: f64) -> (i32, i32) {
    let x = WIDTH / 2.0 + radius * (WIDTH / 2.0 - 60.0) * direction.cos();
    let y = HEIGHT / 2.0 + radius * (HEIGHT / 2.0) * direction.sin();
    (x.round() as i32, y.round() as i32)
}

fn anchor(x: i32) -> &'static str {
    if f64::from(x) < WIDTH / 2.0 { "end" } else { "start" }
}

/// Bars of equal length in days, from the first record to the last.
pub(super) fn timeline(finding: &Finding, outcome: &Outcome) -> Timeline {
    let records = || finding.members.iter().map(|member| outcome.assembled.records.get(member.record));
    let (Some(first), Some(last)) =
        (records().map(|record| record.date).min(), records().map(|record| record.date).max())
    else {
        return Timeline::default();
    };
    let days = (last.0 - first.0) / BARS + 1;
    let count = (last.0 - first.0) / days + 1;
    let mut counts = vec![(0_u32, 0_u32); count.unsigned_abs() as usize];
    for record in records() {
        let bar = &mut counts[((record.date.0 - first.0) / days).unsigned_abs() as usize];
        match record.record_type {
            RecordType::Complaint => bar.0 += 1,
            RecordType::Surrender => bar.1 += 1,
        }
    }
    let highest = counts.iter().map(|(complaints, surrenders)| complaints + surrenders).max().unwrap_or(1);
    let scale = |records: u32| (f64::from(records) * BAR_HEIGHT / f64::from(highest)).round() as i32;
    let step = ((WIDTH - 40.0) / f64::from(count)).min(48.0);
    let every = (count / 6).max(1);
    let bars = counts.iter().enumerate().map(|(place, &(complaints, surrenders))| {
        let (low, high) = (scale(complaints), scale(complaints + surrenders));
        let base = BAR_HEIGHT as i32 + 10;
        let day = crate::record::Day(first.0 + place as i32 * days);
        Bar {
            x: (20.0 + step * place as f64).round() as i32,
            width: (step * 0.8).round().max(1.0) as i32,
            complaints: (base - low, low),
            surrenders: (base - high, high - low),
            label: if place as i32 % every == 0 { day.to_string() } else { String::new() },
        }
    });
    Timeline { bars: bars.collect(), days, highest }
}
