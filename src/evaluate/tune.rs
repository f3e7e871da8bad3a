//! What each cut-off would mean, from the scores that runs left behind: rings a night, persons, rings to expect by
//! chance, what people decided about them, hours of review. No input is read again.
//!
//! A ring counts at a cut-off when its highest score over the nights reaches it. Below the cut-off of a run its figures
//! are bounds: chance was not asked there, and parts of one ring still stand alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Share;
use super::labels::Decision;
use crate::track::tuning::Tuning;

/// Rings that may be chance, of those reported, 0 to 1: the share that linking allows its pairs as well.
const CHANCE_SHARE: f64 = 0.05;
/// With fewer decided rings a precision says nothing: the 95 % interval of 20 of 20 still reaches down to .84.
const FEWEST_DECIDED: u64 = 20;
/// Confirmed rings that a suggestion keeps, of those that the lowest cut-off shows, 0 to 1.
const KEPT: f64 = 0.95;

/// One cut-off.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Row {
    /// The cut-off.
    pub cut_off: f64,
    /// Rings a night.
    pub rings: f64,
    /// Rings a night that no earlier night showed; all rings where there is one night.
    pub new_rings: f64,
    /// Persons a night.
    pub persons: f64,
    /// Rings a night to expect by chance; `None` without permutations or below the cut-off of a run.
    pub expected_false: Option<f64>,
    /// Confirmed rings that it shows, of all confirmed ones.
    pub recall: Share,
    /// Confirmed among decided rings that it shows.
    pub precision: Share,
    /// Hours of review a night: new rings times the minutes of one.
    pub hours: f64,
}

/// A cut-off with the reason for it, in both languages.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Suggestion {
    /// The cut-off.
    pub cut_off: f64,
    /// Why, in English.
    pub reason_en: String,
    /// Why, in Chinese.
    pub reason_zh: String,
}

/// What each cut-off means. `nights` are in their order; `decided` are rings by id; `minutes` is what one ring takes
/// a reviewer.
#[must_use]
pub fn rows(
    nights: &[Tuning],
    decided: &BTreeMap<String, Decision>,
    cut_offs: &[f64],
    minutes: f64,
) -> Vec<Row> {
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for candidate in nights.iter().flat_map(|night| &night.candidates) {
        let score = best.entry(&candidate.ring_id).or_insert(0.0);
        *score = score.max(candidate.score);
    }
    let of_decision = |wanted: Decision| {
        let rings = decided.iter().filter(move |(_, decision)| **decision == wanted);
        rings.map(|(ring, _)| best.get(ring.as_str()).copied().unwrap_or(0.0)).collect::<Vec<f64>>()
    };
    let (confirmed, cleared) = (of_decision(Decision::Confirmed), of_decision(Decision::Cleared));
    let shown =
        |scores: &[f64], cut_off: f64| scores.iter().filter(|score| **score >= cut_off).count() as u64;
    let row = |&cut_off: &f64| {
        let new_rings = new_rings(nights, cut_off);
        let kept = shown(&confirmed, cut_off);
        Row {
            cut_off,
            rings: mean(nights, |night| night.at_least(cut_off).count() as f64),
            new_rings,
            persons: mean(nights, |night| {
                night.at_least(cut_off).map(|ring| ring.persons).sum::<u64>() as f64
            }),
            expected_false: nights
                .iter()
                .map(|night| night.by_chance(cut_off))
                .sum::<Option<f64>>()
                .map(|sum| sum / nights.len().max(1) as f64),
            recall: Share::new(kept, confirmed.len() as u64),
            precision: Share::new(kept, kept + shown(&cleared, cut_off)),
            hours: new_rings * minutes / 60.0,
        }
    };
    cut_offs.iter().map(row).collect()
}

/// Rings a night that show at a cut-off for the first time. The first night shows what years have gathered, so it
/// counts only where it is the only one.
fn new_rings(nights: &[Tuning], cut_off: f64) -> f64 {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut new = Vec::new();
    for night in nights {
        let before = seen.len();
        seen.extend(night.at_least(cut_off).map(|ring| ring.ring_id.as_str()));
        new.push(seen.len() - before);
    }
    let counted = if new.len() > 1 { &new[1..] } else { &new[..] };
    counted.iter().sum::<usize>() as f64 / counted.len().max(1) as f64
}

fn mean(nights: &[Tuning], figure: impl Fn(&Tuning) -> f64) -> f64 {
    nights.iter().map(figure).sum::<f64>() / nights.len().max(1) as f64
}

