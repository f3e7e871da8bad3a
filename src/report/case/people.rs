//! Who stands behind a ring, who is in it, and what it cost: roles, persons, amounts.

use super::facts::Victim;
use super::teller::Teller;
use crate::detect::finding::KnownBy;
use crate::privacy::mask::Show;
use crate::report::section::Section;
use crate::report::summary::Summary;
use crate::report::{number, words};

impl Teller<'_> {
    pub(super) fn roles(&self) -> Section {
        let mut grid = self.head(&[
            ("Role", "角色"),
            ("Known by", "识别依据"),
            ("Value", "内容"),
            ("Name", "姓名"),
            ("Persons", "涉及人数"),
            ("Records", "涉及记录"),
            ("First", "最早"),
            ("Last", "最近"),
        ]);
        let assembled = &self.outcome.assembled;
        for actor in &self.finding.actors {
            let (part, value) = match actor.known_by {
                KnownBy::Value(part, value) => (words::word(part.name(), self.lang), self.value(value)),
                KnownBy::SellingAgent(agent) => {
                    (words::word("selling_agent", self.lang), assembled.records.agents.text(agent).to_owned())
                }
            };
            grid.row([
                words::word(actor.role.name(), self.lang).to_owned(),
                part.to_owned(),
                value,
                self.name(assembled.parties.names.text(actor.name)),
                actor.persons.to_string(),
                actor.records.to_string(),
                actor.dates.0.to_string(),
                actor.dates.1.to_string(),
            ]);
        }
        let section = self.section("Who stands behind it", "角色");
        if grid.rows.is_empty() {
            return section.say(self.of(
                "The records name nobody who acts for several of these persons.",
                "记录中没有代多人办理者。",
            ));
        }
        section
            .say(self.of(
                "A role says what the records show, not what anybody is guilty of.",
                "角色仅反映记录所示，不代表任何人有过错。",
            ))
            .with(grid)
    }

    pub(super) fn victims(&self, victims: &[Victim]) -> Section {
        let mut grid = self.head(&[
            ("Person", "人员"),
            ("Name", "姓名"),
            ("Role", "角色"),
            ("Policies", "保单"),
            ("Complaints", "投诉"),
            ("Surrenders", "退保"),
            ("First", "最早"),
            ("Last", "最近"),
            ("Premiums, yuan", "累计保费（元）"),
            ("Cash value, yuan", "现金价值（元）"),
            ("Refund, yuan", "退费（元）"),
            ("Excess, yuan", "超额退费（元）"),
        ]);
        for victim in victims {
            // A policy number leads to its holder: it is counted unless values are shown.
            let policies = match self.config.show {
                Show::Masked => victim.policies.len().to_string(),
                Show::Raw => victim.policies.join(" "),
            };
            grid.row([
                victim.person.clone(),
                self.name(&victim.name),
                words::word(victim.role.name(), self.lang).to_owned(),
                policies,
                victim.complaints.to_string(),
                victim.surrenders.to_string(),
                victim.dates.0.to_string(),
                victim.dates.1.to_string(),
                number::yuan(victim.premium),
                number::yuan(victim.cash_value),
                number::yuan(victim.refund),
                number::yuan(victim.excess),
            ]);
        }
        self.section("Persons and their policies", "涉及人员明细").with(grid)
    }

    pub(super) fn losses(&self, summary: &Summary) -> Section {
        let mut grid = self.head(&[("Amount", "项目"), ("Yuan", "金额（元）")]);
        for (english, chinese, money) in [
            ("Premiums paid", "累计保费", summary.premium_paid),
            ("Cash value", "现金价值", summary.cash_value),
            ("Refunds, settlements included", "退费（含协议补偿）", summary.refund),
            ("Above cash value", "超额退费", summary.excess),
            ("Already paid", "已付", summary.paid),
            ("Not paid yet", "未付", summary.open),
        ] {
            grid.row([self.of(english, chinese).to_owned(), number::yuan(money)]);
        }
        self.section("Amounts", "金额汇总").with(grid)
    }
}
