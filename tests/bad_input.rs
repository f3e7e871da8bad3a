//! Bad input: every row is used or rejected with its line, every unusable file is named, nothing panics.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::io::Write as _;

use proptest::prelude::*;
use ringkeeper::ingest::read_bytes;
use ringkeeper::record::TableKind;
use support::{Dir, rows};

const HEADER: &str = "complaint_id,received_at,phone,text\n";

/// Runs on one complaints file with every share of rejects allowed; returns (line, column, reason) of the rejects.
#[track_caller]
fn rejects(content: impl AsRef<[u8]>) -> Vec<(String, String, String)> {
    let dir = Dir::new();
    dir.write("c.csv", content);
    dir.check("run --complaints c.csv -q --max-reject-share 1", 0);
    rows(&dir.path("out/rejects.csv"))
        .into_iter()
        .map(|row| (row["line"].clone(), row["column"].clone(), row["reason"].clone()))
        .collect()
}

/// Runs on one file that cannot be used; returns the message.
#[track_caller]
fn unusable(name: &str, content: impl AsRef<[u8]>) -> String {
    let dir = Dir::new();
    dir.write(name, content);
    let (_, error) = dir.check(&format!("run --complaints {name} -q"), 1);
    assert!(error.contains(name), "{error}");
    error
}

#[test]
fn bad_rows_are_rejected_with_their_line_and_the_others_are_used() {
    let good = "C1,2026-03-01,13912345601,a\n";
    for (bad, line, column, reason) in [
        ("C2,2026-03-01\n", "2", "", "2 fields where the header has 4"),
        ("C2,2026-02-30,1,b\n", "2", "received_at", "not a date"),
        (",2026-03-01,1,b\n", "2", "complaint_id", "required and empty"),
        ("C2,2026-03-01,1\u{0},b\n", "2", "phone", "NUL"),
        ("C2,2026-03-01,\"1,b\n", "2", "", "never closed"),
    ] {
        let found = rejects(format!("{HEADER}{bad}{good}"));
        assert_eq!(found.len(), 1, "{bad}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (line, column), "{bad}");
        assert!(found[0].2.contains(reason), "{}", found[0].2);
    }
}

#[test]
fn rows_of_one_id_and_different_content_are_all_rejected_and_copies_fold() {
    let found = rejects(format!(
        "{HEADER}C1,2026-03-01,1,a\nC1,2026-03-02,1,a\nC2,2026-03-01,2,b\nC2,2026-03-01,2,b\n"
    ));
    assert_eq!(found.iter().map(|reject| reject.0.as_str()).collect::<Vec<_>>(), ["2", "3"]);
}

#[test]
fn a_field_of_a_hundred_megabytes_is_one_reject() {
    let mut content = format!("{HEADER}C1,2026-03-01,1,").into_bytes();
    content.resize(content.len() + (100 << 20), b'x');
    content.extend_from_slice(b"\nC2,2026-03-01,13912345601,b\n");
    let found = rejects(content);
    assert_eq!(found.len(), 1);
    assert!(found[0].1 == "text" && found[0].2.contains("bytes in one field"), "{found:?}");
}

#[test]
fn files_that_cannot_be_used_are_named_with_the_reason() {
    assert!(unusable("c.csv", "").contains("empty"));
    assert!(unusable("c.xlsx", "PK\u{3}\u{4} not a workbook").contains("workbook"));
    // An encrypted workbook is an OLE compound file.
    let encrypted = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 2048]].concat();
    assert!(unusable("c.xlsx", encrypted).contains("encrypt"));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(format!("{HEADER}C1,2026-03-01,13912345601,a\n").repeat(100).as_bytes()).unwrap();
    let whole = gz.finish().unwrap();
    assert!(unusable("c.csv.gz", &whole[..whole.len() / 2]).contains("truncated"));
    assert!(unusable("c.parquet", "PAR1 and nothing else").contains("Parquet"));
}

#[test]
fn a_header_without_rows_is_an_empty_result_of_the_day_that_is_named() {
    let dir = Dir::new();
    dir.write("c.csv", HEADER);
    let (_, error) = dir.check("run --complaints c.csv -q --store rings.db", 2);
    assert!(error.contains("as-of: the input holds no record"), "{error}");
    dir.check("run --complaints c.csv -q --store rings.db --as-of 2026-03-01", 0);
}

#[test]
fn files_that_are_not_there_or_may_not_be_read_are_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = Dir::new();
    let (_, error) = dir.check("run --complaints nowhere.csv", 1);
    assert!(error.contains("nowhere.csv"), "{error}");
    std::fs::create_dir(dir.path("closed")).unwrap();
    dir.write("closed/c.csv", HEADER);
    std::fs::set_permissions(dir.path("closed"), std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read it all the same.
    if std::fs::read_dir(dir.path("closed")).is_err() {
        let (_, error) = dir.check("run --complaints closed", 1);
        assert!(error.contains("closed"), "{error}");
    }
    std::fs::set_permissions(dir.path("closed"), std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_workbook_gives_what_its_csv_gives() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in ["投诉编号", "投诉日期", "联系电话", "投诉内容"].into_iter().enumerate()
    {
        sheet.write(0, column as u16, header).unwrap();
    }
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, "C1").unwrap();
    sheet
        .write_with_format(1, 1, rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 3, 1).unwrap(), &day)
        .unwrap();
    sheet.write(1, 2, 13_912_345_601_f64).unwrap();
    sheet.write(1, 3, "a").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let sheet = read_bytes(TableKind::Complaints, "c.xlsx", bytes).unwrap();
    let csv =
        read_bytes(TableKind::Complaints, "c.csv", format!("{HEADER}C1,2026-03-01,13912345601,a\n").into())
            .unwrap();
    assert_eq!(sheet.tables.table(TableKind::Complaints), csv.tables.table(TableKind::Complaints));
}

/// The body of the fuzz targets: any bytes are read or refused, and no row is lost (checked inside).
fn never_panics(name: &str, bytes: &[u8]) {
    if let Ok(ingested) = read_bytes(TableKind::Complaints, name, bytes.to_vec()) {
        let file = &ingested.files[0];
        let used = ingested.tables.table(TableKind::Complaints).rows() as u64;
        assert_eq!(file.rows, used + file.rejected + file.duplicates);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        never_panics("c.csv", &bytes);
        never_panics("c.xlsx", &bytes);
    }

    #[test]
    fn any_text_behind_a_header_loses_no_row(text in "[\"',;\n\r\tC0-9a一\u{0}-]{0,400}") {
        never_panics("c.csv", format!("{HEADER}{text}").as_bytes());
    }
}
