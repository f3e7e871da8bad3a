//! Worlds → files: CSV tables, the truth beside them, and the folder of the sample.

use std::fs;
use std::path::Path;

use super::spoil;
use super::world::{Row, World};
use super::{LAST_DAY, day};
use crate::error::{Error, Result};
use crate::record::Day;

/// Columns of a table: contract name and Chinese header.
type Columns = &'static [(&'static str, &'static str)];

const COMPLAINTS: Columns = &[
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
const SURRENDERS: Columns = &[
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
const AGENTS: Columns = &[
    ("agent_id", "业务员工号"),
    ("agent_name", "业务员姓名"),
    ("phone", "手机号"),
    ("branch", "分公司"),
    ("hired_at", "入司日期"),
    ("left_at", "离司日期"),
];
const POLICIES: Columns = &[
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
const SETTLEMENTS: Columns = &[
    ("policy_no", "保单号"),
    ("agreed_at", "协议日期"),
    ("amount", "协议金额"),
    ("borne_by", "承担方"),
    ("paid_at", "付款日期"),
];

/// Whether headers are the contract's or Chinese.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Headers {
    Contract,
    Chinese,
}

fn table(columns: Columns, headers: Headers, rows: &[Row]) -> Result<Vec<u8>> {
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

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|source| Error::io("write", &path, source))
}

/// Writes all tables of a world as UTF-8 CSV, with the truth and a configuration.
pub(super) fn world(world: &World, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|source| Error::io("create", folder, source))?;
    put(folder, "complaints.csv", table(COMPLAINTS, Headers::Contract, &world.complaints)?)?;
    put(folder, "surrenders.csv", table(SURRENDERS, Headers::Contract, &world.surrenders)?)?;
    put(folder, "agents.csv", table(AGENTS, Headers::Contract, &world.agents)?)?;
    put(folder, "policies.csv", table(POLICIES, Headers::Contract, &world.policies)?)?;
    put(folder, "truth.csv", truth(world)?)?;
    put(folder, "expected_rings.csv", expected_rings(world)?)?;
    put(folder, "ringkeeper.toml", configuration(world, &["complaints", "surrenders", "agents", "policies"]))
}

/// Planted records with their group.
fn truth(world: &World) -> Result<Vec<u8>> {
    const TRUTH: Columns =
        &[("record_id", ""), ("group", ""), ("habit", ""), ("is_ring", ""), ("policy_no", "")];
    let rows: Vec<Row> = world
        .complaints
        .iter()
        .chain(&world.surrenders)
        .filter_map(|row| {
            let group = &world.groups[row.group?];
            let id = [row.get("complaint_id"), row.get("surrender_id")].concat();
            let is_ring = if group.is_ring { "yes" } else { "no" };
            Some(cells(&[
                ("record_id", &id),
                ("group", &group.name),
                ("habit", group.habit),
                ("is_ring", is_ring),
                ("policy_no", row.get("policy_no")),
            ]))
        })
        .collect();
    table(TRUTH, Headers::Contract, &rows)
}

/// The rings that a run should find.
fn expected_rings(world: &World) -> Result<Vec<u8>> {
    const RINGS: Columns = &[("ring", ""), ("habit", ""), ("persons", ""), ("records", "")];
    let rows: Vec<Row> = world
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.is_ring)
        .map(|(number, group)| {
            let records = world
                .complaints
                .iter()
                .chain(&world.surrenders)
                .filter(|row| row.group == Some(number))
                .count();
            cells(&[
                ("ring", &group.name),
                ("habit", group.habit),
                ("persons", &group.persons.to_string()),
                ("records", &records.to_string()),
            ])
        })
        .collect();
    table(RINGS, Headers::Contract, &rows)
}

