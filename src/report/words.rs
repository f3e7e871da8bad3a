//! What the codes of the outputs are called, in both languages: kinds, ways, roles, links, events, reasons, channels.
//!
//! CSV tables hold the codes, which scripts rely on; whatever a person reads holds these words. The page's script gets
//! the same list.

use super::Lang;
use crate::privacy::mask::{self, Show};
use crate::record::ValueKind;

/// Code, English, Chinese.
pub(super) type Word = (&'static str, &'static str, &'static str);

/// Every code that a person may meet.
pub(super) const WORDS: &[Word] = &[
    // Kinds of findings.
    ("proxy_ring", "likely proxy-surrender ring", "疑似代理退保团伙"),
    ("agent_collusion", "likely ring with a selling agent", "疑似业务员参与的团伙"),
    ("mis_selling", "likely mis-selling", "疑似销售误导"),
    ("agent_contact", "a serving agent's contact", "业务员代留联系方式"),
    ("household", "household", "同一家庭"),
    ("employer_group", "employer's group", "单位团体"),
    ("shared_place", "shared place", "共用场所"),
    ("lawyer", "licensed representative", "持证代理人"),
    ("unclear", "unclear", "尚不明确"),
    // Ways of working.
    ("complaint_extortion", "refunds by complaint", "投诉施压退保"),
    ("old_for_new", "old policies for new ones", "退旧买新"),
    ("commission_fraud", "commission fraud", "套取佣金"),
    ("data_broker", "trade in customer data", "客户信息买卖"),
    ("unknown", "not told by the records", "记录未能显示"),
    // Roles and ties.
    ("organiser", "organiser", "组织者"),
    ("lender", "lender of premiums or accounts", "出借账户或垫资者"),
    ("colluding_agent", "selling agent behind several", "关联业务员"),
    ("policyholder", "policyholder", "投保人"),
    ("strong", "strong", "强"),
    ("weak", "weak", "弱"),
    // Records and the parts that values play in them.
    ("complaint", "complaint", "投诉"),
    ("surrender", "surrender", "退保"),
    ("contact_phone", "contact phone", "联系电话"),
    ("caller_phone", "caller's phone", "来电号码"),
    ("sender_phone", "sender's phone", "寄件人电话"),
    ("proxy_phone", "proxy's phone", "代办人电话"),
    ("address", "address", "地址"),
    ("refund_account", "refund account", "退费账户"),
    ("payer_account", "payer's account", "缴费账户"),
    ("policy_payer_account", "payer's account of the policy", "保单登记缴费账户"),
    ("proxy", "proxy", "代办人"),
    ("complainant", "complainant", "投诉人"),
    ("device", "device", "设备"),
    ("ip", "network address", "网络地址"),
    ("email", "e-mail", "电子邮箱"),
    ("courier_slip", "courier slip", "快递单号"),
    ("letter", "letter", "信函"),
    ("receiving_agent", "agent who got the new policies", "新单业务员"),
    ("selling_agent", "selling agent", "销售人员"),
    ("phone", "phone", "电话"),
    ("account", "account", "账户"),
    // Events and decisions.
    ("born", "new", "新增"),
    ("revived", "back", "再现"),
    ("merged", "merged", "合并"),
    ("split", "split", "拆分"),
    ("re-linked", "new contacts", "更换联系方式"),
    ("grown", "grown", "扩大"),
    ("shrunk", "shrunk", "缩小"),
    ("dormant", "quiet", "沉寂"),
    ("gone", "no longer found", "不再出现"),
    ("active", "active", "活跃"),
    ("confirmed", "confirmed", "属实"),
    ("cleared", "cleared", "排除"),
    ("unsure", "unsure", "存疑"),
    ("ignore", "ignore", "忽略"),
    ("yes", "yes", "是"),
    ("no", "no", "否"),
    // Alerts.
    ("known_ring", "known ring", "已知团伙"),
    ("new_ring", "new ring", "新团伙"),
    ("watch_value", "watchlist", "关注名单"),
    ("near_miss", "near miss", "接近阈值"),
    // What was done with values set aside.
    ("placeholder", "placeholder", "占位值"),
    ("own_contact", "own contact", "公司联系方式"),
    ("agent_phone", "agent's own phone", "业务员本人电话"),
    ("degree_limit", "too many households", "家庭数过多"),
    ("public_letter", "public letter", "公开文本"),
    ("shared_network", "shared device or network", "共用设备或网络"),
    ("collecting_account", "collecting account", "代收保费账户"),
    ("popular", "given by anybody", "众人所用"),
    ("ignored", "ignored", "忽略"),
    // Reasons of the score.
    ("starting_point", "starting point", "起点"),
    ("one_manner", "groups working alike", "手法相同的群组"),
    ("few_households", "few households", "家庭数少"),
    ("shared_values", "shared values", "共用信息"),
    ("one_value", "one value only", "仅一项共用信息"),
    ("burst", "burst", "集中爆发"),
    ("apart_in_time", "apart in time", "时间分散"),
    ("one_region", "one region", "同一地区"),
    ("registered_phones", "registered phones", "登记手机"),
    ("many_regions", "many regions", "遍及各地"),
    ("seen_at_partner", "seen at a partner", "同业亦见"),
    ("many_selling_agents", "many selling agents", "业务员分散"),
    ("one_selling_agent", "one selling agent", "业务员集中"),
    ("excess_refund", "excess refund", "超额退费"),
    ("negotiated_refund", "negotiated refund", "协议或全额退保"),
    ("regulator_first", "regulator first", "先向监管投诉"),
    ("contact_change", "contact changed before", "事前变更联系方式"),
    ("commission_cliff", "commission cliff", "佣金断崖期退保"),
    ("complaint_and_surrender", "complaint, surrender too", "投诉且退保"),
    ("surrender_and_complaint", "surrender, complaint too", "退保且投诉"),
    ("complaint_after_surrender", "complaint after surrender", "退保后投诉"),
    ("complaint_then_refund", "complaint, then refund", "投诉后退费"),
    ("contact_not_registered", "contact not the registered one", "联系电话与登记不符"),
    ("ex_agent_contact", "former agent's contact", "离职业务员电话"),
    ("virtual_number", "virtual operator's number", "虚拟运营商号段"),
    // Channels of complaints.
    ("hotline_12378", "12378 hotline", "12378热线"),
    ("forwarded_12378", "12378 forwarded", "12378一键呼转"),
    ("regulator_letter", "letter to the regulator", "监管信访"),
    ("regulator_transfer", "regulator's transfer", "监管转送"),
    ("company_hotline", "company hotline", "公司热线"),
    ("counter", "counter", "柜面"),
    ("online", "online", "线上"),
    ("media", "media", "媒体"),
    ("other", "other", "其他"),
];

/// What a code is called; text that is none stays as it is.
pub(super) fn word(code: &str, lang: Lang) -> &str {
    let known = WORDS.iter().find(|(known, ..)| *known == code);
    known.map_or(code, |(_, english, chinese)| lang.of(english, chinese))
}

/// What a code is called in Chinese; in English the code, which stands in the tables too.
pub(crate) fn local(code: &str, lang: Lang) -> &str {
    if lang == Lang::Zh { word(code, lang) } else { code }
}

/// A value as it is shown in a language: a masked letter has words of its own, any other value only signs.
pub(crate) fn value(show: Show, kind: ValueKind, key: &str, lang: Lang) -> String {
    match (kind, mask::letter_length(key)) {
        (ValueKind::Letter, Some(length)) if lang == Lang::Zh => format!("信函（{length}字）"),
        _ => show.value(kind, key),
    }
}

/// What codes separated by spaces are called.
pub(crate) fn all(codes: &str, lang: Lang) -> String {
    let words: Vec<&str> = codes.split_whitespace().map(|code| word(code, lang)).collect();
    words.join(lang.of(", ", "、"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::detect::finding::Kind;
    use crate::record::Channel;

    #[test]
    fn every_reason_kind_channel_and_value_has_one_word() {
        let known: BTreeSet<&str> = WORDS.iter().map(|(code, ..)| *code).collect();
        assert_eq!(known.len(), WORDS.len(), "a code stands twice");
        let codes = crate::detect::reason_codes()
            .chain(Kind::ALL.map(Kind::name))
            .chain(Channel::NAMES.map(|(_, name)| name))
            .chain(ValueKind::ALL.map(ValueKind::name));
        for code in codes {
            assert!(known.contains(code), "{code}");
        }
        assert_eq!(word("張三", Lang::Zh), "張三");
        assert_eq!(local("burst", Lang::En), "burst");
        assert_eq!(value(Show::Masked, ValueKind::Letter, "5f|166", Lang::Zh), "信函（166字）");
        assert_eq!(all("burst one_value", Lang::Zh), "集中爆发、仅一项共用信息");
    }
}
