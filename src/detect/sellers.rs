//! Selling agents: what they say of one candidate, and whom two leads have in common.
//!
//! Colluding agents sell the policies of all parts of a commission fraud, whichever account pays (DOMAIN.md, commission
//! fraud). An agent never ties people; parts that are leads already are one ring when the same agents sold to several
//! people of both, beyond what the agents' shares of the branch explain.

use std::collections::BTreeMap;

use super::candidates::Candidate;
use super::finding::Reason;
use super::kinds::{ONE_SELLER, shared_payer};
use super::most_frequent;
use super::score::{Facts, Scorer};
use super::view::View;
use crate::link::pairs::ln_poisson_tail;
use crate::record::{PersonIx, Symbol};

/// Persons of a lead to whom an agent sold, from which on the agent counts: one policy is anybody's.
const SEVERAL: u32 = 2;

/// What one selling agent of nearly all takes off, in bits; lifted where the people are organised as well.
pub(super) const ONE_SELLER_BITS: f64 = 4.0;
/// Smaller chances that an agent sold to several add nothing to what two leads have in common.
const SMALL: f64 = 1e-3;

/// Who sold to a lead whose premiums one account paid; nobody for other leads, who come to their agents by chance.
#[derive(Default)]
pub(super) struct Sold {
    /// Agents who sold to several persons, sorted; none where one agent sold to nearly all, who is the scandal's.
    several: Vec<Symbol>,
    /// Chance that an agent sold to several, by the agents' shares of the persons' branches, unless it is small; sorted by
    /// agent.
    chance: Vec<(Symbol, f64)>,
}

impl Sold {
    pub(super) fn new(lead: &Candidate, view: &View<'_>) -> Self {
        if !shared_payer(&lead.values, view) {
            return Self::default();
        }
        let mut first: BTreeMap<PersonIx, (Symbol, Symbol)> = BTreeMap::new();
        for &record in &lead.records {
            let sold = view.assembled.records.get(record);
            if sold.selling_agent.0 > 0 {
                first.entry(view.people.person(record)).or_insert((sold.branch, sold.selling_agent));
            }
        }
        let mut persons: BTreeMap<Symbol, u32> = BTreeMap::new();
        let mut branches: BTreeMap<Symbol, f64> = BTreeMap::new();
        for &(branch, agent) in first.values() {
            *persons.entry(agent).or_default() += 1;
            *branches.entry(branch).or_default() += 1.0;
        }
        let most = persons.values().max().copied().unwrap_or_default();
        if f64::from(most) >= ONE_SELLER * first.len() as f64 {
            return Self::default();
        }
        let mut expected: BTreeMap<Symbol, f64> = BTreeMap::new();
        for (branch, count) in branches {
            for (agent, share) in view.strata.sellers(branch) {
                *expected.entry(agent).or_default() += count * share;
            }
        }
        let several = persons.into_iter().filter(|&(_, persons)| persons >= SEVERAL).map(|(agent, _)| agent);
        let chance = expected.into_iter().map(|(agent, mean)| (agent, ln_poisson_tail(SEVERAL, mean).exp()));
        Self { several: several.collect(), chance: chance.filter(|(_, chance)| *chance >= SMALL).collect() }
    }

    /// Agents who sold to several persons of both.
    pub(super) fn common(&self, other: &Self) -> u32 {
        self.several.iter().filter(|agent| other.several.binary_search(agent).is_ok()).count() as u32
    }

    /// Agents expected to have sold to several persons of both by chance.
    pub(super) fn expected(&self, other: &Self) -> f64 {
        let of_other = |agent: Symbol| {
            let place = other.chance.binary_search_by_key(&agent, |&(known, _)| known).ok()?;
            Some(other.chance[place].1)
        };
        self.chance.iter().filter_map(|&(agent, chance)| Some(chance * of_other(agent)?)).sum()
    }
}

impl Scorer<'_> {
    /// Many selling agents speak for a ring, one speaks for mis-selling.
    pub(super) fn selling_agents(&self, candidate: &Candidate, facts: &mut Facts) -> Option<Reason> {
        let mut sellers: Vec<(Symbol, PersonIx)> = candidate
            .records
            .iter()
            .map(|&record| {
                (self.view.assembled.records.get(record).selling_agent, self.view.people.person(record))
            })
            .filter(|(agent, _)| agent.0 > 0)
            .collect();
        sellers.sort_unstable();
        sellers.dedup();
        let mut persons: Vec<PersonIx> = sellers.iter().map(|&(_, person)| person).collect();
        persons.sort_unstable();
        persons.dedup();
        if persons.len() < 3 {
            return None;
        }
        let agents = sellers.chunk_by(|left, right| left.0 == right.0).count();
        let (seller, largest) = most_frequent(sellers.iter().map(|&(agent, _)| agent)).unwrap_or_default();
        facts.top_seller = largest as f64 / persons.len() as f64;
        facts.seller = seller;
        // Who is paid for, or paid out, through one account is not one agent's many customers with complaints
        // of their own: a funder works with few agents (DOMAIN.md, commission fraud).
        let contribution = match facts.top_seller {
            _ if facts.funded() => 0.0,
            share if share >= ONE_SELLER => -ONE_SELLER_BITS,
            share if share > 0.6 => -1.5,
            share if share > 0.4 => 0.0,
            // A crowd of strangers has many sellers too: it speaks against mis-selling, hardly for a ring.
            _ => 0.5,
        };
        let share = facts.top_seller * 100.0;
        Some(Reason {
            code: if contribution < 0.0 { "one_selling_agent" } else { "many_selling_agents" },
            observed: agents as f64,
            expected: persons.len() as f64,
            base: facts.top_seller,
            contribution,
            sentence_en: self.say(|| {
                format!(
                    "{agents} selling agents stand behind {} persons; the largest sold to {share:.0} %.",
                    persons.len()
                )
            }),
            sentence_zh: self
                .say(|| format!("{}人由{agents}名业务员销售，最多者占{share:.0}%。", persons.len())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sold(several: &[u32], chance: &[(u32, f64)]) -> Sold {
        Sold {
            several: several.iter().map(|&agent| Symbol(agent)).collect(),
            chance: chance.iter().map(|&(agent, chance)| (Symbol(agent), chance)).collect(),
        }
    }

    #[test]
    fn agents_of_two_leads_are_counted_with_what_their_shares_of_the_branch_explain() {
        let left = sold(&[1, 2, 5], &[(1, 0.5), (2, 0.1), (5, 0.1)]);
        let right = sold(&[2, 5, 9], &[(2, 0.2), (5, 0.1), (9, 0.4)]);
        assert_eq!(left.common(&right), 2);
        assert!((left.expected(&right) - 0.03).abs() < 1e-12);
        assert_eq!((left.common(&Sold::default()), Sold::default().common(&right)), (0, 0));
    }
}
