//! What kinds, roles and links are called in a case file, in both languages.

use crate::detect::finding::{Kind, RingType, Role};
use crate::record::{LinkType, RecordType};
use crate::report::Lang;

pub(super) fn kind(kind: Kind, lang: Lang) -> &'static str {
    let (english, chinese) = match kind {
        Kind::ProxyRing => ("likely proxy-surrender ring", "疑似代理退保团伙"),
        Kind::AgentCollusion => ("likely ring with a selling agent", "疑似业务员参与的团伙"),
        Kind::MisSelling => ("likely mis-selling", "疑似销售误导"),
        Kind::AgentContact => ("a serving agent's contact", "业务员代留联系方式"),
        Kind::Household => ("household", "同一家庭"),
        Kind::EmployerGroup => ("employer's group", "单位团体"),
        Kind::SharedPlace => ("shared place", "共用场所"),
        Kind::Lawyer => ("licensed representative", "持证代理人"),
        Kind::Unclear => ("unclear", "尚不明确"),
    };
    lang.of(english, chinese)
}

pub(super) fn ring_type(ring_type: RingType, lang: Lang) -> &'static str {
    let (english, chinese) = match ring_type {
        RingType::ComplaintExtortion => ("refunds by complaint", "投诉施压退保"),
        RingType::OldForNew => ("old policies for new ones", "退旧买新"),
        RingType::CommissionFraud => ("commission fraud", "套取佣金"),
        RingType::DataBroker => ("trade in customer data", "客户信息买卖"),
        RingType::Unknown => ("not told by the records", "记录未能显示"),
    };
    lang.of(english, chinese)
}

pub(super) fn role(role: Role, lang: Lang) -> &'static str {
    let (english, chinese) = match role {
        Role::Organiser => ("organiser", "组织者"),
        Role::Lender => ("lender of premiums or accounts", "出借账户或垫资者"),
        Role::ColludingAgent => ("selling agent behind several", "关联业务员"),
        Role::Policyholder => ("policyholder", "投保人"),
    };
    lang.of(english, chinese)
}

pub(super) fn record_type(record_type: RecordType, lang: Lang) -> &'static str {
    match record_type {
        RecordType::Complaint => lang.of("complaint", "投诉"),
        RecordType::Surrender => lang.of("surrender", "退保"),
    }
}

pub(super) fn link(link: LinkType, lang: Lang) -> &'static str {
    let (english, chinese) = match link {
        LinkType::ContactPhone => ("contact phone", "联系电话"),
        LinkType::CallerPhone => ("caller's phone", "来电号码"),
        LinkType::SenderPhone => ("sender's phone", "寄件人电话"),
        LinkType::ProxyPhone => ("proxy's phone", "代办人电话"),
        LinkType::Address => ("address", "地址"),
        LinkType::RefundAccount => ("refund account", "退费账户"),
        LinkType::PayerAccount => ("payer's account", "缴费账户"),
        LinkType::Proxy => ("proxy", "代办人"),
        LinkType::Complainant => ("complainant", "投诉人"),
        LinkType::Device => ("device", "设备"),
        LinkType::Ip => ("network address", "网络地址"),
        LinkType::Email => ("e-mail", "电子邮箱"),
        LinkType::CourierSlip => ("courier slip", "快递单号"),
        LinkType::Letter => ("wording of the letter", "信函措辞"),
        LinkType::ReceivingAgent => ("agent who got the new policies", "新单业务员"),
    };
    lang.of(english, chinese)
}
