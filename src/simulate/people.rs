//! Synthetic people: names, identity numbers, phones, flats, accounts, devices.

use super::dice::Dice;

/// A branch: name, province, city, districts with the first six digits of their identity numbers.
pub(super) type Branch = (&'static str, &'static str, &'static str, [(&'static str, u32); 3]);

/// Branches with real cities; roads and estates are invented.
pub(super) const BRANCHES: [Branch; 24] = [
    ("北京分公司", "", "北京市", [("朝阳区", 110_105), ("海淀区", 110_108), ("丰台区", 110_106)]),
    ("上海分公司", "", "上海市", [("浦东新区", 310_115), ("闵行区", 310_112), ("静安区", 310_106)]),
    ("江苏分公司", "江苏省", "南京市", [("鼓楼区", 320_106), ("江宁区", 320_115), ("秦淮区", 320_104)]),
    ("浙江分公司", "浙江省", "杭州市", [("西湖区", 330_106), ("余杭区", 330_110), ("拱墅区", 330_105)]),
    ("广东分公司", "广东省", "广州市", [("天河区", 440_106), ("番禺区", 440_113), ("白云区", 440_111)]),
    ("深圳分公司", "广东省", "深圳市", [("南山区", 440_305), ("龙岗区", 440_307), ("宝安区", 440_306)]),
    ("山东分公司", "山东省", "济南市", [("历下区", 370_102), ("市中区", 370_103), ("天桥区", 370_105)]),
    ("四川分公司", "四川省", "成都市", [("武侯区", 510_107), ("锦江区", 510_104), ("双流区", 510_116)]),
    ("湖北分公司", "湖北省", "武汉市", [("武昌区", 420_106), ("洪山区", 420_111), ("江汉区", 420_103)]),
    ("河南分公司", "河南省", "郑州市", [("金水区", 410_105), ("中原区", 410_102), ("二七区", 410_103)]),
    ("陕西分公司", "陕西省", "西安市", [("雁塔区", 610_113), ("碑林区", 610_103), ("未央区", 610_112)]),
    ("辽宁分公司", "辽宁省", "沈阳市", [("和平区", 210_102), ("沈河区", 210_103), ("铁西区", 210_106)]),
    ("湖南分公司", "湖南省", "长沙市", [("岳麓区", 430_104), ("芙蓉区", 430_102), ("雨花区", 430_111)]),
    ("福建分公司", "福建省", "福州市", [("仓山区", 350_104), ("晋安区", 350_111), ("台江区", 350_103)]),
    ("安徽分公司", "安徽省", "合肥市", [("蜀山区", 340_104), ("包河区", 340_111), ("庐阳区", 340_103)]),
    ("河北分公司", "河北省", "石家庄市", [("长安区", 130_102), ("裕华区", 130_108), ("桥西区", 130_104)]),
    ("重庆分公司", "", "重庆市", [("渝北区", 500_112), ("江北区", 500_105), ("南岸区", 500_108)]),
    ("天津分公司", "", "天津市", [("河西区", 120_103), ("南开区", 120_104), ("和平区", 120_101)]),
    ("江西分公司", "江西省", "南昌市", [("东湖区", 360_102), ("西湖区", 360_103), ("新建区", 360_112)]),
    (
        "广西分公司",
        "广西壮族自治区",
        "南宁市",
        [("青秀区", 450_103), ("西乡塘区", 450_107), ("兴宁区", 450_102)],
    ),
    ("云南分公司", "云南省", "昆明市", [("五华区", 530_102), ("官渡区", 530_111), ("盘龙区", 530_103)]),
    ("山西分公司", "山西省", "太原市", [("小店区", 140_105), ("迎泽区", 140_106), ("万柏林区", 140_109)]),
    ("黑龙江分公司", "黑龙江省", "哈尔滨市", [("南岗区", 230_103), ("道里区", 230_102), ("香坊区", 230_110)]),
    ("贵州分公司", "贵州省", "贵阳市", [("云岩区", 520_103), ("南明区", 520_102), ("观山湖区", 520_115)]),
];

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华文辉玲建国春梅红玉志海燕云鹏飞宇浩凯俊峰婷雪琳晓东佳慧欣怡子涵梓萱诗雅思远博睿天翔家豪景瑞宏达立新永康庆安福顺德兴正义仁和";
const ROADS: [&str; 40] = [
    "春晖路",
    "长乐街",
    "望江路",
    "青松路",
    "文萃路",
    "东风大道",
    "锦程路",
    "育贤街",
    "和畅路",
    "永平街",
    "丹桂路",
    "新港路",
    "秋实路",
    "清泉街",
    "翠屏路",
    "鸿运路",
    "南屏街",
    "北苑路",
    "景明路",
    "兴盛街",
    "梧桐路",
    "银杏路",
    "朝晖路",
    "广济街",
    "柳浪路",
    "平安大街",
    "碧波路",
    "云栖路",
    "松柏街",
    "光华路",
    "建新路",
    "和谐路",
    "凤凰路",
    "龙腾路",
    "紫荆路",
    "芳草街",
    "向阳路",
    "学苑路",
    "滨河路",
    "康宁街",
];
const ESTATE_HEADS: [&str; 30] = [
    "阳光", "锦绣", "金桂", "翡翠", "蓝天", "盛世", "碧水", "东湖", "香樟", "御景", "龙湖", "和顺", "中央",
    "万象", "翠竹", "枫林", "星河", "紫金", "天和", "玉兰", "江南", "汇景", "春江", "海棠", "云顶", "百合",
    "嘉禾", "凯旋", "名仕", "绿洲",
];
const ESTATE_TAILS: [&str; 10] =
    ["花园", "家园", "小区", "苑", "新村", "公寓", "名邸", "雅苑", "嘉园", "华庭"];
