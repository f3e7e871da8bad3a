//! Any text as a phone, identity number, account, name or letter: read or refused; reading a key again gives the
//! key. The same body runs in tests/tables.rs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringkeeper::normalise::{account, id_no, letter, name, phone};

fuzz_target!(|text: &str| {
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
});
