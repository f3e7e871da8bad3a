//! Strings that repeat, stored once and compared as numbers.

use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use super::TextColumn;

/// Number of an interned string in [`Symbols`]; 0 is the empty string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Symbol(pub u32);

/// Strings, each stored once and numbered from 1 by first sight over sorted rows, so that a number never
/// depends on the order of the input or on threads.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    texts: TextColumn,
    index: HashTable<u32>,
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

impl Symbols {
    /// The string of a symbol; empty for 0.
    #[must_use]
    pub fn text(&self, symbol: Symbol) -> &str {
        if symbol.0 == 0 { "" } else { self.texts.get(symbol.0 as usize - 1) }
    }

    /// The symbol of a string, when it is among them.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.index
            .find(hash(text), |&known| self.texts.get(known as usize) == text)
            .map(|&known| Symbol(known + 1))
    }

    /// The symbol of a string, new or known; 0 for the empty string.
    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        if text.is_empty() {
            return Symbol::default();
        }
        let Self { texts, index } = self;
        let entry = index.entry(
            hash(text),
            |&known| texts.get(known as usize) == text,
            |&known| hash(texts.get(known as usize)),
        );
        match entry {
            Entry::Occupied(known) => Symbol(known.get() + 1),
            Entry::Vacant(place) => {
                let number = texts.len() as u32;
                place.insert(number);
                // The strings are parts of cells that ingest accepted below 4 GiB a column.
                let _ = texts.push(text);
                Symbol(number + 1)
            }
        }
    }

    /// Makes room for further strings.
    pub(crate) fn reserve(&mut self, strings: usize) {
        let texts = &mut self.texts;
        // Most identifiers have eleven to eighteen characters.
        texts.reserve(strings, strings * 14);
        let texts = &self.texts;
        self.index.reserve(strings, |&known| hash(texts.get(known as usize)));
    }

    /// The same strings numbered by sorted order, and the new symbol of each old one (0 first).
    #[must_use]
    pub(crate) fn sorted(&self) -> (Self, Vec<Symbol>) {
        let mut order: Vec<u32> = (1..=self.len() as u32).collect();
        order.sort_unstable_by(|&left, &right| self.text(Symbol(left)).cmp(self.text(Symbol(right))));
        let mut out = Self::default();
        let mut renamed = vec![Symbol::default(); self.len() + 1];
        for old in order {
            renamed[old as usize] = out.intern(self.text(Symbol(old)));
        }
        (out, renamed)
    }

    /// The strings alone, in the order of their symbols.
    pub(crate) fn into_texts(self) -> TextColumn {
        self.texts
    }

    /// Number of strings, the empty one left out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no string.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}
