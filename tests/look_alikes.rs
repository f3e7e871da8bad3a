//! What looks like a ring and has another reason, through the binary: counters, offices, families, agents.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;

use support::{Dir, rows};

type Row = BTreeMap<String, String>;

/// A record of somebody with everything of their own; columns are set by name.
#[derive(Clone)]
struct Record(BTreeMap<&'static str, String>);

const COMPLAINT: &str = "complaint_id,received_at,policy_no,complainant_name,complainant_id_no,phone,address,\
                         proxy_name,proxy_phone,proxy_id_no,selling_agent_id,branch,email,device_id,text,channel,\
                         sender_phone,courier_no";
const SURRENDER: &str = "surrender_id,applied_at,policy_no,policyholder_name,policyholder_id_no,phone,address,\
                         payee_account,premium_payer_account,selling_agent_id,branch,surrender_type,policy_start,\
                         premium_paid,cash_value,refund_amount,email,device_id,contact_changed_at,registered_phone";

impl Record {
    fn new(number: usize, day: usize) -> Self {
        let name = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"][number % 12];
        let date = format!("2026-{:02}-{:02}", 1 + day / 28 % 12, 1 + day % 28);
        Self(BTreeMap::from([
            ("received_at", date.clone()),
            ("applied_at", date),
            ("policy_no", format!("P{number:06}")),
            ("complainant_name", format!("{name}某{number}")),
            ("policyholder_name", format!("{name}某{number}")),
            ("phone", format!("139{:08}", number * 7919 % 100_000_000)),
            ("payee_account", format!("62220212345{number:08}")),
            ("selling_agent_id", format!("A{number}")),
            ("branch", "北京".into()),
            ("surrender_type", "normal".into()),
            ("policy_start", "2019-05-01".into()),
            ("premium_paid", "50000".into()),
            ("cash_value", "20000".into()),
            ("refund_amount", "20000".into()),
        ]))
    }

    fn with(mut self, column: &'static str, value: impl Into<String>) -> Self {
        self.0.insert(column, value.into());
        self
    }

    /// A refund of all premiums.
    fn forced(self) -> Self {
        self.with("surrender_type", "negotiated").with("refund_amount", "50000")
    }
}

/// Complaints and surrenders of a test, beside 400 people and others who share nothing.
#[derive(Default)]
struct World {
    complaints: Vec<Record>,
    surrenders: Vec<Record>,
    agents: &'static str,
    /// Rows of the policies table: policy, registered phone, payer's account.
    policies: Vec<String>,
    /// Further people who share nothing.
    others: usize,
}

impl World {
    /// Runs the binary and returns its folder.
    fn run(&self) -> Dir {
        let dir = Dir::new();
        let table = |head: &str, records: &[Record], letter: char| {
            let mut text = format!("{head}\n");
            for (number, record) in records.iter().enumerate() {
                let cells = head.split(',').skip(1);
                let cells = cells.map(|column| record.0.get(column).map_or("", String::as_str));
                text += &format!("{letter}{number:05},{}\n", cells.collect::<Vec<_>>().join(","));
            }
            text
        };
        let mut surrenders = self.surrenders.clone();
        surrenders.extend((5000..5400 + self.others).map(|number| Record::new(number, number)));
        dir.write("c.csv", table(COMPLAINT, &self.complaints, 'C'));
        dir.write("s.csv", table(SURRENDER, &surrenders, 'S'));
        dir.write("a.csv", format!("agent_id,agent_name,phone,branch,hired_at,left_at\n{}", self.agents));
        dir.write(
            "p.csv",
            format!("policy_no,registered_phone,premium_payer_account\n{}", self.policies.join("\n")),
        );
        let inputs = "--complaints c.csv --surrenders s.csv --agents a.csv --policies p.csv";
        dir.check(&format!("run {inputs} --out out --all-kinds --permutations 0"), 0);
        dir
    }
}

fn table(dir: &Dir, name: &str) -> Vec<Row> {
    rows(&dir.path(&format!("out/{name}")))
}

/// The kinds of the findings, sorted.
fn kinds(dir: &Dir) -> Vec<String> {
    let mut kinds: Vec<String> = table(dir, "rings.csv").iter().map(|ring| ring["kind"].clone()).collect();
    kinds.sort();
    kinds
}

/// Codes of the reasons of all findings.
fn codes(dir: &Dir) -> Vec<String> {
    table(dir, "reasons.csv").iter().map(|reason| reason["code"].clone()).collect()
}

#[test]
fn a_counters_tablet_ties_nobody_and_a_device_of_coached_customers_does() {
    let tablet = |number: usize| Record::new(number, number * 15).with("device_id", "TABLET-0001");
    let counter = World { surrenders: (0..20).map(tablet).collect(), ..World::default() }.run();
    assert_eq!(kinds(&counter), [""; 0]);
    let hubs = table(&counter, "hubs.csv");
    assert_eq!(hubs[0]["treatment"], "shared_network", "{hubs:?}");
    // A ring that comes to the counter too does not make the counter a ring.
    let visit = |number: usize| {
        let record = tablet(number).with("phone", "13700001111");
        if number < 90 { tablet(number) } else { record.forced() }
    };
    let visited = World { surrenders: (0..100).map(visit).collect(), ..World::default() }.run();
    assert_eq!(table(&visited, "hubs.csv")[0]["treatment"], "shared_network");
    // The same number of people within weeks.
    let coached = |number: usize| Record::new(number, number * 3).with("device_id", "MEIZU-7781203");
    let ring =
        World { surrenders: (0..20).map(coached).map(Record::forced).collect(), ..World::default() }.run();
    assert_eq!(kinds(&ring), ["proxy_ring"]);
}

#[test]
fn a_departed_agents_phone_is_a_red_flag_unless_he_sold_the_policies_himself() {
    let agents = "A900,何某某,13612345688,北京,2018-01-01,2025-06-30\n";
    let with_his_phone =
        |number: usize| Record::new(number, number * 9).with("phone", "13612345688").forced();
    let others = World { surrenders: (0..6).map(with_his_phone).collect(), agents, ..World::default() }.run();
    assert_eq!(kinds(&others), ["proxy_ring"]);
    assert!(codes(&others).iter().any(|code| code == "ex_agent_contact"));
    let his = |number: usize| {
        Record::new(number, number * 9).with("phone", "13612345688").with("selling_agent_id", "A900")
    };
    let own = World { surrenders: (0..6).map(his).collect(), agents, ..World::default() }.run();
    assert_eq!(kinds(&own), ["agent_contact"]);
}

#[test]
fn an_employer_who_pays_the_premiums_of_people_who_leave_together_is_no_funder() {
    let employee = |number: usize| {
        Record::new(number, number)
            .with("premium_payer_account", "6228480000000000011")
            .with("phone", "01062345678")
            .with("policy_start", "2025-01-10")
    };
    let dir = World { surrenders: (0..12).map(employee).collect(), ..World::default() }.run();
    assert_eq!(kinds(&dir), ["employer_group"]);
}

#[test]
fn a_child_who_acts_for_parents_and_parents_in_law_is_family_and_a_stranger_of_their_age_is_not() {
    let ids = ["110101195001011239", "110101195202022225", "110101195503033331", "110101195404044449"];
    let acted_for = |born: &'static str| {
        let old = move |number: usize| {
            Record::new(number, number * 9)
                .with("complainant_id_no", ids[number])
                .with("proxy_name", "赵小明")
                .with("proxy_phone", "13700001234")
                .with("proxy_id_no", born)
                .with("phone", "13700001234")
        };
        World { complaints: (0..4).map(old).collect(), ..World::default() }.run()
    };
    assert_eq!(kinds(&acted_for("110101198001011259")), ["household"]);
    assert_ne!(kinds(&acted_for("110101195101011252")), ["household"]);
}

