//! Clients with policies, and the ordinary complaints and surrenders that they file.

use std::sync::Arc;

use super::config::Config;
use super::dice::Dice;
use super::market::Market;
use super::people::{self, BRANCHES, Person};
use super::shared::{Kind, Shared};
use super::world::{Group, Planted, Role, Row, World};
use super::{LAST_DAY, day, letters, slips};
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
/// Channels as systems write them, by weight.
const CHANNELS: [(&str, u32); 12] = [
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
const REGULATOR: [(&str, u32); 6] = [
    ("hotline_12378", 20),
    ("监管局热线（12378）", 4),
    ("forwarded_12378", 6),
    ("regulator_transfer", 6),
    ("监管转办件", 3),
    ("regulator_letter", 2),
];
const COMPANY: [(&str, u32); 5] =
    [("company_hotline", 30), ("保司400热线", 6), ("counter", 10), ("online", 9), ("letter", 3)];
const CATEGORIES: [(&str, u32); 5] =
    [("sales", 30), ("surrender", 28), ("service", 18), ("claim", 14), ("other", 10)];
const DEMANDS: [(&str, u32); 6] = [
    ("全额退保", 30),
    ("退还部分保费", 12),
    ("解释说明", 20),
    ("尽快办理", 16),
    ("更正资料", 8),
    ("书面答复", 14),
];

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

/// Makes clients and records, and keeps what was made.
pub(super) struct Maker<'a> {
    pub(super) config: &'a Config,
    pub(super) dice: Dice,
    pub(super) world: World,
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) market: Arc<Market>,
    /// Policies numbered so far, from the start of this maker's own range.
    policies: u64,
    /// Part of the policies that the policies table holds.
    policy_share: f64,
    /// Things and people of the planted, numbered by truth.
    things: u32,
    people: u32,
}

impl<'a> Maker<'a> {
    /// The maker of the planted part.
    pub(super) fn new(config: &'a Config) -> Self {
        let mut dice = Dice::new(config.seed, 0);
        let last = day(LAST_DAY);
        let first = Day(last.0 - config.days + 1);
        let market = Arc::new(Market::new(config, &mut dice, first));
        // In a large world the policies of the planted and a part of the others are enough.
        let policy_share = if config.records < 50_000 { 1.0 } else { 0.1 };
        Self {
            config,
            dice,
            world: World::default(),
            first,
            last,
            market,
            policies: 50_000_000,
            policy_share,
            things: 0,
            people: 0,
        }
    }

    /// The maker of one block of the background: own dice, own policy numbers, the same insurer.
    pub(super) fn block(&self, number: u32) -> Self {
        Self {
            config: self.config,
            dice: Dice::new(self.config.seed, u64::from(number) + 1),
            world: World::default(),
            market: Arc::clone(&self.market),
            // A block makes fewer policies than that.
            policies: u64::from(number) * 40_000,
            ..*self
        }
    }

    /// A random branch, by size.
    pub(super) fn branch(&mut self) -> usize {
        self.market.branch(&mut self.dice)
    }

    /// A new agent hired on a day, who serves still.
    pub(super) fn hire(&mut self, branch: usize, hired: Day) -> usize {
        Arc::make_mut(&mut self.market).hire(&mut self.dice, branch, hired)
    }

    /// A new thing to share.
    pub(super) fn thing(&mut self, kind: Kind, branch: usize) -> Shared {
        self.things += 1;
        Shared::new(&mut self.dice, kind, self.things, branch)
    }

    /// The next number of a thing that exists already.
    pub(super) fn ordinal(&mut self) -> u32 {
        self.things += 1;
        self.things
    }

    /// Lets a record carry a thing. Whoever pays the premiums stands in the policies table, too.
    pub(super) fn carry(&mut self, thing: &Shared, client: &Client, row: &mut Row) {
        thing.put(&mut self.dice, self.config.rewording, client, row);
        if thing.kind != Kind::Payer {
            return;
        }
        if let (Some(payer), Some(policy)) = (thing.person(), self.policy(client)) {
            policy.set("premium_payer_account", payer.account.clone());
            row.carried.push(("", thing.kind, thing.ordinal));
        }
    }

