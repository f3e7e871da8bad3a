//! What a case file says: facts, roles, victims, losses, evidence, what speaks for a ring and what against it.

use serde::Serialize;

use super::facts::{self, Victim};
use super::picture::{self, Picture, Timeline};
use super::words;
use crate::detect::finding::{Finding, KnownBy, Reason};
use crate::detect::short_id;
use crate::pipeline::Outcome;
use crate::privacy::mask::Show;
use crate::report::manifest::{self, About};
use crate::report::section::{Grid, Section};
use crate::report::summary::{Summary, is_reported, summarise};
use crate::report::{Config, GUARDRAIL_EN, GUARDRAIL_ZH, Lang, rings};

/// Rows of evidence in the documents: about twenty printed pages. links.csv holds all.
const EVIDENCE: usize = 800;

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
        reasons: teller.reasons(),
        counter: teller.counter(),
        materials: teller.materials(),
        method: teller.method(),
        inputs: teller.inputs(),
    }
}

/// What every section needs.
struct Teller<'a> {
    finding: &'a Finding,
    outcome: &'a Outcome,
    config: &'a Config,
    lang: Lang,
}

impl<'a> Teller<'a> {
    fn of(&self, english: &'a str, chinese: &'a str) -> &'a str {
        self.lang.of(english, chinese)
    }

    fn section(&self, english: &str, chinese: &str) -> Section {
        Section::new(self.lang.of(english, chinese))
    }

    fn head(&self, words: &[(&str, &str)]) -> Grid {
        Grid::new(&words.iter().map(|(english, chinese)| self.lang.of(english, chinese)).collect::<Vec<_>>())
    }

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
            ("Finding", "性质", words::kind(finding.kind, self.lang).to_owned()),
            ("How it works", "手法", words::ring_type(finding.ring_type, self.lang).to_owned()),
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
        let Summary { persons, complaints, surrenders, refund, excess, open, .. } = summary;
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

    fn roles(&self) -> Section {
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
                KnownBy::Value(part, value) => (
                    words::link(part, self.lang),
                    self.config.show.value(assembled.values.kind(value), assembled.values.key(value)),
                ),
                KnownBy::SellingAgent(agent) => {
                    (self.of("selling agent", "销售人员"), assembled.records.agents.text(agent).to_owned())
                }
            };
            grid.row([
                words::role(actor.role, self.lang).to_owned(),
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

    fn name(&self, name: &str) -> String {
        if name.is_empty() { String::new() } else { self.config.show.name(name) }
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

    fn victims(&self, victims: &[Victim]) -> Section {
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
                words::role(victim.role, self.lang).to_owned(),
                policies,
                victim.complaints.to_string(),
                victim.surrenders.to_string(),
                victim.dates.0.to_string(),
                victim.dates.1.to_string(),
                victim.premium.to_string(),
                victim.cash_value.to_string(),
                victim.refund.to_string(),
                victim.excess.to_string(),
            ]);
        }
        self.section("Persons and their policies", "涉及人员明细").with(grid)
    }

    fn losses(&self, summary: &Summary) -> Section {
        let mut grid = self.head(&[("Amount", "项目"), ("Yuan", "金额（元）")]);
        for (english, chinese, money) in [
            ("Premiums paid", "累计保费", summary.premium_paid),
            ("Cash value", "现金价值", summary.cash_value),
            ("Refunds, settlements included", "退费（含协议补偿）", summary.refund),
            ("Above cash value", "超额退费", summary.excess),
            ("Already paid", "已付", summary.paid),
            ("Not paid yet", "未付", summary.open),
        ] {
            grid.row([self.of(english, chinese).to_owned(), money.to_string()]);
        }
        self.section("Amounts", "金额汇总").with(grid)
    }

    fn evidence(&self) -> Section {
        let mut grid = self.head(&[
            ("Record", "记录"),
            ("Type", "类型"),
            ("Date", "日期"),
            ("Person", "人员"),
            ("Shared", "共用信息"),
            ("Value", "内容"),
            ("Source file", "来源文件"),
            ("Line", "行"),
        ]);
        let (records, values) = (&self.outcome.assembled.records, &self.outcome.assembled.values);
        for link in self.finding.links.iter().take(EVIDENCE) {
            let record = records.get(link.record);
            let people = &self.outcome.linked.people;
            let first = people.first_record[people.person(link.record).0 as usize];
            grid.row([
                records.id(link.record).to_owned(),
                words::record_type(record.record_type, self.lang).to_owned(),
                record.date.to_string(),
                short_id('P', first, records),
                words::link(link.link_type, self.lang).to_owned(),
                self.config.show.value(values.kind(link.value), values.key(link.value)),
                records.files.get(record.source.file as usize).cloned().unwrap_or_default(),
                record.source.line.to_string(),
            ]);
        }
        let section = self.section("Evidence with its place in the source", "证据及来源");
        let (shown, all) = (grid.rows.len(), self.finding.links.len());
        if shown == all {
            return section.with(grid);
        }
        section
            .say(match self.lang {
                Lang::En => format!("The first {shown} of {all} rows; links.csv holds all."),
                Lang::Zh => format!("共{all}行，此处列前{shown}行，全部见links.csv。"),
            })
            .with(grid)
    }

    /// Reasons with a sign: bits of log-odds and their sentence.
    fn told(&self, wanted: impl Fn(&Reason) -> bool) -> Grid {
        let mut grid = self.head(&[("Bits", "权重（比特）"), ("What the records show", "说明")]);
        for reason in self.finding.reasons.iter().filter(|reason| wanted(reason)) {
            let sentence = rings::sentence(reason, self.lang).to_owned();
            grid.row([format!("{:+.2}", reason.contribution), sentence]);
        }
        grid
    }

    fn reasons(&self) -> Section {
        self.section("What speaks for a ring", "支持依据")
            .with(self.told(|reason| reason.contribution >= 0.0))
    }

    fn counter(&self) -> Section {
        let grid = self.told(|reason| reason.contribution < 0.0);
        let section = self.section("What speaks against it", "不支持依据及其他解释");
        let section = if grid.rows.is_empty() {
            section.say(self.of(
                "No reason of the score speaks against a ring. That is no proof: the records do not tell everything.",
                "评分中没有不支持的依据，但这并非证明：记录不能反映全部情况。",
            ))
        } else {
            section.with(grid)
        };
        section.say(self.of(
            "Relatives, colleagues and neighbours share contacts too, and a complaint may be justified whoever wrote it. \
             Hear the persons concerned before any conclusion.",
            "亲属、同事、邻里也会共用联系方式；投诉无论由谁代写都可能属实。下结论前应听取当事人意见。",
        ))
    }

    fn materials(&self) -> Section {
        let mut grid = self.head(&[("No.", "序号"), ("Material", "材料"), ("Where", "位置")]);
        for (number, (english, chinese, place)) in [
            ("Ring with its totals", "团伙汇总", "ring.csv"),
            ("Records and persons", "记录与人员清单", "members.csv"),
            ("Shared values with source lines", "共用信息及来源行", "links.csv"),
            ("Reasons of the score", "评分依据", "reasons.csv"),
            ("Roles", "角色清单", "actors.csv"),
            ("Graph", "关联图数据", "graph.graphml, graph.gexf, nodes.csv, edges.csv"),
            ("Digests of all files", "文件校验值", "manifest.json"),
            ("Policies and applications of the persons", "投保资料及申请书", "☐"),
            ("Letters, recordings and courier slips of the complaints", "投诉信函、录音、快递单", "☐"),
            ("Vouchers of refunds and accounts", "退费凭证及账户资料", "☐"),
            ("Notes of the talks with the persons concerned", "当事人谈话记录", "☐"),
        ]
        .into_iter()
        .enumerate()
        {
            grid.row([(number + 1).to_string(), self.of(english, chinese).to_owned(), place.to_owned()]);
        }
        self.section("List of materials", "材料清单")
            .say(self.of("☐ is to be added by hand.", "☐为待人工补充的材料。"))
            .with(grid)
    }

    fn method(&self) -> Section {
        self.section("How this was found", "方法说明")
            .say(self.of(
                "Phones, addresses, accounts, people and wordings of all records were brought to one spelling. Two \
                 values count when more unrelated households carry both than chance allows in their branch.",
                "先将全部记录的电话、地址、账户、人员与措辞统一写法；当同一分公司内共有两项信息的无关家庭多于偶然应有之数时，才作为关联。",
            ))
            .say(self.of(
                "Groups tied so were scored by how much more often signs of a ring occur in them than elsewhere; the \
                 bits above add up to the score. Groups with another explanation are named as such.",
                "对由此相连的群体，按团伙特征较他处多见的程度计分，上述比特之和即为评分；有其他合理解释的群体另行归类。",
            ))
            .say(self.of(
                "The method sees records, not intentions. It can miss rings and can point at people who did nothing wrong.",
                "该方法只看记录，不识意图，可能漏报，也可能误指无过错者。",
            ))
    }

    fn inputs(&self) -> Section {
        let mut grid = self.head(&[("Input file", "输入文件"), ("Rows", "行数"), ("SHA-256", "SHA-256")]);
        for file in &self.outcome.files {
            grid.row([file.path.clone(), file.rows.to_string(), file.sha256.clone()]);
        }
        self.section("Inputs of the run", "输入文件").with(grid)
    }
}