const MOBILE: [&str; 20] = [
    "134", "135", "136", "137", "138", "139", "150", "151", "152", "157", "158", "159", "182", "183", "186",
    "187", "188", "130", "132", "189",
];
const VIRTUAL: [&str; 5] = ["162", "165", "167", "170", "171"];
/// Bank identification numbers of no bank in particular.
const BANKS: [&str; 6] = ["622202", "621700", "622848", "621661", "622588", "621098"];

/// A flat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Flat {
    pub(super) branch: usize,
    district: usize,
    road: String,
    number: usize,
    estate: String,
    building: usize,
    unit: usize,
    room: usize,
}

/// A person.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) id_no: String,
    pub(super) phone: String,
    pub(super) flat: Flat,
    pub(super) account: String,
    pub(super) device: String,
    pub(super) ip: String,
    pub(super) email: String,
}

impl Person {
    pub(super) fn surname(&self) -> String {
        self.name.chars().take(1).collect()
    }
}

/// A new person of a branch.
pub(super) fn person(dice: &mut Dice, branch: usize) -> Person {
    let flat = flat(dice, branch);
    let region = BRANCHES[branch].3[flat.district].1;
    let name = name(dice, None);
    Person {
        id_no: id_no(dice, region, (1942, 2003)),
        // Virtual operators sell to everybody.
        phone: if dice.chance(0.05) { virtual_mobile(dice) } else { mobile(dice) },
        account: account(dice),
        device: device(dice),
        ip: network(dice),
        email: email(dice),
        name,
        flat,
    }
}

/// A name, of a family when a surname is given.
pub(super) fn name(dice: &mut Dice, surname: Option<&str>) -> String {
    let letter = |dice: &mut Dice, letters: &str| {
        letters.chars().nth(dice.below(letters.chars().count())).unwrap_or('明')
    };
    let mut name = surname.map_or_else(|| letter(dice, SURNAMES).to_string(), str::to_owned);
    name.push(letter(dice, GIVEN));
    if dice.chance(0.82) {
        name.push(letter(dice, GIVEN));
    }
    name
}

/// The identity number of somebody of a branch who is old enough for grown children.
pub(super) fn elder(dice: &mut Dice, branch: usize) -> String {
    let district = dice.below(3);
    id_no(dice, BRANCHES[branch].3[district].1, (1942, 1966))
}