    /// The row of a client's policy while records are made of it: one of the last two, as only a new policy of theirs comes
    /// after it.
    fn policy(&mut self, client: &Client) -> Option<&mut Row> {
        self.world.policies.iter_mut().rev().take(2).find(|row| row.get("policy_no") == client.policy)
    }

    /// Months of a policy that ends: peaks after the first and second commission year.
    fn months(&mut self) -> i32 {
        match self.dice.below(10) {
            0 => self.dice.between(12, 14),
            1 => self.dice.between(24, 26),
            _ => self.dice.between(2, 110),
        }
    }

    /// A client of any agent of a branch, whose policy is of any age on a day.
    pub(super) fn client(&mut self, branch: usize, at: Day) -> Client {
        let months = self.months();
        self.client_aged(branch, at, months)
    }

    /// A client of any agent of a branch, whose policy is `months` old on a day.
    pub(super) fn client_aged(&mut self, branch: usize, at: Day, months: i32) -> Client {
        let seller = self.market.serving(&mut self.dice, branch, Day(at.0 - months * 61 / 2));
        self.client_of(branch, seller, at, months)
    }

    /// A client of one agent, whose policy is `months` old on a day.
    pub(super) fn client_of(&mut self, branch: usize, seller: usize, at: Day, months: i32) -> Client {
        let person = people::person(&mut self.dice, branch);
        let start = Day(at.0 - months * 61 / 2 - self.dice.between(0, 15));
        self.policy_of(person, seller, start, months)
    }

    /// A policy of a person, started on a day and `months` old.
    pub(super) fn policy_of(&mut self, person: Person, seller: usize, start: Day, months: i32) -> Client {
        self.policies += 1;
        // Premiums from 1,500 to 60,000 yuan a year, evenly on a logarithmic scale.
        let yearly = (15.0 * 40_f64.powf(self.dice.unit())) as i32 * 100;
        let paid = (months / 12 + 1).clamp(1, 10);
        let premium_paid = yearly * paid;
        let percent = (12 + 7 * months / 12 + self.dice.between(-5, 8)).clamp(5, 96);
        let cash = premium_paid / 100 * percent;
        let policy = format!("P{:09}", 700_000_000 + self.policies * 61_803_397 % 99_999_989);
        let product = self.dice.pick(&PRODUCTS);
        let client = Client { person, policy, product, seller, start, premium_paid, cash };
        if self.dice.chance(self.policy_share) {
            self.add_policy(&client);
        }
        client
    }

    /// Puts a client's policy into the policies table; a later row of the same policy replaces an earlier one.
    pub(super) fn add_policy(&mut self, client: &Client) -> &mut Row {
        let mut row = Row::on(client.start);
        row.add("policy_no", &client.policy);
        row.add("policyholder_name", &client.person.name);
        row.add("policyholder_id_no", &client.person.id_no);
        row.add("insured_id_no", &client.person.id_no);
        row.add("relation", "本人");
        row.add("registered_phone", &client.person.phone);
        row.add("selling_agent_id", &self.market.agents[client.seller].id);
        row.add("branch", BRANCHES[client.person.flat.branch].0);
        row.add("product", client.product);
        row.add("issued_at", client.start.to_string());
        row.add("premium", client.premium_paid.to_string());
        row.add("premium_payer_account", &client.person.account);
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
        row.add("received_at", at.to_string());
        self.common(&mut row, client);
        let channel = self.dice.weighted(&CHANNELS);
        row.add("channel", channel);
        if REGULATOR.iter().any(|(name, _)| *name == channel) && self.dice.chance(0.7) {
            row.add("regulator_no", format!("ZB{}{}", row.day, self.dice.digits(5)));
        }
        row.add("complainant_name", &client.person.name);
        if self.dice.chance(0.85) {
            row.add("complainant_id_no", &client.person.id_no);
        }
        if self.dice.chance(0.4) {
            row.add("caller_phone", &client.person.phone);
        }
        row.add("category", self.dice.weighted(&CATEGORIES));
        if self.dice.chance(0.6) {
            row.add("demand", self.dice.weighted(&DEMANDS));
        }
        if self.dice.chance(0.45) {
            row.add("amount_claimed", client.premium_paid.to_string());
        }
        if self.dice.chance(0.6) {
            row.add("text", letters::own_words(&mut self.dice, client));
        }
        if self.dice.chance(0.08) {
            // People post letters themselves, with a slip of their own.
            row.add("sender_phone", &client.person.phone);
            row.add("courier_no", people::courier(&mut self.dice));
        }
        if self.dice.chance(0.35) {
            row.add("summary", letters::summary(&mut self.dice));
        }
        row.add("handler_id", format!("H{:03}", self.dice.below(60)));
        row.add("due_at", Day(at.0 + 30).to_string());
        row.add("status", if at.0 + 25 < self.last.0 { "办结" } else { "处理中" });
        row
    }

