//! What a case rests on: evidence with its place in the source, letters compared, reasons for and against.

use super::teller::Teller;
use crate::detect::finding::Reason;
use crate::report::letters::{self, Part};
use crate::report::section::{Grid, Section};
use crate::report::{Lang, rings, words};

/// Rows of evidence in the documents: about twenty printed pages. links.csv holds all.
const EVIDENCE: usize = 800;

impl Teller<'_> {
    pub(super) fn evidence(&self) -> Section {
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
        let records = &self.outcome.assembled.records;
        for link in self.finding.links.iter().take(EVIDENCE) {
            let record = records.get(link.record);
            grid.row([
                records.id(link.record).to_owned(),
                words::word(record.record_type.name(), self.lang).to_owned(),
                record.date.to_string(),
                self.person(link.record),
                words::word(link.link_type.name(), self.lang).to_owned(),
                self.value(link.value),
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

    /// Letters compared: the wording that several people share, and how each letter is made of it. Two sections, empty
    /// where the ring has no such letters.
    pub(super) fn letters(&self) -> [Section; 2] {
        let compared = letters::compared(self.finding, self.outcome);
        let records = &self.outcome.assembled.records;
        let mut wording = self.head(&[
            ("No.", "序号"),
            ("Shared wording", "共有文字"),
            ("Letters", "信件数"),
            ("Of", "共"),
        ]);
        let mut lines =
            self.head(&[("Record", "记录"), ("Date", "日期"), ("Person", "人员"), ("Made of", "构成")]);
        let mut before = 0;
        for cluster in &compared {
            for (place, passage) in cluster.passages.iter().enumerate() {
                let number = (before + place + 1).to_string();
                let (holders, all) = (cluster.holders(place).to_string(), cluster.letters.len().to_string());
                wording.whole_row([number, passage.clone(), holders, all]);
            }
            for letter in &cluster.letters {
                let record = self.finding.members[letter.member].record;
                let made: Vec<String> = letter.parts.iter().map(|part| self.part(*part, before)).collect();
                let date = records.get(record).date.to_string();
                let id = records.id(record).to_owned();
                lines.whole_row([id, date, self.person(record), made.join(" ")]);
            }
            before += cluster.passages.len();
        }
        let wording = self
            .section("Letters compared", "信函比对")
            .say(self.of(
                "Wording that the letters of three or more persons share; □ is a name, a number or up to five other characters. Nothing else of the letters is shown.",
                "以下文字为三人以上信函共有；□代表姓名、号码或五字以内的其他内容，其余内容均不显示。",
            ))
            .with(wording);
        let lines = self
            .section("How the letters line up", "信函构成对照")
            .say(self.of(
                "A number stands for the wording above, …(23)… for so many characters that are not shown. Templates circulate on the internet too: equal wording alone proves nothing.",
                "数字为上表文字的序号，…(23字)…表示未显示的字数。范文也可能来自网络，措辞相同本身不构成证明。",
            ))
            .with(lines);
        [wording, lines]
    }

    /// A stretch of a letter; `before` is how many passages other clusters have.
    fn part(&self, part: Part, before: usize) -> String {
        match (part, self.lang) {
            (Part::Passage(place), _) => format!("[{}]", before + place + 1),
            (Part::Hidden(length), Lang::En) => format!("…({length})…"),
            (Part::Hidden(length), Lang::Zh) => format!("…({length}字)…"),
        }
    }

    /// Reasons with a sign: bits of log-odds and their sentence.
    pub(super) fn told(&self, wanted: impl Fn(&Reason) -> bool) -> Grid {
        let mut grid = self.head(&[("Bits", "权重（比特）"), ("What the records show", "说明")]);
        for reason in self.finding.reasons.iter().filter(|reason| wanted(reason)) {
            let sentence = rings::sentence(reason, self.lang).to_owned();
            grid.row([format!("{:+.2}", reason.contribution), sentence]);
        }
        grid
    }

    pub(super) fn reasons(&self) -> Section {
        self.section("What speaks for a ring", "支持依据")
            .with(self.told(|reason| reason.contribution >= 0.0))
    }

    pub(super) fn counter(&self) -> Section {
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
}