#[test]
fn a_child_who_also_surrenders_for_a_parent_stays_family_until_flags_are_clear() {
    let ids = ["110101195001011239", "110101195202022225", "110101195503033331", "110101195404044449"];
    let acted_for = |born: &'static str, changed: usize| {
        let phone = "13700001234";
        let complaint = |number: usize| {
            let record = Record::new(number, number * 3).with("complainant_id_no", ids[number]);
            let record = record.with("proxy_name", "赵小明").with("proxy_phone", phone);
            record.with("proxy_id_no", born).with("phone", phone)
        };
        let surrender = |number: usize| {
            let record = Record::new(number, number * 3 + 20).with("policyholder_id_no", ids[number]);
            let record = record.with("phone", phone).with("policy_start", "2025-01-20");
            if number < changed { record.with("contact_changed_at", "2026-01-15") } else { record }
        };
        let world = World {
            complaints: (0..4).map(complaint).collect(),
            surrenders: (0..2).map(surrender).collect(),
            ..World::default()
        };
        kinds(&world.run())
    };
    assert_eq!(acted_for("110101198001011259", 1), ["household"]);
    assert_eq!(acted_for("110101195101011252", 1), ["proxy_ring"]);
    assert_eq!(acted_for("110101198001011259", 2), ["proxy_ring"]);
}

