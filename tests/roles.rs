//! Who stands behind a finding, through the binary: roles of members, actors.csv, `mis_selling.csv`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;

use support::{Dir, rows};

type Row = BTreeMap<String, String>;

/// Names, numbers and phones of seven people; the first is somebody more.
const PEOPLE: [(&str, &str, &str); 7] = [
    ("赵一一", "110101199001011237", "13912345601"),
    ("钱二二", "310104198503124526", "13912345602"),
    ("孙三三", "440103197807083318", "13912345603"),
    ("李四四", "510105199211204321", "13912345604"),
    ("周五五", "330102198812309876", "13912345605"),
    ("吴六六", "420106197505051113", "13912345606"),
    ("郑七七", "320102199404044447", "13912345607"),
];

/// Seven surrenders above cash value in two weeks, all paid to the first one's account and filed by one proxy;
/// the agent of each policy is told by `seller`.
fn surrenders(seller: impl Fn(usize) -> String) -> String {
    let mut out = String::from(
        "surrender_id,applied_at,policy_no,policyholder_name,policyholder_id_no,phone,payee_name,payee_account,\
         proxy_name,proxy_phone,selling_agent_id,branch,surrender_type,premium_paid,cash_value,refund_amount\n",
    );
    for (number, (name, id, phone)) in PEOPLE.iter().enumerate() {
        out += &format!(
            "S{number},2026-03-{:02},P0000{number},{name},{id},{phone},赵一一,6222021234567890123,陈代理,\
             13612345688,{},北京,negotiated,50000,20000,50000\n",
            number * 2 + 1,
            seller(number),
        );
    }
    out
}

/// Members and actors of what the binary finds in some surrenders and agents.
fn found(surrenders: &str, agents: &str) -> (Vec<Row>, Vec<Row>, Vec<Row>) {
    let dir = Dir::new();
    dir.write("s.csv", surrenders);
    dir.write("a.csv", agents);
    dir.check("run --surrenders s.csv --agents a.csv --out out --all-kinds --permutations 0", 0);
    let read = |name: &str| rows(&dir.path(&format!("out/{name}")));
    (read("members.csv"), read("actors.csv"), read("mis_selling.csv"))
}

const AGENTS: &str =
    "agent_id,agent_name,phone,branch\nA900,赵一一,13912345601,北京\nA901,冯八八,13712345699,北京\n";

#[test]
fn a_member_whose_account_others_are_paid_to_is_a_lender_and_the_proxy_an_organiser() {
    let (members, actors, _) = found(&surrenders(|number| format!("A{number}")), AGENTS);
    assert_eq!(members.len(), 7);
    for member in &members {
        let expected = if member["record_id"] == "S0" { "lender" } else { "policyholder" };
        assert_eq!(member["role"], expected, "{member:?}");
    }
    let told: Vec<[&str; 4]> = actors
        .iter()
        .map(|actor| [&*actor["role"], &*actor["link_type"], &*actor["name"], &*actor["persons"]])
        .collect();
    assert_eq!(told, [["organiser", "proxy", "陈*", "7"], ["lender", "refund_account", "赵*", "7"]]);
    let lender = members.iter().find(|member| member["record_id"] == "S0").unwrap();
    assert_eq!(actors[1]["person"], lender["person"]);
    assert_eq!(actors[0]["person"], "", "the proxy has no record of his own");
}

#[test]
fn an_agent_who_sold_to_several_and_surrenders_with_them_is_a_colluding_agent() {
    let seller = |number: usize| if number < 3 { "A900".to_owned() } else { format!("A{number}") };
    let (_, actors, _) = found(&surrenders(seller), AGENTS);
    let agents: Vec<&Row> = actors.iter().filter(|actor| actor["role"] == "colluding_agent").collect();
    assert_eq!(agents.len(), 1);
    assert_eq!((&*agents[0]["value"], &*agents[0]["persons"]), ("A900", "3"));
    assert_ne!(agents[0]["person"], "");
}

#[test]
fn an_agent_of_another_name_with_the_same_phone_is_not_the_policyholder() {
    let agents = AGENTS.replace("赵一一", "冯九九");
    let seller = |number: usize| if number < 3 { "A900".to_owned() } else { format!("A{number}") };
    let (_, actors, _) = found(&surrenders(seller), &agents);
    assert!(actors.iter().all(|actor| actor["role"] != "colluding_agent"), "{actors:?}");
}

