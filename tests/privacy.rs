//! No raw personal value of the input occurs in any masked output.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeSet;

use support::{Dir, configuration, files, readable, samples};

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

/// Columns of the Chinese table that say nothing of a person.
const OF_NOBODY: [&str; 16] = [
    "退保编号",
    "申请日期",
    "保单号",
    "原销售业务员工号",
    "现服务业务员工号",
    "分公司",
    "产品名称",
    "退保类型",
    "生效日期",
    "联系方式变更日期",
    "付款日期",
    "累计保费",
    "现金价值",
    "退费金额",
    "付款状态",
    "经办人",
];
/// Service numbers that anybody may give, a row of noughts, and a dummy whose digits a share of five in 36 has too.
const DUMMIES: [&str; 4] = ["4008888888", "95519", "00000000000", "13888888888"];

/// Every personal cell of the samples: of at least two characters, ten for plain numbers (amounts are no persons).
fn personal_values() -> BTreeSet<String> {
    let (mut out, mut public) = (BTreeSet::new(), BTreeSet::new());
    for name in ["complaints.csv", "surrenders.csv", "policies.csv", "agents.csv"] {
        let bytes = std::fs::read(samples().join(name)).unwrap();
        // surrenders.csv is GB18030; complaints.csv has one damaged row.
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if name == "surrenders.csv" => {
                encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned()
            }
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        for row in reader.records().map(Result::unwrap) {
            // A row whose quotes are broken has its cells in wrong columns.
            let whole = row.len() == headers.len();
            for (header, cell) in headers.iter().zip(row.iter()).filter(|_| whole) {
                let personal = match name {
                    "surrenders.csv" => {
                        !OF_NOBODY.contains(&header) && !["贷款扣还", "红利"].contains(&header)
                    }
                    _ => PERSONAL.contains(&header),
                };
                let number = cell.bytes().all(|byte| byte.is_ascii_digit());
                let long = cell.chars().count() >= if number { 10 } else { 2 };
                if matches!(header, "product" | "产品名称" | "branch" | "分公司") {
                    public.insert(cell.to_owned());
                }
                if personal && long && !DUMMIES.contains(&cell) {
                    out.insert(cell.to_owned());
                }
            }
        }
    }
    // Somebody is called 金玉, and so does a product begin.
    out.retain(|value| !public.iter().any(|public| public.contains(value.as_str())));
    out
}

/// Values of up to this many characters are looked for by cutting the text, longer ones by searching it.
const SHORT: usize = 20;

/// The personal values that a text holds, wherever they stand in it.
fn found<'a>(text: &'a str, values: &'a BTreeSet<String>) -> BTreeSet<&'a str> {
    let lengths: BTreeSet<usize> =
        values.iter().map(|value| value.chars().count()).filter(|&long| long <= SHORT).collect();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut out: BTreeSet<&str> = values
        .iter()
        .filter(|value| value.chars().count() > SHORT && text.contains(value.as_str()))
        .map(String::as_str)
        .collect();
    for length in lengths {
        let cuts = starts.windows(length + 1).map(|cut| &text[cut[0]..cut[length]]);
        out.extend(cuts.filter(|cut| values.contains(*cut)));
    }
    out
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
    let mut texts: Vec<(String, String)> = files(&dir.path("out"))
        .into_iter()
        .map(|(name, bytes)| (name.clone(), readable(&name, bytes)))
        .collect();
    for (name, text) in [("summary", summary), ("json", json), ("check", check), ("explain", explained)] {
        texts.push((name.into(), text));
    }
    let leaks: Vec<(&str, BTreeSet<&str>)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), found(text, &values)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// The first personal cell of a column of the samples' complaints.
fn cell(column: &str) -> String {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_path(samples().join("complaints.csv")).unwrap();
    let place = reader.headers().unwrap().iter().position(|header| header == column).unwrap();
    let cells = reader.records().filter_map(|row| row.ok()?.get(place).map(str::to_owned));
    cells.into_iter().find(|cell| cell.len() == 11 && !DUMMIES.contains(&cell.as_str())).unwrap()
}

#[test]
fn nor_does_one_stand_in_what_a_store_remembers_a_partner_gets_or_a_log_says() {
    let values = personal_values();
    let dir = Dir::new();
    let phone = cell("phone");
    assert!(values.contains(&phone));
    dir.write("labels.csv", format!("value,decision,author,decided_at\n{phone},confirmed,anna,2026-10-01\n"));
    let input = format!("--config {} --permutations 0 --labels labels.csv --store rings.db", configuration());
    let (_, log) = dir.check(&format!("run {input} --log-format json -v --quiet --metrics night.prom"), 0);
    let rings = support::rows(&dir.path("out/rings.csv"));
    let mut texts = vec![("log", log)];
    for ring in rings.iter().take(2) {
        let decide =
            format!("decide {} confirmed --by anna --reason visited --store rings.db", ring["ring_id"]);
        texts.push(("decide", dir.check(&decide, 0).0));
    }
    // What a person writes as a reason may hold a number; it is masked on its way in.
    let reason = format!("decide {phone} confirmed --by anna --reason {phone} --store rings.db");
    texts.push(("decide", dir.check(&reason, 0).0));
    dir.check("key new shared.key", 0);
    let export =
        format!("share export {input} --partner-key-file shared.key --to told.json --from A --by anna");
    texts.push(("export", dir.check(&export, 0).0));
    let import = format!("share import {input} --partner-key-file shared.key --partner told.json");
    let (import, _) = dir.check(&import, 0);
    assert!(!import.contains("0 values of this input"), "{import}");
    texts.push(("import", import));
    for command in ["decisions list", "audit list", "tune", "doctor"] {
        texts.push((command, dir.check(&format!("{command} --store rings.db"), 0).0));
    }
    for name in ["rings.db", "told.json", "night.prom", "out/alerts.csv"] {
        texts.push((name, String::from_utf8_lossy(&std::fs::read(dir.path(name)).unwrap()).into_owned()));
    }
    for (name, text) in &texts {
        assert_eq!(found(text, &values), BTreeSet::new(), "{name}");
    }
}