#[test]
fn four_people_past_fifty_who_give_one_phone_may_be_parents_and_parents_in_law() {
    let with_ids = |ids: [&'static str; 4]| {
        let of_phone = move |number: usize| {
            Record::new(number, number * 9)
                .with("complainant_id_no", ids[number])
                .with("phone", "13700001234")
        };
        World { complaints: (0..4).map(of_phone).collect(), ..World::default() }.run()
    };
    let elders = ["110101195001011239", "110101195202022225", "110101195503033331", "110101195404044449"];
    assert_eq!(kinds(&with_ids(elders)), ["household"]);
    let of_all_ages =
        ["110101195001011239", "110101198202022229", "110101195503033331", "110101199404044446"];
    assert_ne!(kinds(&with_ids(of_all_ages)), ["household"]);
}

#[test]
fn elders_who_complain_surrender_and_are_paid_to_one_account_are_no_family() {
    let of_phone = |number: usize, day: usize| {
        let ids = ["110101195001011239", "110101195202022225", "110101195503033331", "110101195404044449"];
        Record::new(number, number * 9 + day)
            .with("complainant_id_no", ids[number])
            .with("policyholder_id_no", ids[number])
            .with("phone", "13700001234")
            .with("payee_account", "6222021234599990001")
    };
    let with_complaints = |complaints: usize| World {
        complaints: (0..complaints).map(|number| of_phone(number, 0)).collect(),
        surrenders: (0..4).map(|number| of_phone(number, 20).forced()).collect(),
        ..World::default()
    };
    assert_eq!(kinds(&with_complaints(4).run()), ["proxy_ring"]);
}

#[test]
fn a_print_shop_that_posts_letters_ties_nobody_and_a_ring_that_posts_one_letter_does() {
    // A shop puts its phone and e-mail on what it sends; a few times one of the two is left out.
    let posted = |number: usize, day: usize| {
        let record = Record::new(number, day).with("channel", "regulator_letter");
        let record = record.with("courier_no", format!("SF14{number:011}"));
        let record = if number % 9 == 4 { record } else { record.with("sender_phone", "13700001111") };
        if number % 9 == 7 { record } else { record.with("email", "dayin@example.com") }
    };
    // Some of the others surrender as well.
    let others = || (4900..5050).map(|number| Record::new(number, number).with("channel", "company_hotline"));
    let shop = (0..30).map(|number| posted(number, number * 11));
    let shop = World { complaints: shop.chain(others()).collect(), ..World::default() }.run();
    assert!(kinds(&shop).iter().all(|kind| kind != "proxy_ring"), "{:?}", kinds(&shop));
    let ring = (0..30).map(|number| posted(number, number * 3));
    let ring = World {
        complaints: ring.chain(others()).collect(),
        surrenders: (0..30).map(|number| Record::new(number, number * 3 + 20).forced()).collect(),
        ..World::default()
    };
    assert_eq!(kinds(&ring.run()), ["proxy_ring"]);
}

#[test]
fn customers_of_a_print_shop_who_complain_are_no_ring_although_one_surrenders_at_its_computer() {
    let others = || (4900..5100).map(|number| Record::new(number, number).with("channel", "company_hotline"));
    let at_shop = |number: usize| {
        let record = Record::new(number, number * 31).with("device_id", "PC-PRINT-01");
        if number % 4 == 3 { record } else { record.with("email", "dayin@example.com") }
    };
    let complaints = || (0..9).map(at_shop).chain(others()).collect();
    let shop = World { complaints: complaints(), surrenders: vec![at_shop(2)], ..World::default() };
    assert_eq!(kinds(&shop.run()), ["unclear"]);
    // Coached customers do not stop at complaints.
    let surrenders = (0..9).map(|number| at_shop(number).forced()).collect();
    let ring = World { complaints: complaints(), surrenders, ..World::default() };
    assert_eq!(kinds(&ring.run()), ["proxy_ring"]);
}

