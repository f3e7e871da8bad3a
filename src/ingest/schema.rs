//! The tables of the data contract: which columns each has, which it needs, and what headers mean them.

use crate::normalise::width::fold;
use crate::record::{Column, Column as C, TableKind};

/// A column of a table with the Chinese headers that mean it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) column: Column,
    pub(crate) chinese: &'static [&'static str],
}

const fn field(column: Column, chinese: &'static [&'static str]) -> Field {
    Field { column, chinese }
}

const COMPLAINTS: &[Field] = &[
    field(C::ComplaintId, &["投诉编号"]),
    field(C::ReceivedAt, &["投诉日期", "受理日期"]),
    field(C::Channel, &["投诉渠道"]),
    field(C::PolicyNo, &["保单号"]),
    field(C::ComplainantName, &["投诉人姓名"]),
    field(C::ComplainantIdNo, &["证件号码", "投诉人证件号码"]),
    field(C::Phone, &["联系电话"]),
    field(C::CallerPhone, &["来电号码"]),
    field(C::RegisteredPhone, &["保单登记手机"]),
    field(C::Address, &["联系地址"]),
    field(C::Email, &["邮箱"]),
    field(C::SenderPhone, &["寄件电话"]),
    field(C::CourierNo, &["运单号"]),
    field(C::PostedFrom, &["寄出地"]),
    field(C::ProxyName, &["代理人姓名"]),
    field(C::ProxyPhone, &["代理人电话"]),
    field(C::ProxyIdNo, &["代理人证件号码"]),
    field(C::SellingAgentId, &["原销售业务员工号"]),
    field(C::ServicingAgentId, &["现服务业务员工号"]),
    field(C::AgentId, &["业务员工号"]),
    field(C::Branch, &["分公司"]),
    field(C::Product, &["产品名称"]),
    field(C::Category, &["投诉类别"]),
    field(C::Demand, &["诉求"]),
    field(C::AmountClaimed, &["涉及金额"]),
    field(C::Text, &["投诉内容"]),
    field(C::Summary, &["经办摘要"]),
    field(C::HandlerId, &["经办人"]),
    field(C::ParentId, &["关联投诉编号"]),
    field(C::RegulatorNo, &["转办编号"]),
    field(C::Status, &["状态"]),
    field(C::DueAt, &["办理期限"]),
    field(C::Outcome, &["处理结果"]),
    field(C::DeviceId, &["设备号"]),
    field(C::Ip, &[]),
];

const SURRENDERS: &[Field] = &[
    field(C::SurrenderId, &["退保编号"]),
    field(C::AppliedAt, &["申请日期"]),
    field(C::PolicyNo, &["保单号"]),
    field(C::PolicyholderName, &["投保人姓名"]),
    field(C::PolicyholderIdNo, &["证件号码", "投保人证件号码"]),
    field(C::Phone, &["联系电话"]),
    field(C::RegisteredPhone, &["保单登记手机"]),
    field(C::Address, &["联系地址"]),
    field(C::Email, &["邮箱"]),
    field(C::PayeeName, &["收款人"]),
    field(C::PayeeAccount, &["收款账号"]),
    field(C::PremiumPayerAccount, &["缴费账号"]),
    field(C::ProxyName, &["代理人姓名"]),
    field(C::ProxyPhone, &["代理人电话"]),
    field(C::ProxyIdNo, &["代理人证件号码"]),
    field(C::SellingAgentId, &["原销售业务员工号"]),
    field(C::ServicingAgentId, &["现服务业务员工号"]),
    field(C::AgentId, &["业务员工号"]),
    field(C::Branch, &["分公司"]),
    field(C::Product, &["产品名称"]),
    field(C::SurrenderType, &["退保类型"]),
    field(C::PolicyStart, &["生效日期"]),
    field(C::ContactChangedAt, &["联系方式变更日期"]),
    field(C::PaidAt, &["付款日期"]),
    field(C::PremiumPaid, &["累计保费"]),
    field(C::CashValue, &["现金价值"]),
    field(C::RefundAmount, &["退费金额"]),
    field(C::LoanDeducted, &["贷款扣还"]),
    field(C::Dividends, &["红利"]),
    field(C::PayStatus, &["付款状态"]),
    field(C::OperatorId, &["经办人"]),
    field(C::DeviceId, &["设备号"]),
    field(C::Ip, &[]),
];

