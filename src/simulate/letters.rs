//! What complainants write: a ring's template with its slots filled, or words of their own.

use super::clients::Client;
use super::dice::Dice;

const OPENINGS: [&str; 14] = [
    "您好，我想反映一个问题。",
    "我是贵公司的老客户。",
    "我实在没有办法才来投诉。",
    "我对贵公司的服务很失望。",
    "我要投诉这份保险。",
    "麻烦领导看一下我的情况。",
    "我考虑了很久决定写下来。",
    "打了几次电话都没有结果。",
    "请帮我查一下。",
    "我家里最近遇到了困难。",
    "我不懂保险，想问清楚。",
    "这件事拖了很久了。",
    "请尽快联系我。",
    "我今天去了柜台没有办成。",
];
const STORIES: [&str; 22] = [
    "当时业务员在我家楼下的活动里推荐的，",
    "是邻居介绍我买的，",
    "我在银行存钱时大堂的人让我签的，",
    "电话里的人讲得很快，我没听清，",
    "合同一直在业务员那里，我最近才拿到，",
    "我以为是一年一年存的，",
    "孩子看了合同才告诉我要交很多年，",
    "去年生病住院以后才发现保障不多，",
    "业务员离职以后没有人管我，",
    "每年收到短信才知道要交钱，",
    "我的账户自动扣了钱我才知道，",
    "回访的时候业务员让我都说是，",
    "当时说可以随时取出来，",
    "我退休金不多，交不起了，",
    "说好的礼品和体检都没有，",
    "利息比原来讲的低很多，",
    "我问现在退能拿多少，没人说得清，",
    "理赔的时候说不在范围里，",
    "地址换了以后收不到通知，",
    "保全变更办了两个月还没有好，",
    "分红每年都不一样，",
    "受益人写错了一直没改，",
];
const FEELINGS: [&str; 16] = [
    "我觉得没有讲清楚，",
    "我心里很不踏实，",
    "家里人为此吵了几次，",
    "我不想再等了，",
    "我希望有个说法，",
    "我年纪大了经不起折腾，",
    "这和当初说的不一样，",
    "我查了合同也看不明白，",
    "我不是无理取闹，",
    "我信任的是你们公司，",
    "我没有别的意思，",
    "我只想把事情办好，",
    "前后说法对不上，",
    "没有一个人给我准话，",
    "服务态度也不好，",
    "我已经很克制了，",
];
const WISHES: [&str; 18] = [
    "请安排专人给我回电话。",
    "希望能减少损失。",
    "请告诉我怎么办。",
    "我想知道退保要什么手续。",
    "请把钱退给我。",
    "请更正我的资料。",
    "希望换一个业务员。",
    "请把合同寄给我。",
    "请按合同办理。",
    "我想暂停缴费。",
    "请把扣的钱退回来。",
    "希望给一个书面答复。",
    "请尽快理赔。",
    "我想改成一次交清。",
    "请查一下当时的录音。",
    "希望今后不要再打推销电话。",
    "请给我一个明白的账单。",
    "我愿意配合处理。",
];

/// Words of one's own: four or five sentences out of several million combinations.
pub(super) fn own_words(dice: &mut Dice, client: &Client) -> String {
    let mut out = dice.pick(&OPENINGS).to_owned();
    for _ in 0..2 + dice.below(2) {
        out.push_str(dice.pick(&STORIES));
        out.push_str(dice.pick(&FEELINGS));
    }
    if dice.chance(0.5) {
        out.push_str(&format!("保单是{}的，", client.product));
    }
    out.push_str(dice.pick(&WISHES));
    if dice.chance(0.5) {
        out.push_str(dice.pick(&WISHES));
    }
    out
}

/// Templates: each ring has one, filled with the record's own name, date, product and amount.
const TEMPLATES: [&str; 8] = [
    "本人{name}于{date}经贵公司业务人员推介投保{product}，销售过程中业务人员隐瞒退保损失、夸大收益，将保险混同为储蓄产品，未如实说明缴费期限，违反了保险销售行为管理的有关规定。现要求贵公司全额退还已交保费{amount}元，并书面答复处理结果，否则将继续向监管部门反映。",
    "投诉人{name}，{date}购买{product}，业务员承诺给予返佣并代签回访问卷，存在返还合同约定以外利益、代签名、误导销售等违法违规行为。请求贵公司核查后解除合同，全额返还保险费{amount}元。本人保留追究法律责任的权利。",
    "我叫{name}，{date}在业务员多次劝说下办理了{product}，业务员以即将停售为由制造紧张气氛，未讲明现金价值，也未做风险测评。我的收入与保费严重不匹配。强烈要求按照全额退保处理，退还{amount}元，并追究相关人员责任。",
    "关于{product}保单的情况反映：{name}于{date}投保时，业务员承诺第五年可以取出全部本金和利息，与合同条款严重不符，属于欺骗投保人。特此要求撤销合同，将所交保费{amount}元全部退回至本人账户，限十五日内答复。",
    "尊敬的监管领导：本人{name}实名反映贵辖区公司销售{product}时存在诱导借款投保、虚假宣传的问题，投保日期为{date}，累计交费{amount}元。本人多次与公司协商无果，恳请依法责令公司全额退保并处罚责任人。",
    "{name}本人声明：{date}签订的{product}合同系业务员在未出示条款、未提示免责的情况下代为填写，健康告知并非本人回答，电话回访由业务员教授答复内容。现依据保险法要求退还全部保费{amount}元。",
    "反映人{name}，因业务员将{product}宣传为银行理财，{date}误买保险，至今交费{amount}元，急需用钱时被告知损失巨大。业务员行为构成销售误导，请求全额退保，恢复本人合法权益，谢谢。",
    "兹有客户{name}，{date}被业务人员以免费领取礼品、参加讲座为由诱导购买{product}，缴纳{amount}元，讲座现场未作双录，未交付条款。要求贵公司承担全部责任，一次性退还所交保费，不接受任何扣减。",
];

/// Sentences that tell the users of one template apart: organisers re-word what they copy.
const TWISTS: [&str; 12] = [
    "",
    "上述情况属实。",
    "本人对以上内容负责。",
    "请依法依规处理。",
    "望尽快解决。",
    "此前沟通均无结果。",
    "请勿再联系原业务员。",
    "请书面告知。",
    "以上为本人真实意思。",
    "附身份证明及合同复印件。",
    "请保护消费者权益。",
    "本人不接受调解。",
];

/// The letter of a ring, filled for a client. Two numbers below 1,152 never have one wording.
pub(super) fn template(ring: usize, client: &Client) -> String {
    let (year, month, day) = client.start.ymd();
    let letter = TEMPLATES[ring % TEMPLATES.len()]
        .replace("{name}", &client.person.name)
        .replace("{date}", &format!("{year}年{month}月{day}日"))
        .replace("{product}", client.product)
        .replace("{amount}", &client.premium_paid.to_string());
    let twist = ring / TEMPLATES.len();
    format!("{}{letter}{}", TWISTS[twist / TWISTS.len() % TWISTS.len()], TWISTS[twist % TWISTS.len()])
}

/// A clerk's summary.
pub(super) fn summary(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "客户对保单利益有异议，要求退保",
        "客户反映销售时未讲清，要求处理",
        "客户要求加快办理保全",
        "客户对理赔结果不满",
        "客户咨询退保金额并表示不满",
    ])
}