#[test]
fn clients_of_an_office_with_a_landline_are_no_ring_and_those_of_a_mobile_are_when_their_contacts_change() {
    let kinds_with = |phone: &'static str, changed: usize| {
        let client = |number: usize| {
            let named = Record::new(number, number * 40).with("proxy_name", "胡某某");
            named.with("proxy_phone", phone)
        };
        let surrender = |number: usize| {
            let record = Record::new(number, number * 40 + 20).forced();
            let day = record.0["applied_at"].clone();
            if number < changed { record.with("contact_changed_at", day) } else { record }
        };
        // Others complain, surrender and get what is due.
        let others = (4900..5050).map(|number| Record::new(number, number));
        let dir = World {
            complaints: (0..6).map(client).chain(others).collect(),
            surrenders: (0..6).map(surrender).collect(),
            ..World::default()
        };
        kinds(&dir.run())
    };
    assert_eq!(kinds_with("021-55667788", 6), ["unclear"]);
    assert_eq!(kinds_with("13755667788", 6), ["proxy_ring"]);
    // Nobody who represents others openly has a third of them change their contacts.
    assert_eq!(kinds_with("13755667788", 2), ["proxy_ring"]);
    // A representative who wins refunds is none.
    assert_eq!(kinds_with("13755667788", 0), ["unclear"]);
}

#[test]
fn an_employer_collects_the_refunds_of_people_who_leave_at_once_and_show_nothing_and_a_rings_people_show_something()
 {
    let kinds_with = |agents: usize, changed: bool| {
        let employee = |number: usize| {
            let record = Record::new(number, number / 2)
                .with("payee_account", "6222021234599990001")
                .with("selling_agent_id", format!("A{}", number % agents));
            let record = if changed && number.is_multiple_of(2) {
                record.with("contact_changed_at", "2026-01-01")
            } else {
                record
            };
            if number.is_multiple_of(3) { record } else { record.with("phone", "13700001111") }
        };
        // Others complain.
        let complaints = (4900..5050).map(|number| Record::new(number, number)).collect();
        kinds(&World { complaints, surrenders: (0..20).map(employee).collect(), ..World::default() }.run())
    };
    assert_eq!(kinds_with(2, false), ["employer_group"]);
    assert_eq!(kinds_with(20, false), ["employer_group"]);
    assert_eq!(kinds_with(20, true), ["proxy_ring"]);
}

#[test]
fn people_who_want_nothing_but_a_common_account_are_no_ring_and_those_who_give_one_phone_as_well_are() {
    let kinds_with = |phone: bool| {
        let funded = |number: usize| {
            let record = Record::new(number, number * 5);
            let paid = if phone && number.is_multiple_of(6) {
                record
            } else {
                record.with("payee_account", "6222021234599990001")
            };
            if phone && number % 6 != 1 { paid.with("phone", "13700001111") } else { paid }
        };
        // Others complain.
        let complaints = (4900..4920).map(|number| Record::new(number, number)).collect();
        kinds(&World { complaints, surrenders: (0..12).map(funded).collect(), ..World::default() }.run())
    };
    assert_eq!(kinds_with(false), ["unclear"]);
    assert_eq!(kinds_with(true), ["proxy_ring"]);
}

#[test]
fn three_who_share_a_phone_alone_and_show_flags_are_a_ring_and_three_who_live_together_too_are_not() {
    let kinds_with = |flat: bool| {
        let shown = |record: Record| {
            let record = record.with("phone", "13700001111");
            if flat { record.with("address", "上海市徐汇区漕溪路12号3幢401室") } else { record }
        };
        let surrender = |number: usize| {
            let record = shown(Record::new(number, number * 40));
            if number == 0 { record.forced() } else { record }
        };
        let others = (4900..5050).map(|number| Record::new(number, number));
        let complaints = others.chain([shown(Record::new(1, 35))]).collect();
        kinds(&World { complaints, surrenders: (0..3).map(surrender).collect(), ..World::default() }.run())
    };
    assert_eq!(kinds_with(false), ["proxy_ring"]);
    assert_eq!(kinds_with(true), ["household"]);
}

