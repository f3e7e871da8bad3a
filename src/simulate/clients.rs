//! Clients with policies, and the ordinary complaints and surrenders that they file.

use super::dice::Dice;
use super::people::{self, BRANCHES, Person};
use super::world::{Group, Row, World};
use super::{Config, FIRST_DAY, LAST_DAY, day, letters};
use crate::record::Day;

const PRODUCTS: [&str; 8] = [
    "福满堂年金险",
    "鑫享人生两全险",
    "安康保重疾险",
    "金玉满仓增额终身寿",
    "颐养天年养老险",
    "守护星少儿险",
    "聚宝盆万能险",
    "惠民保医疗险",
];
const CHANNELS: [(&str, usize); 12] = [
    ("hotline_12378", 20),
    ("监管局热线（12378）", 4),
    ("forwarded_12378", 6),
    ("regulator_transfer", 6),
    ("监管转办件", 3),
    ("regulator_letter", 2),
    ("company_hotline", 30),
    ("保司400热线", 6),
    ("counter", 10),
    ("online", 9),
    ("letter", 3),
    ("总经理接待日", 1),
];
const REGULATOR: [&str; 5] =
    ["hotline_12378", "监管局热线（12378）", "regulator_letter", "regulator_transfer", "监管转办件"];

/// A policyholder with one policy.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) person: Person,
    pub(super) policy: String,
    pub(super) product: &'static str,
    pub(super) seller: usize,
    pub(super) start: Day,
    /// Yuan.
    pub(super) premium_paid: i32,
    /// Yuan.
    pub(super) cash: i32,
}

/// An agent of the insurer.
struct Agent {
    id: String,
    name: String,
    phone: String,
    branch: usize,
    hired: Day,
    left: Option<Day>,
}

/// Makes clients and records, and keeps what was made.
pub(super) struct Maker {
    pub(super) dice: Dice,
    pub(super) world: World,
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) branches: usize,
    agents: Vec<Agent>,
    policies: u32,
    /// Part of the policies that the policies table holds.
    policy_share: f64,
}

impl Maker {
    pub(super) fn new(config: &Config) -> Self {
        let mut dice = Dice::new(config.seed);
        let branches = if config.records < 50_000 { 6 } else { BRANCHES.len() };
        let first = day(FIRST_DAY);
        let agents = (0..(config.records / 40).max(120))
            .map(|number| {
                let hired = Day(first.0 - dice.between(200, 4000));
                let left = dice
                    .chance(0.15)
                    .then(|| Day(hired.0 + dice.between(150, 4600)))
                    .filter(|left| left.0 < first.0 + 600);
                Agent {
                    id: format!("A{:06}", 100_000 + number),
                    name: people::name(&mut dice, None),
                    phone: people::mobile(&mut dice),
                    branch: number as usize % branches,
                    hired,
                    left,
                }
            })
            .collect();
        let policy_share = if config.records < 50_000 { 1.0 } else { 0.1 };
        Self {
            dice,
            world: World::default(),
            first,
            last: day(LAST_DAY),
            branches,
            agents,
            policies: 0,
            policy_share,
        }
    }

    /// A random branch.
    pub(super) fn branch(&mut self) -> usize {
        self.dice.below(self.branches)
    }

    /// A random agent of a branch; `departed` says which sort.
    pub(super) fn agent(&mut self, branch: usize, departed: bool) -> usize {
        for _ in 0..200 {
            let agent = self.dice.below(self.agents.len());
            if self.agents[agent].branch == branch && self.agents[agent].left.is_some() == departed {
                return agent;
            }
        }
        branch
    }

    /// A new agent hired on a day, who serves still.
    pub(super) fn hire(&mut self, branch: usize, hired: Day) -> usize {
        let id = format!("A{:06}", 500_000 + self.agents.len());
        let (name, phone) = (people::name(&mut self.dice, None), people::mobile(&mut self.dice));
        self.agents.push(Agent { id, name, phone, branch, hired, left: None });
        self.agents.len() - 1
    }

    pub(super) fn agent_phone(&self, agent: usize) -> String {
        self.agents[agent].phone.clone()
    }

