//! The same input gives the same bytes for any number of threads and, line columns aside, for shuffled rows.
#![allow(
    clippy::unwrap_used,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on fails; the names are ours"
)]

mod support;

use std::collections::BTreeMap;

use support::{Dir, configuration, files, samples};

/// All files of an output folder but the manifest, which holds seconds.
fn everything(dir: &Dir, out: &str) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(&dir.path(out));
    all.remove("manifest.json");
    all
}

/// The CSV files of an output folder; line columns are taken out on demand.
fn tables(dir: &Dir, out: &str, lines: bool) -> BTreeMap<String, String> {
    files(&dir.path(out))
        .into_iter()
        .filter(|(name, _)| name.ends_with(".csv"))
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            let text = if lines { text } else { without_lines(&name, &text) };
            (name, text)
        })
        .collect()
}

/// links.csv and rejects.csv without their line column, their rows sorted, and line numbers in reasons hidden.
fn without_lines(name: &str, text: &str) -> String {
    let column = match name {
        "links.csv" => "source_line",
        "rejects.csv" | "warnings.csv" => "line",
        _ => return text.to_owned(),
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let place = reader.headers().unwrap().iter().position(|header| header == column).unwrap();
    let mut rows: Vec<String> = reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let cells: Vec<&str> =
                row.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, cell)| cell).collect();
            cells.join("|").split("(line ").next().unwrap().to_owned()
        })
        .collect();
    rows.sort();
    rows.join("\n")
}

#[test]
fn one_two_and_eight_threads_give_the_same_bytes() {
    let dir = Dir::new();
    for threads in [1, 2, 8] {
        dir.check(
            &format!(
                "run --config {} --all-kinds --out out{threads} --threads {threads} -q",
                configuration()
            ),
            0,
        );
    }
    let one = everything(&dir, "out1");
    assert!(one.contains_key("rings.xlsx") && one.contains_key("graph.graphml"), "{:?}", one.keys());
    assert!(one == everything(&dir, "out2") && one == everything(&dir, "out8"));
}

#[test]
fn shuffled_rows_give_the_same_bytes_but_for_line_columns() {
    let dir = Dir::new();
    std::fs::create_dir(dir.path("data")).unwrap();
    for (name, bytes) in files(&samples()) {
        let shuffled = if name.ends_with(".csv") { shuffled(&bytes) } else { bytes };
        dir.write(&format!("data/{name}"), shuffled);
    }
    std::fs::create_dir(dir.path("same")).unwrap();
    for (name, bytes) in files(&samples()) {
        dir.write(&format!("same/{name}"), bytes);
    }
    dir.check("run --config data/ringkeeper.toml --all-kinds --out shuffled -q", 0);
    // The path is part of links.csv, so the other run reads from a folder of the same name.
    std::fs::rename(dir.path("data"), dir.path("old")).unwrap();
    std::fs::rename(dir.path("same"), dir.path("data")).unwrap();
    dir.check("run --config data/ringkeeper.toml --all-kinds --out straight -q", 0);
    let (shuffled, straight) = (tables(&dir, "shuffled", false), tables(&dir, "straight", false));
    for (name, text) in &straight {
        assert!(shuffled[name] == *text, "{name} depends on the order of rows");
    }
}

/// The rows of a table in another order, by a fixed rule; its header stays first. The row with an unclosed quote
/// is on a line of its own in the samples, so lines are rows.
fn shuffled(bytes: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
    let header = lines.remove(0);
    let mut state = 88_172_645_463_325_252_u64;
    for place in (1..lines.len()).rev() {
        // xorshift64 (Marsaglia 2003)
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        lines.swap(place, (state % (place as u64 + 1)) as usize);
    }
    lines.insert(0, header);
    let mut out = lines.join(&b'\n');
    out.push(b'\n');
    out
}
