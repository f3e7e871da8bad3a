//! The case file of one ring, end to end.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::os::unix::fs::PermissionsExt as _;

use sha2::{Digest as _, Sha256};
use support::{Dir, configuration, files, rows, samples};

/// The best ring of the sample, written by `run` to `out`.
fn ring(dir: &Dir, more: &str) -> String {
    dir.check(&format!("run --config {} --out out -q {more}", configuration()), 0);
    rows(&dir.path("out/rings.csv"))[0]["ring_id"].clone()
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// The text of a file inside a docx.
fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_case_holds_the_rows_of_its_ring_and_the_digests_of_its_files() {
    let dir = Dir::new();
    let ring = ring(&dir, "");
    dir.check(&format!("case {ring} --config {} --out case -q", configuration()), 0);
    let case = files(&dir.path("case"));
    let manifest: serde_json::Value = serde_json::from_slice(&case["manifest.json"]).unwrap();
    let outputs = manifest["outputs"].as_object().unwrap();
    assert_eq!(outputs.len() + 1, case.len());
    for (name, sha256) in outputs {
        assert_eq!(*sha256, digest(&case[name]), "{name}");
    }
    let run: serde_json::Value = serde_json::from_str(&dir.read("out/manifest.json")).unwrap();
    assert_eq!(manifest["run_id"], run["run_id"]);
    let of_ring = |name: &str| {
        let mut rows = rows(&dir.path(name));
        rows.retain(|row| row["ring_id"] == ring);
        for row in &mut rows {
            // Without a key, values are numbered in the order of the file.
            row.remove("value_token");
        }
        rows
    };
    assert_eq!(of_ring("case/ring.csv"), of_ring("out/rings.csv"));
    for name in ["members.csv", "links.csv", "reasons.csv", "actors.csv"] {
        assert_eq!(of_ring(&format!("case/{name}")), of_ring(&format!("out/{name}")), "{name}");
        assert_eq!(of_ring(&format!("case/{name}")).len(), rows(&dir.path(&format!("case/{name}"))).len());
    }
    let document = part(&case["case.docx"], "word/document.xml");
    for text in [document, dir.read("case/case.html")] {
        assert!(text.contains(&ring) && text.contains("Leads for verification only"));
        assert!(text.contains(manifest["run_id"].as_str().unwrap()));
        assert!(text.contains(manifest["inputs"][0]["sha256"].as_str().unwrap()));
    }
    for entry in std::fs::read_dir(dir.path("case")).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_archive_beside_holds_the_folder() {
    let dir = Dir::new();
    let ring = ring(&dir, "");
    dir.check(&format!("case {ring} --config {} --out case -q", configuration()), 0);
    let archive = dir.path("case.zip");
    assert_eq!(archive.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(archive).unwrap()).unwrap();
    let folder = files(&dir.path("case"));
    assert_eq!(archive.len(), folder.len());
    for (name, bytes) in folder {
        let mut entry = archive.by_name(&format!("case/{name}")).unwrap();
        let mut packed = Vec::new();
        std::io::copy(&mut entry, &mut packed).unwrap();
        assert_eq!(packed, bytes, "{name}");
    }
}

#[test]
fn the_same_ring_gives_the_same_bytes() {
    let dir = Dir::new();
    let ring = ring(&dir, "");
    for threads in [1, 2] {
        let arguments =
            format!("case {ring} --config {} --out c{threads} --threads {threads}", configuration());
        dir.check(&arguments, 0);
    }
    assert_eq!(files(&dir.path("c1")), files(&dir.path("c2")));
}

/// Shared values and names of actors of an unmasked case that stand in the sample as they are.
fn raw_values(dir: &Dir, ring: &str) -> Vec<String> {
    dir.check(&format!("case {ring} --config {} --out seen/raw --unmask --reason list", configuration()), 0);
    let complaints = std::fs::read(samples().join("complaints.csv")).unwrap();
    let complaints = String::from_utf8_lossy(&complaints).into_owned();
    let mut out: Vec<String> =
        rows(&dir.path("seen/raw/links.csv")).into_iter().map(|row| row["value"].clone()).collect();
    out.extend(rows(&dir.path("seen/raw/actors.csv")).into_iter().map(|row| row["name"].clone()));
    out.retain(|value| value.len() >= 9 && complaints.contains(value.as_str()));
    out
}

#[test]
fn values_are_masked_until_a_reason_is_given_and_the_reason_is_kept() {
    let dir = Dir::new();
    let ring = ring(&dir, "");
    let values = raw_values(&dir, &ring);
    assert!(!values.is_empty());
    let shown = |folder: &str| {
        let mut case = files(&dir.path(folder));
        let document = part(&case["case.docx"], "word/document.xml");
        case.insert("document.xml".into(), document.into_bytes());
        let texts: Vec<String> =
            case.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        values.iter().filter(|value| texts.iter().any(|text| text.contains(value.as_str()))).count()
    };
    dir.check(&format!("case {ring} --config {} --out masked", configuration()), 0);
    assert_eq!(shown("masked"), 0);
    assert!(!dir.path("audit.jsonl").exists());

    for reason in ["police-report-7", "second-look"] {
        let arguments =
            format!("case {ring} --config {} --out raw --unmask --reason {reason}", configuration());
        dir.check(&arguments, 0);
    }
    assert!(shown("raw") > 0);
    assert!(dir.read("raw/case.html").contains("NOT MASKED"));
    assert_eq!(dir.path("audit.jsonl").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let audit = dir.read("audit.jsonl");
    let lines: Vec<serde_json::Value> =
        audit.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["ring"], &lines[0]["reason"]), (&ring.into(), &"police-report-7".into()));
    assert_eq!(lines[1]["previous"], digest(audit.lines().next().unwrap().as_bytes()));
    assert_eq!(lines[1]["case"], digest(&files(&dir.path("raw"))["manifest.json"]));
}

#[test]
fn unmasking_without_a_reason_an_unknown_ring_and_the_folder_of_a_run_are_refused() {
    let dir = Dir::new();
    let ring = ring(&dir, "");
    let config = configuration();
    let (_, error) = dir.check(&format!("case {ring} --config {config} --out case --unmask"), 2);
    assert!(error.contains("--reason"), "{error}");
    let (_, error) = dir.check(&format!("case R-nobody --config {config} --out case"), 2);
    assert!(error.contains("no ring `R-nobody`"), "{error}");
    let (_, error) = dir.check(&format!("case {ring} --config {config} --out out"), 2);
    assert!(error.contains("holds a run"), "{error}");
    assert!(!dir.path("case").exists() && !dir.path("case.zip").exists());
}

#[test]
fn a_ring_that_the_store_knows_has_a_case_under_its_stored_id() {
    let dir = Dir::new();
    let ring = ring(&dir, "--store memory.db");
    let history = || dir.check(&format!("history {ring} --store memory.db"), 0).0;
    let before = history();
    dir.check(&format!("case {ring} --config {} --store memory.db --out case", configuration()), 0);
    assert_eq!(rows(&dir.path("case/ring.csv"))[0]["ring_id"], ring);
    assert_eq!(rows(&dir.path("case/ring.csv"))[0]["event"], rows(&dir.path("out/rings.csv"))[0]["event"]);
    assert_eq!(history(), before);
    // With a store there is one trail of who saw what.
    let unmask = "--unmask --reason police-report-7";
    dir.check(&format!("case {ring} --config {} --store memory.db --out raw {unmask}", configuration()), 0);
    let (trail, _) = dir.check("audit list --store memory.db", 0);
    assert!(
        trail.contains("unmask") && trail.contains(&ring) && trail.contains("police-report-7"),
        "{trail}"
    );
    dir.check("audit verify --store memory.db", 0);
    assert!(!dir.path("audit.jsonl").exists());
}

#[test]
fn letters_are_compared_by_what_three_people_share_and_lengths_of_the_rest() {
    let dir = Dir::new();
    dir.check(&format!("run --config {} --out out -q", configuration()), 0);
    let links = rows(&dir.path("out/links.csv"));
    let letter = links.iter().find(|row| row["link_type"] == "letter").unwrap();
    dir.check(&format!("case {} --config {} --out case --lang zh", letter["ring_id"], configuration()), 0);
    let document = part(&files(&dir.path("case"))["case.docx"], "word/document.xml");
    for text in [document, dir.read("case/case.html")] {
        assert!(
            text.contains("信函比对") && text.contains("信函构成对照") && text.contains("字)…"),
            "{text:.200}"
        );
        assert!(!text.contains('▇') && !text.contains("letter of"));
    }
}

#[test]
fn flags_without_effect_are_accepted_and_not_listed() {
    let dir = Dir::new();
    let (help, _) = dir.check("case --help", 0);
    for flag in ["--fail-on-rings", "--drift", "--metrics", "--all-kinds"] {
        assert!(!help.contains(flag), "{flag}");
    }
    assert!(help.contains("--unmask") && help.contains("--complaints"));
}

#[test]
fn hostile_text_is_inert_in_both_documents_masked_or_not() {
    let dir = Dir::new();
    let mut table = String::from(
        "surrender_id,applied_at,policy_no,policyholder_name,phone,payee_name,payee_account,proxy_name,proxy_phone,\
         selling_agent_id,branch,surrender_type,premium_paid,cash_value,refund_amount\n",
    );
    let long = "长".repeat(10_000);
    for number in 0..8 {
        table += &format!(
            "\"S{number}\"\"><script>x\",2026-03-0{day},P0000{number},{long}{number},1391234560{number},赵一,6222021234567890123,\
             \"]]><script>alert(0)</script>\",13612345688,\"]]><script>alert(1)</script>\",\"=1+1\u{202e}\u{1}<img src=x>\",\
             negotiated,50000,20000,50000\n",
            day = number + 1
        );
    }
    dir.write("s.csv", table);
    dir.check("run --surrenders s.csv --out out --all-kinds --permutations 0 -q", 0);
    let ring = rows(&dir.path("out/rings.csv"))[0]["ring_id"].clone();
    for mode in ["", "--unmask --reason test"] {
        dir.check(&format!("case {ring} --surrenders s.csv --out case --permutations 0 -q {mode}"), 0);
        let page = dir.read("case/case.html");
        let document = part(&files(&dir.path("case"))["case.docx"], "word/document.xml");
        for text in [&page, &document] {
            assert!(!text.contains("<script") && !text.contains("<img"), "markup of the data");
            assert!(!text.contains('\u{202e}') && !text.contains('\u{1}'));
            assert!(!text.contains(&"长".repeat(1_000)));
        }
        assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
        let mut reader = quick_xml::Reader::from_str(&document);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
}
