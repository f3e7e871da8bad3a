//! Names of divisions as people write them: without their kind, or shortened.

/// A name that lives as long as the index, which is built once.
fn leaked(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

/// How an autonomous or banner division is usually written: 凉山州, 长阳县, 科左中旗.
pub(super) fn usual(name: &str, stem: &str) -> Option<&'static str> {
    let kind = match name {
        _ if name.ends_with("自治州") => "州",
        _ if name.ends_with("自治县") => "县",
        _ if name.ends_with("自治旗") => "旗",
        _ => return banner(name),
    };
    (stem.len() >= 6).then(|| leaked(format!("{stem}{kind}")))
}

/// 科尔沁左翼中旗 → 科左中旗, 锡林郭勒盟 → 锡盟.
fn banner(name: &str) -> Option<&'static str> {
    if name.ends_with('盟') && name.len() > 9 {
        return name.chars().next().map(|first| leaked(format!("{first}盟")));
    }
    let (people, rest) = name.split_once('翼')?;
    let (first, wing) = (people.chars().next()?, people.chars().next_back()?);
    rest.ends_with('旗').then(|| leaked(format!("{first}{wing}{rest}")))
}

/// Endings that tell the kind of a division, longest first.
const KINDS: [&str; 15] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "新区",
    "林区",
    "矿区",
    "省",
    "市",
    "县",
    "区",
    "旗",
    "盟",
];

/// Peoples in names of autonomous divisions; what stands before them is the short name.
const PEOPLES: [&str; 52] = [
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "维吾尔",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "高山族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "锡伯",
    "塔吉克",
    "怒族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "独龙族",
    "鄂伦春",
    "赫哲族",
    "门巴族",
    "各族",
    "普米族",
];

/// The name without its kind and peoples: 恩施土家族苗族自治州 → 恩施, 内蒙古自治区 → 内蒙古.
pub(super) fn stem(name: &str) -> &str {
    // 碑林区 is 碑林: only what leaves two letters is a kind of its own.
    let short = |kind: &&str| name.strip_suffix(*kind).filter(|stem| kind.len() == 3 || stem.len() >= 6);
    let mut stem = KINDS.iter().find_map(short).unwrap_or(name);
    if name.contains("自治") && stem != "内蒙古" {
        while let Some(shorter) =
            PEOPLES.iter().find_map(|people| stem.strip_suffix(people)).filter(|shorter| shorter.len() >= 6)
        {
            stem = shorter;
        }
    }
    stem
}
