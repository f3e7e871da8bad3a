//! The output folder of a run → the facts of its trends, whatever language its headers are in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Facts;
use super::agents::AgentRow;
use super::cube::Row;
use super::lives::Life;
use super::measure::{COLUMNS, Sums, is_money};
use super::period::Month;
use super::tables::{EXPOSURE, KEYS, SOURCES};
use crate::detect::finding::Kind;
use crate::error::{Error, Result};
use crate::ingest::exposure::Exposure;
use crate::ingest::values;
use crate::record::{Day, Money};
use crate::report::manifest;
use crate::report::rings::{MEMBERS, RINGS};
use crate::report::table::{Header, plain};

/// Reads what the summary of any period is made of, and the id of the run. Decisions are not in the folder.
///
/// # Errors
/// A folder that holds no run, or one of an older version; a damaged file.
pub fn facts(folder: &Path) -> Result<(Facts, String)> {
    let manifest = read_manifest(folder)?;
    let as_of = manifest["as_of"].as_str().and_then(values::day);
    let cut_off = manifest["configuration"]["cut-off"].as_str().and_then(|text| text.parse().ok());
    let (Some(as_of), Some(cut_off)) = (as_of, cut_off) else {
        return Err(Error::usage(format!(
            "out: `{}` holds no run; name the folder of one",
            folder.display()
        )));
    };
    let run = manifest::run_id(&manifest).unwrap_or_default().to_owned();
    let facts = Facts {
        as_of,
        rows: rows(folder)?,
        agents: agents(folder)?,
        exposure: exposure(folder)?,
        lives: lives(folder, cut_off)?,
        decided: Vec::new(),
        befell: BTreeMap::new(),
    };
    Ok((facts, run))
}

fn read_manifest(folder: &Path) -> Result<Value> {
    let path = folder.join("manifest.json");
    let bytes = std::fs::read(&path).map_err(|source| Error::io("read the results", &path, source))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Error::input(path.display().to_string(), Some(error.line() as u64), format!("no JSON: {error}"))
    })
}

fn rows(folder: &Path) -> Result<Vec<Row>> {
    let table = Reader::open(folder, "trends.csv")?;
    let keys = table.columns(&KEYS)?;
    let columns = table.columns(&COLUMNS.map(|(_, header)| header))?;
    table.each(|row| {
        let mut sums = Sums::default();
        for ((measure, _), column) in COLUMNS.iter().zip(&columns) {
            sums[*measure] = if is_money(*measure) { row.fen(*column)? } else { row.count(*column)? };
        }
        let [branch, channel, product] = [1, 2, 3].map(|place| row.text(keys[place]));
        Ok(Row { month: row.month(keys[0])?, branch, channel, product, sums })
    })
}

fn agents(folder: &Path) -> Result<Vec<AgentRow>> {
    let table = Reader::open(folder, "sources.csv")?;
    let columns = table.columns(&SOURCES)?;
    table.each(|row| {
        Ok(AgentRow {
            month: row.month(columns[0])?,
            agent: row.text(columns[1]),
            records: row.count(columns[2])?,
            ring_records: row.count(columns[3])?,
            ring_excess: row.fen(columns[4])?,
        })
    })
}

fn exposure(folder: &Path) -> Result<Vec<Exposure>> {
    let table = Reader::open(folder, "exposure.csv")?;
    let columns = table.columns(&EXPOSURE)?;
    table.each(|row| {
        Ok(Exposure {
            month: row.month(columns[0])?.0,
            branch: row.text(columns[1]),
            premium: Money(row.fen(columns[2])?),
            policies: row.count(columns[3])?,
            insured: row.count(columns[4])?,
        })
    })
}

/// The likely rings of the folder: rings.csv may hold look-alikes too.
fn lives(folder: &Path, cut_off: f64) -> Result<Vec<Life>> {
    let table = Reader::open(folder, "rings.csv")?;
    let [id, kind, score] = [RINGS[0], RINGS[1], RINGS[4]].map(|header| table.column(header));
    let (id, kind, score) = (id?, kind?, score?);
    let found: Vec<Option<String>> = table.each(|row| {
        let name = row.text(kind);
        let is_ring = Kind::ALL.into_iter().any(|kind| kind.is_ring() && kind.name() == name);
        Ok((is_ring && row.number::<f64>(score)? >= cut_off).then(|| row.text(id)))
    })?;
    let mut lives: BTreeMap<String, Life> =
        found.into_iter().flatten().map(|id| (id.clone(), Life { id, records: Vec::new() })).collect();
    let table = Reader::open(folder, "members.csv")?;
    let [id, record, date] = [MEMBERS[0], MEMBERS[2], MEMBERS[6]].map(|header| table.column(header));
    let (id, record, date) = (id?, record?, date?);
    table.each(|row| {
        if let Some(life) = lives.get_mut(&row.text(id)) {
            life.records.push((row.text(record), row.day(date)?));
        }
        Ok(())
    })?;
    Ok(lives.into_values().collect())
}

/// A table of the folder under its headers.
struct Reader {
    path: PathBuf,
    headers: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Reader {
    fn open(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).map_err(|source| {
            Error::io("read the results (those of an older version lack files; run again)", &path, source)
        })?;
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let mut reader = csv::Reader::from_reader(bytes);
        let unreadable = |error: csv::Error| {
            let line = error.position().map(csv::Position::line);
            Error::input(path.display().to_string(), line, error.to_string())
        };
        let headers = reader.headers().map_err(unreadable)?.clone();
        let rows = reader.records().collect::<std::result::Result<_, _>>().map_err(unreadable)?;
        Ok(Self { path, headers, rows })
    }

    fn column(&self, (english, chinese): Header) -> Result<usize> {
        let found = self.headers.iter().position(|header| header == english || header == chinese);
        found.ok_or_else(|| {
            let path = self.path.display().to_string();
            Error::input(
                path,
                Some(1),
                format!("no column `{english}`; results of an older version: run again"),
            )
        })
    }

    fn columns(&self, headers: &[Header]) -> Result<Vec<usize>> {
        headers.iter().map(|header| self.column(*header)).collect()
    }

    fn each<T>(&self, mut read: impl FnMut(&Cells<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.rows.iter().map(|cells| read(&Cells { path: &self.path, cells })).collect()
    }
}

/// One row.
struct Cells<'a> {
    path: &'a Path,
    cells: &'a csv::StringRecord,
}

impl Cells<'_> {
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }

    fn text(&self, column: usize) -> String {
        plain(self.cell(column)).to_owned()
    }

    fn no<T>(&self, column: usize, wanted: &str) -> Result<T> {
        let line = self.cells.position().map(csv::Position::line);
        let message = format!("`{}` is no {wanted}", self.cell(column));
        Err(Error::input(self.path.display().to_string(), line, message))
    }

    fn number<T: std::str::FromStr>(&self, column: usize) -> Result<T> {
        self.cell(column).parse().or_else(|_| self.no(column, "number"))
    }

    fn count(&self, column: usize) -> Result<i64> {
        self.number(column)
    }

    fn fen(&self, column: usize) -> Result<i64> {
        values::money(self.cell(column)).map_or_else(|| self.no(column, "amount"), |money| Ok(money.0))
    }

    fn day(&self, column: usize) -> Result<Day> {
        values::day(self.cell(column)).map_or_else(|| self.no(column, "day"), Ok)
    }

    fn month(&self, column: usize) -> Result<Month> {
        Month::parse(self.cell(column)).map_or_else(|| self.no(column, "month"), Ok)
    }
}
