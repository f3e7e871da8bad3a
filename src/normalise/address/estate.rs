//! What names of estates and other places tell: whether they stand alone, are one tower, or name nothing.

/// Endings of places that stand alone: with one of these the road before it says nothing more.
pub(super) const ESTATES: [&str; 45] = [
    "商厦",
    "小区",
    "花园",
    "家园",
    "公寓",
    "新村",
    "花苑",
    "新苑",
    "嘉园",
    "名苑",
    "华庭",
    "雅苑",
    "佳苑",
    "大厦",
    "广场",
    "大楼",
    "中心",
    "别墅",
    "新城",
    "名城",
    "公馆",
    "山庄",
    "社区",
    "宿舍",
    "家属院",
    "东区",
    "西区",
    "南区",
    "北区",
    "期",
    "苑",
    "府",
    "城",
    "湾",
    "庭",
    "邸",
    "园",
    "郡",
    "里",
    "居",
    "轩",
    "阁",
    "墅",
    "座",
    "坊",
];

/// Endings of places that are one building, where a room alone says which flat.
const TOWERS: [&str; 15] = [
    "座",
    "阁",
    "轩",
    "商厦",
    "商城",
    "大厦",
    "大楼",
    "公寓",
    "中心",
    "广场",
    "国际",
    "写字楼",
    "商务楼",
    "酒店",
    "宾馆",
];

/// Words that say where the parcel goes, not where the place is.
const NOTES: [&str; 26] = [
    "门口",
    "旁边",
    "旁",
    "对面",
    "附近",
    "内",
    "里面",
    "楼下",
    "楼上",
    "斜对面",
    "代收点",
    "菜鸟驿站",
    "丰巢快递柜",
    "快递柜",
    "丰巢",
    "驿站",
    "收发室",
    "门卫",
    "门卫室",
    "传达室",
    "前台",
    "物业",
    "东门",
    "西门",
    "南门",
    "北门",
];

/// Institutions that take post or calls for people who have nothing else in common (DOMAIN.md, look-alikes).
const INSTITUTIONS: [&str; 23] = [
    "驿站",
    "快递柜",
    "代收点",
    "快递点",
    "快递站",
    "丰巢",
    "菜鸟",
    "邮局",
    "邮政所",
    "邮政支局",
    "邮政营业",
    "代办点",
    "代办所",
    "打印店",
    "支行",
    "分理处",
    "信用社",
    "营业厅",
    "网点",
    "养老院",
    "敬老院",
    "福利院",
    "护理院",
];

/// Whether an address names such an institution.
#[must_use]
pub fn is_institution(address: &str) -> bool {
    !address.is_empty() && INSTITUTIONS.iter().any(|word| address.contains(word))
}

/// Words that many places are called by: no name of one.
const GENERIC: [&str; 24] = [
    "住宅", "生活", "家属", "职工", "安置", "回迁", "拆迁", "商铺", "门面", "厂房", "宿舍", "平房", "仓库",
    "公司", "超市", "车间", "学校", "市场", "公寓", "小区", "新村", "商场", "大楼", "花园",
];

/// Whether the words name a place at all.
pub(super) fn is_generic(estate: &str) -> bool {
    GENERIC.contains(&estate)
}

/// Whether the estate named stands alone (阳光花园), unlike a shop or company.
pub(super) fn stands_alone(estate: &str) -> bool {
    estate.len() >= 9 && ends_with_one(estate, &ESTATES) || estate.contains("小区") || estate.contains("花园")
}

/// Whether one of the words ends the text. The last byte tells most apart, at less than a call.
fn ends_with_one(text: &str, words: &[&str]) -> bool {
    let last = text.as_bytes().last();
    words.iter().any(|word| word.as_bytes().last() == last && text.ends_with(word))
}

/// Whether a room number alone is enough there.
pub(super) fn is_tower(estate: &str) -> bool {
    ends_with_one(estate, &TOWERS)
}

/// The estate as it is compared: without notes behind it and without an idle 小区.
pub(super) fn comparable(estate: &str) -> &str {
    let mut name = estate;
    while ends_with_one(name, &NOTES)
        && let Some(shorter) =
            NOTES.iter().find_map(|note| name.strip_suffix(note)).filter(|shorter| shorter.len() >= 6)
    {
        name = shorter;
    }
    name.strip_suffix("小区")
        .filter(|shorter| shorter.len() >= 6 && !GENERIC.contains(shorter))
        .unwrap_or(name)
}