    /// A client of a random agent of a branch, whose policy is of any age on a day.
    pub(super) fn client(&mut self, branch: usize, at: Day) -> Client {
        let departed = self.dice.chance(0.2);
        let seller = self.agent(branch, departed);
        let months = match self.dice.below(10) {
            0 => self.dice.between(12, 14),
            1 => self.dice.between(24, 26),
            _ => self.dice.between(2, 110),
        };
        self.client_of(branch, seller, at, months)
    }

    /// A client whose policy is `months` old on a day.
    pub(super) fn client_of(&mut self, branch: usize, seller: usize, at: Day, months: i32) -> Client {
        let person = people::person(&mut self.dice, branch);
        let start = Day(at.0 - months * 61 / 2 - self.dice.between(0, 15));
        self.policy_of(person, seller, start, months)
    }

    /// A policy of a person, started on a day and `months` old.
    pub(super) fn policy_of(&mut self, person: Person, seller: usize, start: Day, months: i32) -> Client {
        self.policies += 1;
        let yearly = 1000 * self.dice.between(3, 40);
        let paid = (months / 12 + 1).min(10);
        let premium_paid = yearly * paid;
        let cash = premium_paid / 100 * (12 + 7 * months / 12).clamp(10, 92);
        let policy = format!("P{:09}", 700_000_000 + u64::from(self.policies) * 37 % 99_999_989);
        let product = self.dice.pick(&PRODUCTS);
        let client = Client { person, policy, product, seller, start, premium_paid, cash };
        if self.dice.chance(self.policy_share) {
            self.add_policy(&client);
        }
        client
    }

    /// Puts a client's policy into the policies table.
    pub(super) fn add_policy(&mut self, client: &Client) -> &mut Row {
        let mut row = Row::on(client.start);
        row.set("policy_no", &client.policy);
        row.set("policyholder_name", &client.person.name);
        row.set("policyholder_id_no", &client.person.id_no);
        row.set("insured_id_no", &client.person.id_no);
        row.set("relation", "本人");
        row.set("registered_phone", &client.person.phone);
        row.set("selling_agent_id", &self.agents[client.seller].id);
        row.set("branch", BRANCHES[client.person.flat.branch].0);
        row.set("product", client.product);
        row.set("issued_at", client.start.to_string());
        row.set("premium", client.premium_paid.to_string());
        row.set("premium_payer_account", &client.person.account);
        self.world.policies.push(row);
        let last = self.world.policies.len() - 1;
        &mut self.world.policies[last]
    }

    /// A random day of a record.
    pub(super) fn any_day(&mut self) -> Day {
        Day(self.dice.between(self.first.0, self.last.0))
    }

    /// A day in a window, never past the end of the world.
    pub(super) fn within(&mut self, from: Day, days: i32) -> Day {
        Day((from.0 + self.dice.between(0, days.max(1))).min(self.last.0))
    }

    /// An ordinary complaint of a client.
    pub(super) fn complaint(&mut self, client: &Client, at: Day) -> Row {
        let mut row = Row::on(at);
        self.common(&mut row, client);
        let total: usize = CHANNELS.iter().map(|(_, weight)| weight).sum();
        let mut left = self.dice.below(total);
        let mut channel = "other";
        for (name, weight) in CHANNELS {
            if left < weight {
                channel = name;
                break;
            }
            left -= weight;
        }
        row.set("received_at", at.to_string());
        row.set("channel", channel);
        row.set("complainant_name", &client.person.name);
        if self.dice.chance(0.8) {
            row.set("complainant_id_no", &client.person.id_no);
        }
        if self.dice.chance(0.4) {
            row.set("caller_phone", &client.person.phone);
        }
        row.set("category", self.dice.pick(&["sales", "surrender", "service", "claim", "other"]));
        if self.dice.chance(0.3) {
            row.set("amount_claimed", client.premium_paid.to_string());
        }
        if self.dice.chance(0.5) {
            row.set("text", letters::own_words(&mut self.dice, client));
        }
        if self.dice.chance(0.3) {
            row.set("summary", letters::summary(&mut self.dice));
        }
        row.set("handler_id", format!("H{:03}", self.dice.below(60)));
        row.set("due_at", Day(at.0 + 30).to_string());
        row.set("status", if at.0 + 25 < self.last.0 { "办结" } else { "处理中" });
        row
    }

