//! Complaint letters of real length (150 to 600 characters) with many re-wordings of a template, made by chance
//! from a seed. For the tests and benches of near-duplicates; none is taken from anywhere.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

const WHO: [&str; 24] = [
    "业务员",
    "贵司客户经理",
    "当时的销售人员",
    "我的邻居",
    "银行大堂经理",
    "网点工作人员",
    "她",
    "那位主管",
    "服务专员",
    "电话里的坐席",
    "我爱人",
    "我母亲",
    "介绍人",
    "讲座老师",
    "区域经理",
    "我本人",
    "回访人员",
    "我女儿",
    "柜面人员",
    "贵公司",
    "对方",
    "他们",
    "培训讲师",
    "续收人员",
];
const WHEN: [&str; 22] = [
    "当年夏天",
    "签单之前",
    "投保的时候",
    "后来",
    "一开始",
    "交完首期以后",
    "去年年底",
    "在电话里",
    "在小区门口",
    "在产说会上",
    "收到合同以后",
    "拿到保单那天",
    "最近",
    "一再",
    "反复",
    "多次",
    "从来没有",
    "始终",
    "当场",
    "私下",
    "到今年春天",
    "在我生病期间",
];
const DID: [&str; 30] = [
    "承诺",
    "说明",
    "隐瞒",
    "告诉我",
    "保证",
    "解释",
    "强调",
    "提起",
    "答应",
    "否认",
    "推荐",
    "代办",
    "代签",
    "催促",
    "劝说",
    "要求",
    "拒绝",
    "忘记",
    "强迫我接受",
    "介绍",
    "夸大",
    "篡改",
    "拖延",
    "填写",
    "核实",
    "出示",
    "读给我听",
    "登记",
    "退回",
    "确认",
];
const WHAT: [&str; 40] = [
    "存满期限就能取出本金",
    "高于定期存款的利息",
    "退保会有很大损失",
    "保险合同的免责条款",
    "缴费期限和金额",
    "现金价值的算法",
    "分红并不确定",
    "犹豫期可以全额退款",
    "健康告知的内容",
    "电话回访要怎么回答",
    "录音录像的过程",
    "风险测评的问卷",
    "我每年的收入情况",
    "被保险人的职业",
    "身故受益人的名字",
    "返还的佣金",
    "赠送的礼品和体检",
    "年金领取的时间",
    "万能账户的保底利率",
    "产品马上就要停售",
    "这是银行的理财产品",
    "信用卡套现交保费",
    "贷款买保险的办法",
    "保单质押借款的利息",
    "理赔需要的材料",
    "医院的诊断证明",
    "住院津贴的天数",
    "家里老人的养老安排",
    "孩子的教育金计划",
    "银行卡自动扣款的协议",
    "变更联系方式的申请",
    "缴费通知的短信",
    "客户权益的告知书",
    "纸质合同和发票",
    "投保单上的签字",
    "费用扣除的明细",
    "保费豁免的条件",
    "附加险的停效日期",
    "另一份保单的替换",
    "上级领导的答复意见",
];
const SO: [&str; 30] = [
    "，我完全不知情",
    "，这让我非常气愤",
    "，家里为此吵了很多次",
    "，导致我损失惨重",
    "，我年纪大了听不懂",
    "，和合同写的不一样",
    "，我一直信以为真",
    "，现在却没有人负责",
    "，所以我才签了字",
    "，严重违反了监管规定",
    "，我有聊天记录可以证明",
    "，我手里有录音",
    "，至今没有结果",
    "，态度还特别恶劣",
    "，我不能接受",
    "，属于典型的销售误导",
    "，请你们调取资料核查",
    "，希望得到书面答复",
    "，我要求全额退还保费",
    "，请依法严肃处理",
    "，我保留起诉的权利",
    "，请在期限内回复我",
    "",
    "，我的生活受到影响",
    "，这笔钱是看病用的",
    "，孩子上学正等着用",
    "，退休金根本不够交",
    "，我已经失业半年",
    "，身边好几个人都这样",
    "，公司应当承担责任",
];
const NAMES: [&str; 8] = ["张建国", "李秀英", "王芳", "刘洋", "陈静怡", "杨磊", "赵敏", "黄海波"];
const PRODUCTS: [&str; 6] = ["福满堂", "鑫享人生", "安康一生", "金瑞年年", "百年无忧", "惠民宝"];

/// A stream of numbers from a seed (`SplitMix64`).
pub struct Chance(pub u64);

impl Chance {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let number = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((number ^ number >> 31) % end as u64) as usize
    }

    /// One of a list.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

fn clause(chance: &mut Chance) -> String {
    let parts =
        [chance.pick(&WHO), chance.pick(&WHEN), chance.pick(&DID), chance.pick(&WHAT), chance.pick(&SO)];
    format!("{}。", parts.concat())
}

fn written(chance: &mut Chance, clauses: &[String]) -> String {
    let start = format!(
        "本人{}于{}年{}月购买{}，已交保费{}元。",
        chance.pick(&NAMES),
        2015 + chance.below(10),
        1 + chance.below(12),
        chance.pick(&PRODUCTS),
        1000 + chance.below(90_000),
    );
    start + &clauses.concat()
}

/// `count` letters; about `share` of 100 are re-wordings of templates, `copies` of each. The others are nobody's copy.
/// Each with the number of its template. A re-wording drops, adds or changes up to `changed` clauses of ten.
pub fn letters(seed: u64, count: usize, share: usize, copies: usize, changed: usize) -> Vec<(usize, String)> {
    let mut chance = Chance(seed);
    let mut out = Vec::with_capacity(count);
    while out.len() < count {
        let length = 5 + chance.below(15);
        let template: Vec<String> = (0..length).map(|_| clause(&mut chance)).collect();
        let family = if chance.below(100 * copies) < share { copies } else { 0 };
        let number = out.len();
        out.push((number, written(&mut chance, &template)));
        for _ in 0..family {
            let edits = chance.below(length * changed / 10 + 1);
            let mut clauses = template.clone();
            for _ in 0..edits {
                let place = chance.below(clauses.len());
                match chance.below(3) {
                    0 if clauses.len() > 4 => drop(clauses.remove(place)),
                    1 => clauses.insert(place, clause(&mut chance)),
                    _ => clauses[place] = clause(&mut chance),
                }
            }
            out.push((number, written(&mut chance, &clauses)));
        }
    }
    out.truncate(count);
    // Shuffled, so that copies do not stand side by side.
    for place in (1..out.len()).rev() {
        let other = chance.below(place + 1);
        out.swap(place, other);
    }
    out
}