#[test]
fn customers_of_one_misselling_agent_go_to_sales_compliance_with_agent_and_dates() {
    let mut complaints = String::from(
        "complaint_id,received_at,policy_no,complainant_name,complainant_id_no,phone,selling_agent_id,branch,text\n",
    );
    let letter = "我在银行办理业务时业务员告诉我这是三年期的理财产品到期连本带利取出从来没有说过是保险也没有讲过提前\
                  退保会有损失直到今年我急需用钱才发现只能拿回一半我要求公司查清当年的销售过程并给我一个书面答复";
    for (number, (name, id, phone)) in PEOPLE.iter().enumerate() {
        let agent = if number < 6 { "A901" } else { "A902" };
        complaints += &format!(
            "C{number},2026-05-{:02},Q0000{number},{name},{id},{phone},{agent},北京,{letter}\n",
            number + 1
        );
    }
    let dir = Dir::new();
    dir.write("c.csv", complaints);
    dir.check("run --complaints c.csv --out out --permutations 0", 0);
    assert!(rows(&dir.path("out/rings.csv")).is_empty(), "mis-selling is no ring");
    let list = rows(&dir.path("out/mis_selling.csv"));
    let told: Vec<[&str; 3]> =
        list.iter().map(|row| [&*row["record_id"], &*row["selling_agent"], &*row["date"]]).collect();
    let expected: Vec<[String; 3]> = (0..6)
        .map(|number| [format!("C{number}"), "A901".into(), format!("2026-05-{:02}", number + 1)])
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn one_slip_in_a_proxys_identity_number_does_not_make_two_of_him() {
    let mut table = String::from(
        "surrender_id,applied_at,policy_no,policyholder_name,policyholder_id_no,phone,payee_account,proxy_name,\
         proxy_phone,proxy_id_no,branch,surrender_type,premium_paid,cash_value,refund_amount\n",
    );
    for (number, (name, id, phone)) in PEOPLE.iter().enumerate() {
        // Four records give his number, one gives another person's, two give none.
        let proxy = match number {
            0..4 => "11010519491231002X",
            4 => "440305195611215207",
            _ => "",
        };
        table += &format!(
            "S{number},2026-03-{:02},P0000{number},{name},{id},{phone},622202123456789012{number},陈代理,\
             13612345688,{proxy},北京,negotiated,50000,20000,50000\n",
            number * 2 + 1,
        );
    }
    let (_, actors, _) = found(&table, AGENTS);
    let served: Vec<&str> = actors.iter().map(|actor| &*actor["persons"]).collect();
    assert_eq!(served, ["6"], "four with the number and two without");
}

/// Records of each person that a complainant's complaints are about, in which the policyholders of the first
/// `known` of his four policies surrender too.
fn acted_for(known: usize) -> usize {
    let dir = Dir::new();
    let (name, id, _) = PEOPLE[0];
    let mut complaints =
        String::from("complaint_id,received_at,policy_no,complainant_name,complainant_id_no\n");
    let mut surrenders =
        String::from("surrender_id,applied_at,policy_no,policyholder_name,policyholder_id_no\n");
    for number in 0..4 {
        complaints += &format!("C{number},2026-03-0{},P0000{number},{name},{id}\n", number + 1);
        let (holder, id, _) = PEOPLE[number + 1];
        if number < known {
            surrenders += &format!("S{number},2026-04-0{},P0000{number},{holder},{id}\n", number + 1);
        }
    }
    dir.write("c.csv", &complaints);
    dir.write("s.csv", &surrenders);
    let mut config = ringkeeper::pipeline::Config::default();
    config.ingest.inputs = vec![
        (ringkeeper::record::TableKind::Complaints, dir.path("c.csv")),
        (ringkeeper::record::TableKind::Surrenders, dir.path("s.csv")),
    ];
    config.detect.permutations = 0;
    ringkeeper::pipeline::run(&config, &mut ()).unwrap().assembled.parties.actors.len()
}

#[test]
fn who_complains_for_two_others_acts_for_somebody_where_no_policyholder_is_told() {
    assert_eq!(acted_for(0), 0, "four policies of his own, for all we know");
    assert_eq!(acted_for(1), 1);
    assert_eq!(acted_for(2), 4);
}
