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
    index: HashTable<Known>,
}

/// A string of the table: its hash, so that most others need no look at their letters, and its number from 0.
#[derive(Clone, Copy, Debug)]
struct Known {
    hash: u32,
    number: u32,
}

fn hash(text: &str) -> u32 {
    let hash = FxBuildHasher.hash_one(text);
    (hash ^ hash >> 32) as u32
}

/// What the table sorts a hash by: it takes the lower bits for the place and the upper ones for a mark.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Strings that are looked up together: about as many fetches from memory as a core has under way at a time.
const TOGETHER: usize = 16;

impl Symbols {
    /// The string of a symbol; empty for 0.
    #[must_use]
    pub fn text(&self, symbol: Symbol) -> &str {
        if symbol.0 == 0 { "" } else { self.texts.get(symbol.0 as usize - 1) }
    }

    /// The symbol of a string, when it is among them.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let hash = hash(text);
        let is_it = |known: &Known| known.hash == hash && self.texts.get(known.number as usize) == text;
        self.index.find(spread(hash), is_it).map(|known| Symbol(known.number + 1))
    }

    /// The symbol of a string, new or known; 0 for the empty string.
    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        self.entered(text, hash(text))
    }

    fn entered(&mut self, text: &str, hash: u32) -> Symbol {
        if text.is_empty() {
            return Symbol::default();
        }
        let Self { texts, index } = self;
        let is_it = |known: &Known| known.hash == hash && texts.get(known.number as usize) == text;
        match index.entry(spread(hash), is_it, |known| spread(known.hash)) {
            Entry::Occupied(known) => Symbol(known.get().number + 1),
            Entry::Vacant(place) => {
                let number = texts.len() as u32;
                place.insert(Known { hash, number });
                // The strings are parts of cells that ingest accepted below 4 GiB a column.
                let _ = texts.push(text);
                Symbol(number + 1)
            }
        }
    }

    /// The symbols of many strings, as [`Self::intern`] gives them one after the other.
    ///
    /// In a large table every string costs several fetches from memory, each of which waits for the one before. Taken
    /// a few strings at a time, one step for all of them before the next, the fetches run side by side.
    pub(crate) fn intern_all<'a>(
        &mut self,
        strings: impl IntoIterator<Item = &'a str>,
        mut each: impl FnMut(Symbol),
    ) {
        let mut strings = strings.into_iter();
        let mut some: [(&str, u32, Option<u32>); TOGETHER] = [("", 0, None); TOGETHER];
        loop {
            let mut count = 0;
            for (place, text) in some.iter_mut().zip(&mut strings) {
                *place = (text, hash(text), None);
                count += 1;
            }
            for (_, hash, known) in &mut some[..count] {
                *known =
                    self.index.find(spread(*hash), |known| known.hash == *hash).map(|known| known.number);
            }
            let is_it = some
                .map(|(text, _, known)| known.is_some_and(|number| self.texts.get(number as usize) == text));
            for ((text, hash, known), is_it) in some.into_iter().zip(is_it).take(count) {
                each(match known {
                    Some(number) if is_it => Symbol(number + 1),
                    _ => self.entered(text, hash),
                });
            }
            if count < TOGETHER {
                return;
            }
        }
    }

    /// Makes room for further strings.
    pub(crate) fn reserve(&mut self, strings: usize) {
        // Most identifiers have eleven to eighteen characters.
        self.texts.reserve(strings, strings * 14);
        self.index.reserve(strings, |known| spread(known.hash));
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

    /// Bytes of all strings.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.bytes()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_strings_get_the_symbols_that_each_would_get_alone() {
        let strings: Vec<String> = (0..1000_u32).map(|number| (number * number % 97).to_string()).collect();
        let strings = || strings.iter().map(String::as_str).chain(["", "5"]);
        let (mut one, mut many, mut found) = (Symbols::default(), Symbols::default(), Vec::new());
        let expected: Vec<Symbol> = strings().map(|text| one.intern(text)).collect();
        many.intern_all(strings(), |symbol| found.push(symbol));
        assert_eq!(found, expected);
        assert_eq!(many.len(), one.len());
        assert!(strings().all(|text| text.is_empty() || many.find(text) == one.find(text)));
    }
}
