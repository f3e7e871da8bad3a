//! Worlds → files: CSV tables, a configuration, and the truth beside them.

use std::fs;
use std::path::Path;

use super::world::{Row, World};
use super::{LAST_DAY, day, truth};
use crate::error::{Error, Result};
use crate::record::Day;

/// Columns of a table: contract name and Chinese header.
pub(super) type Columns = &'static [(&'static str, &'static str)];

pub(super) const COMPLAINTS: Columns = &[
    ("complaint_id", "投诉编号"),
    ("received_at", "投诉日期"),
    ("channel", "投诉渠道"),
    ("policy_no", "保单号"),
    ("complainant_name", "投诉人姓名"),
    ("complainant_id_no", "证件号码"),
    ("phone", "联系电话"),
    ("caller_phone", "来电号码"),
    ("registered_phone", "保单登记手机"),
    ("address", "联系地址"),
    ("email", "邮箱"),
    ("sender_phone", "寄件电话"),
    ("courier_no", "运单号"),
    ("proxy_name", "代理人姓名"),
    ("proxy_phone", "代理人电话"),
    ("proxy_id_no", "代理人证件号码"),
    ("selling_agent_id", "原销售业务员工号"),
    ("servicing_agent_id", "现服务业务员工号"),
    ("branch", "分公司"),
    ("product", "产品名称"),
    ("category", "投诉类别"),
    ("demand", "诉求"),
    ("amount_claimed", "涉及金额"),
    ("text", "投诉内容"),
    ("summary", "经办摘要"),
    ("handler_id", "经办人"),
    ("regulator_no", "转办编号"),
    ("status", "状态"),
    ("due_at", "办理期限"),
    ("device_id", "设备号"),
    ("ip", "IP"),
];
pub(super) const SURRENDERS: Columns = &[
    ("surrender_id", "退保编号"),
    ("applied_at", "申请日期"),
    ("policy_no", "保单号"),
    ("policyholder_name", "投保人姓名"),
    ("policyholder_id_no", "证件号码"),
    ("phone", "联系电话"),
    ("registered_phone", "保单登记手机"),
    ("address", "联系地址"),
    ("email", "邮箱"),
    ("payee_name", "收款人"),
    ("payee_account", "收款账号"),
    ("premium_payer_account", "缴费账号"),
    ("proxy_name", "代理人姓名"),
    ("proxy_phone", "代理人电话"),
    ("proxy_id_no", "代理人证件号码"),
    ("selling_agent_id", "原销售业务员工号"),
    ("servicing_agent_id", "现服务业务员工号"),
    ("branch", "分公司"),
    ("product", "产品名称"),
    ("surrender_type", "退保类型"),
    ("policy_start", "生效日期"),
    ("contact_changed_at", "联系方式变更日期"),
    ("paid_at", "付款日期"),
    ("premium_paid", "累计保费"),
    ("cash_value", "现金价值"),
    ("refund_amount", "退费金额"),
    ("loan_deducted", "贷款扣还"),
    ("dividends", "红利"),
    ("pay_status", "付款状态"),
    ("operator_id", "经办人"),
    ("device_id", "设备号"),
    ("ip", "IP"),
];
pub(super) const AGENTS: Columns = &[
    ("agent_id", "业务员工号"),
    ("agent_name", "业务员姓名"),
    ("phone", "手机号"),
    ("branch", "分公司"),
    ("hired_at", "入司日期"),
    ("left_at", "离司日期"),
];
pub(super) const POLICIES: Columns = &[
    ("policy_no", "保单号"),
    ("policyholder_name", "投保人姓名"),
    ("policyholder_id_no", "证件号码"),
    ("insured_id_no", "被保险人证件号码"),
    ("relation", "关系"),
    ("registered_phone", "保单登记手机"),
    ("selling_agent_id", "原销售业务员工号"),
    ("branch", "分公司"),
    ("product", "产品名称"),
    ("issued_at", "承保日期"),
    ("premium", "保费"),
    ("premium_payer_account", "缴费账号"),
];
pub(super) const SETTLEMENTS: Columns = &[
    ("policy_no", "保单号"),
    ("agreed_at", "协议日期"),
    ("amount", "协议金额"),
    ("borne_by", "承担方"),
    ("paid_at", "付款日期"),
];

/// Whether headers are the contract's or Chinese.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Headers {
    Contract,
    Chinese,
}

/// A table as CSV.
pub(super) fn table(columns: &[(&str, &str)], headers: Headers, rows: &[Row]) -> Result<Vec<u8>> {
    let failed = |error: csv::Error| Error::internal(format!("a table of the world: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(
            columns.iter().map(|(name, chinese)| if headers == Headers::Chinese { chinese } else { name }),
        )
        .map_err(failed)?;
    for row in rows {
        writer.write_record(columns.iter().map(|(name, _)| row.get(name))).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Error::internal(format!("a table of the world: {error}")))
}

/// Writes one file of the folder.
pub(super) fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|source| Error::io("write", &path, source))
}

/// Writes all tables of a world as UTF-8 CSV, with the truth and a configuration.
pub(super) fn world(world: &World, folder: &Path) -> Result<()> {
    tables(world, folder, day(LAST_DAY))?;
    put(folder, "truth.csv", truth::truth(world)?)?;
    put(folder, "expected_rings.csv", truth::expected_rings(world)?)
}

/// Writes the tables that a run reads, with a configuration for a day.
pub(super) fn tables(world: &World, folder: &Path, as_of: Day) -> Result<()> {
    fs::create_dir_all(folder).map_err(|source| Error::io("create", folder, source))?;
    put(folder, "complaints.csv", table(COMPLAINTS, Headers::Contract, &world.complaints)?)?;
    put(folder, "surrenders.csv", table(SURRENDERS, Headers::Contract, &world.surrenders)?)?;
    put(folder, "agents.csv", table(AGENTS, Headers::Contract, &world.agents)?)?;
    put(folder, "policies.csv", table(POLICIES, Headers::Contract, &world.policies)?)?;
    put(folder, "settlements.csv", table(SETTLEMENTS, Headers::Contract, &world.settlements)?)?;
    let tables = ["complaints", "surrenders", "agents", "policies", "settlements"];
    put(folder, "ringkeeper.toml", configuration(world, &tables, as_of))
}

/// A configuration that runs on the folder.
pub(super) fn configuration(world: &World, tables: &[&str], as_of: Day) -> String {
    let quoted =
        |texts: &[String]| texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ");
    let mut out = String::from(
        "# What `ringkeeper run --config` reads here; `ringkeeper config` prints every setting.\n\n",
    );
    for table in tables {
        out.push_str(&format!("{table} = [\"{table}.csv\"]\n"));
    }
    out.push_str(&format!(
        "\n# The day the run speaks for, so that it gives the same result tomorrow.\nas-of = \"{as_of}\"\n"
    ));
    out.push_str(
        "\n# Phones and addresses of the insurer and of public places (branch office, parcel station).\n",
    );
    out.push_str(&format!("own-contact = [{}]\n", quoted(&world.own_contacts)));
    out.push_str(&format!("own-address = [{}]\n", quoted(&world.own_addresses)));
    out.push_str("\n# Proxies whose licence was looked up in the register.\n");
    out.push_str(&format!("licensed-proxy = [{}]\n", quoted(&world.licensed)));
    out
}
