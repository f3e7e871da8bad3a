//! Whether tonight's figures are those of the nights before. Reads no files.
//!
//! A half export, a column that changed its meaning or a shared value that ties everybody shows here first: as a
//! volume, a share or a size that no night had. Tonight is held against the median of the last nights, which one odd
//! night does not move.

/// How many nights are looked back: a week, so that every day of the week is in it.
pub const NIGHTS: usize = 7;
/// With fewer nights there is nothing to compare with.
const LEAST_NIGHTS: usize = 3;
/// Records may change by this factor: weekends and month ends do.
const RECORDS_FACTOR: f64 = 2.0;
/// The reject share may rise by this much.
const REJECT_RISE: f64 = 0.02;
/// Rings, and persons of the largest one, may change by this factor…
const RINGS_FACTOR: f64 = 2.0;
/// … and by this many, since two rings after one is no drift.
const RINGS_APART: f64 = 10.0;
const PERSONS_APART: f64 = 50.0;

/// The figures of a night.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Figures {
    /// Records.
    pub records: f64,
    /// Share of rejected rows, 0 to 1.
    pub reject_share: f64,
    /// Rings reported.
    pub rings: f64,
    /// Persons of the largest ring.
    pub largest: f64,
}

/// A figure that is not as it was.
#[derive(Clone, PartialEq, Debug)]
pub struct Drift {
    /// `records`, `reject_share`, `rings` or `largest_ring`.
    pub figure: &'static str,
    /// Tonight.
    pub now: f64,
    /// Median of the nights before.
    pub before: f64,
}

impl Drift {
    /// One sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { figure, now, before } = self;
        let digits = if *figure == "reject_share" { 4 } else { 0 };
        format!("{figure}: {now:.digits$} tonight, {before:.digits$} in the nights before")
    }
}

/// Figures of tonight that are far from those of the nights before, in the order of [`Figures`].
#[must_use]
pub fn drift(now: Figures, before: &[Figures]) -> Vec<Drift> {
    if before.len() < LEAST_NIGHTS {
        return Vec::new();
    }
    let usual = |figure: fn(&Figures) -> f64| median(before.iter().map(figure).collect());
    let apart = |now: f64, usual: f64, factor: f64, least: f64| {
        (now > usual * factor || now * factor < usual) && (now - usual).abs() >= least
    };
    let (records, rings, largest) =
        (usual(|night| night.records), usual(|night| night.rings), usual(|night| night.largest));
    let rejected = usual(|night| night.reject_share);
    let all = [
        ("records", now.records, records, apart(now.records, records, RECORDS_FACTOR, 1.0)),
        ("reject_share", now.reject_share, rejected, now.reject_share > rejected + REJECT_RISE),
        ("rings", now.rings, rings, apart(now.rings, rings, RINGS_FACTOR, RINGS_APART)),
        ("largest_ring", now.largest, largest, apart(now.largest, largest, RINGS_FACTOR, PERSONS_APART)),
    ];
    let drifted = all.into_iter().filter(|(_, _, _, drifted)| *drifted);
    drifted.map(|(figure, now, before, _)| Drift { figure, now, before }).collect()
}

/// The middle one; of an even number the lower of the two.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(now: Figures, expected: &[&str]) {
        let usual = Figures { records: 1000.0, reject_share: 0.01, rings: 20.0, largest: 60.0 };
        // One odd night among them moves nothing.
        let before = [usual, Figures { records: 10.0, ..usual }, usual];
        let found: Vec<&str> = drift(now, &before).iter().map(|drift| drift.figure).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn half_an_export_and_rejects_and_a_giant_ring_are_drift_and_a_weekend_is_not() {
        let usual = Figures { records: 1000.0, reject_share: 0.01, rings: 20.0, largest: 60.0 };
        check(usual, &[]);
        check(Figures { records: 600.0, rings: 29.0, ..usual }, &[]);
        check(Figures { records: 499.0, ..usual }, &["records"]);
        check(Figures { reject_share: 0.04, ..usual }, &["reject_share"]);
        check(Figures { rings: 41.0, largest: 2000.0, ..usual }, &["rings", "largest_ring"]);
        check(Figures { rings: 9.0, ..usual }, &["rings"]);
    }

    #[test]
    fn two_nights_are_too_few_to_compare_with() {
        assert_eq!(drift(Figures::default(), &[Figures { records: 9.0, ..Figures::default() }; 2]), []);
    }
}
