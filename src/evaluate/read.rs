//! truth.csv, members.csv, rings.csv, reasons.csv and labels.csv, from bytes to rows.
//!
//! Files of other programs are welcome: only ids must be there, headers may be Chinese, order is free.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{Decision, Label, Subject};
use super::{Found, Planted};
use crate::detect::finding::Kind;
use crate::error::{Error, Result};
use crate::ingest::values;
use crate::record::Day;

/// A CSV and the name it is called in messages.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Path as the user gave it.
    pub path: &'a str,
    /// Its bytes, UTF-8.
    pub bytes: &'a [u8],
}

/// A row under the headers of its file.
pub(super) struct Row<'a> {
    path: &'a str,
    line: u64,
    cells: csv::StringRecord,
}

impl Row<'_> {
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).unwrap_or_default().trim()
    }

    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        Error::input(self.path, Some(self.line), message)
    }

    pub(super) fn id(&self, column: usize, name: &str) -> Result<String> {
        match self.cell(Some(column)) {
            "" => Err(self.error(format!("column `{name}` is empty; every row needs it"))),
            id => Ok(id.to_owned()),
        }
    }

    /// A date of an optional column; `None` where it is empty.
    pub(super) fn day(&self, column: Option<usize>, name: &str) -> Result<Option<Day>> {
        match self.cell(column) {
            "" => Ok(None),
            text => values::day(text).map(Some).ok_or_else(|| {
                self.error(format!("column `{name}`: `{text}` is no date; write it as 2026-10-31"))
            }),
        }
    }

    /// A number of an optional column; `None` where it is empty.
    pub(super) fn number<T: std::str::FromStr>(
        &self,
        column: Option<usize>,
        name: &str,
        wanted: &str,
    ) -> Result<Option<T>> {
        match self.cell(column) {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| self.error(format!("column `{name}`: `{text}` is not {wanted}"))),
        }
    }
}

/// Headers of a file.
pub(super) struct Headers<'a> {
    path: &'a str,
    names: csv::StringRecord,
}

impl Headers<'_> {
    /// Place of the first of some names.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        self.names.iter().position(|header| names.contains(&header.trim()))
    }

    pub(super) fn need(&self, names: &[&str]) -> Result<usize> {
        self.find(names).ok_or_else(|| {
            let there = self.names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Error::input(self.path, Some(1), format!("no column `{}`; its columns are {there}", names[0]))
        })
    }
}

pub(super) const RING_ID: [&str; 2] = ["ring_id", "团伙编号"];
/// The kind of a look-alike in truth.csv; other authors call it as members.csv does.
const LOOK_ALIKE: [&str; 2] = ["look_alike", "kind"];
pub(super) const RECORD_ID: [&str; 2] = ["record_id", "记录编号"];

pub(super) fn open(source: Source<'_>) -> Result<(Headers<'_>, csv::Reader<&[u8]>)> {
    let bytes = source.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(source.bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let names = reader.headers().map_err(|error| unreadable(source.path, &error))?.clone();
    Ok((Headers { path: source.path, names }, reader))
}

pub(super) fn rows<'a>(
    path: &'a str,
    reader: &'a mut csv::Reader<&[u8]>,
) -> impl Iterator<Item = Result<Row<'a>>> {
    reader.records().map(move |cells| {
        let cells = cells.map_err(|error| unreadable(path, &error))?;
        Ok(Row { path, line: cells.position().map_or(0, csv::Position::line), cells })
    })
}

fn unreadable(path: &str, error: &csv::Error) -> Error {
    let line = error.position().map(csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "not UTF-8; save it as CSV UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells where the header has {expected_len}; check quotes and commas")
        }
        _ => error.to_string(),
    };
    Error::input(path, line, message)
}