fn cells(cells: &[(&'static str, &str)]) -> Row {
    let mut row = Row::default();
    for (column, text) in cells {
        row.set(column, *text);
    }
    row
}

/// A configuration that runs on the folder.
fn configuration(world: &World, tables: &[&str]) -> String {
    let quoted =
        |texts: &[String]| texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ");
    let mut out = String::from(
        "# What `ringkeeper run --config` reads here; `ringkeeper config` prints every setting.\n\n",
    );
    for table in tables {
        out.push_str(&format!("{table} = [\"{table}.csv\"]\n"));
    }
    out.push_str(&format!(
        "\n# The day the run speaks for, so that it gives the same result tomorrow.\nas-of = \"{}\"\n",
        day(LAST_DAY)
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

/// Writes the folder `data_samples/`, all but its README.
pub(super) fn sample(world: &World, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|source| Error::io("create", folder, source))?;
    let complaints = table(COMPLAINTS, Headers::Contract, &world.complaints)?;
    put(folder, "complaints.csv", spoil::spoil(&String::from_utf8_lossy(&complaints)))?;
    let surrenders = table(SURRENDERS, Headers::Chinese, &world.surrenders)?;
    let (gb18030, _, _) = encoding_rs::GB18030.encode(std::str::from_utf8(&surrenders).unwrap_or_default());
    put(folder, "surrenders.csv", gb18030)?;
    put(folder, "agents.csv", table(AGENTS, Headers::Contract, &world.agents)?)?;
    put(folder, "policies.csv", table(POLICIES, Headers::Contract, &world.policies)?)?;
    put(folder, "settlements.csv", table(SETTLEMENTS, Headers::Contract, &world.settlements)?)?;
    put(folder, "watchlist.csv", watchlist(world)?)?;
    put(folder, "exposure.csv", exposure(world)?)?;
    put(folder, "labels.csv", labels(world)?)?;
    put(folder, "truth.csv", truth(world)?)?;
    put(folder, "expected_rings.csv", expected_rings(world)?)?;
    let tables =
        ["complaints", "surrenders", "agents", "policies", "settlements", "watchlist", "exposure", "labels"];
    put(folder, "ringkeeper.toml", configuration(world, &tables))
}

/// Values that a desk would watch: one that a ring uses tonight, one nobody uses, one that has run out.
fn watchlist(world: &World) -> Result<Vec<u8>> {
    const WATCHLIST: Columns =
        &[("value_type", "类型"), ("value", "值"), ("source", "来源"), ("valid_until", "有效期至")];
    let used = world
        .complaints
        .iter()
        .rev()
        .find(|row| row.group.is_some_and(|group| world.groups[group].habit == "extortion_letters"));
    let phone = used.map_or("", |row| row.get("phone"));
    let rows = [
        cells(&[
            ("value_type", "phone"),
            ("value", phone),
            ("source", "警方通报"),
            ("valid_until", "2027-12-31"),
        ]),
        cells(&[
            ("value_type", "phone"),
            ("value", "17000001357"),
            ("source", "同业交流"),
            ("valid_until", "2027-06-30"),
        ]),
        cells(&[
            ("value_type", "account"),
            ("value", "6222020000000001357"),
            ("source", "历史案件"),
            ("valid_until", "2025-06-30"),
        ]),
    ];
    table(WATCHLIST, Headers::Contract, &rows)
}

/// Premium, policies and insured persons of every month and branch.
fn exposure(world: &World) -> Result<Vec<u8>> {
    const EXPOSURE: Columns = &[
        ("month", "月份"),
        ("branch", "分公司"),
        ("premium", "保费"),
        ("policies", "保单数"),
        ("insured", "被保险人数"),
    ];
    let mut counts: std::collections::BTreeMap<(String, &str), i64> = std::collections::BTreeMap::new();
    for row in world.complaints.iter().chain(&world.surrenders) {
        let (year, month, _) = Day(row.day).ymd();
        *counts.entry((format!("{year}-{month:02}"), row.get("branch"))).or_default() += 1;
    }
    let rows: Vec<Row> = counts
        .into_iter()
        .map(|((month, branch), records)| {
            // About one policy in sixty is complained about or surrendered in a month.
            let policies = records * 60 + 500;
            cells(&[
                ("month", &month),
                ("branch", branch),
                ("premium", &(policies * 1_150).to_string()),
                ("policies", &policies.to_string()),
                ("insured", &(policies * 6 / 5).to_string()),
            ])
        })
        .collect();
    table(EXPOSURE, Headers::Contract, &rows)
}

/// What an investigator has decided so far.
fn labels(world: &World) -> Result<Vec<u8>> {
    const LABELS: Columns = &[
        ("record_id", ""),
        ("decision", ""),
        ("author", ""),
        ("decided_at", ""),
        ("reason", ""),
        ("status", ""),
    ];
    let first_of = |habit: &str| {
        let row = world
            .complaints
            .iter()
            .find(|row| row.group.is_some_and(|group| world.groups[group].habit == habit));
        row.map_or("", |row| row.get("complaint_id"))
    };
    let rows = [
        cells(&[
            ("record_id", first_of("extortion_letters")),
            ("decision", "confirmed"),
            ("author", "anna"),
            ("decided_at", "2026-09-30"),
            ("reason", "话术信件与共用电话一致"),
            ("status", "已报案"),
        ]),
        cells(&[
            ("record_id", first_of("mass_mis_selling")),
            ("decision", "cleared"),
            ("author", "anna"),
            ("decided_at", "2026-09-30"),
            ("reason", "真实销售误导"),
            ("status", "转销售合规"),
        ]),
    ];
    table(LABELS, Headers::Contract, &rows)
}
