//! Any text as an address is read or left, and compared with itself. The same body runs in tests/address.rs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringkeeper::normalise::address::{self, cluster, parts};

fuzz_target!(|text: &str| {
    if let Some(read) = address::address(text) {
        for (part, _) in parts::NAMES {
            let _ = (read.parts().value(part), read.parts().written(part));
        }
        assert_eq!(Some(&read), address::address(text).as_ref());
        let together = cluster::clusters(&[read.clone(), read]);
        assert_eq!(together[0], together[1]);
    }
});
