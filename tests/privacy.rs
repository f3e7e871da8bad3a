//! No raw personal value of the input occurs in any masked output.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeSet;

use calamine::Reader as _;

use support::{Dir, configuration, files, samples};

const PERSONAL: [&str; 20] = [
    "complainant_name",
    "complainant_id_no",
    "phone",
    "caller_phone",
    "registered_phone",
    "address",
    "email",
    "sender_phone",
    "proxy_name",
    "proxy_phone",
    "proxy_id_no",
    "policyholder_name",
    "policyholder_id_no",
    "payee_name",
    "payee_account",
    "premium_payer_account",
    "device_id",
    "ip",
    "text",
    "agent_name",
];

/// Every personal cell of the samples that is long enough not to be a word of the language.
fn personal_values() -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for name in ["complaints.csv", "surrenders.csv", "policies.csv", "agents.csv"] {
        let bytes = std::fs::read(samples().join(name)).unwrap();
        let text = match String::from_utf8(bytes.clone()) {
            Ok(text) => text,
            // surrenders.csv is GB18030; complaints.csv has one damaged row.
            Err(_) if name == "surrenders.csv" => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
            Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).quoting(false).from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let chinese = name == "surrenders.csv";
        for row in reader.records() {
            let row = row.unwrap();
            for (header, cell) in headers.iter().zip(row.iter()) {
                let personal = if chinese {
                    !matches!(header, "分公司" | "产品名称" | "退保编号" | "申请日期")
                        && !header.ends_with("日期")
                        && !header.ends_with("工号")
                } else {
                    PERSONAL.contains(&header)
                };
                let long = cell.chars().count() >= 3
                    && !cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                    || cell.len() >= 10;
                if personal
                    && long
                    && ![
                        "normal",
                        "negotiated",
                        "full_refund",
                        "cooling_off",
                        "已付款",
                        "待付款",
                        "4008888888",
                        "95519",
                    ]
                    .contains(&cell)
                    && !cell.starts_with('O')
                    && !cell.starts_with('P')
                {
                    out.insert(cell.to_owned());
                }
            }
        }
    }
    out
}

/// All texts of a workbook, a line each.
fn cells(path: &std::path::Path) -> String {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheets = book.worksheets();
    let texts = sheets.iter().flat_map(|(_, sheet)| sheet.cells()).map(|(.., cell)| cell.to_string());
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_raw_personal_value_leaves_the_program() {
    let values = personal_values();
    assert!(values.len() > 20_000, "{}", values.len());
    let dir = Dir::new();
    let (summary, _) = dir.check(&format!("run --config {} --all-kinds --out out", configuration()), 0);
    let (json, _) =
        dir.check(&format!("run --config {} --all-kinds --out out2 --format json", configuration()), 0);
    let (check, _) = dir.check(&format!("check --config {}", configuration()), 0);
    let ring =
        json.lines().find(|line| line.contains("\"ring_id\": \"R-")).unwrap().split('"').nth(3).unwrap();
    let (explained, _) = dir.check(&format!("explain {ring} --config {}", configuration()), 0);
    let mut outputs = files(&dir.path("out"));
    for (name, text) in [("summary", summary), ("json", json), ("check", check), ("explain", explained)] {
        outputs.insert(name.into(), text.into_bytes());
    }
    for (name, bytes) in outputs {
        let text = if name == "rings.xlsx" {
            cells(&dir.path("out/rings.xlsx"))
        } else {
            String::from_utf8(bytes).unwrap()
        };
        // Words of the outputs are looked up among the values, which is quicker than the other way round.
        let words: BTreeSet<&str> = text
            .split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '@' | '.' | '#' | '-'))
            .collect();
        for word in words {
            assert!(!values.contains(word), "{name} holds `{word}`");
        }
        for long in values.iter().filter(|value| value.chars().count() >= 15) {
            assert!(!text.contains(long.as_str()), "{name} holds `{long}`");
        }
    }
}
