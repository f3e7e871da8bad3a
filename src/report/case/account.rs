//! What a case file says: facts, roles, victims, losses, evidence, what speaks for a ring and what against it.

use serde::Serialize;

use super::facts;
use super::picture::{self, Picture, Timeline};
use super::teller::Teller;
use crate::detect::finding::Finding;
use crate::pipeline::Outcome;
use crate::privacy::mask::Show;
use crate::report::manifest::{self, About};
use crate::report::section::{Grid, Section};
use crate::report::summary::{Summary, is_reported, summarise};
use crate::report::{Config, GUARDRAIL_EN, GUARDRAIL_ZH, Lang, number, rings, words};

/// A case in words and numbers; the documents lay it out.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Case {
    /// Language tag of the document (BCP 47).
    pub(super) language: &'static str,
    pub(super) title: &'static str,
    /// That values are masked, or that they are not.
    pub(super) shown: &'static str,
    pub(super) notice: [&'static str; 2],
    pub(super) cover: Grid,
    pub(super) summary: Section,
    pub(super) roles: Section,
    pub(super) graph: Section,
    pub(super) picture: Picture,
    pub(super) time: Section,
    pub(super) timeline: Timeline,
    pub(super) legend: [&'static str; 2],
    pub(super) victims: Section,
    pub(super) losses: Section,
    pub(super) evidence: Section,
    pub(super) wording: Section,
    pub(super) lines: Section,
    pub(super) reasons: Section,
    pub(super) counter: Section,
    pub(super) materials: Section,
    pub(super) method: Section,
    pub(super) inputs: Section,
}

/// Tells the case of the one finding of an outcome.
pub(super) fn case(finding: &Finding, outcome: &Outcome, config: &Config, about: &About) -> Case {
    let teller = Teller { finding, outcome, config, lang: config.lang };
    let victims = facts::victims(finding, outcome);
    let summary = summarise(finding, outcome);
    let picture = picture::picture(finding, outcome, config);
    let timeline = picture::timeline(finding, outcome);
    let [wording, lines] = teller.letters();
    let lang = config.lang;
    Case {
        language: lang.of("en", "zh-CN"),
        title: lang.of("Account of the facts", "情况说明"),
        shown: match config.show {
            Show::Masked => lang.of("Personal values are masked.", "个人信息已脱敏。"),
            Show::Raw => lang.of(
                "NOT MASKED: personal values are shown. Every copy needs a lawful purpose.",
                "未脱敏：含个人信息，仅限合法目的使用，复制须登记。",
            ),
        },
        notice: match lang {
            Lang::En => [GUARDRAIL_EN, GUARDRAIL_ZH],
            Lang::Zh => [GUARDRAIL_ZH, GUARDRAIL_EN],
        },
        cover: teller.cover(about),
        summary: teller.summary(&summary),
        roles: teller.roles(),
        graph: teller.graph(&picture),
        picture,
        time: teller.time(&timeline),
        timeline,
        legend: [lang.of("complaints", "投诉"), lang.of("surrenders", "退保")],
        victims: teller.victims(&victims),
        losses: teller.losses(&summary),
        evidence: teller.evidence(),
        wording,
        lines,
        reasons: teller.reasons(),
        counter: teller.counter(),
        materials: teller.materials(),
        method: teller.method(),
        inputs: teller.inputs(),
    }
}

impl Teller<'_> {
    fn cover(&self, about: &About) -> Grid {
        let finding = self.finding;
        let verdict = if is_reported(finding, self.outcome) {
            self.of("reported for verification", "已列入核查线索")
        } else {
            self.of("not reported as a ring", "未列为团伙线索")
        };
        let mut grid = self.head(&[("Item", "项目"), ("Value", "内容")]);
        for (english, chinese, value) in [
            ("Case", "编号", finding.id.clone()),
            ("Finding", "性质", words::word(finding.kind.name(), self.lang).to_owned()),
            ("How it works", "手法", words::word(finding.ring_type.name(), self.lang).to_owned()),
            ("Score", "评分", format!("{} ({verdict})", rings::number(finding.score))),
            ("As of", "截至日期", self.outcome.as_of.to_string()),
            ("Run", "运行编号", manifest::identity(self.outcome, about)),
            (
                "Program",
                "程序版本",
                concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
            ),
        ] {
            grid.row([self.of(english, chinese).to_owned(), value]);
        }
        grid
    }

    fn summary(&self, summary: &Summary) -> Section {
        let (first, last) = summary.dates.unwrap_or((self.outcome.as_of, self.outcome.as_of));
        let households = self.finding.households;
        let Summary { persons, complaints, surrenders, .. } = summary;
        let [refund, excess, open] = [summary.refund, summary.excess, summary.open].map(number::yuan);
        let (branches, agents) = (summary.branches.len(), summary.agents.len());
        let section = self.section("Summary of the facts", "基本事实");
        let section = match self.lang {
            Lang::En => section
                .say(format!(
                    "From {first} to {last}, {persons} persons of {households} households made {complaints} complaints \
                     and {surrenders} surrenders that share contacts, accounts, people or wordings."
                ))
                .say(format!(
                    "They touch {branches} branches and {agents} selling agents. Refunds come to {refund} yuan, of which \
                     {excess} yuan lie above cash value; {open} yuan are not paid yet."
                )),
            Lang::Zh => section
                .say(format!(
                    "{first}至{last}，{households}个家庭的{persons}人提出投诉{complaints}件、退保{surrenders}件，\
                     其间共用联系方式、账户、人员或信函措辞。"
                ))
                .say(format!(
                    "涉及分公司{branches}家、销售人员{agents}名；退费合计{refund}元，其中超出现金价值{excess}元；\
                     尚未支付{open}元。"
                )),
        };
        if self.finding.also_mis_selling {
            section.say(self.of(
                "Most policies were sold by one agent: genuine mis-selling must be looked into as well.",
                "多数保单由同一业务员销售，须同时核查是否确有销售误导。",
            ))
        } else {
            section
        }
    }

    fn graph(&self, picture: &Picture) -> Section {
        let section = self.section("Who shares what", "关联图").say(self.of(
            "Squares are shared values, circles are persons; a line says that a record of the person carries the value.",
            "方块为共用信息，圆点为人员；连线表示该人员的记录含有该信息。",
        ));
        match (picture.left_out, self.lang) {
            ((0, 0), _) => section,
            ((persons, values), Lang::En) => section
                .say(format!("Not drawn: {persons} persons and {values} values; the graph files hold all.")),
            ((persons, values), Lang::Zh) => {
                section.say(format!("另有{persons}人、{values}项信息未画出，全部见关联图数据。"))
            }
        }
    }

    fn time(&self, timeline: &Timeline) -> Section {
        let (days, highest) = (timeline.days, timeline.highest);
        self.section("Timeline", "时间线").say(match self.lang {
            Lang::En => format!("One bar stands for {days} days; the highest holds {highest} records."),
            Lang::Zh => format!("每柱{days}天，最高一柱{highest}件。"),
        })
    }
}
