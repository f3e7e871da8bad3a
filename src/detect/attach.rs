//! Small groups that say too little alone join the ring that some of their people stand in.
//!
//! A ring that gives each phone to three customers leaves many phones with three households. Each alone looks like a
//! helper and two friends. But harmless groups of three and rings are both rare, so that they hardly ever have a
//! customer in common: one that does is most likely a part of the ring, and how likely is counted.

use super::candidates::Candidate;
use super::finding::Kind;
use super::kinds;
use super::merge;
use super::score::{Judged, Scorer};
use crate::link::pairs::ln_poisson_tail;
use crate::record::ValueKind;

/// How often a part of a ring has a customer in common with the rest of it; the evidence changes by one bit when
/// this is halved.
const TOUCHES: f64 = 0.5;

/// Rings with the parts that touch them, not yet judged, and the others as they are; `None` when nothing touches
/// anything. `parts` are candidates below the cut-off; those that joined are taken out of the list.
pub(super) fn attached(
    rings: &[Judged],
    parts: &mut Vec<&Judged>,
    scorer: &Scorer<'_>,
    cut_off_bits: f64,
) -> Option<Vec<Candidate>> {
    let view = &scorer.view;
    // An employer or a lawyer above the cut-off draws nobody in.
    let households: Vec<Vec<u32>> = rings
        .iter()
        .map(|ring| match kinds::name(ring, scorer, cut_off_bits).kind.is_ring() {
            true => ring.candidate.households(view),
            false => Vec::new(),
        })
        .collect();
    let mut at: Vec<(u32, u32)> = households
        .iter()
        .enumerate()
        .flat_map(|(ring, households)| households.iter().map(move |&household| (household, ring as u32)))
        .collect();
    at.sort_unstable();
    let mut all: Vec<u32> = at.iter().map(|&(household, _)| household).collect();
    all.dedup();
    let of_all = view.strata.counts(&all);
    let mut joining: Vec<Vec<Candidate>> = vec![Vec::new(); rings.len()];
    parts.retain(|part| {
        let mine = part.candidate.households(view);
        let Some((ring, common)) = touched(&mine, &at) else { return true };
        let expected = view.strata.expected_common(&view.strata.counts(&mine), &of_all);
        let joins = bits_beside(part) + touching_bits(common, expected) >= cut_off_bits
            && kinds::name(part, scorer, cut_off_bits).kind == Kind::Unclear
            && part.candidate.values.iter().any(|&value| !is_public(view.kind(value)));
        if joins {
            joining[ring].push(part.candidate.clone());
        }
        !joins
    });
    if joining.iter().all(Vec::is_empty) {
        return None;
    }
    let whole = |(ring, mut parts): (&Judged, Vec<Candidate>)| {
        parts.insert(0, ring.candidate.clone());
        merge::join(parts, view)
    };
    Some(rings.iter().zip(joining).map(whole).collect())
}

/// The ring in which most of some households stand, the first of equals, and how many do. `at` are households
/// with their ring, sorted.
fn touched(households: &[u32], at: &[(u32, u32)]) -> Option<(usize, u32)> {
    let mut rings: Vec<u32> = households
        .iter()
        .flat_map(|household| {
            let start = at.partition_point(|(known, _)| known < household);
            at[start..].iter().take_while(move |(known, _)| known == household).map(|&(_, ring)| ring)
        })
        .collect();
    rings.sort_unstable();
    let counts = rings.chunk_by(|left, right| left == right).map(|same| (same[0], same.len() as u32));
    counts
        .max_by_key(|&(ring, count)| (count, std::cmp::Reverse(ring)))
        .map(|(ring, count)| (ring as usize, count))
}

/// Evidence, in bits, of households in common with a ring when so many are expected in common with all rings.
fn touching_bits(common: u32, expected: f64) -> f64 {
    TOUCHES.log2() - ln_poisson_tail(common, expected.max(1e-6)) / std::f64::consts::LN_2
}

/// What a candidate says beside its size: few households are no argument against a part of something larger.
fn bits_beside(part: &Judged) -> f64 {
    let size = part.reasons.iter().filter(|reason| reason.code == "few_households");
    part.bits - size.map(|reason| reason.contribution).sum::<f64>()
}

/// Kinds that a ring shares with people who have nothing to do with it.
fn is_public(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::Letter | ValueKind::Ip | ValueKind::Receiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_touches_the_ring_in_which_most_of_its_households_stand() {
        let at = [(1, 0), (2, 0), (2, 1), (3, 1), (9, 2)];
        assert_eq!(touched(&[2, 3, 7], &at), Some((1, 2)));
        assert_eq!(touched(&[2, 8], &at), Some((0, 1)));
        assert_eq!(touched(&[4, 5], &at), None);
    }

    #[test]
    fn a_common_household_says_the_more_the_rarer_it_is_by_chance() {
        assert!(touching_bits(1, 0.01) > 5.0);
        assert!(touching_bits(1, 1.0) < 0.0);
        assert!(touching_bits(2, 0.1) > touching_bits(1, 0.1));
    }
}
