//! Labelled values in tests/tables, and what holds for any value: normalising twice changes nothing, nothing
//! panics (fuzz/bodies.rs, which the fuzz targets run too).
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::borrow::Cow;

use proptest::prelude::*;
use ringkeeper::normalise::{account, id_no, name, phone};

/// Checks every row of a table: input, key, class.
fn check(table: &str, read: impl Fn(&str) -> Option<(String, &'static str)>) {
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let found = read(fields[0]).unwrap_or_default();
        if (found.0.as_str(), found.1) != (fields[1], fields[2]) {
            wrong.push(format!("{line} → {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn phones_are_read_as_labelled() {
    let mut wrong = Vec::new();
    for line in
        include_str!("tables/phones.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (input, expected) = line.split_once('\t').unwrap();
        let found: Vec<String> = phone::phones(input)
            .into_iter()
            .map(|phone| {
                let class = phone.class.name();
                if phone.class.has_key() { format!("{}={class}", phone.key) } else { class.to_owned() }
            })
            .collect();
        if found.join(" ") != expected {
            wrong.push(format!("{line} → {}", found.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn identity_numbers_accounts_and_names_are_read_as_labelled() {
    let kept = |key: Cow<'_, str>, has_key: bool| if has_key { key.into_owned() } else { String::new() };
    check(include_str!("tables/id_numbers.tsv"), |text| {
        id_no::id_no(text).map(|id| (kept(id.key, id.class.has_key()), id.class.name()))
    });
    check(include_str!("tables/accounts.tsv"), |text| {
        account::account(text).map(|found| (kept(found.key, found.class.has_key()), found.class.name()))
    });
    check(include_str!("tables/names.tsv"), |text| {
        name::read(text).map(|found| (kept(found.key, found.class.has_key()), found.class.name()))
    });
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn normalising_twice_changes_nothing(text in ".{0,60}") {
        bodies::identifiers(&text);
    }

    #[test]
    fn normalising_what_looks_like_a_number_twice_changes_nothing(text in "[0-9０-９+＋ ()（）*xX转#/、,，a-z.军字第号先生张·:：-]{0,30}") {
        bodies::identifiers(&text);
    }

    #[test]
    fn any_text_is_a_date_or_an_amount_or_none(text in "[0-9０-９年月日,，.-/: 元万亿¥-]{0,24}") {
        bodies::cells(&text);
    }
}