    /// Sends a complaint through the regulator, or through the company's own channels.
    pub(super) fn route(&mut self, row: &mut Row, regulator: bool) {
        row.set("channel", self.dice.weighted(if regulator { &REGULATOR[..] } else { &COMPANY[..] }));
        let number = regulator && self.dice.chance(0.7);
        let text = if number { format!("ZB{}{}", row.day, self.dice.digits(5)) } else { String::new() };
        row.set("regulator_no", text);
    }

    /// An ordinary surrender of a client.
    pub(super) fn surrender(&mut self, client: &Client, at: Day) -> Row {
        let mut row = Row::on(at);
        row.add("applied_at", at.to_string());
        self.common(&mut row, client);
        row.add("policyholder_name", &client.person.name);
        row.add("policyholder_id_no", &client.person.id_no);
        row.add("payee_name", &client.person.name);
        row.add("payee_account", &client.person.account);
        if self.dice.chance(0.75) {
            row.add("premium_payer_account", &client.person.account);
        }
        row.add("policy_start", client.start.to_string());
        if self.dice.chance(0.07) {
            row.add("contact_changed_at", Day(at.0 - self.dice.between(0, 60)).to_string());
        }
        row.add("premium_paid", client.premium_paid.to_string());
        row.add("cash_value", client.cash.to_string());
        let dividends = if self.dice.chance(0.2) { client.premium_paid / 50 } else { 0 };
        let loan = if self.dice.chance(0.08) { client.cash / 4 } else { 0 };
        row.add("dividends", dividends.to_string());
        row.add("loan_deducted", loan.to_string());
        let ordinary = client.cash + dividends - loan;
        let young = at.0 - client.start.0 <= 20;
        let (surrender_type, refund) = match self.dice.below(100) {
            0..5 if young => ("cooling_off", client.premium_paid),
            0..9 => {
                let part = self.dice.between(5, 70);
                ("negotiated", ordinary + (client.premium_paid - client.cash) / 100 * part)
            }
            9..13 => ("full_refund", client.premium_paid - loan),
            _ => ("normal", ordinary),
        };
        row.add("surrender_type", surrender_type);
        row.add("refund_amount", refund.max(0).to_string());
        row.add("operator_id", format!("O{:03}", self.dice.below(80)));
        let pay = Day(at.0 + self.dice.between(3, 25));
        if pay <= self.last {
            row.add("paid_at", pay.to_string());
            row.add("pay_status", "已付款");
        } else {
            row.add("pay_status", "待付款");
        }
        row
    }

    /// Marks a surrender as forced: refunded above its cash value.
    pub(super) fn forced(&mut self, client: &Client, row: &mut Row) {
        let full = self.dice.chance(0.4);
        let share = if full { 100 } else { self.dice.between(45, 99) };
        row.set("surrender_type", if full { "full_refund" } else { "negotiated" });
        let refund = client.cash + (client.premium_paid - client.cash) / 100 * share;
        row.set("refund_amount", if full { client.premium_paid } else { refund }.to_string());
        row.set("dividends", "0");
        row.set("loan_deducted", "0");
    }