#[test]
fn an_account_that_collects_premiums_all_the_time_ties_nobody_and_a_funders_does() {
    let paid_by = |number: usize, start: &str| {
        Record::new(number, number * 15)
            .with("premium_payer_account", "6228480000000000011")
            .with("policy_start", start)
    };
    let bank = World {
        surrenders: (0..20).map(|number| paid_by(number, "2019-05-01")).collect(),
        ..World::default()
    }
    .run();
    assert_eq!(kinds(&bank), [""; 0]);
    assert_eq!(table(&bank, "hubs.csv")[0]["treatment"], "collecting_account");
    // Thirteen months before each surrender.
    let funded = |number: usize| {
        let month = 1 + number * 15 / 28 % 12;
        let (year, month) = if month == 1 { (2024, 12) } else { (2025, month - 1) };
        paid_by(number, &format!("{year}-{month:02}-01"))
    };
    let fraud = World { surrenders: (0..20).map(funded).collect(), ..World::default() }.run();
    assert_eq!(kinds(&fraud), ["proxy_ring"]);
}

#[test]
fn victims_of_one_agent_who_let_one_of_them_speak_are_no_ring() {
    let victim = |number: usize| {
        let own = Record::new(number, number * 6).with("selling_agent_id", "A900");
        if number == 0 {
            return own.with("complainant_id_no", "110101198001011259").with("phone", "13700001234");
        }
        own.with("proxy_name", "赵某0")
            .with("proxy_phone", "13700001234")
            .with("proxy_id_no", "110101198001011259")
            .with("phone", "13700001234")
    };
    let refunded =
        |number: usize| Record::new(number, number * 6 + 9).with("selling_agent_id", "A900").forced();
    let dir = World {
        complaints: (0..8).map(victim).collect(),
        surrenders: (0..8).map(refunded).collect(),
        ..World::default()
    }
    .run();
    assert!(kinds(&dir).iter().all(|kind| kind != "proxy_ring"), "{:?}", kinds(&dir));
}

#[test]
fn readers_of_one_page_of_whom_friends_share_a_phone_are_no_ring() {
    let page = "本人于购买保险时被业务员承诺保本保息，随时可以全额退还本金，现发现合同与当初宣传严重不符，\
                属于销售误导行为，故要求贵公司全额退还已交保费并给予书面答复，否则将向监管部门继续反映此问题";
    let reader = |number: usize| {
        let branch = ["北京", "上海", "广东", "四川", "湖南", "辽宁", "山东", "河南"][number % 8];
        let own = Record::new(number, number * 9).with("text", page).with("branch", branch);
        // Two pairs of friends.
        match number {
            0 | 1 => own.with("phone", "13700001111"),
            8 | 9 => own.with("phone", "13700002222"),
            _ => own,
        }
    };
    let dir = World { complaints: (0..32).map(reader).collect(), ..World::default() }.run();
    assert!(kinds(&dir).iter().all(|kind| kind != "proxy_ring"), "{:?}", kinds(&dir));
}

#[test]
fn people_of_one_parcel_station_share_a_place() {
    for place in ["菜鸟驿站", "邮政代办点", "工商银行网点"] {
        let guest = |number: usize| {
            Record::new(number, number * 12)
                .with("phone", "13700004321")
                .with("address", format!("北京市朝阳区安定路5号{place}"))
        };
        let dir = World { complaints: (0..10).map(guest).collect(), ..World::default() }.run();
        assert_eq!(kinds(&dir), ["shared_place"], "{place}");
    }
}

#[test]
fn refunds_of_people_who_complained_are_held_against_refunds_of_others_who_complained() {
    // Of 100 people who complain half are refunded in full, of those who do not nobody is.
    let mut world = World::default();
    for number in 1000..1100 {
        world.complaints.push(Record::new(number, number));
        let surrender = Record::new(number, number);
        world.surrenders.push(if number % 2 == 0 { surrender.forced() } else { surrender });
    }
    for number in 0..6 {
        world.complaints.push(Record::new(number, number * 9).with("phone", "13700001111"));
        world.surrenders.push(Record::new(number, number * 9).forced());
    }
    let dir = world.run();
    let reasons = table(&dir, "reasons.csv");
    let refund = reasons.iter().find(|reason| reason["code"] == "excess_refund").unwrap();
    let base: f64 = refund["base"].parse().unwrap();
    assert!((0.4..0.6).contains(&base), "{refund:?}");
}

