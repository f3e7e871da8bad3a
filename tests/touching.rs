//! What joins a ring from its edge, and where the users of a letter live, through the binary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;

use support::{Dir, rows};

type Row = BTreeMap<String, String>;

/// A person's surrender: number, phone, account, sum refunded. Everybody has a name and a policy of his own.
fn surrender(number: usize, phone: &str, account: &str, refund: u32) -> String {
    let name = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"][number % 12];
    format!(
        "S{number:04},2026-0{}-{:02},P{number:05},{name}某{number},{phone},{account},A{number},北京,{},50000,20000,\
         {refund}\n",
        number % 3 + 1,
        number % 28 + 1,
        if refund > 20_000 { "negotiated" } else { "normal" },
    )
}

/// Members of what the binary calls rings among some surrenders and 400 people who share nothing.
fn members(of_interest: &[String]) -> Vec<Row> {
    let dir = Dir::new();
    let mut text = String::from(
        "surrender_id,applied_at,policy_no,policyholder_name,phone,payee_account,selling_agent_id,branch,\
         surrender_type,premium_paid,cash_value,refund_amount\n",
    );
    text.extend(of_interest.iter().cloned());
    text.extend((1000..1400).map(|number| {
        surrender(number, &format!("139{:08}", number * 7919), &format!("62220212345{number:08}"), 20_000)
    }));
    dir.write("s.csv", &text);
    dir.check("run --surrenders s.csv --out out --permutations 0", 0);
    rows(&dir.path("out/members.csv"))
}

/// Six people with one phone and forced refunds.
fn ring() -> Vec<String> {
    (0..6).map(|number| surrender(number, "13680271946", &format!("621700123{number}"), 50_000)).collect()
}

#[test]
fn a_person_who_shares_an_account_with_one_of_a_ring_and_is_refunded_alike_joins_weakly() {
    let mut people = ring();
    people.push(surrender(7, "13790261583", "6217001230", 50_000));
    let found = members(&people);
    let joined = found.iter().find(|member| member["record_id"] == "S0007").unwrap();
    assert_eq!((found.len(), joined["strength"].as_str()), (7, "weak"), "{found:?}");
}

#[test]
fn two_people_with_one_account_who_touch_no_ring_are_left_alone() {
    let mut people = ring();
    people
        .extend([7, 8].map(|number| surrender(number, &format!("1379026158{number}"), "6217009999", 50_000)));
    assert_eq!(members(&people).len(), 6);
}

/// Six people of whom each shares his phone with one other and his account with another one: nobody shares two things with
/// anybody, and no thing has three users.
fn web(refund: u32) -> Vec<String> {
    let phone = |number: usize| format!("136802719{:02}", number / 2);
    let account = |number: usize| format!("62170012{:02}", number.div_ceil(2) % 3);
    (0..6).map(|number| surrender(number, &phone(number), &account(number), refund)).collect()
}

#[test]
fn people_who_are_connected_by_things_of_two_users_each_are_a_ring_when_refunds_are_forced() {
    let found = members(&web(50_000));
    assert_eq!(found.len(), 6, "{found:?}");
    assert!(members(&web(20_000)).is_empty());
}

#[test]
fn pairs_of_people_whom_nothing_connects_to_other_pairs_are_no_ring() {
    let mut people = web(50_000);
    for (number, person) in people.iter_mut().enumerate() {
        *person = surrender(
            number,
            &format!("136802719{:02}", number / 2),
            &format!("62170012{number:02}"),
            50_000,
        );
    }
    assert!(members(&people).is_empty());
}

/// Reasons given to five people who send one letter, the first `local` of them from one branch.
fn reasons_of_a_letter(local: usize) -> Vec<String> {
    let dir = Dir::new();
    let wording = "业务员在销售时隐瞒了保险期间和退保损失的情况，承诺存满三年即可随时支取本金并享有高额分红，\
                   本人受其误导才签字投保，现要求贵公司全额退还已交保费并追究有关人员的责任，特此投诉。";
    let branches = ["北京", "上海", "广东", "四川", "河南", "山东", "湖北", "江苏"];
    let mut text = String::from(
        "complaint_id,received_at,policy_no,complainant_name,phone,selling_agent_id,branch,text\n",
    );
    for number in 0..165 {
        let (branch, letter) = match number {
            0..5 => (if number < local { "北京" } else { branches[number + 1] }, wording.to_owned()),
            _ => (branches[number % 8], format!("本人对{number}号服务不满意")),
        };
        let name = ["赵", "钱", "孙", "李", "周"][number % 5];
        text += &format!(
            "C{number:04},2026-03-{:02},P{number:05},{name}某{number},139{:08},A{number},{branch},{letter}\n",
            number % 28 + 1,
            number * 7919
        );
    }
    dir.write("c.csv", &text);
    dir.check("run --complaints c.csv --out out --permutations 0 --all-kinds", 0);
    let reasons = rows(&dir.path("out/reasons.csv"));
    reasons.into_iter().map(|reason| reason["code"].clone()).collect()
}

#[test]
fn users_of_one_letter_in_one_branch_speak_for_a_ring_and_all_over_the_country_against_it() {
    let told = |local: usize, code: &str| reasons_of_a_letter(local).iter().any(|reason| reason == code);
    assert!(told(5, "one_region") && !told(5, "many_regions"));
    assert!(told(0, "many_regions") && !told(0, "one_region"));
}
