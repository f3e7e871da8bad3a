//! Values while they are found: keys that wait to be interned, mentions by record, what is set aside from the start.

use rustc_hash::FxHashMap;

use crate::detect::finding::Treatment;
use crate::record::{LinkType, Symbol, Symbols, TextColumn, ValueKind};

/// One value found in one record, before numbering: kind, place in the kind's pool.
pub(super) struct Found {
    pub(super) record: u32,
    pub(super) local: Symbol,
    pub(super) link_type: LinkType,
}

/// The values of one kind.
pub(super) struct Kinded {
    pub(super) kind: ValueKind,
    pub(super) keys: Symbols,
    pub(super) found: Vec<Found>,
    pub(super) set_aside: Vec<(Symbol, Treatment)>,
    pub(super) licensed: Vec<Symbol>,
    /// Spelling or key → the key it was merged into, where that is another.
    pub(super) merged: FxHashMap<String, String>,
}

/// The values of one kind while they are found. Keys wait and are interned many at a time, which is faster.
pub(super) struct Finding {
    kind: ValueKind,
    keys: Symbols,
    waiting: TextColumn,
    found: Vec<Found>,
    /// Mentions whose value is set aside, by their place among the found ones.
    set_aside: Vec<(usize, Treatment)>,
    licensed: Vec<usize>,
}

/// Keys that wait at most: few enough to stay in the nearest cache.
const WAITING: usize = 256;

impl Finding {
    pub(super) fn new(kind: ValueKind) -> Self {
        Self {
            kind,
            keys: Symbols::default(),
            waiting: TextColumn::default(),
            found: Vec::new(),
            set_aside: Vec::new(),
            licensed: Vec::new(),
        }
    }

    /// Makes room for strings and for mentions of them.
    pub(super) fn reserve(&mut self, strings: usize, mentions: usize) {
        self.keys.reserve(strings);
        self.found.reserve(mentions);
    }

    /// Adds a mention; its place among all.
    pub(super) fn add(&mut self, record: u32, key: &str, link_type: LinkType) -> usize {
        if self.waiting.len() == WAITING {
            self.intern();
        }
        // So few keys never pass 4 GiB.
        let _ = self.waiting.push(key);
        self.found.push(Found { record, local: Symbol::default(), link_type });
        self.found.len() - 1
    }

    fn intern(&mut self) {
        let first = self.found.len() - self.waiting.len();
        let mut found = self.found[first..].iter_mut();
        self.keys.intern_all(self.waiting.iter(), |symbol| {
            if let Some(found) = found.next() {
                found.local = symbol;
            }
        });
        self.waiting.clear();
    }

    /// Sets aside the value of a mention.
    pub(super) fn set_aside(&mut self, mention: usize, treatment: Treatment) {
        self.set_aside.push((mention, treatment));
    }

    /// Marks the value of a mention as that of a licensed proxy.
    pub(super) fn license(&mut self, mention: usize) {
        self.licensed.push(mention);
    }

    /// The values. The insurer's `own` contacts are set aside, unless something else is known of them.
    pub(super) fn finish(mut self, own: impl IntoIterator<Item = String>) -> Kinded {
        self.intern();
        let local = |mention: usize| self.found[mention].local;
        let own = own.into_iter().filter_map(|key| Some((self.keys.find(&key)?, Treatment::OwnContact)));
        // What comes later holds.
        let set_aside =
            own.chain(self.set_aside.iter().map(|&(mention, treatment)| (local(mention), treatment)));
        Kinded {
            kind: self.kind,
            set_aside: set_aside.collect(),
            licensed: self.licensed.iter().map(|&mention| local(mention)).collect(),
            keys: self.keys,
            found: self.found,
            merged: FxHashMap::default(),
        }
    }
}