    /// A complaint that went through the regulator.
    pub(super) fn regulator(&mut self, row: &mut Row) {
        row.set("channel", self.dice.pick(&REGULATOR));
        row.set("regulator_no", format!("ZB{}{}", row.day, self.dice.digits(5)));
    }

    /// An ordinary surrender of a client.
    pub(super) fn surrender(&mut self, client: &Client, at: Day) -> Row {
        let mut row = Row::on(at);
        self.common(&mut row, client);
        row.set("applied_at", at.to_string());
        row.set("policyholder_name", &client.person.name);
        row.set("policyholder_id_no", &client.person.id_no);
        row.set("payee_name", &client.person.name);
        row.set("payee_account", &client.person.account);
        if self.dice.chance(0.4) {
            row.set("premium_payer_account", &client.person.account);
        }
        row.set("policy_start", client.start.to_string());
        if self.dice.chance(0.04) {
            row.set("contact_changed_at", Day(at.0 - self.dice.between(0, 60)).to_string());
        }
        row.set("premium_paid", client.premium_paid.to_string());
        row.set("cash_value", client.cash.to_string());
        let dividends = if self.dice.chance(0.2) { client.premium_paid / 50 } else { 0 };
        let loan = if self.dice.chance(0.08) { client.cash / 4 } else { 0 };
        row.set("dividends", dividends.to_string());
        row.set("loan_deducted", loan.to_string());
        let ordinary = client.cash + dividends - loan;
        let (surrender_type, refund) = match self.dice.below(100) {
            0..8 => ("cooling_off", client.premium_paid),
            8..14 => (
                "negotiated",
                ordinary + (client.premium_paid - client.cash) / 100 * self.dice.between(5, 60),
            ),
            14..16 => ("full_refund", client.premium_paid - loan),
            _ => ("normal", ordinary),
        };
        row.set("surrender_type", surrender_type);
        row.set("refund_amount", refund.to_string());
        row.set("operator_id", format!("O{:03}", self.dice.below(80)));
        let pay = Day(at.0 + self.dice.between(3, 25));
        if pay.0 <= self.last.0 {
            row.set("paid_at", pay.to_string());
            row.set("pay_status", "已付款");
        } else {
            row.set("pay_status", "待付款");
        }
        row
    }

    /// Marks a surrender as forced: refunded above its cash value.
    pub(super) fn forced(&mut self, client: &Client, row: &mut Row) {
        let share = self.dice.between(85, 100);
        row.set("surrender_type", self.dice.pick(&["negotiated", "full_refund"]));
        row.set("refund_amount", (client.premium_paid / 100 * share).max(client.cash).to_string());
        row.set("dividends", "");
        row.set("loan_deducted", "");
    }

    /// Moves what a surrender got above its cash value into a settlement.
    pub(super) fn settle(&mut self, client: &Client, row: &mut Row) {
        let refund: i32 = row.get("refund_amount").parse().unwrap_or_default();
        if refund <= client.cash {
            return;
        }
        row.set("refund_amount", client.cash.to_string());
        let mut settlement = Row::on(Day(row.day));
        settlement.set("policy_no", &client.policy);
        settlement.set("agreed_at", Day(row.day).to_string());
        settlement.set("amount", (refund - client.cash).to_string());
        settlement.set("borne_by", self.dice.pick(&["分公司", "业务员", "代理公司"]));
        settlement.set("paid_at", row.get("paid_at"));
        self.world.settlements.push(settlement);
    }

    fn common(&mut self, row: &mut Row, client: &Client) {
        let person = &client.person;
        row.set("policy_no", &client.policy);
        row.set("phone", &person.phone);
        row.set("registered_phone", &person.phone);
        if self.dice.chance(0.45) {
            row.set("address", person.flat.spelling(&mut self.dice));
        }
        if self.dice.chance(0.05) {
            row.set("email", &person.email);
        }
        if self.dice.chance(0.15) {
            row.set("device_id", &person.device);
            row.set("ip", &person.ip);
        }
        if self.dice.chance(0.05) {
            // A relative acts for them.
            row.set("proxy_name", people::name(&mut self.dice, None));
            row.set("proxy_phone", people::mobile(&mut self.dice));
        }
        let agent = &self.agents[client.seller];
        row.set("selling_agent_id", &agent.id);
        let servicing =
            if agent.left.is_some() { self.agent(person.flat.branch, false) } else { client.seller };
        row.set("servicing_agent_id", &self.agents[servicing].id);
        row.set("branch", BRANCHES[person.flat.branch].0);
        row.set("product", client.product);
    }

