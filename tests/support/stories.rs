//! A second corpus of letters, written without a look at the first: 100 to 600 characters, sentences with
//! alternatives, copies with other words, slips of the pen, sentences left out, exchanged or added. All from a
//! seed; none is taken from anywhere.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use super::corpus::Chance;

/// Sentences; `[a|b]` is a choice between wordings.
const SENTENCES: [&str; 48] = [
    "[春节前|国庆假期里|母亲节那几天]，[超市入口|医院大厅|地铁站口]摆着[展台|易拉宝|小桌子]，[两个年轻人|一位大姐|穿西装的小伙]拉着我[填表|抽奖|扫码]。",
    "[他|她|那人]说[只要交够|交满|存上][六年|八年|三个整年]，[以后每年都有钱进账|往后月月领钱|到时候连本带利拿走]。",
    "我[反复问过|问了不下三遍|当面确认过][中途能不能拿出来|急用钱怎么办|取钱有没有损失]，[得到的回答都是没问题|对方拍着胸脯保证|他让我放一百个心]。",
    "[拿回家的|寄到家里的|后来补给我的][册子|文件袋|那本合同]我[一直放在抽屉里|没有打开过|看了也不懂]。",
    "[今年开春|上个月|前些天][孩子交学费|装修房子|老人住院]，[我想把钱取出来|打算退掉这份保险|去窗口问能拿多少]。",
    "[窗口的姑娘|柜台|电话那头]告诉我[只能拿回三成|连一半都不到|要亏掉好几万]，[我当时腿都软了|我一下子懵了|我差点晕过去]。",
    "[这些钱是|那笔钱是][我打零工攒的|卖了老家宅基地的钱|老伴的丧葬费]，[经不起这样折腾|不能就这么没了|是我们全部的家底]。",
    "[我翻出聊天记录|我把微信找出来|我听了当时的语音]，[里面写得清清楚楚|白纸黑字都在|句句都能对上]。",
    "[保险法|监管部门的文件|你们自己的制度]明明[规定|写着|要求][必须讲明风险|不得代客户抄写|要让客户亲笔确认]。",
    "[风险提示那句话|最后一页的声明|投保确认书][不是我抄的|笔迹完全不像我|是他替我描的]。",
    "[打来核实的电话|回访]是[他接过去说的|按他写的纸条念的|在他办公室里接的]，[我只会说嗯|全程不到一分钟|根本没听见内容]。",
    "[家庭年收入|职业那一栏|身高体重]被[写成|填成|改成][二十多万|企业经理|完全不沾边的数]，[我压根没有看到|没人问过我|这是造假]。",
    "[我高血压多年|我做过支架|我有糖尿病]，[说好要告知|他知道得一清二楚|病历都给他看过]，[结果却勾了否|却让我别提|反而说写了办不下来]。",
    "[原来的那位|卖给我的人|介绍的熟人][早就不干了|电话成了空号|把我拉黑了]，[单位说不归他们管|新来的一问三不知|没有一个人接手]。",
    "[第一次|头一回]打热线是[三月初|去年腊月|夏天]，[工单编号我还留着|说七天内回话|记录应该能查到]，[可是石沉大海|到现在也没动静|只等来一条短信]。",
    "[分公司派来的人|所谓的专员|负责售后的经理][张口就说我想讹钱|态度冷冰冰的|只会念条款]，[一点诚意都没有|越说越让人寒心|坐了五分钟就走]。",
    "[他们提出|对方建议][给我办减保|让我再借点钱交上|换成另一款]，[这不是拆东墙补西墙吗|我坚决不同意|等于又骗我一次]。",
    "[我的诉求很简单|我只要求一点|请求事项如下]：[交多少退多少|合同作废本金归还|把这些年交的全部退给我]。",
    "[如果十五日内没有结果|再不处理的话|要是继续推诿]，[我会去金融法庭|我就找电视台|只能请律师出面]。",
    "[同村|一个单位|跳广场舞]的[好几户|七八个人|姐妹们]也[买了一样的|上了同样的当|在同一天签的字]。",
    "[产品说明会|答谢酒会|健康讲座]上[发鸡蛋发米|请了个自称教授的|放了一个多小时短片]，[气氛一上来大家都签了|谁先交钱谁拿大礼|说名额只剩五个]。",
    "[演示表里|彩页上|他手写的那张纸上]的[数字|收益|每年领取额][全是按最高算的|比实际多出一大截|从来没有兑现过]。",
    "[银行经理|信贷员|邮储的柜员]把[到期的存单|我的定期|理财到期款][直接转成了这个|换成了一份保险|挪去买了它]，[没有说一个保字|还说和存款一样|只让我按手印]。",
    "[生效以后|等待期刚过|第三年]我[住了院|做了手术|摔断了腿]，[报上去却不赔|理由换了三个|材料补了又补]。",
    "[公司|你们]用[系统升级|领导出差|资料不全]当[借口|挡箭牌]，[一拖就是半年|让我来回跑了五趟|我请假扣了不少工资]。",
    "[代扣短信|银行流水]显示[同一天扣了两次|多扣了一千多|扣的不是约定的数]，[去问就说正常|没人给我解释|至今没有退回]。",
    "[受益人|被保险人|缴费年限]和[我说的|当初商量的|草稿上的][完全不同|对不上号|差得老远]，[改一下要我出一堆证明|说改不了|让我找原来的人]。",
    "[我女儿|我侄子|隔壁懂行的老师][看完直摇头|逐条给我讲了一遍|说这种不适合老年人]，[我才恍然大悟|我整夜没合眼|全家都在埋怨我]。",
    "[我今年六十八|我是残疾人|我一个人带两个孩子]，[每月就两千来块|靠低保过日子|收入很不稳定]，[哪里交得起这么多|断了缴怕更亏|已经借钱交了两期]。",
    "[录音录像|双录那天]是[他教一句我说一句|用他的手机拍的|重来了四遍]，[关键的话都跳过去了|根本不是真实意思|我要求当面回放]。",
    "[停效以后|中断缴费后][才收到第一封信|没有任何人提醒|短信发到了别人手机]，[复效又要体检|利息滚了一大笔|等于白交了]。",
    "[车险到期|办信用卡|还房贷]的时候，[顺带被搭了一份|说不买就不给批|后来才知道多了张保单]。",
    "[他私下给了我|当时答应返我][五百块红包|一桶油两袋米|第一年的一成]，[说别往外讲|事后又要了回去|只兑现了一半]。",
    "[为了凑业绩|月底冲任务]，[他自己先垫的钱|用我的身份证多做了一单|求我帮他撑一撑]，[说过两月就退|后来人就跑了|现在却要我来担]。",
    "[保单寄错了地址|合同签收不是我|快递被物业代收]，[十五天的犹豫期早过了|我连反悔的机会都没有|回执上的名字是别人签的]。",
    "[我已把材料|相关证据|三份证人证言][寄往总公司|交到了信访窗口|发到你们邮箱]，[请查收|请认真核对|恳请领导亲自过问]。",
    "[万能账户|分红险|投连账户]的[结算利率|账面价值|扣费明细][年年往下掉|看得我一头雾水|从未寄过给我]，[和演示的两码事|还不如放活期|问了也没人懂]。",
    "[给孙女|给小儿子]买的[教育金|成长基金]，[上大学那年|到了约定年头]却[要满二十五岁才能领|只给了一点点|说还没到期]。",
    "[更换手机号|搬家]以后我[专门去登记过|打电话改过两回]，[系统里还是老的|资料却没更新|通知一封也收不到]。",
    "[有人冒充你们客服|一个自称总部的人][叫我升级保障|让我把旧的退掉]，[损失了七千多|转手又签了一份新的|信息是从哪泄露的]。",
    "[我不是来闹事的|我讲道理|我也是没有办法]，[只盼有个公道|希望你们换位想想|给老百姓一条活路]。",
    "[接待室里|大厅里]等了[一上午|三个多钟头]，[叫号叫到我就下班了|让我改天再来|连口水都没人倒]。",
    "[体检报告|病理单|出院小结][交了原件|复印了三遍|盖了医院的章]，[还说不合格|又弄丢了|退回来也不讲原因]。",
    "[保单贷款|拿保单借的钱][说是无息|讲好随借随还]，[结果利滚利|年底催收上门|差点连保单都没了]。",
    "[当天|那天下午]我[没戴老花镜|刚做完白内障|发着烧]，[只是照他指的地方写名字|哪有力气看条款|迷迷糊糊就签了]。",
    "[离职的主管|原来的组长][带着客户名单走了|又来劝我买别家的]，[我的信息全被他拿着|一天三个电话|说之前那份不好]。",
    "[请依照规定|希望按程序|恳请贵处][调出原始档案|约谈当事人|派人实地调查]，[并书面答复我|把处理结果寄到家|给一个负责任的结论]。",
    "[附加的医疗险|住院补贴那一项][第二年就停了|涨价没有通知|续不上了]，[主险却还在扣钱|等我用的时候才知道|让我白白吃亏]。",
];
const NAMES: [&str; 6] = ["周桂芳", "孙立军", "马晓燕", "郭志强", "何美玲", "罗永福"];
/// Words that a slip of the pen puts between two others.
const SLIPS: [&str; 10] = ["啊", "也", "还", "就", "真", "呢", "又", "都", "很", "吧"];

