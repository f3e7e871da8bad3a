//! Columns → symbols: equal strings get one number, and one comparison serves for all their rows.

use crate::record::{Column, Symbol, Symbols, Table};

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
                found.extend((0..table.rows()).map(|row| match table.text(column, row) {
                    "" => Symbol::default(),
                    text => key(text).map_or_else(Symbol::default, |key| symbols.intern(&key)),
                }));
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
