//! Rings with nobody in common that are one organisation by the way they work.
//!
//! A ring that changes its flat or account altogether leaves two rings that share nothing: same branch, same kinds of
//! contact, same weeks. A branch ties nobody (DESIGN, context), but it tells whether two rings, each proved by what its
//! own people share, are likely one. How often rings of *different* branches are alike by chance is seen in the run
//! itself; rings of one branch are joined only where they are alike far more often.

use super::candidates::{Candidate, united};
use super::finding::Reason;
use super::kinds;
use super::merge::families;
use super::most_frequent;
use super::score::{Judged, Scorer};
use super::view::View;
use crate::record::{LinkType, Symbol, ValueIx, ValueKind};

/// Part of a ring's records in its branch at least.
const AT_HOME: f64 = 0.5;
/// Records of a value at least that says how a ring works: two may be anybody's.
const HABITUAL: usize = 3;
/// Part of all their days that two rings must both be at work.
const SAME_WEEKS: f64 = 0.5;
/// Share of the joins that may be chance.
const FALSE_JOINS: f64 = 0.05;

/// How a ring works.
struct Manner {
    home: Symbol,
    first_day: i32,
    last_day: i32,
    /// Kinds of value that several of its records mention, sorted; accounts by whether they pay premiums.
    ties: Vec<(ValueKind, bool)>,
    /// Its values, sorted.
    values: Vec<ValueIx>,
}

impl Manner {
    /// `None` for a ring that is at home nowhere or has no habit.
    fn of(ring: &Candidate, view: &View<'_>) -> Option<Self> {
        let records = || ring.records.iter().map(|&record| view.assembled.records.get(record));
        let (home, at_home) = most_frequent(records().map(|record| record.branch))?;
        let mut ties: Vec<(ValueKind, bool)> =
            ring.values.iter().filter_map(|&value| tie(ring, value, view)).collect();
        ties.sort_unstable();
        ties.dedup();
        let is_known =
            home.0 > 0 && at_home as f64 >= AT_HOME * ring.records.len() as f64 && !ties.is_empty();
        let days = || records().map(|record| record.date.0);
        is_known.then_some(Self {
            home,
            first_day: days().min()?,
            last_day: days().max()?,
            ties,
            values: ring.values.clone(),
        })
    }

    /// Part of all days of two rings on which both are at work, 0 to 1, where their habits are the same; 0 where not, or
    /// where they were cut apart at a value of both.
    fn alike(&self, other: &Self) -> f64 {
        let has = |value: &ValueIx| other.values.binary_search(value).is_ok();
        if self.ties != other.ties || self.values.iter().any(has) {
            return 0.0;
        }
        let both = self.last_day.min(other.last_day) - self.first_day.max(other.first_day) + 1;
        let all = self.last_day.max(other.last_day) - self.first_day.min(other.first_day) + 1;
        f64::from(both.max(0)) / f64::from(all)
    }
}

/// The kind of a value that enough of a ring's records mention.
fn tie(ring: &Candidate, value: ValueIx, view: &View<'_>) -> Option<(ValueKind, bool)> {
    let inside = |record: &_| ring.records.binary_search(record).is_ok();
    if view.network.incidence.records_of(value).filter(inside).count() < HABITUAL {
        return None;
    }
    let pays = view.records_with(value, LinkType::is_payer).filter(inside).count() >= HABITUAL;
    Some((view.kind(value), pays))
}

/// The rings, those of one organisation joined and judged again.
pub(super) fn joined(rings: Vec<Judged>, scorer: &Scorer<'_>, cut_off_bits: f64) -> Vec<Judged> {
    // An employer or a lawyer above the cut-off has no siblings.
    let is_ring = |ring: &Judged| kinds::name(ring, scorer, cut_off_bits).kind.is_ring();
    let known = rings.iter().enumerate().filter(|(_, ring)| is_ring(ring));
    let manners: Vec<(u32, Manner)> = known
        .filter_map(|(place, ring)| Some((place as u32, Manner::of(&ring.candidate, &scorer.view)?)))
        .collect();
    let pairs = pairs(&manners);
    let whole = |mut family: Vec<Judged>| match family.len() {
        1 => family.remove(0),
        _ => scorer.judge(one(&family, &scorer.view)),
    };
    families(rings, &pairs).into_iter().map(whole).collect()
}

