//! What became of the leads: decided, confirmed, referred, filed, and what that saved, by the month of the decision.
//!
//! The latest decision about a ring counts; a ring without one goes by most of its decided records, as `evaluate
//! --labels` judges. A decision without a day is of no month.

use std::collections::BTreeMap;

use super::lives::Life;
use super::measure::{Measure, Sums};
use super::period::Month;
use crate::record::Day;
use crate::record::decided::{DecidedLead, Lead};

/// Statuses that only a lead handed to the police has.
const REFERRED: [&str; 4] = ["已报案", "已立案", "不予立案", "判决"];
/// Those of them that mean a case was opened.
const FILED: [&str; 2] = ["已立案", "判决"];

/// Adds the decisions up to the as-of day to their months.
pub(super) fn count(decided: &[DecidedLead], lives: &[Life], as_of: Day, months: &mut BTreeMap<Month, Sums>) {
    let mut latest: BTreeMap<&Lead, (Day, &DecidedLead)> = BTreeMap::new();
    for one in decided {
        let Some(day) = one.decided_at.filter(|day| *day <= as_of) else { continue };
        let known = latest.entry(&one.subject).or_insert((day, one));
        if day >= known.0 {
            *known = (day, one);
        }
    }
    for (day, one) in latest.values() {
        let prevented = one.prevented_loss.unwrap_or_default().0;
        months.entry(Month::of(*day)).or_default()[Measure::Prevented] += prevented;
    }
    let rings = latest.iter().filter(|(subject, _)| matches!(subject, Lead::Ring(_)));
    let mut leads: Vec<Vec<(Day, &DecidedLead)>> = rings.map(|(_, found)| vec![*found]).collect();
    for life in lives.iter().filter(|life| !latest.contains_key(&Lead::Ring(life.id.clone()))) {
        let records = life.records.iter().filter_map(|(id, _)| latest.get(&Lead::Record(id.clone())));
        leads.push(records.copied().collect());
    }
    for lead in leads {
        add(&lead, months);
    }
}

/// Counts one lead, decided by one decision or by those of its records.
fn add(decisions: &[(Day, &DecidedLead)], months: &mut BTreeMap<Month, Sums>) {
    let votes = |word: &str| decisions.iter().filter(|(_, one)| one.decision == word).count();
    let (confirmed, cleared) = (votes("confirmed"), votes("cleared"));
    let Some(day) = decisions.iter().map(|(day, _)| *day).max() else { return };
    let sums = months.entry(Month::of(day)).or_default();
    if confirmed != cleared {
        sums[Measure::Decided] += 1;
        sums[Measure::Confirmed] += i64::from(confirmed > cleared);
    }
    let any = |statuses: &[&str]| decisions.iter().any(|(_, one)| statuses.contains(&one.status.as_str()));
    sums[Measure::Referred] += i64::from(any(&REFERRED));
    sums[Measure::Filed] += i64::from(any(&FILED));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Money;

    #[test]
    fn the_latest_decision_counts_and_records_speak_for_a_ring_that_has_none() {
        let day = |month| Day::from_ymd(2026, month, 1).unwrap();
        let decided = |subject, decision: &str, month, status: &str| DecidedLead {
            subject,
            decision: decision.into(),
            decided_at: Some(day(month)),
            status: status.into(),
            prevented_loss: Some(Money(100)),
        };
        let ring = || Lead::Ring("R-1".into());
        let all = [
            decided(ring(), "cleared", 1, ""),
            decided(ring(), "confirmed", 2, "已立案"),
            decided(Lead::Record("C1".into()), "cleared", 2, ""),
            decided(Lead::Record("C9".into()), "confirmed", 2, "已报案"),
            decided(Lead::Ring("R-2".into()), "confirmed", 9, ""),
        ];
        let life = Life { id: "R-3".into(), records: vec![("C1".into(), day(1))] };
        let mut months = BTreeMap::new();
        count(&all, &[life], day(6), &mut months);
        assert_eq!(months.len(), 1);
        let sums = months[&Month::of(day(2))];
        let told =
            [Measure::Decided, Measure::Confirmed, Measure::Referred, Measure::Filed, Measure::Prevented];
        // C9 is of no ring: its loss counts, its verdict is none on a lead.
        assert_eq!(told.map(|measure| sums[measure]), [2, 1, 1, 1, 300]);
    }
}
