//! What every part of a case needs: the finding, the run, and the words of one language.

use crate::detect::finding::Finding;
use crate::detect::short_id;
use crate::pipeline::Outcome;
use crate::record::{RecordIx, ValueIx};
use crate::report::section::{Grid, Section};
use crate::report::{Config, Lang, words};

/// Tells one finding in one language. The parts of the case are told in files of their own.
pub(super) struct Teller<'a> {
    pub(super) finding: &'a Finding,
    pub(super) outcome: &'a Outcome,
    pub(super) config: &'a Config,
    pub(super) lang: Lang,
}

impl Teller<'_> {
    pub(super) fn of<'b>(&self, english: &'b str, chinese: &'b str) -> &'b str {
        self.lang.of(english, chinese)
    }

    pub(super) fn section(&self, english: &str, chinese: &str) -> Section {
        Section::new(self.lang.of(english, chinese))
    }

    pub(super) fn head(&self, words: &[(&str, &str)]) -> Grid {
        Grid::new(&words.iter().map(|(english, chinese)| self.lang.of(english, chinese)).collect::<Vec<_>>())
    }

    pub(super) fn name(&self, name: &str) -> String {
        if name.is_empty() { String::new() } else { self.config.show.name(name) }
    }

    /// A value, masked unless values are shown.
    pub(super) fn value(&self, value: ValueIx) -> String {
        let values = &self.outcome.assembled.values;
        words::value(self.config.show, values.kind(value), values.key(value), self.lang)
    }

    /// The person behind a record, by id.
    pub(super) fn person(&self, record: RecordIx) -> String {
        let people = &self.outcome.linked.people;
        let first = people.first_record[people.person(record).0 as usize];
        short_id('P', first, &self.outcome.assembled.records)
    }
}
