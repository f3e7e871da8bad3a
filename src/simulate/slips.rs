//! What happens while a record is typed in: other spellings, slips, gaps.

use super::config::Config;
use super::dice::Dice;
use super::world::Row;

/// Cells that clerks may leave empty.
const OPTIONAL: [&str; 18] = [
    "address",
    "email",
    "complainant_id_no",
    "policyholder_id_no",
    "caller_phone",
    "registered_phone",
    "payee_account",
    "premium_payer_account",
    "proxy_phone",
    "proxy_id_no",
    "selling_agent_id",
    "servicing_agent_id",
    "category",
    "demand",
    "summary",
    "cash_value",
    "contact_changed_at",
    "device_id",
];
/// Cells in which a digit goes wrong.
const TYPED: [&str; 8] = [
    "phone",
    "caller_phone",
    "registered_phone",
    "sender_phone",
    "payee_account",
    "premium_payer_account",
    "proxy_phone",
    "complainant_id_no",
];
/// Cells that people space and prefix as they like.
const PHONES: [&str; 4] = ["phone", "caller_phone", "sender_phone", "proxy_phone"];
/// Share of the phones that are written otherwise than as eleven digits.
const SPELLED: f64 = 0.05;

/// Changes a record as typing does. What a slip or a gap destroys is carried no longer.
pub(super) fn type_in(dice: &mut Dice, config: &Config, row: &mut Row) {
    for at in 0..row.cells.len() {
        if PHONES.contains(&row.cells[at].0) && dice.chance(SPELLED) {
            let spelled = spelling(dice, &row.cells[at].1);
            row.cells[at].1 = spelled;
        }
    }
    let kept: Vec<&str> =
        if row.kept { row.carried.iter().map(|(column, ..)| *column).collect() } else { Vec::new() };
    if dice.chance(config.slips) {
        let column = dice.pick(&TYPED);
        if !kept.contains(&column) && !row.get(column).is_empty() {
            let wrong = slip(dice, row.get(column));
            row.set(column, wrong);
            row.carried.retain(|(carrier, ..)| *carrier != column);
        }
    }
    let (missing, without) = (config.missing, &config.without);
    row.cells
        .retain(|(column, _)| kept.contains(column) || !(OPTIONAL.contains(column) && dice.chance(missing)));
    if !without.is_empty() {
        row.cells.retain(|(column, _)| !without.iter().any(|absent| absent == column));
    }
    let cells = &row.cells;
    row.carried
        .retain(|(column, ..)| column.is_empty() || cells.iter().any(|(present, _)| present == column));
}

/// Another way to write a mobile number.
fn spelling(dice: &mut Dice, phone: &str) -> String {
    if phone.len() != 11 || !phone.is_ascii() {
        return phone.to_owned();
    }
    match dice.below(4) {
        0 => format!("+86{phone}"),
        1 => format!("86-{phone}"),
        2 => format!("{} {} {}", &phone[..3], &phone[3..7], &phone[7..]),
        _ => format!("{}-{}-{}", &phone[..3], &phone[3..7], &phone[7..]),
    }
}

/// One digit wrong, or two neighbours exchanged.
fn slip(dice: &mut Dice, text: &str) -> String {
    let mut bytes: Vec<char> = text.chars().collect();
    let place = bytes.len().saturating_sub(1 + dice.below(6.min(bytes.len().max(1))));
    if place > 0 && dice.chance(0.4) && bytes[place] != bytes[place - 1] {
        bytes.swap(place, place - 1);
    } else if let Some(digit) = bytes.get_mut(place) {
        let old = digit.to_digit(10).unwrap_or(0);
        let new = (old + 1 + dice.below(9) as u32) % 10;
        *digit = char::from_digit(new, 10).unwrap_or('0');
    }
    bytes.into_iter().collect()
}
