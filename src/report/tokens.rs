//! The stand-ins of values in the output files, the same in all of them.

use rustc_hash::FxHashMap;

use super::{Config, words};
use crate::pipeline::Outcome;
use crate::record::ValueIx;

/// Stand-ins of values: keyed, or numbered in output order.
pub(super) struct Tokens<'a> {
    config: &'a Config,
    ordinals: FxHashMap<ValueIx, usize>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        Self { config, ordinals: FxHashMap::default() }
    }

    /// The value as a person reads it.
    pub(super) fn shown(&self, value: ValueIx, outcome: &Outcome) -> String {
        let values = &outcome.assembled.values;
        words::value(self.config.show, values.kind(value), values.key(value), self.config.lang)
    }

    /// A name as a person reads it.
    pub(super) fn name(&self, name: &str) -> String {
        self.config.show.name(name)
    }

    /// The stand-in of a value.
    pub(super) fn of(&mut self, value: ValueIx, outcome: &Outcome) -> String {
        let values = &outcome.assembled.values;
        if let Some(key) = &self.config.key {
            return key.token(values.kind(value), values.key(value));
        }
        let next = self.ordinals.len() + 1;
        format!("V{}", self.ordinals.entry(value).or_insert(next))
    }
}