#[test]
fn two_groups_of_whom_one_person_each_gives_the_same_e_mail_are_one_ring() {
    let of_group = |phone: &'static str, first: usize| {
        (first..first + 6).map(move |number| Record::new(number, number * 5).with("phone", phone).forced())
    };
    let groups = |email: bool| {
        let mut surrenders: Vec<Record> =
            of_group("13700001111", 0).chain(of_group("13700002222", 20)).collect();
        for member in [0, 6].into_iter().filter(|_| email) {
            surrenders[member] = surrenders[member].clone().with("email", "lin.haidong@qq.com");
        }
        // Among few people a common customer is no surprise.
        kinds(&World { surrenders, others: 3_000, ..World::default() }.run())
    };
    assert_eq!(groups(false), ["proxy_ring", "proxy_ring"]);
    assert_eq!(groups(true), ["proxy_ring"]);
}

#[test]
fn two_rings_that_copied_one_page_from_the_internet_are_two() {
    let page = "本人于购买保险时被业务员承诺保本保息，随时可以全额退还本金，现发现合同与当初宣传严重不符，\
                属于销售误导行为，故要求贵公司全额退还已交保费并给予书面答复，否则将向监管部门继续反映此问题";
    let mut world = World::default();
    for (first, branch, phone, account) in [
        (0, "上海", "13700001111", "6222021234599990001"),
        (20, "广东", "13700002222", "6222021234599990002"),
    ] {
        for number in first..first + 8 {
            let of_ring = |record: Record| record.with("branch", branch).with("phone", phone);
            let surrender = Record::new(number, number * 3 + 5).with("payee_account", account).forced();
            world.complaints.push(of_ring(Record::new(number, number * 3)).with("text", page));
            world.surrenders.push(of_ring(surrender));
        }
    }
    // Readers all over the country.
    for number in 100..116 {
        let branch = ["北京", "四川", "湖南", "辽宁", "山东", "河南"][number % 6];
        world.complaints.push(Record::new(number, number).with("branch", branch).with("text", page));
    }
    let kinds = kinds(&world.run());
    assert_eq!(kinds.iter().filter(|kind| *kind == "proxy_ring").count(), 2, "{kinds:?}");
}

#[test]
fn two_rings_of_one_branch_with_one_proxy_are_two_and_a_ring_that_changes_phones_is_one() {
    let with_proxy = |record: Record| {
        let named = record.with("proxy_name", "胡某某").with("proxy_phone", "13500009999");
        named.with("proxy_id_no", "310101198001011234").with("branch", "上海")
    };
    let member = |world: &mut World, number: usize, phone: String, values: [Option<&'static str>; 2]| {
        let [address, account] = values;
        let mut complaint = Record::new(number, number % 20 * 4).with("phone", phone.clone());
        let mut surrender = Record::new(number, number % 20 * 4 + 9).with("phone", phone).forced();
        if let Some(address) = address {
            complaint = complaint.with("address", address);
        }
        if let Some(account) = account {
            surrender = surrender.with("payee_account", account);
        }
        world.complaints.push(with_proxy(complaint));
        world.surrenders.push(surrender.with("branch", "上海"));
    };
    let mut two = World::default();
    for (first, phone, address, account) in [
        (0, "13700001111", "上海市徐汇区漕溪路12号3幢401室", "6222021234599990001"),
        (20, "13700002222", "上海市虹口区四川路77号1幢202室", "6222021234599990002"),
    ] {
        // Each third of a ring lacks one of the three things.
        for number in 0..9 {
            let own = if number % 3 == 0 { format!("138{:08}", first + number) } else { phone.to_owned() };
            let address = (number % 3 != 1).then_some(address);
            let account = (number % 3 != 2).then_some(account);
            member(&mut two, first + number, own, [address, account]);
        }
    }
    assert_eq!(kinds(&two.run()), ["proxy_ring", "proxy_ring"]);
    let mut one = World::default();
    for number in 0..18 {
        member(&mut one, number, format!("137000011{:02}", number / 3), [None, None]);
    }
    assert_eq!(kinds(&one.run()), ["proxy_ring"]);
}