    /// Moves what a surrender got above its cash value into a settlement.
    pub(super) fn settle(&mut self, client: &Client, row: &mut Row) {
        let refund: i32 = row.get("refund_amount").parse().unwrap_or_default();
        if refund <= client.cash || row.get("surrender_type") == "cooling_off" {
            return;
        }
        row.set("refund_amount", client.cash.to_string());
        let mut settlement = Row::on(Day(row.day));
        settlement.add("policy_no", &client.policy);
        settlement.add("agreed_at", Day(row.day).to_string());
        settlement.add("amount", (refund - client.cash).to_string());
        settlement.add("borne_by", self.dice.pick(&["分公司", "业务员", "代理公司"]));
        settlement.add("paid_at", row.get("paid_at"));
        self.world.settlements.push(settlement);
    }

    fn common(&mut self, row: &mut Row, client: &Client) {
        let person = &client.person;
        row.add("policy_no", &client.policy);
        row.add("phone", &person.phone);
        row.add("registered_phone", &person.phone);
        if self.dice.chance(0.5) {
            row.add("address", person.flat.spelling(&mut self.dice));
        }
        if self.dice.chance(0.06) {
            row.add("email", &person.email);
        }
        if self.dice.chance(0.2) {
            row.add("device_id", &person.device);
            row.add("ip", &person.ip);
        }
        if self.dice.chance(0.06) {
            // A relative acts for them.
            row.add("proxy_name", people::name(&mut self.dice, None));
            let known = self.dice.below(3);
            if known != 0 {
                row.add("proxy_phone", people::mobile(&mut self.dice));
            }
            if known != 1 {
                let stranger = people::person(&mut self.dice, person.flat.branch);
                row.add("proxy_id_no", stranger.id_no);
            }
        }
        let branch = person.flat.branch;
        let seller = &self.market.agents[client.seller];
        row.add("selling_agent_id", &seller.id);
        let stays = seller.serves(Day(row.day)) && self.dice.chance(0.9);
        let servicing =
            if stays { client.seller } else { self.market.serving(&mut self.dice, branch, Day(row.day)) };
        row.add("servicing_agent_id", &self.market.agents[servicing].id);
        row.add("branch", BRANCHES[branch].0);
        row.add("product", client.product);
    }

    /// Opens a group of look-alikes, numbered among its kind.
    pub(super) fn look_alike(&mut self, kind: &'static str) -> usize {
        let number = self.world.groups.iter().filter(|group| group.habit == kind).count() + 1;
        self.group(Group { name: format!("{kind}-{number}"), habit: kind, ring_type: "", persons: 0 })
    }

    /// Opens a ring.
    pub(super) fn ring(&mut self, habit: &'static str, ring_type: &'static str) -> usize {
        let number = self.world.groups.iter().filter(|group| group.is_ring()).count() + 1;
        self.group(Group { name: format!("ring-{number}"), habit, ring_type, persons: 0 })
    }

    fn group(&mut self, group: Group) -> usize {
        self.world.groups.push(group);
        self.world.groups.len() - 1
    }

    /// Numbers a policyholder of a group.
    pub(super) fn person(&mut self, group: usize, role: Role) -> Planted {
        self.people += 1;
        self.world.groups[group].persons += 1;
        Planted { group, person: self.people, role }
    }

    /// Keeps a record: the clerk's slips and gaps come in here.
    pub(super) fn keep(&mut self, mut row: Row, planted: Option<Planted>) {
        slips::type_in(&mut self.dice, self.config, &mut row);
        row.planted = planted.map(Box::new);
        if row.is_complaint() {
            self.world.complaints.push(row);
        } else {
            self.world.surrenders.push(row);
        }
    }
}

/// Takes a forced refund out of a surrender: cash value and no more.
pub(super) fn unforced(client: &Client, row: &mut Row) {
    row.set("surrender_type", "normal");
    row.set("refund_amount", client.cash.to_string());
    row.set("dividends", "0");
    row.set("loan_deducted", "0");
}
