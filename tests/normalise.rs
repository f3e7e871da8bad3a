//! The command `normalise` end to end: forms of input and output, streams, what each type says.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use support::Dir;

/// The output for some lines on standard input, without the header.
fn normalise(kind: &str, input: &[u8]) -> Vec<String> {
    let dir = Dir::new();
    let mut child = dir
        .command()
        .args(["normalise", "--type", kind])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn every_value_has_a_row_and_every_phone_of_a_cell_its_own() {
    let rows =
        normalise("phone", "+86 139-1234-5607\n\n138****1234\n010-88886657转8012/17012345608\n".as_bytes());
    assert_eq!(rows.len(), 5);
    assert!(rows[0].starts_with("+86 139-1234-5607,13912345607,mobile,China Mobile,,"), "{rows:?}");
    assert_eq!(rows[1], ",,,,,empty");
    assert!(rows[2].starts_with("138****1234,,masked,"), "{rows:?}");
    assert!(rows[3].contains(",01088886657-8012,landline,北京市,8012,"), "{rows:?}");
    assert!(rows[4].contains(",17012345608,virtual_mobile,"), "{rows:?}");
}

#[test]
fn identity_numbers_accounts_and_names_say_class_parts_and_reason() {
    let ids = normalise("id_no", "110105194912310021\n11010519491231002x\n11019919491231002X\n".as_bytes());
    assert!(ids[0].contains(",,invalid,") && ids[0].contains("check digit is wrong"), "{ids:?}");
    assert!(ids[1].contains(",11010519491231002X,resident,110105,朝阳区,1949-12-31,"), "{ids:?}");
    assert!(ids[2].contains("GB/T 2260 never had the division"), "{ids:?}");
    let accounts = normalise("account", "6222 0212 3456 7894\n6.22202E+18\n".as_bytes());
    assert!(accounts[0].contains(",6222021234567894,card,") && accounts[1].contains(",,invalid,"));
    let names = normalise("name", "歐陽鋒先生\n李女士\n".as_bytes());
    assert!(names[0].contains(",欧阳锋,person,欧阳,") && names[1].contains(",,surname_only,"), "{names:?}");
}

#[test]
fn addresses_and_letters_have_clusters() {
    let addresses = normalise("address", "杭州市西湖区文一路1号2幢3单元401室\n杭州市西湖区\n".as_bytes());
    assert!(addresses[0].contains(",flat,"), "{addresses:?}");
    assert!(addresses[1].ends_with("ends at a division"), "{addresses:?}");
    let letter =
        "业务员承诺保证收益并且隐瞒了退保损失要求公司全额退还已交保费并调取当时的录音录像以及回访记录";
    let letters = normalise("letter", format!("{letter}\n太慢了\n").as_bytes());
    assert!(letters[0].contains(",letter,") && letters[1].contains(",remark,"), "{letters:?}");
}

#[test]
fn a_column_of_a_quoted_file_in_another_encoding_is_read() {
    let dir = Dir::new();
    let text = "编号;电话;备注\n1;\"139 1234 5607\";\"甲;乙\n丙\"\n2;;x\n3\n";
    dir.write("list.csv", encoding_rs::GB18030.encode(text).0);
    let (out, _) = dir.check("normalise --type phone --column 电话 list.csv", 0);
    let rows: Vec<&str> = out.lines().collect();
    assert_eq!(rows.len(), 4, "{out}");
    assert!(rows[1].starts_with("139 1234 5607,13912345607,mobile,"), "{out}");
    assert!(rows[2].ends_with(",empty") && rows[3].ends_with(",empty"), "{out}");
    let (_, error) = dir.check("normalise --type phone --column 手机 list.csv", 1);
    assert!(error.contains("no header is `手机`"), "{error}");
}

#[test]
fn json_lines_are_json_and_fields_with_commas_are_quoted() {
    let dir = Dir::new();
    dir.write("list.txt", "13912345607,\"17012345608\"\n");
    let (out, _) = dir.check("normalise --type phone --format jsonl list.txt", 0);
    let rows: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["input"], "13912345607,\"17012345608\"");
    assert_eq!((&rows[0]["key"], &rows[1]["class"]), (&"13912345607".into(), &"virtual_mobile".into()));
    let (out, _) = dir.check("normalise --type phone list.txt", 0);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    assert_eq!(&reader.records().next().unwrap().unwrap()[0], "13912345607,\"17012345608\"");
}

#[test]
fn an_empty_input_gives_a_header_and_a_missing_file_an_error() {
    let dir = Dir::new();
    dir.write("empty.txt", "");
    let (out, _) = dir.check("normalise --type name empty.txt", 0);
    assert_eq!(out, "input,key,class,surname,reason\n");
    let (_, error) = dir.check("normalise --type name nowhere.txt", 1);
    assert!(error.contains("nowhere.txt"), "{error}");
    dir.check("normalise --type colour empty.txt", 2);
    dir.check("normalise --type name --encoding klingon empty.txt", 2);
}

#[test]
fn rows_come_while_the_input_is_still_open() {
    let dir = Dir::new();
    let mut child = dir
        .command()
        .args(["normalise", "--type", "phone"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let (first_row_seen, wait_for_it) = std::sync::mpsc::channel::<()>();
    // Written from a thread: pipes hold little, so one who writes all before reading waits for ever.
    let writing = std::thread::spawn(move || {
        // More than a block: what is whole in it comes out before the rest is written.
        input.write_all("13912345607\n".repeat(200_000).as_bytes()).unwrap();
        wait_for_it.recv().unwrap();
        input.write_all(b"13912345608").unwrap();
    });
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut lines = [String::new(), String::new()];
    for line in &mut lines {
        out.read_line(line).unwrap();
    }
    assert!(lines[1].starts_with("13912345607,13912345607,mobile,"), "{lines:?}");
    first_row_seen.send(()).unwrap();
    assert_eq!(out.lines().count(), 200_000);
    writing.join().unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_is_success() {
    let dir = Dir::new();
    dir.write("list.txt", "13912345607\n".repeat(500_000));
    let mut child = dir
        .command()
        .args(["normalise", "--type", "phone", "list.txt"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn near_letters_are_listed_two_by_two_and_a_merged_address_says_why() {
    let letter =
        "业务员承诺保证收益并且隐瞒了退保损失要求公司全额退还已交保费并调取当时的录音录像以及回访记录";
    let dir = Dir::new();
    std::fs::write(dir.path("letters.txt"), format!("{letter}\n太慢了\n{letter}。\n")).unwrap();
    let output = dir
        .command()
        .args(["normalise", "--type", "letter", "--pairs"])
        .arg(dir.path("letters.txt"))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "letter,other,similarity\n1,3,1.000\n");
    let wrong = dir.command().args(["normalise", "--type", "phone", "--pairs"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    let addresses =
        normalise("address", "杭州市西湖区文一路1号和睦苑2幢401室\n杭州市和睦苑2幢401\n".as_bytes());
    assert!(addresses.iter().any(|row| row.contains("leaves out wider divisions")), "{addresses:?}");
}