/// The cut-off that the figures speak for; `None` where nothing is known. `hours` is what reviewers have a night.
///
/// First only cut-offs at which chance makes few of the rings; with enough decisions the highest of them that keeps
/// nearly all confirmed rings, else the lowest; then as high as the hours ask for.
#[must_use]
pub fn suggest(rows: &[Row], hours: Option<f64>) -> Option<Suggestion> {
    let known: Vec<&Row> = rows
        .iter()
        .filter(|row| row.expected_false.is_some_and(|chance| chance <= CHANCE_SHARE * row.rings))
        .collect();
    let lowest = known.first()?;
    let decided = lowest.precision.of;
    let enough = decided >= FEWEST_DECIDED && lowest.recall.hits > 0;
    let keeps = |row: &&&Row| row.recall.hits as f64 >= KEPT * lowest.recall.hits as f64;
    let mut chosen = *if enough { known.iter().rev().find(keeps)? } else { lowest };
    let (mut reason_en, mut reason_zh) = if enough {
        (
            format!(
                "it keeps {} of the {} confirmed rings that {} shows; of the decided rings above it {} of {} were confirmed",
                chosen.recall.hits,
                lowest.recall.hits,
                lowest.cut_off,
                chosen.precision.hits,
                chosen.precision.of
            ),
            format!(
                "保留阈值{}所示{}个已确认团伙中的{}个；其上已有结论的{}个中{}个被确认",
                lowest.cut_off,
                lowest.recall.hits,
                chosen.recall.hits,
                chosen.precision.of,
                chosen.precision.hits
            ),
        )
    } else {
        (
            format!(
                "at most {} % of its rings are expected by chance; {decided} decided rings are too few to say more (fewer than {FEWEST_DECIDED})",
                CHANCE_SHARE * 100.0
            ),
            format!(
                "预计偶然误报不超过{}%；已有结论的团伙仅{decided}个（少于{FEWEST_DECIDED}个），不足以进一步判断",
                CHANCE_SHARE * 100.0
            ),
        )
    };
    if let Some(hours) = hours.filter(|hours| chosen.hours > *hours) {
        chosen = known.iter().find(|row| row.cut_off > chosen.cut_off && row.hours <= hours)?;
        reason_en = format!("the lowest whose new rings fit into {hours} hours a night, where {reason_en}");
        reason_zh = format!("每晚{hours}小时内可复核完新团伙的最低阈值；{reason_zh}");
    }
    Some(Suggestion { cut_off: chosen.cut_off, reason_en, reason_zh })
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "cut-offs are handed through, not computed")]
mod tests {
    use super::*;
    use crate::track::tuning::Candidate;

    /// A night of rings by score; ring `n` is `R-n`. Chance made two rings in ten networks.
    fn night(scores: &[f64]) -> Tuning {
        let candidate =
            |(place, &score): (usize, &f64)| Candidate { ring_id: format!("R-{place}"), score, persons: 4 };
        Tuning {
            cut_off: 0.5,
            permutations: 10,
            candidates: scores.iter().enumerate().map(candidate).collect(),
            chance: vec![0.7, 0.55],
        }
    }

    #[test]
    fn a_cut_off_counts_rings_persons_and_chance_above_it() {
        let rows = rows(&[night(&[0.9, 0.6, 0.3])], &BTreeMap::new(), &[0.3, 0.5, 0.8], 30.0);
        let told: Vec<(f64, f64, Option<f64>, f64)> =
            rows.iter().map(|row| (row.rings, row.persons, row.expected_false, row.hours)).collect();
        // Below the run's cut-off nobody asked chance.
        assert_eq!(told, [(3.0, 12.0, None, 1.5), (2.0, 8.0, Some(0.2), 1.0), (1.0, 4.0, Some(0.0), 0.5)]);
    }

    #[test]
    fn a_ring_is_new_once_and_the_first_night_does_not_count() {
        let nights = [night(&[0.9]), night(&[0.9, 0.6]), night(&[0.9, 0.9, 0.9])];
        let rows = rows(&nights, &BTreeMap::new(), &[0.5, 0.8], 60.0);
        assert_eq!((rows[0].new_rings, rows[1].new_rings), (1.0, 1.0));
    }

    #[test]
    fn decisions_give_recall_and_precision_of_what_is_shown() {
        let decided = [
            ("R-0".to_owned(), Decision::Confirmed),
            ("R-1".to_owned(), Decision::Cleared),
            ("R-9".to_owned(), Decision::Confirmed),
        ];
        let rows = rows(&[night(&[0.9, 0.6])], &decided.into(), &[0.5, 0.8], 30.0);
        assert_eq!((rows[0].recall.hits, rows[0].recall.of), (1, 2));
        assert_eq!((rows[0].precision.hits, rows[0].precision.of), (1, 2));
        assert_eq!((rows[1].precision.hits, rows[1].precision.of), (1, 1));
    }

    #[test]
    fn a_suggestion_keeps_the_confirmed_rings_and_says_when_it_knows_too_little() {
        let scores: Vec<f64> = (0..40).map(|place| 0.99 - f64::from(place) * 0.01).collect();
        let cut_offs = [0.5, 0.6, 0.7, 0.8, 0.9];
        let few = suggest(&rows(&[night(&scores)], &BTreeMap::new(), &cut_offs, 30.0), None).unwrap();
        assert!(few.cut_off == 0.5 && few.reason_en.contains("too few"), "{few:?}");
        // The best ten were confirmed, the last fifteen cleared.
        let decision = |place: usize| if place < 10 { Decision::Confirmed } else { Decision::Cleared };
        let decided: BTreeMap<String, Decision> =
            (0..10).chain(25..40).map(|place| (format!("R-{place}"), decision(place))).collect();
        let rows = rows(&[night(&scores)], &decided, &cut_offs, 30.0);
        let enough = suggest(&rows, None).unwrap();
        assert!(enough.cut_off == 0.9 && enough.reason_en.contains("10 of 10"), "{enough:?}");
        // Three hours are six rings at half an hour, which no cut-off is strict enough for.
        assert_eq!(suggest(&rows, Some(3.0)), None);
        assert_eq!(suggest(&rows, Some(5.0)).unwrap().cut_off, 0.9);
        assert_eq!(suggest(&[], None), None);
    }
}
