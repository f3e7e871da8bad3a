//! The truth of a world of nights and the outputs of a night, from bytes to rows.

use std::collections::BTreeMap;

use super::story::{Fact, Story, Turn};
use super::{Alert, Finding, Night};
use crate::error::{Error, Result};
use crate::evaluate::read::{self, RECORD_ID, RING_ID, Row, Source, open, rows};
use crate::record::Day;

/// The truth of a world, as `simulate --nights` writes it.
#[derive(Clone, Copy, Debug)]
pub struct Truth<'a> {
    /// `truth.csv` with the days and the excess of each record.
    pub records: Source<'a>,
    /// `lineage.csv`: crew, since, ring.
    pub lineage: Source<'a>,
    /// `events.csv`: date, ring, event, other ring; mergers and splits are read.
    pub events: Source<'a>,
    /// `nights.csv`: night, records that arrived.
    pub nights: Source<'a>,
}

/// Reads the truth of a world.
///
/// # Errors
/// A missing column, a damaged row, a date or number that is none.
pub fn story(truth: Truth<'_>) -> Result<Story> {
    let mut story = Story::default();
    facts(truth.records, &mut story)?;
    let (headers, mut reader) = open(truth.lineage)?;
    let columns = (headers.need(&["crew"])?, headers.need(&["since"])?, headers.need(&["ring"])?);
    for row in rows(truth.lineage.path, &mut reader) {
        let row = row?;
        let passage = (needed_day(&row, columns.1, "since")?, row.id(columns.2, "ring")?);
        story.lineage.entry(row.id(columns.0, "crew")?).or_default().push(passage);
    }
    story.lineage.values_mut().for_each(|passages| passages.sort());
    let (headers, mut reader) = open(truth.events)?;
    let [date, ring, event] = ["date", "ring", "event"].map(|name| headers.need(&[name]));
    let (date, ring, event, other) = (date?, ring?, event?, headers.find(&["other_ring"]));
    for row in rows(truth.events.path, &mut reader) {
        let row = row?;
        let turns = match row.cell(Some(event)) {
            "merged" => &mut story.merged,
            "split" => &mut story.split,
            _ => continue,
        };
        let day = needed_day(&row, date, "date")?;
        turns.push(Turn { day, ring: row.id(ring, "ring")?, other: row.cell(other).to_owned() });
    }
    let (headers, mut reader) = open(truth.nights)?;
    let (night, arrived) = (headers.need(&["night"])?, headers.need(&["arrived"])?);
    for row in rows(truth.nights.path, &mut reader) {
        let row = row?;
        let count = row.number(Some(arrived), "arrived", "a whole number")?.unwrap_or(0);
        story.arrived.insert(needed_day(&row, night, "night")?, count);
    }
    Ok(story)
}

fn facts(source: Source<'_>, story: &mut Story) -> Result<()> {
    let (headers, mut reader) = open(source)?;
    let (record, ring) = (headers.need(&RECORD_ID)?, headers.need(&RING_ID)?);
    let (date, arrives) = (headers.need(&["date"])?, headers.need(&["arrives_at"])?);
    let [ring_type, habit, person, values, excess, paid_at] =
        ["ring_type", "habit", "person", "values", "excess", "paid_at"].map(|name| headers.find(&[name]));
    for row in rows(source.path, &mut reader) {
        let row = row?;
        let crew = row.cell(Some(ring));
        if crew.is_empty() {
            continue;
        }
        let is_phone = |value: &&str| value.starts_with("phone:") || value.starts_with("sender:");
        let fact = Fact {
            crew: crew.to_owned(),
            ring_type: row.cell(ring_type).to_owned(),
            habit: row.cell(habit).to_owned(),
            person: row.cell(person).to_owned(),
            date: needed_day(&row, date, "date")?,
            arrives: needed_day(&row, arrives, "arrives_at")?,
            excess: row.number(excess, "excess", "a whole number")?.unwrap_or(0),
            paid_at: row.day(paid_at, "paid_at")?,
            phones: row.cell(values).split(';').filter(is_phone).map(str::to_owned).collect(),
        };
        story.facts.insert(row.id(record, "record_id")?, fact);
    }
    Ok(())
}

fn needed_day(row: &Row<'_>, column: usize, name: &str) -> Result<Day> {
    row.day(Some(column), name)?
        .ok_or_else(|| row.error(format!("column `{name}` is empty; every row needs it")))
}

