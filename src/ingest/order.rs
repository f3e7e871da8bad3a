//! Rows sorted by their key, so that nothing downstream sees the order of the input; duplicates are
//! neighbours then, and are folded (identical) or rejected (one key, different content).

use rayon::prelude::*;

use super::{Reject, schema, values};
use crate::record::{Cells, Column, Table, TableKind};

/// Sorts a table and settles duplicates. Returns the table, the rejected rows, and the file of each folded
/// copy.
pub(super) fn order(kind: TableKind, mut table: Table) -> (Table, Vec<Reject>, Vec<u32>) {
    let columns: Vec<Column> = schema::fields(kind)
        .iter()
        .map(|field| field.column)
        .filter(|&column| table.cells(column).is_some())
        .collect();
    let key = schema::required(kind).first().copied();
    let text = |row: u32| key.map_or("", |key| table.text(key, row as usize));
    let prefix = |row: u32| {
        let mut first = [0; 16];
        let bytes = text(row).as_bytes();
        let length = bytes.len().min(16);
        first[..length].copy_from_slice(&bytes[..length]);
        u128::from_be_bytes(first)
    };
    let mut rows: Vec<(u128, u32)> =
        (0..table.rows() as u32).into_par_iter().map(|row| (prefix(row), row)).collect();
    let content = |left: u32, right: u32| {
        columns.iter().map(|&column| compare(&table, column, left, right)).find(|order| order.is_ne())
    };
    rows.par_sort_unstable_by(|&(left_prefix, left), &(right_prefix, right)| {
        left_prefix
            .cmp(&right_prefix)
            .then_with(|| text(left).cmp(text(right)))
            .then_with(|| content(left, right).unwrap_or(std::cmp::Ordering::Equal))
            .then_with(|| table.sources[left as usize].cmp(&table.sources[right as usize]))
    });
    let unique = schema::unique(kind);
    let mut kept: Vec<u32> = Vec::with_capacity(rows.len());
    let mut rejects = Vec::new();
    let mut folded = Vec::new();
    for same in rows.chunk_by(|left, right| left.0 == right.0 && text(left.1) == text(right.1)) {
        let differing = |place: &usize| content(same[*place - 1].1, same[*place].1).is_some();
        let clash = unique && (1..same.len()).any(|place| differing(&place));
        for (place, &(_, row)) in same.iter().enumerate() {
            if clash {
                let other = same[usize::from(place == 0)].1;
                rejects.push(clashing(&table, row, other, key));
            } else if place > 0 && !differing(&place) {
                folded.push(table.sources[row as usize].file);
            } else {
                kept.push(row);
            }
        }
    }
    if kept.len() == table.rows() && kept.iter().enumerate().all(|(place, &row)| place == row as usize) {
        return (table, rejects, folded);
    }
    let ordered = table.gather(&kept);
    (ordered, rejects, folded)
}

fn clashing(table: &Table, row: u32, other: u32, key: Option<Column>) -> Reject {
    let source = table.sources[row as usize];
    let name = key.map_or("", Column::name);
    Reject {
        file: source.file,
        line: u64::from(source.line),
        column: name.into(),
        shape: values::shape(key.map_or("", |key| table.text(key, row as usize))),
        reason: format!(
            "another row has this `{name}` and different content (line {}); all of them are rejected",
            table.sources[other as usize].line
        ),
    }
}

fn compare(table: &Table, column: Column, left: u32, right: u32) -> std::cmp::Ordering {
    let (left, right) = (left as usize, right as usize);
    match table.cells(column) {
        Some(Cells::Text(cells)) => cells.get(left).cmp(cells.get(right)),
        Some(Cells::Date(cells)) => cells[left].cmp(&cells[right]),
        Some(Cells::Money(cells)) => cells[left].cmp(&cells[right]),
        None => std::cmp::Ordering::Equal,
    }
}
