//! Rows → records: dates, money, channel, and what a record shows by itself.

use super::address;
use super::channel::ChannelAliases;
use super::phone::{self, PhoneClass};
use super::policies::Policies;
use super::principals;
use super::records::Settings;
use super::settled::Settlements;
use super::symbols::{sorted, symbols};
use crate::record::{
    Cells, Channel, Column, Day, Money, Record, RecordType, Records, SurrenderType, Symbol, Table, TableKind,
    Tables,
};

/// The records with their typed facts, gaps filled from the policies table, and the rows of that table.
pub(super) fn records(tables: &Tables, settings: &Settings) -> (Records, Policies) {
    let complaints = tables.table(TableKind::Complaints);
    let surrenders = tables.table(TableKind::Surrenders);
    let both = [complaints, surrenders];
    let policies_table = tables.table(TableKind::Policies);
    let with_policies = [complaints, surrenders, policies_table];
    let agents = [Column::SellingAgentId, Column::ServicingAgentId, Column::HandlerId, Column::OperatorId];
    let (
        (policies, policy),
        ((branches, branch), ((products, product), ((agents, agent), (grievances, grievance)))),
    ) = rayon::join(
        || symbols(&with_policies, &[Column::PolicyNo], principals::first_policy),
        || {
            (
                sorted(&with_policies, &[Column::Branch]),
                (
                    sorted(&with_policies, &[Column::Product]),
                    (sorted(&with_policies, &agents), {
                        symbols(&both, &[Column::ParentId, Column::RegulatorNo], |text| Some(text.into()))
                    }),
                ),
            )
        },
    );
    let aliases = ChannelAliases::new(&settings.channel_aliases);
    let settled = Settlements::new(tables);
    let mut out = Records { branches, products, agents, policies, grievances, ..Records::default() };
    let both_rows = complaints.rows() + surrenders.rows();
    let known = Policies::new(policy[0][both_rows..].to_vec(), out.policies.len());
    out.all.reserve_exact(both_rows);
    let bytes = complaints.cells(Column::ComplaintId).map_or(0, Cells::bytes)
        + surrenders.cells(Column::SurrenderId).map_or(0, Cells::bytes);
    out.ids.reserve(both_rows, bytes);
    for (number, (record_type, table, row)) in rows(complaints, surrenders).enumerate() {
        let complaint = record_type == RecordType::Complaint;
        let (id, date) = if complaint {
            (Column::ComplaintId, Column::ReceivedAt)
        } else {
            (Column::SurrenderId, Column::AppliedAt)
        };
        let Some(date) = table.day(date, row) else { continue };
        let channel = if complaint {
            aliases.resolve(table.text(Column::Channel, row)).unwrap_or(Channel::Other)
        } else {
            Channel::None
        };
        let policy = policy[0][number];
        let policies_row = known.row(policy);
        let or_of_policy = |of_rows: &[Symbol]| match (of_rows[number], policies_row) {
            (Symbol(0), Some(row)) => of_rows[both_rows + row],
            (stated, _) => stated,
        };
        let issued = || policies_table.day(Column::IssuedAt, policies_row?);
        let settlement = settled.of(record_type, table.text(id, row));
        let surrender_type = surrender_type(table.text(Column::SurrenderType, row));
        let refund =
            sum(table.money(Column::RefundAmount, row), settlement.map(|settlement| settlement.amount));
        let cash_value = table.money(Column::CashValue, row);
        let paid_at = table.day(Column::PaidAt, row).or(settlement.and_then(|settlement| settlement.paid_at));
        let (contact_differs, virtual_number) = contact_facts(tables, record_type, row, policies_row);
        // Ids were accepted by ingest below 4 GiB a column; two tables of them are checked by the run's memory budget.
        let _ = out.ids.push(table.text(id, row));
        out.all.push(Record {
            record_type,
            source: table.sources[row],
            date,
            channel,
            branch: or_of_policy(&branch[0]),
            product: or_of_policy(&product[0]),
            selling_agent: or_of_policy(&agent[0]),
            servicing_agent: agent[1][number],
            handler: if complaint { agent[2][number] } else { agent[3][number] },
            policy,
            grievance: if grievance[0][number].0 > 0 { grievance[0][number] } else { grievance[1][number] },
            surrender_type,
            policy_start: table.day(Column::PolicyStart, row).or_else(issued),
            contact_changed_at: table.day(Column::ContactChangedAt, row),
            due_at: table.day(Column::DueAt, row),
            paid_at,
            closed: paid_at.is_some()
                || is_closed(table.text(if complaint { Column::Status } else { Column::PayStatus }, row)),
            premium_paid: table.money(Column::PremiumPaid, row),
            cash_value,
            refund,
            excess: excess(table, row, surrender_type, refund),
            amount_claimed: table.money(Column::AmountClaimed, row),
            after_surrender: false,
            complained_and_surrendered: false,
            refund_followed: false,
            contact_differs,
            virtual_number,
            at_institution: address::is_institution(table.text(Column::Address, row)),
            ex_agent_contact: false,
            seller_contact: false,
            principal_agent: Symbol::default(),
        });
    }
    mark_affairs(&mut out.all, complaints.rows());
    out.files.clone_from(&tables.files);
    (out, known)
}