/// Reads truth.csv: `record_id` and `ring_id`, the rest where it is there. Rows of neither ring nor look-alike
/// are background.
///
/// # Errors
/// A missing column, a damaged row, a record in two rings.
pub fn truth(source: Source<'_>) -> Result<Vec<Planted>> {
    let (headers, mut reader) = open(source)?;
    let (record, ring) = (headers.need(&RECORD_ID)?, headers.need(&RING_ID)?);
    let [ring_type, habit, person, values] =
        ["ring_type", "habit", "person", "values"].map(|name| headers.find(&[name]));
    let look_alike = headers.find(&LOOK_ALIKE);
    let mut rings: BTreeMap<String, String> = BTreeMap::new();
    let mut out = Vec::new();
    for row in rows(source.path, &mut reader) {
        let row = row?;
        let (record, ring) = (row.id(record, "record_id")?, row.cell(Some(ring)).to_owned());
        if let Some(other) = rings.insert(record.clone(), ring.clone()) {
            if other == ring {
                continue;
            }
            return Err(row.error(format!(
                "record `{record}` is of ring `{other}` and of ring `{ring}`; a record has one ring"
            )));
        }
        let person = match row.cell(person) {
            "" => record.clone(),
            person => person.to_owned(),
        };
        let split = |text: &str| {
            text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        out.push(Planted {
            record,
            ring,
            ring_type: row.cell(ring_type).to_owned(),
            habit: row.cell(habit).to_owned(),
            look_alike: without_number(row.cell(look_alike)).to_owned(),
            person,
            values: values.map(|_| split(row.cell(values))),
        });
    }
    Ok(out)
}

/// `mis_selling-3` → `mis_selling`.
fn without_number(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((kind, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            kind
        }
        _ => name,
    }
}

/// Reads the likely rings of members.csv, in the order of their first row; other kinds are left out. Without a
/// column `kind` every finding is a likely ring.
///
/// # Errors
/// A missing column, a damaged row, an unknown kind.
pub fn members(source: Source<'_>) -> Result<Vec<Found>> {
    let (headers, mut reader) = open(source)?;
    let (ring, record) = (headers.need(&RING_ID)?, headers.need(&RECORD_ID)?);
    let kind = headers.find(&["kind", "类别"]);
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut out: Vec<Found> = Vec::new();
    for row in rows(source.path, &mut reader) {
        let row = row?;
        let (ring, record) = (row.id(ring, "ring_id")?, row.id(record, "record_id")?);
        if kind.is_some() && !is_ring(&row, row.cell(kind))? {
            continue;
        }
        let place = *places.entry(ring).or_insert_with_key(|id| {
            out.push(Found { id: id.clone(), ..Found::default() });
            out.len() - 1
        });
        if seen.insert((place, record.clone())) {
            out[place].records.push(record);
        }
    }
    Ok(out)
}

fn is_ring(row: &Row<'_>, name: &str) -> Result<bool> {
    let known = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    known.map(Kind::is_ring).ok_or_else(|| {
        let names = Kind::ALL.map(Kind::name).join(", ");
        row.error(format!("column `kind`: `{name}` is none of {names}"))
    })
}

/// Adds rank and q-value of rings.csv to the findings; rows of other findings are passed over.
///
/// # Errors
/// A missing column, a damaged row, a number that is none.
pub fn rings(source: Source<'_>, found: &mut [Found]) -> Result<()> {
    let (headers, mut reader) = open(source)?;
    let ring = headers.need(&RING_ID)?;
    let (rank, q_value) = (headers.find(&["rank", "排名"]), headers.find(&["q_value", "q值"]));
    let places = places(found);
    for row in rows(source.path, &mut reader) {
        let row = row?;
        let Some(&place) = places.get(row.cell(Some(ring))) else { continue };
        found[place].rank = row.number(rank, "rank", "a whole number")?;
        found[place].q_value = row.number(q_value, "q_value", "a number from 0 to 1")?;
        if found[place].q_value.is_some_and(|q| !(0.0..=1.0).contains(&q)) {
            return Err(row.error("column `q_value` is not between 0 and 1"));
        }
    }
    Ok(())
}

/// Adds the reasons of reasons.csv that speak for a finding.
///
/// # Errors
/// A missing column, a damaged row, a number that is none.
pub fn reasons(source: Source<'_>, found: &mut [Found]) -> Result<()> {
    let (headers, mut reader) = open(source)?;
    let (ring, code) = (headers.need(&RING_ID)?, headers.need(&["code", "代码"])?);
    let contribution = headers.find(&["contribution", "贡献"]);
    let places = places(found);
    for row in rows(source.path, &mut reader) {
        let row = row?;
        let bits: Option<f64> = row.number(contribution, "contribution", "a number")?;
        if let Some(&place) = places.get(row.cell(Some(ring)))
            && bits.is_none_or(|bits| bits > 0.0)
        {
            found[place].reasons.push(row.id(code, "code")?);
        }
    }
    Ok(())
}

fn places(found: &[Found]) -> BTreeMap<String, usize> {
    found.iter().enumerate().map(|(place, finding)| (finding.id.clone(), place)).collect()
}

/// Reads labels.csv: a decision on a ring or a record; rows on values and pairs speak of no finding and are passed over.
///
/// # Errors
/// A missing column, a damaged row, an unknown decision, a date that is none.
pub fn labels(source: Source<'_>) -> Result<Vec<Label>> {
    let (headers, mut reader) = open(source)?;
    let decision = headers.need(&["decision"])?;
    let (ring, record) = (headers.find(&RING_ID), headers.find(&RECORD_ID));
    if ring.or(record).is_none() {
        headers.need(&RECORD_ID)?;
    }
    let decided_at = headers.find(&["decided_at"]);
    let other = headers.find(&["other_record_id", "另一记录编号"]);
    let mut out = Vec::new();
    for row in rows(source.path, &mut reader) {
        let row = row?;
        let subject = match (row.cell(ring), row.cell(record)) {
            ("", "") => continue,
            // That two records belong together says nothing of either.
            _ if !row.cell(other).is_empty() => continue,
            (ring, "") => Subject::Ring(ring.to_owned()),
            ("", record) => Subject::Record(record.to_owned()),
            _ => return Err(row.error("has a ring_id and a record_id; a decision speaks of one of them")),
        };
        let decision = match row.cell(Some(decision)) {
            "confirmed" => Decision::Confirmed,
            "cleared" => Decision::Cleared,
            "unsure" | "ignore" => Decision::Open,
            other => {
                return Err(row.error(format!(
                    "column `decision`: `{other}` is none of confirmed, cleared, unsure, ignore"
                )));
            }
        };
        let decided_at = row.day(decided_at, "decided_at")?;
        out.push(Label { subject, decision, decided_at });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source<'_> {
        Source { path: "f.csv", bytes: text.as_bytes() }
    }

    #[test]
    fn truth_of_another_author_may_hold_only_ids() {
        let planted = truth(source("\u{feff}record_id,ring_id\nC1,ring-1\nC2,\n")).unwrap();
        assert_eq!((planted[0].person.as_str(), planted[0].values.is_none()), ("C1", true));
        assert_eq!(planted[1].ring, "");
    }

    #[test]
    fn look_alikes_may_be_called_kinds() {
        let planted = truth(source("record_id,ring_id,kind\nC1,,village\n")).unwrap();
        assert_eq!(planted[0].look_alike, "village");
    }

    #[test]
    fn values_are_split_and_look_alikes_lose_their_number() {
        let text = "record_id,ring_id,ring_type,role,look_alike,habit,person,values\n\
             C1,ring-1,data_broker,policyholder,,one_phone,p1,phone:1;flat:2\nC2,,,,mis_selling-3,mis_selling,p2,\n";
        let planted = truth(source(text)).unwrap();
        assert_eq!(planted[0].values, Some(vec!["phone:1".to_owned(), "flat:2".to_owned()]));
        assert_eq!(
            (planted[1].look_alike.as_str(), planted[1].values.clone()),
            ("mis_selling", Some(vec![]))
        );
    }

    #[test]
    fn only_likely_rings_are_read_and_a_member_counts_once() {
        let text = "ring_id,kind,record_id\nR-2,proxy_ring,C1\nR-1,mis_selling,C2\nR-2,proxy_ring,C1\nR-3,agent_collusion,C3\n";
        let found = members(source(text)).unwrap();
        assert_eq!(found.iter().map(|finding| finding.id.as_str()).collect::<Vec<_>>(), ["R-2", "R-3"]);
        assert_eq!(found[0].records, ["C1"]);
        assert_eq!(members(source("团伙编号,类别,记录编号\nR-1,proxy_ring,C1\n")).unwrap().len(), 1);
    }

    #[test]
    fn ranks_q_values_and_reasons_join_their_finding() {
        let mut found = members(source("ring_id,record_id\nR-1,C1\n")).unwrap();
        rings(source("ring_id,q_value,rank\nR-1,0.02,3\nR-9,,1\n"), &mut found).unwrap();
        let text = "ring_id,code,contribution\nR-1,burst,2.5\nR-1,one_selling_agent,-4\n";
        reasons(source(text), &mut found).unwrap();
        assert_eq!((found[0].rank, found[0].q_value), (Some(3), Some(0.02)));
        assert_eq!(found[0].reasons, ["burst"]);
    }

    #[test]
    fn errors_name_file_line_column_and_remedy() {
        let check = |error: Error, parts: &[&str]| {
            let text = error.to_string();
            assert!(parts.iter().all(|part| text.contains(part)), "{text}");
        };
        check(
            truth(source("id,ring\n")).unwrap_err(),
            &["f.csv line 1", "no column `record_id`", "`id`, `ring`"],
        );
        check(truth(source("record_id,ring_id\nC1,a\nC1,b\n")).unwrap_err(), &["line 3", "`C1`", "one ring"]);
        check(
            members(source("ring_id,kind,record_id\nR,gang,C1\n")).unwrap_err(),
            &["line 2", "`kind`", "`gang`", "proxy_ring"],
        );
        check(members(source("ring_id,record_id\nR\n")).unwrap_err(), &["line 2", "1 cells"]);
        let mut found = members(source("ring_id,record_id\nR,C1\n")).unwrap();
        check(
            rings(source("ring_id,q_value\nR,low\n"), &mut found).unwrap_err(),
            &["line 2", "`q_value`", "`low`"],
        );
        check(
            labels(source("record_id,decision\nC1,maybe\n")).unwrap_err(),
            &["line 2", "`maybe`", "confirmed"],
        );
    }

    #[test]
    fn labels_speak_of_rings_or_records() {
        let text = "record_id,ring_id,value,decision,decided_at\nC1,,,confirmed,2026-09-30\n,R-1,,unsure,\n,,139,cleared,\n";
        let read = labels(source(text)).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].subject, Subject::Record("C1".into()));
        assert_eq!(read[1].decision, Decision::Open);
    }
}
