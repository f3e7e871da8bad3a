//! How a case ends: materials, the method in plain words, the inputs.

use super::teller::Teller;
use crate::report::number;
use crate::report::section::Section;

impl Teller<'_> {
    pub(super) fn materials(&self) -> Section {
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

    pub(super) fn method(&self) -> Section {
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

    pub(super) fn inputs(&self) -> Section {
        let mut grid = self.head(&[("Input file", "输入文件"), ("Rows", "行数"), ("SHA-256", "SHA-256")]);
        for file in &self.outcome.files {
            grid.row([file.path.clone(), number::count(file.rows as i64), file.sha256.clone()]);
        }
        self.section("Inputs of the run", "输入文件").with(grid)
    }
}
