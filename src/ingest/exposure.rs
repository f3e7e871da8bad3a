//! The exposure table → premium, policies and insured of each month and branch: denominators of the regulator's
//! complaint rates (亿元保费投诉量, 万张保单投诉量, 万人次投诉量).

use std::collections::BTreeMap;

use super::{Reject, values};
use crate::record::{Column, Money, TableKind, Tables};

/// What stood at risk in one month and branch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// Months since year 0, as [`Day::month_number`](crate::record::Day::month_number).
    pub month: i32,
    /// Branch as the table spells it; empty for the whole company.
    pub branch: String,
    /// Premium of the month.
    pub premium: Money,
    /// Policies in force.
    pub policies: i64,
    /// People insured.
    pub insured: i64,
}

/// The table's rows, summed by month and branch in that order, and the months that could not be read.
pub(super) fn exposure(tables: &Tables) -> (Vec<Exposure>, Vec<Reject>) {
    let table = tables.table(TableKind::Exposure);
    let mut sums: BTreeMap<(i32, &str), Exposure> = BTreeMap::new();
    let mut unread = Vec::new();
    for row in 0..table.rows() {
        let text = table.text(Column::Month, row);
        let Some(month) = month(text) else {
            let source = table.sources[row];
            unread.push(Reject {
                file: source.file,
                line: source.line.into(),
                column: Column::Month.name().into(),
                shape: values::shape(text),
                reason: "no month; write 2026-03".into(),
            });
            continue;
        };
        let branch = table.text(Column::Branch, row);
        // Plain counts are read as amounts too, in hundredths.
        let amount = |column| table.money(column, row).unwrap_or_default().0;
        let sum = sums.entry((month, branch)).or_insert_with(|| Exposure {
            month,
            branch: branch.to_owned(),
            ..Exposure::default()
        });
        sum.premium.0 += amount(Column::Premium);
        sum.policies += amount(Column::Policies) / 100;
        sum.insured += amount(Column::Insured) / 100;
    }
    (sums.into_values().collect(), unread)
}

/// The month a text means: 2026-03, 2026/3, 2026年3月, 202603, or any day of it.
fn month(text: &str) -> Option<i32> {
    let plain = text.trim().trim_end_matches('月').replace(['/', '.', '年'], "-");
    let (year, month) = match plain.split_once('-') {
        Some(parts) => parts,
        None if plain.len() == 6 && plain.is_ascii() => plain.split_at(4),
        None => return values::day(text).map(crate::record::Day::month_number),
    };
    values::day(&format!("{year}-{month}-1"))
        .or_else(|| values::day(text))
        .map(crate::record::Day::month_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_many_spellings() {
        for text in ["2026-03", "2026/3", "2026年3月", "202603", "2026-03-01", "20260331"] {
            assert_eq!(month(text), Some(2026 * 12 + 2), "{text}");
        }
        assert_eq!(month("2026-13"), None);
        assert_eq!(month("March"), None);
    }
}