const AGENTS: &[Field] = &[
    field(C::AgentId, &["业务员工号"]),
    field(C::AgentName, &["业务员姓名"]),
    field(C::Phone, &["手机号"]),
    field(C::Branch, &["分公司"]),
    field(C::HiredAt, &["入司日期"]),
    field(C::LeftAt, &["离司日期"]),
];

const POLICIES: &[Field] = &[
    field(C::PolicyNo, &["保单号"]),
    field(C::PolicyholderName, &["投保人姓名"]),
    field(C::PolicyholderIdNo, &["投保人证件号码", "证件号码"]),
    field(C::InsuredIdNo, &["被保险人证件号码"]),
    field(C::Relation, &["与被保险人关系", "关系"]),
    field(C::RegisteredPhone, &["保单登记手机"]),
    field(C::Address, &["联系地址"]),
    field(C::SellingAgentId, &["原销售业务员工号"]),
    field(C::SalesChannel, &["销售渠道"]),
    field(C::Branch, &["分公司"]),
    field(C::Product, &["产品名称"]),
    field(C::IssuedAt, &["承保日期"]),
    field(C::Premium, &["保费"]),
    field(C::PremiumPayerAccount, &["缴费账号"]),
];

const SETTLEMENTS: &[Field] = &[
    field(C::PolicyNo, &["保单号"]),
    field(C::ComplaintId, &["投诉编号"]),
    field(C::AgreedAt, &["协议日期"]),
    field(C::Amount, &["协议金额", "金额"]),
    field(C::BorneBy, &["承担方"]),
    field(C::PaidAt, &["付款日期"]),
    field(C::PayeeAccount, &["收款账号"]),
];

const WATCHLIST: &[Field] = &[
    field(C::ValueType, &["类型"]),
    field(C::Value, &["值"]),
    field(C::SourceNote, &["来源"]),
    field(C::ValidUntil, &["有效期至"]),
];

const EXPOSURE: &[Field] = &[
    field(C::Month, &["月份"]),
    field(C::Branch, &["分公司"]),
    field(C::Premium, &["保费"]),
    field(C::Policies, &["保单数"]),
    field(C::Insured, &["被保险人数"]),
];

const LABELS: &[Field] = &[
    field(C::RecordId, &["记录编号"]),
    field(C::RingId, &["团伙编号"]),
    field(C::Value, &["值"]),
    field(C::OtherRecordId, &["另一记录编号"]),
    field(C::OtherValue, &["另一值"]),
    field(C::Decision, &["结论"]),
    field(C::Author, &["作者"]),
    field(C::DecidedAt, &["结论日期"]),
    field(C::Reason, &["理由"]),
    field(C::ExpiresAt, &["失效日期"]),
    field(C::Status, &["状态"]),
    field(C::PreventedLoss, &["挽损金额"]),
];

/// The columns of a table.
pub(crate) fn fields(kind: TableKind) -> &'static [Field] {
    match kind {
        TableKind::Complaints => COMPLAINTS,
        TableKind::Surrenders => SURRENDERS,
        TableKind::Agents => AGENTS,
        TableKind::Policies => POLICIES,
        TableKind::Settlements => SETTLEMENTS,
        TableKind::Watchlist => WATCHLIST,
        TableKind::Exposure => EXPOSURE,
        TableKind::Labels => LABELS,
    }
}

/// The columns a table cannot do without; the first one is its key.
pub(crate) fn required(kind: TableKind) -> &'static [Column] {
    match kind {
        TableKind::Complaints => &[C::ComplaintId, C::ReceivedAt],
        TableKind::Surrenders => &[C::SurrenderId, C::AppliedAt],
        TableKind::Agents => &[C::AgentId],
        TableKind::Policies | TableKind::Settlements => &[C::PolicyNo],
        TableKind::Watchlist => &[C::ValueType, C::Value],
        TableKind::Exposure => &[C::Month],
        TableKind::Labels => &[],
    }
}