/// An identity number with its check digit (GB 11643-1999), of somebody born in one of some years.
fn id_no(dice: &mut Dice, region: u32, born: (i32, i32)) -> String {
    let (year, month, day) = (dice.between(born.0, born.1), dice.between(1, 12), dice.between(1, 28));
    let body = format!("{region:06}{year:04}{month:02}{day:02}{}", dice.digits(3));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

pub(super) fn mobile(dice: &mut Dice) -> String {
    format!("{}{}", dice.pick(&MOBILE), dice.digits(8))
}

pub(super) fn virtual_mobile(dice: &mut Dice) -> String {
    format!("{}{}", dice.pick(&VIRTUAL), dice.digits(8))
}

/// An IMEI-like device number.
pub(super) fn device(dice: &mut Dice) -> String {
    format!("86{}", dice.digits(13))
}

/// An address of version 4 of a consumer's network.
pub(super) fn network(dice: &mut Dice) -> String {
    let head = dice.pick(&[36, 58, 101, 112, 117, 183, 222]);
    let tail = [0; 3].map(|_: i32| dice.between(1, 250));
    format!("{head}.{}.{}.{}", tail[0], tail[1], tail[2])
}

/// What is typed where a phone must stand and none is known.
pub(super) fn placeholder(dice: &mut Dice) -> &'static str {
    dice.pick(&["13800138000", "00000000000", "无", "13888888888", "1", "12345678910", "不详"])
}

pub(super) fn email(dice: &mut Dice) -> String {
    format!("u{}@example.com", dice.digits(9))
}

/// A courier's slip number.
pub(super) fn courier(dice: &mut Dice) -> String {
    format!("{}{}", dice.pick(&["SF", "YT", "ZT", "EMS"]), dice.digits(12))
}

/// A card number with its Luhn digit (ISO/IEC 7812-1).
pub(super) fn account(dice: &mut Dice) -> String {
    let body = format!("{}{}", dice.pick(&BANKS), dice.digits(12));
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let doubled = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

pub(super) fn flat(dice: &mut Dice, branch: usize) -> Flat {
    Flat {
        branch,
        district: dice.below(3),
        road: dice.pick(&ROADS).to_owned(),
        number: dice.below(300) + 1,
        estate: format!("{}{}", dice.pick(&ESTATE_HEADS), dice.pick(&ESTATE_TAILS)),
        building: dice.below(30) + 1,
        unit: dice.below(4) + 1,
        room: (dice.below(18) + 1) * 100 + dice.below(4) + 1,
    }
}

impl Flat {
    /// One of the spellings people use for the flat.
    pub(super) fn spelling(&self, dice: &mut Dice) -> String {
        let (_, province, city, districts) = BRANCHES[self.branch];
        let mut out = String::new();
        if dice.chance(0.5) {
            out.push_str(province);
        }
        if dice.chance(0.85) {
            out.push_str(city);
        }
        out.push_str(districts[self.district].0);
        if dice.chance(0.6) {
            out.push_str(&format!("{}{}号", self.road, self.number));
        }
        out.push_str(&self.estate);
        let (building, unit, room) = (self.building, self.unit, self.room);
        out.push_str(&match dice.below(6) {
            0 => format!("{building}栋{unit}单元{room}室"),
            1 => format!("{building}幢{unit}单元{room}"),
            2 => format!("{building}号楼{unit}单元{room}室"),
            3 => format!("{building}-{unit}-{room}"),
            4 => format!("{building}#{unit}单元{room}室"),
            _ => format!("{building}栋{unit}单元{room}"),
        });
        out
    }

    /// District and road without a number: what many share.
    pub(super) fn coarse(&self) -> String {
        let (_, province, city, districts) = BRANCHES[self.branch];
        format!("{province}{city}{}{}", districts[self.district].0, self.road)
    }

    /// A house number of a road, without a flat.
    pub(super) fn building(&self) -> String {
        format!("{}{}号", self.coarse(), self.number)
    }
}
