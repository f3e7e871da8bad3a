//! The insurer: branches of Zipf sizes, and agents whose books of customers are of Zipf sizes too.

use super::config::Config;
use super::dice::Dice;
use super::people::{self, BRANCHES};
use crate::record::Day;

/// Flattens the head of Zipf's law: the largest branch sells about a tenth of everything, as the largest agent of
/// a branch does about a fortieth.
const BRANCH_OFFSET: f64 = 4.0;
const BOOK_OFFSET: f64 = 10.0;

/// An agent of the insurer.
#[derive(Clone, Debug)]
pub(super) struct Agent {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) branch: usize,
    pub(super) hired: Day,
    pub(super) left: Option<Day>,
}

impl Agent {
    /// Whether they serve on a day.
    pub(super) fn serves(&self, on: Day) -> bool {
        self.hired <= on && self.left.is_none_or(|left| on <= left)
    }
}

/// Branches and agents.
#[derive(Clone, Debug, Default)]
pub(super) struct Market {
    pub(super) agents: Vec<Agent>,
    /// Agents of each branch, the largest book first.
    books: Vec<Vec<usize>>,
}

impl Market {
    /// An agent for every forty records, at least ten a branch.
    pub(super) fn new(config: &Config, dice: &mut Dice, first: Day) -> Self {
        let branches = config.branches.clamp(1, BRANCHES.len());
        let mut market = Self { agents: Vec::new(), books: vec![Vec::new(); branches] };
        for number in 0..(config.records as usize / 40).max(branches * 12) {
            let branch =
                if number < branches * 10 { number % branches } else { dice.rank(branches, BRANCH_OFFSET) };
            // Some were hired lately: new agents are no sign of a ring.
            let hired = Day(
                first.0 - if dice.chance(0.15) { dice.between(-400, 60) } else { dice.between(60, 4000) }
            );
            let left = dice.chance(0.3).then(|| Day(hired.0 + dice.between(150, 4600)));
            let left = left.filter(|left| left.0 < first.0 + config.days - 30);
            market.add(dice, branch, hired, left);
        }
        market
    }

    /// A new agent who serves still, hired on a day; the last number is theirs.
    pub(super) fn hire(&mut self, dice: &mut Dice, branch: usize, hired: Day) -> usize {
        self.add(dice, branch, hired, None)
    }

    fn add(&mut self, dice: &mut Dice, branch: usize, hired: Day, left: Option<Day>) -> usize {
        let number = self.agents.len();
        // Scattered, so that a number does not say who was added last.
        let id = format!("A{:06}", 100_000 + number as u64 * 556_219 % 899_981);
        let (name, phone) = (people::name(dice, None), people::mobile(dice));
        self.agents.push(Agent { id, name, phone, branch, hired, left });
        self.books[branch].push(number);
        number
    }

    /// A branch by its size.
    pub(super) fn branch(&self, dice: &mut Dice) -> usize {
        dice.rank(self.books.len(), BRANCH_OFFSET)
    }

    /// An agent of a branch who served on a day, by the size of their book.
    pub(super) fn serving(&self, dice: &mut Dice, branch: usize, on: Day) -> usize {
        let mut agent = 0;
        for _ in 0..20 {
            agent = self.books[branch][dice.rank(self.books[branch].len(), BOOK_OFFSET)];
            if self.agents[agent].serves(on) {
                break;
            }
        }
        agent
    }

    /// An agent of a branch who has left before a day, if one is found, and who served long enough to sell.
    pub(super) fn departed(&self, dice: &mut Dice, branch: usize, before: Day) -> usize {
        let book = &self.books[branch];
        let start = dice.below(book.len());
        let gone = |agent: &&usize| {
            let agent = &self.agents[**agent];
            agent.left.is_some_and(|left| left < before && left.0 - agent.hired.0 > 300)
        };
        let found = book[start..].iter().chain(&book[..start]).find(gone);
        found.copied().unwrap_or(book[start])
    }
}