/// Pairs of rings of one branch, by place, that are so alike that at most [`FALSE_JOINS`] of the pairs are chance.
fn pairs(manners: &[(u32, Manner)]) -> Vec<(u32, u32)> {
    let (mut near, mut far) = (Vec::new(), Vec::new());
    let (mut of_one_branch, mut of_two) = (0, 0);
    for (number, (right, of_right)) in manners.iter().enumerate() {
        for (left, of_left) in &manners[..number] {
            let alike = of_left.alike(of_right);
            let is_alike = alike >= SAME_WEEKS;
            if of_left.home == of_right.home {
                of_one_branch += 1;
                near.extend(is_alike.then_some((alike, (*left, *right))));
            } else {
                of_two += 1;
                far.extend(is_alike.then_some(alike));
            }
        }
    }
    near.sort_unstable_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    far.sort_unstable_by(f64::total_cmp);
    let holds = |taken: usize| {
        let as_alike = far.len() - far.partition_point(|&alike| alike < near[taken - 1].0);
        // One more than was seen: few pairs prove little.
        let by_chance = (as_alike + 1) as f64 / f64::from(of_two + 1);
        by_chance * f64::from(of_one_branch) <= FALSE_JOINS * taken as f64
    };
    let taken = (1..=near.len()).rev().find(|&taken| holds(taken)).unwrap_or_default();
    near[..taken].iter().map(|&(_, pair)| pair).collect()
}

/// One candidate of several rings: nobody else comes in.
fn one(family: &[Judged], view: &View<'_>) -> Candidate {
    let parts = || family.iter().map(|ring| &ring.candidate);
    Candidate { siblings: parts().map(|part| part.siblings).sum(), ..united(parts(), |_| Vec::new(), view) }
}

impl Scorer<'_> {
    /// That a ring was put together of several; it adds nothing to the score.
    pub(super) fn siblings(&self, candidate: &Candidate) -> Option<Reason> {
        let rings = candidate.siblings;
        (rings > 1).then(|| Reason {
            code: "one_manner",
            observed: f64::from(rings),
            expected: 1.0,
            base: 0.0,
            contribution: 0.0,
            sentence_en: self.say(|| {
                format!("{rings} groups that share nobody are told as one: same branch, same kinds of contact, same weeks.")
            }),
            sentence_zh: self
                .say(|| format!("{rings}个互无共同人员的群组因同一分公司、同类联系方式、同一时段而合并列示。")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manner(home: u32, first_day: i32, last_day: i32, kind: ValueKind) -> Manner {
        Manner { home: Symbol(home), first_day, last_day, ties: vec![(kind, false)], values: Vec::new() }
    }

    fn placed(rings: Vec<Manner>) -> Vec<(u32, Manner)> {
        (0..).zip(rings).collect()
    }

    #[test]
    fn rings_of_one_branch_with_the_same_habit_in_the_same_weeks_are_one() {
        // Twenty of other branches, each with weeks of its own.
        let mut rings: Vec<Manner> = (0..20)
            .map(|ring| manner(100 + ring, ring as i32 * 100, ring as i32 * 100 + 50, ValueKind::Phone))
            .collect();
        rings.push(manner(1, 0, 100, ValueKind::Address));
        rings.push(manner(1, 10, 90, ValueKind::Address));
        rings.push(manner(1, 10, 90, ValueKind::Account));
        rings.push(manner(1, 300, 400, ValueKind::Address));
        assert_eq!(pairs(&placed(rings)), [(20, 21)]);
    }

    #[test]
    fn rings_are_not_joined_where_those_of_different_branches_are_alike_as_often() {
        let mut rings: Vec<Manner> =
            (0..20).map(|ring| manner(100 + ring, 0, 50, ValueKind::Phone)).collect();
        rings.push(manner(1, 0, 50, ValueKind::Phone));
        rings.push(manner(1, 0, 50, ValueKind::Phone));
        assert_eq!(pairs(&placed(rings)), []);
    }
}
