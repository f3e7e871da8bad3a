//! `trends`: the same summary from results and from input, in both languages, with what people decided.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use calamine::{Reader, Xlsx, open_workbook};
use support::{Dir, blocks, configuration, files, rows};

const PERIOD: &str = "--from 2026-01 --to 2026-06 -q";

/// The summary that a page holds.
fn summary(page: &str) -> serde_json::Value {
    blocks(page).into_iter().find(|(name, _)| name == "trends").unwrap().1
}

/// A figure of the company in the first period.
fn figure(summary: &serde_json::Value, name: &str) -> serde_json::Value {
    let indicators = summary["indicators"].as_array().unwrap();
    let place = indicators.iter().position(|indicator| indicator["name"] == name).unwrap();
    summary["whole"]["figures"][0][place].clone()
}

#[test]
fn results_in_either_language_and_the_input_itself_give_the_same_summary() {
    let dir = Dir::new();
    let config = configuration();
    dir.check(&format!("run --config {config} --out out -q"), 0);
    dir.check(&format!("run --config {config} --out out-zh --lang zh --all-kinds -q"), 0);
    dir.check(&format!("trends --config {config} --out out --into results {PERIOD}"), 0);
    dir.check(&format!("trends --config {config} --out out-zh --into results-zh {PERIOD}"), 0);
    dir.check(&format!("trends --config {config} --fresh --into input {PERIOD}"), 0);
    let results = files(&dir.path("results"));
    for other in ["results-zh", "input"] {
        let other = files(&dir.path(other));
        for name in ["trends.html", "trends.xlsx", "trends.md"] {
            assert_eq!(results[name], other[name], "{name}");
        }
    }
    let text = dir.read("results/trends.md");
    assert!(text.contains("2025-07 – 2025-12") && text.contains("Leads for verification only"));
    let summary = summary(&dir.read("results/trends.html"));
    let complaints: f64 = rows(&dir.path("out/trends.csv"))
        .iter()
        .filter(|row| ("2026-01"..="2026-06").contains(&row["month"].as_str()))
        .map(|row| row["complaints"].parse::<f64>().unwrap())
        .sum();
    assert_eq!(figure(&summary, "complaints")["now"], complaints);
}

#[test]
fn decisions_of_the_store_and_of_labels_become_rates_of_confirmed_leads() {
    let dir = Dir::new();
    let config = configuration();
    dir.check(&format!("run --config {config} --out out --store memory.db -q"), 0);
    let rings = rows(&dir.path("out/rings.csv"));
    let (first, second) = (&rings[0]["ring_id"], &rings[1]["ring_id"]);
    dir.check(&format!("decide {first} confirmed --by a --reason r --status 已立案 --prevented-loss 5000 --store memory.db --at 2026-10-20"), 0);
    dir.write(
        "labels.csv",
        format!("ring_id,decision,decided_at,status\n{second},cleared,2026-10-09,误报\n"),
    );
    dir.check("trends --out out --store memory.db --labels labels.csv --to 2026-10 -q", 0);
    let summary = summary(&dir.read("trends/trends.html"));
    let now = |name: &str| figure(&summary, name)["now"].as_f64();
    assert_eq!(now("decided"), Some(2.0));
    assert_eq!(now("confirmed_share"), Some(0.5));
    assert_eq!((now("referred"), now("filed"), now("prevented")), (Some(1.0), Some(1.0), Some(500_000.0)));
    assert!(summary["befell"]["born"].as_u64() >= Some(8));
}

#[test]
fn a_run_is_never_replaced_and_a_period_without_records_is_refused() {
    let dir = Dir::new();
    dir.check(&format!("run --config {} --out out -q", configuration()), 0);
    let (_, error) = dir.check("trends --out out --into out", 2);
    assert!(error.contains("holds a run"), "{error}");
    for (period, says) in
        [("--from 2030-01 --to 2030-02", "no record"), ("--from 2026-05 --to 2026-04", "lies after")]
    {
        let (_, error) = dir.check(&format!("trends --out out {period}"), 2);
        assert!(error.contains(says), "{error}");
    }
    let (_, error) = dir.check("trends --out nowhere", 1);
    assert!(error.contains("nowhere"), "{error}");
    assert!(!dir.path("trends").exists());
}

#[test]
fn names_that_look_like_markup_or_formulas_are_inert() {
    let dir = Dir::new();
    let mut table = String::from("complaint_id,received_at,branch,product,channel\n");
    for number in 1..4 {
        table += &format!(
            "C{number},2026-03-0{number},=1+1|x`<script>alert(1)</script>,\u{202e}[a](b)\u{1},</script>\n"
        );
    }
    dir.write("c.csv", table);
    dir.check("run --complaints c.csv --out out -q", 0);
    dir.check("trends --out out --to 2026-03 -q", 0);
    let page = dir.read("trends/trends.html");
    assert!(!page.contains("alert(1)"));
    let text = dir.read("trends/trends.md");
    assert!(text.contains("=1+1\\|x\\`&lt;script&gt;") && !text.contains("<script"), "{text}");
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1}'));
    let mut book: Xlsx<_> = open_workbook(dir.path("trends/trends.xlsx")).unwrap();
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name} holds a formula");
        let sheet = book.worksheet_range(&name).unwrap();
        assert!(sheet.get((0, 0)).unwrap().to_string().starts_with("Leads for verification only"), "{name}");
    }
}