    /// Opens a group; its rows are given to [`Maker::keep`].
    pub(super) fn group(&mut self, habit: &'static str, is_ring: bool) -> usize {
        let same = self
            .world
            .groups
            .iter()
            .filter(|group| group.is_ring == is_ring && (is_ring || group.habit == habit));
        let number = same.count() + 1;
        let name = if is_ring { format!("ring-{number}") } else { format!("{habit}-{number}") };
        self.world.groups.push(Group { name, habit, is_ring, persons: 0 });
        self.world.groups.len() - 1
    }

    /// Keeps a complaint or surrender.
    pub(super) fn keep(&mut self, mut row: Row, group: Option<usize>) {
        row.group = group;
        if row.cells.iter().any(|(column, _)| *column == "received_at") {
            self.world.complaints.push(row);
        } else {
            self.world.surrenders.push(row);
        }
    }

    /// Adds ordinary records until there are `records`: a third complaints, some households.
    pub(super) fn fill(&mut self, records: usize) {
        while self.world.complaints.len() + self.world.surrenders.len() < records {
            let branch = self.branch();
            let at = self.any_day();
            let client = self.client(branch, at);
            let complain = self.world.complaints.len() * 2 < self.world.surrenders.len();
            let row = if complain { self.complaint(&client, at) } else { self.surrender(&client, at) };
            self.keep(row, None);
            if self.dice.chance(0.04) {
                self.relative(&client, at);
            }
            if complain && self.dice.chance(0.1) {
                // A complaint that is repeated, or followed by a surrender.
                let later = self.within(at, 50);
                let again = if self.dice.chance(0.5) {
                    self.complaint(&client, later)
                } else {
                    self.surrender(&client, later)
                };
                self.keep(again, None);
            }
        }
        self.world.surrenders.truncate(records.saturating_sub(self.world.complaints.len()));
    }

    /// A relative of the client: the same phone or flat, mostly the same surname.
    fn relative(&mut self, client: &Client, at: Day) {
        let seller = client.seller;
        let months = self.dice.between(5, 90);
        let mut relative = self.client_of(client.person.flat.branch, seller, at, months);
        relative.person.flat = client.person.flat.clone();
        if self.dice.chance(0.6) {
            relative.person.name = people::name(&mut self.dice, Some(&client.person.surname()));
        }
        if self.dice.chance(0.5) {
            relative.person.phone.clone_from(&client.person.phone);
        }
        let later = self.within(at, 200);
        let row = self.surrender(&relative, later);
        self.keep(row, None);
    }

    /// Sorts and numbers all rows.
    pub(super) fn finish(mut self) -> World {
        for agent in &self.agents {
            let mut row = Row::default();
            row.set("agent_id", &agent.id);
            row.set("agent_name", &agent.name);
            row.set("phone", &agent.phone);
            row.set("branch", BRANCHES[agent.branch].0);
            row.set("hired_at", agent.hired.to_string());
            row.set("left_at", agent.left.map_or(String::new(), |day| day.to_string()));
            self.world.agents.push(row);
        }
        let world = &mut self.world;
        for (rows, column, letter) in
            [(&mut world.complaints, "complaint_id", 'C'), (&mut world.surrenders, "surrender_id", 'S')]
        {
            rows.sort_by_key(|row| row.day);
            for (number, row) in rows.iter_mut().enumerate() {
                let year = Day(row.day).ymd().0;
                row.cells.push((column, format!("{letter}{year}{:07}", number + 1)));
            }
        }
        // A policy that was changed after it was made stands twice: the last row holds.
        world.policies.reverse();
        world.policies.sort_by(|left, right| left.get("policy_no").cmp(right.get("policy_no")));
        world.policies.dedup_by(|left, right| left.get("policy_no") == right.get("policy_no"));
        let rows = world.complaints.iter().chain(&world.surrenders);
        let mut policies: Vec<(usize, &str)> =
            rows.filter_map(|row| row.group.map(|group| (group, row.get("policy_no")))).collect();
        policies.sort_unstable();
        policies.dedup();
        for (group, _) in policies {
            world.groups[group].persons += 1;
        }
        self.world
    }
}
