//! Two rings that share a proxy or an agent who gets their new business, or copied one letter, are two: a candidate is cut
//! at an actor, a receiver, a letter or a network without which it falls into parts that each hold together by something
//! else.
//!
//! Where parts come from different branches the cut needs little more: one ring that works in two regions uses
//! its phones and accounts in both. Where branches do not tell, parts must stand by themselves, because a ring that
//! hands out one phone after another falls apart without its proxy too, into parts of one phone each.
//!
//! Two rings of one branch are told by the ties that are not there: where people of one ring share several things at
//! random, hardly ever do two parts of it have ties to spare, more than hold each together, and none between them. (A
//! random graph has one large component at most; Bollobás 2001, Random Graphs, ch. 6.)

use super::candidates::Candidate;
use super::joints::most_apart;
use super::parts::{Graph, HELD_BY, Part, Tie};
use super::view::View;
use crate::record::ValueKind;

/// Bits that the lack of ties between two parts of one branch must say: one group in ten would fall apart so by chance.
const APART: f64 = 3.3;
/// Values tried as the cut, those with most households first.
const TRIED: usize = 32;

/// The candidate, or the parts into which it falls.
pub(super) fn split(candidate: Candidate, view: &View<'_>) -> Vec<Candidate> {
    let mut done = Vec::new();
    let mut open = vec![candidate];
    while let Some(candidate) = open.pop() {
        match cut(&candidate, view) {
            // Fewer persons each time, so that it ends.
            Some(parts) => open.extend(parts),
            None => done.push(candidate),
        }
    }
    done
}

/// The parts into which a candidate falls by itself, around the first actor, letter or network that is a cut, or around one
/// household that knows two rings.
fn cut(candidate: &Candidate, view: &View<'_>) -> Option<Vec<Candidate>> {
    // A cut and a value on either side.
    if candidate.values.len() < 3 {
        return None;
    }
    let graph = Graph::new(candidate, view);
    let smaller = |part: &Part| part.households.len() < graph.branches.len();
    let made = |parts: Vec<Part>, without: &[bool]| -> Option<Vec<Candidate>> {
        parts
            .iter()
            .all(smaller)
            .then(|| parts.iter().map(|part| part.candidate(candidate, &graph, without, view)).collect())
    };
    let none = vec![false; graph.values.len()];
    let parts = graph.parts(&none, &[], Tie::Value);
    if graph.bits_apart(&parts) >= APART {
        return made(graph.gathered(parts, candidate, view), &none);
    }
    let works_for_several =
        |value: usize| matches!(graph.kinds[value], ValueKind::Actor | ValueKind::Receiver);
    let mut cuts: Vec<usize> = (0..graph.values.len())
        .filter(|&value| works_for_several(value) || graph.kinds[value].is_ambient())
        .collect();
    cuts.sort_by_key(|&value| (std::cmp::Reverse(graph.values[value].len()), value));
    let at_value = cuts.into_iter().take(TRIED).find_map(|value| {
        let without = graph.twins(value);
        // A letter is nobody's own, and friends of every region who copied it are no rings.
        let (mut own, mut regional) = (Vec::new(), Vec::new());
        if works_for_several(value) {
            own = own_households(candidate, value, view);
            regional = graph.parts(&without, &own, Tie::ValueOrBranch);
            regional.retain(Part::is_regional_ring);
        }
        let parts = if regional.len() >= 2 {
            regional
        } else {
            let parts = graph.parts(&without, &own, Tie::Value);
            // An agent gets new business of rings that come one after another; cells of one ring work side by side.
            let parts = match graph.kinds[value] {
                ValueKind::Receiver => graph.in_turn(parts, candidate, view),
                _ => parts,
            };
            if works_for_several(value) && graph.bits_apart(&parts) >= APART {
                graph.gathered(parts, candidate, view)
            } else if graph.are_several(&parts) {
                // Once the cut is known to serve several rings, a part of one value is a ring of its own too.
                parts.into_iter().filter(|part| part.widest >= HELD_BY).collect()
            } else {
                return None;
            }
        };
        made(parts, &without)
    });
    at_value.or_else(|| {
        // One household in common, of as many as there are.
        let of_all = (graph.branches.len() as f64).log2();
        let is_apart = |bits: f64| but_for_one(bits) - of_all >= APART;
        let most = most_apart(&graph);
        graph.branches.iter().zip(most).filter(|&(_, most)| is_apart(most)).find_map(
            |(&(household, _), _)| {
                let parts = graph.parts(&none, &[household], Tie::Value);
                if !is_apart(graph.bits_apart(&parts)) || !graph.work_side_by_side(&parts, candidate, view) {
                    return None;
                }
                made(graph.gathered(parts, candidate, view), &none)
            },
        )
    })
}

/// Bits that are left where one tie stands between the parts: the chance of none or one, when that of none is given
/// (Poisson).
fn but_for_one(bits: f64) -> f64 {
    bits - (bits * std::f64::consts::LN_2).ln_1p() / std::f64::consts::LN_2
}

/// Households in which the actor behind a value is a policyholder: whoever acts for two rings is a customer of
/// both, and ties neither to the other.
fn own_households(candidate: &Candidate, value: usize, view: &View<'_>) -> Vec<u32> {
    let is_actor = view.has_key(view.assembled.values.key(candidate.values[value]));
    let own = candidate.records.iter().filter(|&&record| is_actor(record));
    view.households(own.map(|&record| view.people.person(record)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tie_between_the_parts_takes_from_what_their_lack_says() {
        assert!(but_for_one(8.0) < 6.0 && but_for_one(0.0).abs() < 1e-9);
    }
}