#[test]
fn four_surnames_in_one_flat_are_a_household_unless_all_complain_and_surrender() {
    let of_flat =
        |number: usize| Record::new(number, number * 5).with("address", "上海市徐汇区漕溪路12号3幢401室");
    let quiet = World { surrenders: (0..4).map(of_flat).collect(), ..World::default() };
    assert_eq!(kinds(&quiet.run()), ["household"]);
    let both = World {
        complaints: (0..4).map(of_flat).collect(),
        surrenders: (0..4).map(of_flat).map(Record::forced).collect(),
        ..World::default()
    };
    assert_eq!(kinds(&both.run()), ["proxy_ring"]);
}

#[test]
fn complainants_who_give_one_landline_share_a_place_and_those_who_give_one_mobile_a_ring() {
    let kinds_with = |phone: &'static str| {
        let of_phone = |number: usize| {
            let channel = if number < 2 { "12378" } else { "" };
            Record::new(number, number * 15).with("phone", phone).with("channel", channel)
        };
        // Others complain as well.
        let others = (1000..1150).map(|number| Record::new(number, number));
        let complaints = (0..7).map(of_phone).chain(others).collect();
        kinds(&World { complaints, surrenders: vec![of_phone(7)], ..World::default() }.run())
    };
    assert_eq!(kinds_with("021-55667788"), ["shared_place"]);
    assert_eq!(kinds_with("13755667788"), ["proxy_ring"]);
}

#[test]
fn clients_of_a_representative_who_give_his_office_as_their_address_are_no_ring() {
    let client = |number: usize| {
        let record = Record::new(number, number * 17 % 300).with("branch", "上海");
        let record = match number % 3 {
            0 => record.with("phone", "13500009999"),
            1 => record.with("address", "上海市徐汇区漕溪路12号金色大厦3幢401室"),
            _ => record,
        };
        let named = record.with("proxy_name", "胡某某").with("proxy_phone", "13500009999");
        named.with("proxy_id_no", "310101198001011234")
    };
    let dir = World { complaints: (0..18).map(client).collect(), others: 200, ..World::default() }.run();
    assert_eq!(kinds(&dir), ["unclear"]);
}

/// A phone that ten others give whom nothing else ties, and two of each of two rings with a flat and an account.
fn with_a_phone_of_many(others: impl Fn(Record) -> Record) -> Dir {
    let many = "13700001111";
    let member = |number: usize| {
        let (ring, branch) = if number < 6 { (1, "北京") } else { (2, "上海") };
        let record = Record::new(number, number)
            .with("address", format!("朝阳区阳光花园{ring}栋2单元501"))
            .with("payee_account", format!("622848000000000001{ring}"))
            .with("branch", branch)
            .forced();
        if number % 6 < 2 { record.with("phone", many) } else { record }
    };
    let other = |number: usize| others(Record::new(number, number * 15).with("phone", many));
    let surrenders: Vec<Record> = (0..12).map(member).chain((100..110).map(other)).collect();
    let complaints = surrenders.iter().take(12).cloned().collect();
    World { complaints, surrenders, ..World::default() }.run()
}

#[test]
fn a_phone_that_ordinary_customers_give_too_ties_no_two_rings_and_one_whose_users_are_of_one_sort_does() {
    let apart = with_a_phone_of_many(|record| record);
    assert_eq!(table(&apart, "hubs.csv")[0]["treatment"], "popular");
    let rings = table(&apart, "rings.csv");
    assert_eq!(rings.iter().map(|ring| ring["persons"].as_str()).collect::<Vec<_>>(), ["6", "6"]);
    let together = with_a_phone_of_many(Record::forced);
    assert!(table(&together, "hubs.csv").is_empty());
    assert_eq!(table(&together, "rings.csv")[0]["persons"], "22");
}

#[test]
fn people_who_want_nothing_and_whose_policies_two_agents_sold_are_a_companys_and_with_many_agents_a_ring() {
    let kinds_with = |agents: usize| {
        let employee = |number: usize| {
            Record::new(number, number * 9)
                .with("phone", "13700001111")
                .with("premium_payer_account", "6228480000000000011")
                .with("policy_start", format!("2019-{:02}-01", 1 + number % 12))
                .with("selling_agent_id", format!("A{}", number % agents))
        };
        kinds(&World { surrenders: (0..12).map(employee).collect(), ..World::default() }.run())
    };
    assert_eq!(kinds_with(2), ["unclear"]);
    assert_eq!(kinds_with(12), ["proxy_ring"]);
}

