//! Numbers as people read them: thousands apart, money in yuan.

use crate::record::Money;

/// Digits in groups of three: 1234567 → 1,234,567.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// -1234567 → -1,234,567.
pub(super) fn count(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs()))
}

/// 123456 fen → 1,234.56.
pub(super) fn yuan(money: Money) -> String {
    let (sign, fen) = (if money.0 < 0 { "-" } else { "" }, money.0.unsigned_abs());
    format!("{sign}{}.{:02}", grouped(fen / 100), fen % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_in_counts_and_money() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")] {
            assert_eq!(count(number), expected);
        }
        assert_eq!(yuan(Money(123_456_789)), "1,234,567.89");
        assert_eq!(yuan(Money(-5)), "-0.05");
    }
}