fn rows<'a>(
    complaints: &'a Table,
    surrenders: &'a Table,
) -> impl Iterator<Item = (RecordType, &'a Table, usize)> {
    (0..complaints.rows())
        .map(move |row| (RecordType::Complaint, complaints, row))
        .chain((0..surrenders.rows()).map(move |row| (RecordType::Surrender, surrenders, row)))
}

/// What was paid above the cash value; a cooling-off refund is the whole premium by law.
fn excess(table: &Table, row: usize, surrender_type: SurrenderType, refund: Option<Money>) -> Option<Money> {
    let (refund, cash) = refund.zip(table.money(Column::CashValue, row))?;
    let loan = table.money(Column::LoanDeducted, row).unwrap_or_default();
    let dividends = table.money(Column::Dividends, row).unwrap_or_default();
    (surrender_type != SurrenderType::CoolingOff).then(|| Money(refund.0 + loan.0 - cash.0 - dividends.0))
}

/// The sum of what is known of two amounts.
fn sum(left: Option<Money>, right: Option<Money>) -> Option<Money> {
    match (left, right) {
        (None, None) => None,
        _ => Some(Money(left.unwrap_or_default().0 + right.unwrap_or_default().0)),
    }
}

/// Days between a complaint and a surrender of one policy within which they are one affair: the window in which the
/// contract looks for a new policy too.
const ONE_AFFAIR: i32 = 180;

/// Marks complaints and surrenders of one policy that belong together, complaints after a surrender, and complaints that a
/// refund above cash value followed.
fn mark_affairs(records: &mut [Record], complaints: usize) {
    let (complaints, surrenders) = records.split_at_mut(complaints);
    let complained = days(complaints, |_| true);
    let surrendered = days(surrenders, |_| true);
    let refunded = days(surrenders, |surrender| surrender.excess.is_some_and(|excess| excess.0 > 0));
    for complaint in complaints {
        let (policy, Day(day)) = (complaint.policy, complaint.date);
        complaint.complained_and_surrendered =
            has_day(&surrendered, policy, day - ONE_AFFAIR, day + ONE_AFFAIR);
        complaint.after_surrender = has_day(&surrendered, policy, i32::MIN, day - 1);
        complaint.refund_followed = has_day(&refunded, policy, day, day + ONE_AFFAIR);
    }
    for surrender in surrenders {
        let (policy, Day(day)) = (surrender.policy, surrender.date);
        surrender.complained_and_surrendered =
            has_day(&complained, policy, day - ONE_AFFAIR, day + ONE_AFFAIR);
    }
}

/// Policies of some records with the records' days, sorted.
fn days(records: &[Record], counts: impl Fn(&Record) -> bool) -> Vec<(Symbol, Day)> {
    let counted = records.iter().filter(|record| record.policy.0 > 0 && counts(record));
    let mut days: Vec<(Symbol, Day)> = counted.map(|record| (record.policy, record.date)).collect();
    days.sort_unstable();
    days
}

/// Whether a policy has one of some sorted days between two days, both included.
fn has_day(days: &[(Symbol, Day)], policy: Symbol, from: i32, until: i32) -> bool {
    let next = days.partition_point(|&known| known < (policy, Day(from)));
    days.get(next).is_some_and(|&(known, day)| known == policy && day.0 <= until)
}

