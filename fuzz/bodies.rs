//! What holds for any text, one body a parser: the fuzz targets run them on what the fuzzer finds, the tests on what
//! proptest makes.
#![allow(dead_code, reason = "a test or a target takes the body it needs")]

use ringkeeper::ingest::values;
use ringkeeper::normalise::address::{address as read_address, cluster, parts};
use ringkeeper::normalise::{account, id_no, letter, name, phone};

/// What holds for any text as an address: it is read or left, always alike, and is one place with itself.
pub(crate) fn address(text: &str) {
    let Some(read) = read_address(text) else { return };
    let _ = (read.reason(), read.spelling());
    for (part, _) in parts::NAMES {
        let _ = (read.parts().value(part), read.parts().written(part));
    }
    assert_eq!(read_address(text).as_ref(), Some(&read));
    let together = cluster::clusters(&[read.clone(), read]);
    assert_eq!(together[0], together[1]);
}

/// What holds for any text as a date or an amount: it is read or refused, and an amount written again is the amount.
pub(crate) fn cells(text: &str) {
    let _ = (values::day(text), values::shape(text));
    if let Some(money) = values::money(text) {
        assert_eq!(values::money(&money.to_string()), Some(money));
    }
}

/// What holds for any text as a phone, identity number, account, name or letter: it is read or refused, and reading
/// a key again gives the key.
pub(crate) fn identifiers(text: &str) {
    for phone in phone::phones(text).into_iter().filter(|phone| phone.class.has_key()) {
        assert_eq!(phone::phones(&phone.key), [phone]);
    }
    for id in id_no::id_no(text).into_iter().filter(|id| id.class.has_key()) {
        assert_eq!(id_no::id_no(&id.key).as_ref(), Some(&id));
    }
    for account in account::account(text).into_iter().filter(|account| account.class.has_key()) {
        assert_eq!(account::account(&account.key).as_ref(), Some(&account));
    }
    for name in name::read(text).into_iter().filter(|name| name.class.has_key()) {
        assert_eq!(name::read(&name.key).as_ref(), Some(&name));
    }
    if let Some(wording) = letter::wording(text, &[]) {
        assert_eq!(letter::wording(&wording, &[]), Some(wording));
    }
}
