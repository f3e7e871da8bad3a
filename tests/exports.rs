//! What leaves the program for other programs: the workbook and the graph files.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{Dir, configuration, rows};

#[test]
fn the_sheets_hold_the_rows_of_the_tables_under_the_guardrail() {
    let dir = Dir::new();
    dir.check(&format!("run --config {} --all-kinds --out out -q", configuration()), 0);
    let mut book: Xlsx<_> = open_workbook(dir.path("out/rings.xlsx")).unwrap();
    for name in ["alerts", "rings", "members", "links", "actors", "mis_selling", "hubs", "rejects"] {
        let sheet = book.worksheet_range(name).unwrap();
        let table = rows(&dir.path(&format!("out/{name}.csv")));
        assert_eq!(sheet.height(), table.len() + 2, "{name}");
        assert!(sheet.get((0, 0)).unwrap().to_string().starts_with("Leads for verification only"), "{name}");
    }
    let rings = book.worksheet_range("rings").unwrap();
    let table = rows(&dir.path("out/rings.csv"));
    assert_eq!(rings.get((2, 0)), Some(&Data::String(table[0]["ring_id"].clone())));
    assert_eq!(rings.get((2, 16)), Some(&Data::Float(table[0]["refund_amount"].parse().unwrap())));
}

#[test]
fn names_that_look_like_formulas_or_markup_are_inert_in_every_export() {
    let dir = Dir::new();
    let mut table = String::from(
        "surrender_id,applied_at,policy_no,policyholder_name,phone,payee_name,payee_account,proxy_name,proxy_phone,\
         selling_agent_id,branch,surrender_type,premium_paid,cash_value,refund_amount\n",
    );
    for number in 0..8 {
        table += &format!(
            "S{number},2026-03-0{},P0000{number},客户{number},1391234560{number},赵一,6222021234567890123,\
             =cmd|' /C calc'!A0,13612345688,\"]]><script>alert(1)</script>\",\"=1+1\u{202e}\u{1}\",negotiated,50000,\
             20000,50000\n",
            number + 1
        );
    }
    dir.write("s.csv", table);
    dir.check("run --surrenders s.csv --out out --all-kinds --permutations 0", 0);
    for name in ["graph.graphml", "graph.gexf"] {
        let xml = dir.read(&format!("out/{name}"));
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        assert!(!xml.contains("<script"), "{name}");
    }
    let mut book: Xlsx<_> = open_workbook(dir.path("out/rings.xlsx")).unwrap();
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name} holds a formula");
    }
    for line in dir.read("out/rings.csv").lines() {
        assert!(!line.split(',').any(|cell| cell.starts_with(['=', '+', '@'])), "{line}");
    }
}