fn surrender_type(text: &str) -> SurrenderType {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "" => SurrenderType::Unknown,
        "normal" | "ct" => SurrenderType::Normal,
        "cooling_off" | "wt" => SurrenderType::CoolingOff,
        "negotiated" | "xt" => SurrenderType::Negotiated,
        "full_refund" => SurrenderType::FullRefund,
        _ if text.contains("犹豫") => SurrenderType::CoolingOff,
        _ if text.contains("协议") || text.contains("协商") => SurrenderType::Negotiated,
        _ if text.contains("全额") => SurrenderType::FullRefund,
        _ if text.contains("退保") => SurrenderType::Normal,
        _ => SurrenderType::Unknown,
    }
}

/// Whether a status says that nothing can be stopped any more.
fn is_closed(status: &str) -> bool {
    const CLOSED: [&str; 13] = [
        "paid",
        "closed",
        "done",
        "settled",
        "rejected",
        "withdrawn",
        "cancelled",
        "已付",
        "已支付",
        "办结",
        "结案",
        "撤",
        "已完成",
    ];
    let lower = status.to_lowercase();
    !lower.is_empty()
        && !lower.starts_with("un")
        && !lower.contains('未')
        && !lower.contains("not")
        && CLOSED.iter().any(|word| lower.contains(word))
}

/// Whether the contact given differs from the phone registered on the policy, by the record or else by the policies
/// table, where both can be read; whether it is a virtual operator's.
fn contact_facts(
    tables: &Tables,
    record_type: RecordType,
    row: usize,
    policies_row: Option<usize>,
) -> (Option<bool>, bool) {
    let kind =
        if record_type == RecordType::Complaint { TableKind::Complaints } else { TableKind::Surrenders };
    let contact = tables.table(kind).text(Column::Phone, row);
    if contact.is_empty() {
        return (None, false);
    }
    let of_policy = |row: usize| tables.table(TableKind::Policies).text(Column::RegisteredPhone, row);
    let registered = match tables.table(kind).text(Column::RegisteredPhone, row) {
        "" => policies_row.map_or("", of_policy),
        stated => stated,
    };
    if tables.is_token(kind, Column::Phone) {
        return ((!registered.is_empty()).then_some(registered != contact), false);
    }
    compare(contact, registered)
}

/// Whether no mobile of the contact may be one of the registered ones, where both have any; whether one of the
/// contact is a virtual operator's. A number that hides digits differs only where it shows another digit.
fn compare(contact: &str, registered: &str) -> (Option<bool>, bool) {
    let mut is_virtual = false;
    let mut compared = false;
    let mut shared = false;
    phone::each_phone(contact, |key, class| {
        is_virtual |= class == PhoneClass::VirtualMobile;
        if is_comparable(key, class) {
            phone::each_phone(registered, |known, class| {
                compared |= is_comparable(known, class);
                shared |= phone::agrees(key, known);
            });
        }
    });
    (compared.then_some(!shared), is_virtual)
}

/// Whether a contact can be held against a registered phone: a mobile, partly hidden or not. A landline beside
/// a mobile is no other contact.
fn is_comparable(key: &str, class: PhoneClass) -> bool {
    class.is_mobile() || class == PhoneClass::Masked && key.len() == 11 && key.starts_with('1')
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn a_contact_differs_when_no_mobile_of_it_may_be_a_registered_one() {
        for (contact, registered, differs) in [
            ("13912345607", "139-1234-5607", Some(false)),
            ("13912345607", "010-88886657/13912345607", Some(false)),
            ("13912345607", "13912345608", Some(true)),
            ("14812345607", "13912345607", Some(true)),
            // A hidden number that may be the other, and one that cannot be.
            ("139****5607", "13912345607", Some(false)),
            ("13912345607", "139****5607", Some(false)),
            ("139****5608", "13912345607", Some(true)),
            // A landline, an empty cell and a dummy say nothing.
            ("13912345607", "010-88886657", None),
            ("010-88886657", "13912345607", None),
            ("13912345607", "", None),
            ("13912345607", "无", None),
        ] {
            assert_eq!(compare(contact, registered).0, differs, "{contact} {registered}");
        }
    }
}