/// Six who complain through a channel and share a value in one column alone, of whom one surrenders, or all do with a refund
/// of all premiums; beside two hundred others who complain, of whom some surrender and are refunded.
fn complaining(column: &'static str, channel: &str, refunded: bool, refunded_others: usize) -> Dir {
    let own = |number: usize| Record::new(number, number * 50).with(column, "13700002222");
    let complaints = (0..6).map(|number| own(number).with("channel", channel));
    let others = (4800..5000).map(|number| Record::new(number, number));
    let surrenders: Vec<Record> =
        if refunded { (0..6).map(own).map(Record::forced).collect() } else { vec![own(0)] };
    let of_others = (4800..4800 + refunded_others).map(|number| Record::new(number, number).forced());
    World {
        complaints: complaints.chain(others).collect(),
        surrenders: surrenders.into_iter().chain(of_others).collect(),
        ..World::default()
    }
    .run()
}

/// Bits of a reason of the only finding.
fn bits(dir: &Dir, code: &str) -> f64 {
    let reasons = table(dir, "reasons.csv");
    let reason = reasons.iter().find(|reason| reason["code"] == code).unwrap();
    reason["contribution"].parse().unwrap()
}

#[test]
fn whose_letters_one_courier_sends_are_a_ring_only_where_they_show_something_else() {
    assert_eq!(kinds(&complaining("sender_phone", "", false, 0)), ["unclear"]);
    assert_eq!(kinds(&complaining("sender_phone", "", true, 0)), ["proxy_ring"]);
}

#[test]
fn that_people_complain_says_less_where_they_share_one_phone_and_are_not_refunded() {
    let of_complaints =
        |channel: &str, refunded: bool| bits(&complaining("phone", channel, refunded, 60), "complaint");
    // The regulator's channel is something else that stands out.
    let (quiet, loud, refunded) =
        (of_complaints("", false), of_complaints("12378", false), of_complaints("", true));
    assert!(quiet <= 0.0 && 0.0 < loud && loud <= 1.5 && 1.5 < refunded, "{quiet} {loud} {refunded}");
}

#[test]
fn the_policies_table_says_who_pays_where_the_record_does_not() {
    // Thirteen months after each policy began; half of the people complain and never tell who pays.
    let records = |number: usize| Record::new(number, 90 + number).with("policy_start", "2025-03-01");
    let funded = |payer: fn(usize) -> String| {
        let policies = (0..12).map(|number| format!("P{number:06},,{}", payer(number))).collect();
        World {
            complaints: (0..6).map(records).collect(),
            surrenders: (0..12).map(records).collect(),
            policies,
            ..World::default()
        }
        .run()
    };
    let ring = funded(|_| "6228480000000000011".into());
    assert_eq!(kinds(&ring), ["proxy_ring"]);
    let links = table(&ring, "links.csv");
    assert!(links.iter().any(|link| link["record_id"].starts_with('C')), "{links:?}");
    assert!(links.iter().all(|link| link["link_type"] == "policy_payer_account"), "{links:?}");
    let alone = funded(|number| format!("62284800000000{number:05}"));
    assert_eq!(kinds(&alone), [""; 0]);
}

#[test]
fn a_shared_phone_that_is_registered_on_its_policies_speaks_against_a_ring_unless_it_was_changed_before() {
    let people = |registered: &str, changed: bool| {
        let person = |number: usize| {
            let mut record = Record::new(number, 30 + number)
                .with("phone", "13680271946")
                .with("payee_account", "6228480000000000011");
            if changed {
                record = record.with("contact_changed_at", "2026-02-01");
            }
            record
        };
        let policies = (0..4).map(|number| format!("P{number:06},{registered},")).collect();
        let dir = World { surrenders: (0..4).map(person).collect(), policies, ..World::default() }.run();
        (kinds(&dir), codes(&dir).contains(&"registered_phones".to_owned()))
    };
    assert!(people("13680271946", false).1);
    assert!(!people("", false).1);
    assert!(!people("13790261583", false).1);
    assert_eq!(people("13680271946", true), (vec!["proxy_ring".into()], false));
}