/// The outputs of one night.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    /// members.csv.
    pub members: Source<'a>,
    /// rings.csv.
    pub rings: Source<'a>,
    /// alerts.csv.
    pub alerts: Source<'a>,
}

/// Reads the outputs of a night.
///
/// # Errors
/// A missing column, a damaged row, a ring of members.csv that is not in rings.csv.
pub fn night(day: Day, output: Output<'_>) -> Result<Night> {
    let (headers, mut reader) = open(output.rings)?;
    let (ring, event) = (headers.need(&RING_ID)?, headers.need(&["event", "事件"])?);
    let mut events: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(output.rings.path, &mut reader) {
        let row = row?;
        let words = row.cell(Some(event)).split_whitespace().map(str::to_owned).collect();
        events.insert(row.id(ring, "ring_id")?, words);
    }
    let mut findings = Vec::new();
    for mut found in read::members(output.members)? {
        found.records.sort();
        let Some(events) = events.remove(&found.id) else {
            let message = format!("ring `{}` is not in {}", found.id, output.rings.path);
            return Err(Error::input(output.members.path, None, message));
        };
        findings.push(Finding { id: found.id, events, records: found.records });
    }
    findings.sort_by(|left, right| left.id.cmp(&right.id));
    let (headers, mut reader) = open(output.alerts)?;
    let (record, matched) = (headers.need(&RECORD_ID)?, headers.need(&["match", "命中"])?);
    let mut alerts = Vec::new();
    for row in rows(output.alerts.path, &mut reader) {
        let row = row?;
        let of_ring = matches!(row.cell(Some(matched)), "known_ring" | "new_ring");
        alerts.push(Alert { record: row.id(record, "record_id")?, of_ring });
    }
    Ok(Night { day, findings, alerts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source<'a>(path: &'a str, text: &'a str) -> Source<'a> {
        Source { path, bytes: text.as_bytes() }
    }

    #[test]
    fn the_truth_of_nights_is_read_with_its_days_money_and_turns() {
        let truth = Truth {
            records: source(
                "truth.csv",
                "record_id,ring_id,ring_type,habit,person,values,date,arrives_at,excess,paid_at\n\
                 S1,ring-2,data_broker,one_phone,p1,phone:7;flat:2,2026-01-01,2026-01-03,500,2026-02-01\n\
                 V1,,,village,p2,,2026-01-01,2026-01-01,0,\n",
            ),
            lineage: source("lineage.csv", "crew,since,ring\nring-2,2026-01-02,ring-1\n"),
            events: source(
                "events.csv",
                "date,ring,event,other_ring\n2026-01-02,ring-2,merged,ring-1\n2026-01-01,ring-2,born,\n",
            ),
            nights: source("nights.csv", "night,records,arrived\n2026-01-02,10,4\n"),
        };
        let story = story(truth).unwrap();
        let fact = &story.facts["S1"];
        assert_eq!((fact.excess, fact.phones.as_slice()), (500, &["phone:7".to_owned()][..]));
        assert_eq!((fact.arrives.0 - fact.date.0, fact.paid_at.is_some()), (2, true));
        assert_eq!((story.facts.len(), story.ring("S1", fact.arrives)), (1, Some("ring-1")));
        assert_eq!((story.merged.len(), story.split.len(), story.arrived.values().sum::<u64>()), (1, 0, 4));
    }

    #[test]
    fn a_night_is_read_with_its_events_and_its_alerts_in_order() {
        let output = Output {
            members: source("members.csv", "ring_id,kind,record_id\nR-1,proxy_ring,S2\nR-1,proxy_ring,S1\n"),
            rings: source("rings.csv", "ring_id,event\nR-1,re-linked grown\n"),
            alerts: source("alerts.csv", "record_id,match\nS2,known_ring\nC9,near_miss\n"),
        };
        let night = night(Day(1), output).unwrap();
        assert_eq!(night.findings[0].records, ["S1", "S2"]);
        assert_eq!(night.findings[0].events, ["re-linked", "grown"]);
        let alerts: Vec<_> =
            night.alerts.iter().map(|alert| (alert.record.as_str(), alert.of_ring)).collect();
        assert_eq!(alerts, [("S2", true), ("C9", false)]);
        let output = Output { rings: source("rings.csv", "ring_id,event\nR-2,\n"), ..output };
        assert!(super::night(Day(1), output).unwrap_err().to_string().contains("`R-1` is not in rings.csv"));
    }
}
