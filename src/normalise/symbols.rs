//! Columns → symbols: equal strings get one number, and one comparison serves for all their rows.

use crate::record::{Column, Symbol, Symbols, Table};

/// Keys that are made before they are looked up: few enough to stay in the nearest cache.
const BLOCK: usize = 256;

/// Symbols of some columns of some tables, and the symbol of each row (tables one after the other), a vector a
/// column. `key` makes the string of a cell; an empty cell, or one without key, is symbol 0.
pub(crate) fn symbols<'a>(
    tables: &[&'a Table],
    columns: &[Column],
    key: impl Fn(&'a str) -> Option<std::borrow::Cow<'a, str>>,
) -> (Symbols, Vec<Vec<Symbol>>) {
    let mut symbols = Symbols::default();
    // Every other row brings a new string, as a rule of thumb.
    symbols.reserve(tables.iter().map(|table| table.rows()).sum::<usize>() / 2);
    let rows = columns
        .iter()
        .map(|&column| {
            let mut found = Vec::with_capacity(tables.iter().map(|table| table.rows()).sum());
            for &table in tables {
                if table.cells(column).is_none() {
                    found.resize(found.len() + table.rows(), Symbol::default());
                    continue;
                }
                let mut keys = Vec::with_capacity(BLOCK);
                for first in (0..table.rows()).step_by(BLOCK) {
                    let texts = (first..table.rows().min(first + BLOCK)).map(|row| table.text(column, row));
                    keys.clear();
                    keys.extend(texts.map(|text| if text.is_empty() { None } else { key(text) }));
                    let keys = keys.iter().map(|key| key.as_deref().unwrap_or_default());
                    symbols.intern_all(keys, |symbol| found.push(symbol));
                }
            }
            found
        })
        .collect();
    (symbols, rows)
}

/// The same with symbols in the order of their strings: for what outputs list by name.
pub(crate) fn sorted(tables: &[&Table], columns: &[Column]) -> (Symbols, Vec<Vec<Symbol>>) {
    let (unsorted, mut rows) = symbols(tables, columns, |text| Some(text.into()));
    let (symbols, renamed) = unsorted.sorted();
    for symbol in rows.iter_mut().flatten() {
        *symbol = renamed[symbol.0 as usize];
    }
    (symbols, rows)
}
