//! A small world whose rings grow night by night, and the run of a night.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses its part, and one that cannot go on fails")]

use crate::support::{Dir, rows};

/// One ring: complaint numbers, a phone and an account behind them, in a branch with bystanders.
pub(crate) struct World {
    complaints: String,
    surrenders: String,
}

const COMPLAINTS: &str = "complaint_id,received_at,channel,policy_no,complainant_name,phone,proxy_name,proxy_phone,selling_agent_id,branch,demand\n";
const SURRENDERS: &str = "surrender_id,applied_at,policy_no,policyholder_name,policyholder_id_no,phone,payee_account,selling_agent_id,branch,surrender_type,premium_paid,cash_value,refund_amount,contact_changed_at,policy_start\n";

/// Phone and account number `n`, each a valid one.
pub(crate) fn phone(number: usize) -> String {
    format!("139{:08}", 27_183_645 + number * 7919)
}

pub(crate) fn account(number: usize) -> String {
    format!("62220{:014}", number * 7_919_317 + 13_579)
}

/// An identity number with its check digit.
pub(crate) fn id_no(number: usize) -> String {
    let body = format!("3301061970{:02}{:02}{:03}", 1 + number % 12, 1 + number % 28, number % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11])
}

impl World {
    pub(crate) fn new() -> Self {
        let mut world = Self { complaints: COMPLAINTS.to_owned(), surrenders: SURRENDERS.to_owned() };
        for number in 500..900 {
            world.person(number, "2026-02-10", number, number);
        }
        world
    }

    /// A person who complains and surrenders with a phone and an account.
    pub(crate) fn person(&mut self, number: usize, day: &str, contact: usize, account: usize) {
        let name = ["王建", "李芳", "张敏", "刘洋", "陈静", "杨磊", "赵敏", "黄海"][number % 8];
        let excess = if number < 500 { 90_000 } else { 40_000 };
        self.complaints.push_str(&format!(
            "C{number:04},{day},12378,P{number:06},{name}{number},{},,,A{:03},杭州,全额退保\n",
            phone(contact),
            number % 97
        ));
        self.surrenders.push_str(&format!(
            "S{number:04},{day},P{number:06},{name}{number},{},{},{},A{:03},杭州,full_refund,100000,40000,{excess},{},2025-01-10\n",
            id_no(number),
            phone(contact),
            self::account(account),
            number % 97,
            if number < 500 { day } else { "" },
        ));
    }

    /// A ring of persons with one phone and one account.
    pub(crate) fn ring(
        &mut self,
        numbers: std::ops::Range<usize>,
        day: &str,
        contact: usize,
        account: usize,
    ) -> &mut Self {
        for number in numbers {
            self.person(number, day, contact, account);
        }
        self
    }

    pub(crate) fn write(&self, dir: &Dir) {
        dir.write("c.csv", &self.complaints);
        dir.write("s.csv", &self.surrenders);
    }
}

pub(crate) const RUN: &str =
    "run --complaints c.csv --surrenders s.csv --permutations 0 --quiet --store rings.db";

#[track_caller]
pub(crate) fn night(dir: &Dir, world: &World, as_of: &str) -> Vec<(String, String, usize)> {
    world.write(dir);
    dir.check(&format!("{RUN} --as-of {as_of}"), 0);
    rings(dir)
}

/// Id, events and records of each ring, sorted.
pub(crate) fn rings(dir: &Dir) -> Vec<(String, String, usize)> {
    let mut out: Vec<_> = rows(&dir.path("out/rings.csv"))
        .into_iter()
        .map(|row| (row["ring_id"].clone(), row["event"].clone(), row["records"].parse().unwrap()))
        .collect();
    out.sort();
    out
}

pub(crate) fn dump(dir: &Dir) -> Vec<String> {
    let store = rusqlite::Connection::open(dir.path("rings.db")).unwrap();
    let mut out = Vec::new();
    for table in [
        "runs",
        "rings",
        "ring_versions",
        "members",
        "ring_values",
        "events",
        "decisions",
        "candidates",
        "chance",
    ] {
        let mut statement = store.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> =
                (0..columns).map(|column| format!("{:?}", row.get_ref(column).unwrap())).collect();
            out.push(format!("{table} {}", cells.join(" ")));
        }
    }
    out
}
