//! Any bytes as a csv file are read or refused; no row is lost. The same body runs in tests/bad_input.rs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringkeeper::ingest::read_bytes;
use ringkeeper::record::TableKind;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(ingested) = read_bytes(TableKind::Complaints, "c.csv", bytes.to_vec()) {
        let file = &ingested.files[0];
        let used = ingested.tables.table(TableKind::Complaints).rows() as u64;
        assert_eq!(file.rows, used + file.rejected + file.duplicates);
    }
});
