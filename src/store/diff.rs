//! What differs between two nights: rings that are new or gone, that grew or shrank, records that changed rings.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Store;
use crate::error::Result;
use crate::record::Day;
use crate::track::{Known, RecordKey, State};

/// One difference. Sorted by ring, then record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Change {
    /// The ring as of the later night, or the one that is gone.
    pub ring_id: String,
    /// new, gone, grown, shrunk or moved.
    pub change: &'static str,
    /// The record that moved; empty for rings.
    pub record_id: String,
    /// The ring it came from; empty for rings.
    pub from_ring: String,
    /// Records on the earlier night.
    pub records_before: usize,
    /// Records on the later night.
    pub records_after: usize,
}

impl Store {
    /// The nights of the store, oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn nights(&self) -> Result<Vec<Day>> {
        let mut out = Vec::new();
        self.each("SELECT as_of FROM runs WHERE as_of <= ?1 ORDER BY as_of", Day(i32::MAX), |row| {
            out.push(Day(row.get(0)?));
            Ok(())
        })?;
        Ok(out)
    }

    /// What changed from one night to another.
    ///
    /// # Errors
    /// The store cannot be read; one of the nights was purged.
    pub fn diff(&self, from: Day, to: Day) -> Result<Vec<Change>> {
        self.check_purged(from.min(to))?;
        let found = |night: Day| -> Result<BTreeMap<String, Known>> {
            let known = self.known(Day(night.0 + 1))?.into_iter();
            let found = known.filter(|known| matches!(known.state, State::Active | State::Dormant));
            Ok(found.map(|known| (known.ring.id.clone(), known)).collect())
        };
        Ok(changes(&found(from)?, &found(to)?))
    }
}

fn changes(before: &BTreeMap<String, Known>, after: &BTreeMap<String, Known>) -> Vec<Change> {
    let mut came_from: BTreeMap<&RecordKey, &str> = BTreeMap::new();
    for (id, known) in before {
        came_from.extend(known.ring.records.keys().map(|record| (record, id.as_str())));
    }
    let ring = |id: &str, change, records_before, records_after| Change {
        ring_id: id.to_owned(),
        change,
        record_id: String::new(),
        from_ring: String::new(),
        records_before,
        records_after,
    };
    let mut out = Vec::new();
    for (id, known) in after {
        let now = known.ring.records.len();
        match before.get(id).map(|known| known.ring.records.len()) {
            None => out.push(ring(id, "new", 0, now)),
            Some(count) if count < now => out.push(ring(id, "grown", count, now)),
            Some(count) if count > now => out.push(ring(id, "shrunk", count, now)),
            Some(_) => {}
        }
        for record in known.ring.records.keys() {
            if let Some(from) = came_from.get(record).filter(|from| **from != id.as_str()) {
                let mut change = ring(id, "moved", before[*from].ring.records.len(), now);
                change.record_id.clone_from(&record.1);
                (*from).clone_into(&mut change.from_ring);
                out.push(change);
            }
        }
    }
    for (id, known) in before.iter().filter(|(id, _)| !after.contains_key(*id)) {
        out.push(ring(id, "gone", known.ring.records.len(), 0));
    }
    out.sort();
    out
}