/// A template: sentences and the wording that each alternative takes.
#[derive(Clone)]
struct Template {
    sentences: Vec<(usize, [usize; 8])>,
}

impl Template {
    fn new(chance: &mut Chance) -> Self {
        let length = 3 + chance.below(11);
        let mut sentences: Vec<(usize, [usize; 8])> = Vec::new();
        while sentences.len() < length {
            let sentence = chance.below(SENTENCES.len());
            if sentences.iter().all(|(known, _)| *known != sentence) {
                sentences.push((sentence, [(); 8].map(|()| chance.below(6))));
            }
        }
        Self { sentences }
    }

    /// A copy in which `changed` of 100 alternatives, and half as many sentences, are other ones.
    fn copy(&self, chance: &mut Chance, changed: usize) -> String {
        let mut sentences = self.sentences.clone();
        for (_, choices) in &mut sentences {
            for choice in choices {
                if chance.below(100) < changed {
                    *choice = chance.below(6);
                }
            }
        }
        if chance.below(200) < changed * sentences.len() {
            let (one, other) = (chance.below(sentences.len()), chance.below(sentences.len()));
            match chance.below(3) {
                0 if sentences.len() > 4 => drop(sentences.remove(one)),
                1 => sentences.swap(one, other),
                _ => sentences[one] = (chance.below(SENTENCES.len()), [0; 8]),
            }
        }
        let mut text =
            format!("尊敬的领导：我叫{}，{}年投保，", chance.pick(&NAMES), 2012 + chance.below(12));
        for (sentence, choices) in sentences {
            let mut choices = choices.into_iter();
            for part in SENTENCES[sentence].split(']') {
                let (before, inside) = part.split_once('[').unwrap_or((part, ""));
                text.push_str(before);
                let options: Vec<&str> = inside.split('|').collect();
                text.push_str(options[choices.next().unwrap_or(0) % options.len()]);
            }
            if chance.below(400) < changed {
                text.push_str(chance.pick(&SLIPS));
            }
        }
        text
    }
}

/// `count` letters, each with the number of its template; about `share` of 100 are copies, in families of 2 to
/// `copies`, in which `changed` of 100 wordings differ from the template's.
pub fn letters(seed: u64, count: usize, share: usize, copies: usize, changed: usize) -> Vec<(usize, String)> {
    let mut chance = Chance(seed);
    let mut out: Vec<(usize, String)> = Vec::with_capacity(count);
    while out.len() < count {
        let template = Template::new(&mut chance);
        let family = if chance.below(100) < share { 2 + chance.below(copies - 1) } else { 1 };
        // A single letter stands for itself; the share is one of letters, not of templates.
        let repeats = if family > 1 { 1 } else { 1 + copies / 2 };
        for _ in 0..repeats {
            let number = out.len();
            let template = if repeats > 1 { Template::new(&mut chance) } else { template.clone() };
            for _ in 0..family {
                out.push((number, template.copy(&mut chance, changed)));
            }
        }
    }
    out.truncate(count);
    for place in (1..out.len()).rev() {
        let other = chance.below(place + 1);
        out.swap(place, other);
    }
    out
}
