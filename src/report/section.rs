//! What documents are made of: sections of sentences and tables, their text made harmless.

use serde::Serialize;

/// Characters of one cell or sentence: longer ones are cut, since a page must stay readable. The tables keep all.
const LONGEST: usize = 400;

/// A heading with sentences and, where there is one, a table.
#[derive(Clone, Debug, Default, Serialize)]
pub(in crate::report) struct Section {
    pub(in crate::report) title: String,
    pub(in crate::report) sentences: Vec<String>,
    pub(in crate::report) table: Option<Grid>,
}

impl Section {
    pub(in crate::report) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    pub(in crate::report) fn say(mut self, sentence: impl AsRef<str>) -> Self {
        self.sentences.push(plain(sentence.as_ref()));
        self
    }

    /// Whether it has a table without a row: nothing to tell.
    pub(in crate::report) fn is_empty(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.rows.is_empty())
    }

    pub(in crate::report) fn with(mut self, table: Grid) -> Self {
        self.table = Some(table);
        self
    }
}

/// A table: header and rows of as many cells.
#[derive(Clone, Debug, Default, Serialize)]
pub(in crate::report) struct Grid {
    pub(in crate::report) head: Vec<String>,
    pub(in crate::report) rows: Vec<Vec<String>>,
}

impl Grid {
    pub(in crate::report) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|&word| word.to_owned()).collect(), rows: Vec::new() }
    }

    pub(in crate::report) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| plain(&cell)).collect());
    }

    /// A row whose cells are never cut: whoever made them bounds their length.
    pub(in crate::report) fn whole_row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| harmless(&cell)).collect());
    }
}

/// Harmless text, cut where it is too long.
pub(in crate::report) fn plain(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => harmless(&text[..end]) + "…",
        None => harmless(text),
    }
}

/// Text without characters that a document cannot hold or that turn the text around them: control characters and
/// the marks of the Unicode bidirectional algorithm (UAX #9) become U+FFFD.
fn harmless(text: &str) -> String {
    let harmful = |letter: char| {
        letter.is_control()
            || matches!(
                letter,
                '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                    | '\u{fffe}' | '\u{ffff}'
            )
    };
    text.chars().map(|letter| if harmful(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_turn_text_around_are_shown_and_long_text_is_cut() {
        assert_eq!(plain("张\u{202e}三\u{0}"), "张\u{fffd}三\u{fffd}");
        assert_eq!(plain(&"长".repeat(10_000)).chars().count(), LONGEST + 1);
    }
}