/// Whether a table has at most one row for each value of its key.
pub(crate) fn unique(kind: TableKind) -> bool {
    matches!(kind, TableKind::Complaints | TableKind::Surrenders | TableKind::Agents | TableKind::Policies)
}

/// A header as it is compared: half width, lower case, without spaces, underscores for hyphens.
pub(crate) fn plain(header: &str) -> String {
    fold(header.trim_start_matches('\u{feff}'))
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if letter == '-' { '_' } else { letter })
        .collect::<String>()
        .to_lowercase()
}

/// The column a header means in a table, by configuration first.
pub(crate) fn column(
    kind: TableKind,
    header: &str,
    configured: &[(TableKind, String, Column)],
) -> Option<Column> {
    let header = plain(header);
    let mapped = configured.iter().find(|(table, text, _)| *table == kind && plain(text) == header);
    mapped.map(|&(_, _, column)| column).or_else(|| {
        let means = |field: &&Field| {
            header == field.column.name()
                || field
                    .chinese
                    .iter()
                    .any(|text| plain(text) == header || plain(&format!("{text}*")) == header)
        };
        fields(kind).iter().find(means).map(|field| field.column)
    })
}

/// How many of the headers a table knows.
pub(crate) fn known(kind: TableKind, headers: &[String]) -> usize {
    headers.iter().filter(|header| column(kind, header, &[]).is_some()).count()
}

/// Finds the column of every header.
///
/// # Errors
/// One sentence: a required column is missing (with the headers found and the nearest one), or two headers
/// mean one column.
pub(crate) fn map(
    kind: TableKind,
    headers: &[String],
    configured: &[(TableKind, String, Column)],
) -> Result<Vec<Option<Column>>, String> {
    let columns: Vec<Option<Column>> =
        headers.iter().map(|header| column(kind, header, configured)).collect();
    for (place, found) in columns.iter().enumerate() {
        let twin = columns[..place].iter().position(|other| other.is_some() && other == found);
        if let (Some(found), Some(twin)) = (found, twin) {
            return Err(format!(
                "the headers `{}` and `{}` both mean column `{}`; rename one or map it in the configuration",
                headers[twin],
                headers[place],
                found.name()
            ));
        }
    }
    for &needed in required(kind) {
        if !columns.contains(&Some(needed)) {
            let nearest = headers
                .iter()
                .map(|header| (strsim::jaro_winkler(&plain(header), needed.name()), header))
                .max_by(|left, right| left.0.total_cmp(&right.0))
                .filter(|(likeness, _)| *likeness > 0.7);
            let hint = nearest.map_or(String::new(), |(_, header)| format!("; the nearest is `{header}`"));
            return Err(format!(
                "required column `{}` is missing; found {}{hint}; map a header with --header {}.HEADER={}",
                needed.name(),
                headers.iter().map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", "),
                kind.name(),
                needed.name()
            ));
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_its_contract_name_and_its_chinese_headers() {
        for kind in TableKind::ALL {
            for field in fields(kind) {
                assert_eq!(column(kind, &field.column.name().to_uppercase(), &[]), Some(field.column));
                for text in field.chinese {
                    assert_eq!(column(kind, text, &[]), Some(field.column), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_missing_required_column_names_the_nearest_header() {
        let error =
            map(TableKind::Complaints, &["complaint_no".into(), "received_at".into()], &[]).unwrap_err();
        assert!(
            error.contains("`complaint_id` is missing") && error.contains("nearest is `complaint_no`"),
            "{error}"
        );
    }

    #[test]
    fn two_headers_for_one_column_are_an_error() {
        let headers = ["complaint_id".into(), "received_at".into(), "受理日期".into()];
        assert!(
            map(TableKind::Complaints, &headers, &[]).unwrap_err().contains("both mean column `received_at`")
        );
    }
}
