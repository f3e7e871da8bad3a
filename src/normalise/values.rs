//! Cells → glue values of each kind, in their first numbering, with what is set aside from the start.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::address::cluster;
use super::mentions::{Finding, Kinded};
use super::phone::PhoneClass;
use super::policies::Policies;
use super::principals::Parties;
use super::records::Settings;
use super::{account, address, courier, device, email, ip, letter, name, phone, receivers};
use crate::detect::finding::Treatment;
use crate::record::{Column, Day, LinkType, Records, Symbol, Symbols, Table, TableKind, Tables, ValueKind};

/// Finds the values of one kind.
type Job<'a> = Box<dyn Fn() -> Kinded + Send + Sync + 'a>;

/// The values that cells hold by themselves.
pub(super) fn of_cells(tables: &Tables, settings: &Settings) -> Vec<Kinded> {
    let complaints = tables.table(TableKind::Complaints);
    let surrenders = tables.table(TableKind::Surrenders);
    let first_surrender = complaints.rows() as u32;
    let both = [(TableKind::Complaints, complaints, 0), (TableKind::Surrenders, surrenders, first_surrender)];
    let simple =
        |kind, column, link_type, key| plain(tables, &both, settings, (kind, column, link_type), key);
    let jobs: Vec<Job<'_>> = vec![
        Box::new(|| phones(tables, &both, settings)),
        Box::new(|| addresses(tables, &both, settings)),
        Box::new(|| letters(tables)),
        Box::new(|| simple(ValueKind::Device, Column::DeviceId, LinkType::Device, device::device)),
        Box::new(|| simple(ValueKind::Ip, Column::Ip, LinkType::Ip, ip::ip)),
        Box::new(|| simple(ValueKind::Email, Column::Email, LinkType::Email, email::email)),
        Box::new(|| simple(ValueKind::Courier, Column::CourierNo, LinkType::CourierSlip, courier::courier)),
    ];
    jobs.into_par_iter().map(|job| job()).collect()
}

/// The values that need to know who is who and which policy is whose: actors, agents who receive new business, accounts.
pub(super) fn of_people(
    tables: &Tables,
    records: &Records,
    parties: &Parties,
    policies: &Policies,
    settings: &Settings,
) -> [Kinded; 3] {
    let accounts = || accounts(tables, parties, policies, settings);
    let ((actors, receiving), accounts) =
        rayon::join(|| (actors(parties, settings), receiving(tables, records, parties)), accounts);
    [actors, receiving, accounts]
}

/// Calls `each` with (record, text) for every non-empty cell of a column.
fn cells(table: &Table, column: Column, first: u32) -> impl Iterator<Item = (u32, &str)> {
    let rows = if table.cells(column).is_some() { table.rows() } else { 0 };
    (0..rows)
        .map(move |row| (first + row as u32, table.text(column, row)))
        .filter(|(_, text)| !text.is_empty())
}

type Both<'a> = [(TableKind, &'a Table, u32); 2];

fn phones(tables: &Tables, both: &Both<'_>, settings: &Settings) -> Kinded {
    const COLUMNS: [(Column, LinkType); 4] = [
        (Column::Phone, LinkType::ContactPhone),
        (Column::CallerPhone, LinkType::CallerPhone),
        (Column::SenderPhone, LinkType::SenderPhone),
        (Column::ProxyPhone, LinkType::ProxyPhone),
    ];
    let own = settings.own_contacts.iter().flat_map(|text| phone::phones(text)).map(|phone| phone.key);
    let licensed: FxHashSet<String> = settings
        .licensed_proxies
        .iter()
        .flat_map(|text| phone::phones(text))
        .map(|phone| phone.key)
        .collect();
    let mut out = Finding::new(ValueKind::Phone);
    let rows: usize = both.iter().map(|(_, table, _)| table.rows()).sum();
    out.reserve(rows, rows / 8 * 9);
    for &(kind, table, first) in both {
        for (column, link_type) in COLUMNS {
            let token = tables.is_token(kind, column);
            for (record, text) in cells(table, column, first) {
                if token {
                    out.add(record, text, link_type);
                    continue;
                }
                phone::each_phone(text, |key, class| {
                    let treatment = match class {
                        PhoneClass::Masked | PhoneClass::Invalid => return,
                        PhoneClass::Placeholder => Some(Treatment::Placeholder),
                        PhoneClass::Service => Some(Treatment::OwnContact),
                        _ => None,
                    };
                    let mention = out.add(record, key, link_type);
                    if let Some(treatment) = treatment {
                        out.set_aside(mention, treatment);
                    }
                    if !licensed.is_empty() && licensed.contains(key) {
                        out.license(mention);
                    }
                });
            }
        }
    }
    let mut out = out.finish(own);
    set_aside_agents(tables, both, &mut out);
    out
}

/// Sets aside the phones of agents who served while most of the records that give them came in; a departed
/// agent's phone that lives on may tie people.
fn set_aside_agents(tables: &Tables, both: &Both<'_>, out: &mut Kinded) {
    let agents = tables.table(TableKind::Agents);
    let mut served: FxHashMap<Symbol, Day> = FxHashMap::default();
    for row in 0..agents.rows() {
        let left = agents.day(Column::LeftAt, row).unwrap_or(Day(i32::MAX));
        phone::each_phone(agents.text(Column::Phone, row), |key, _| {
            if let Some(local) = out.keys.find(key) {
                let known = served.entry(local).or_insert(left);
                *known = left.max(*known);
            }
        });
    }
    let day = |record: u32| {
        let (kind, table, first) = both[usize::from(record >= both[1].2)];
        let column = if kind == TableKind::Complaints { Column::ReceivedAt } else { Column::AppliedAt };
        table.day(column, (record - first) as usize)
    };
    let mut counts: FxHashMap<Symbol, (u32, u32)> = FxHashMap::default();
    for found in &out.found {
        if let Some(&left) = served.get(&found.local) {
            let (all, before) = counts.entry(found.local).or_default();
            *all += 1;
            *before += u32::from(day(found.record).is_some_and(|day| day <= left));
        }
    }
    let mut phones: Vec<Symbol> =
        counts.into_iter().filter(|(_, (all, before))| before * 2 >= *all).map(|(local, _)| local).collect();
    phones.sort_unstable();
    out.set_aside.extend(phones.into_iter().map(|local| (local, Treatment::AgentPhone)));
}

/// Addresses parsed in one go.
const ADDRESS_BLOCK: usize = 1 << 16;

fn addresses(tables: &Tables, both: &Both<'_>, settings: &Settings) -> Kinded {
    let own: FxHashSet<String> =
        settings.own_addresses.iter().filter_map(|text| address::address(text)).map(|own| own.key).collect();
    let mut out = Finding::new(ValueKind::Address);
    for &(kind, table, first) in both {
        if tables.is_token(kind, Column::Address) {
            for (record, text) in cells(table, Column::Address, first) {
                out.add(record, text, LinkType::Address);
            }
            continue;
        }
        let texts: Vec<(u32, &str)> = cells(table, Column::Address, first).collect();
        // Parsed in parallel a block at a time, so that not all keys stand in memory twice.
        for block in texts.chunks(ADDRESS_BLOCK) {
            let parsed: Vec<Option<(String, bool)>> = block
                .par_iter()
                .map(|(_, text)| {
                    let parsed = address::address(text)?;
                    let is_own = own.contains(&parsed.key);
                    let is_flat = parsed.level == address::Level::Flat;
                    (is_own || is_flat).then(|| (parsed.into_spelling(), is_own))
                })
                .collect();
            for ((record, _), parsed) in block.iter().zip(parsed) {
                if let Some((spelling, is_own)) = parsed {
                    let mention = out.add(*record, &spelling, LinkType::Address);
                    if is_own {
                        out.set_aside(mention, Treatment::OwnContact);
                    }
                }
            }
        }
    }
    one_spelling(out.finish([]))
}

/// Gives near-identical spellings of one flat one key, and remembers which spellings lost theirs.
fn one_spelling(mut spelt: Kinded) -> Kinded {
    let spellings: Vec<&str> = (1..=spelt.keys.len() as u32).map(|at| spelt.keys.text(Symbol(at))).collect();
    let clusters = cluster::of_spellings(&spellings);
    // A key that no record has any more is left out.
    let mut keys = Symbols::default();
    keys.reserve(spellings.len());
    let mut merged = FxHashMap::default();
    let renamed: Vec<Symbol> = (0..spellings.len())
        .map(|at| {
            let name = clusters.name(&spellings, at);
            let key = cluster::key_of(spellings[at]);
            if *name != *key {
                merged.insert(spellings[at].to_owned(), name.clone().into_owned());
                if !clusters.apart[at] {
                    merged.insert(key.to_owned(), name.clone().into_owned());
                }
            }
            keys.intern(&name)
        })
        .collect();
    let rename = |local: Symbol| renamed[local.0 as usize - 1];
    spelt.found.iter_mut().for_each(|found| found.local = rename(found.local));
    spelt.set_aside.iter_mut().for_each(|(local, _)| *local = rename(*local));
    Kinded { keys, merged, ..spelt }
}

/// Accounts that are paid or pay: of each record, and of its policy where the record does not say who pays.
fn accounts(tables: &Tables, parties: &Parties, policies: &Policies, settings: &Settings) -> Kinded {
    let [complaints, surrenders, table] =
        [TableKind::Complaints, TableKind::Surrenders, TableKind::Policies].map(|kind| tables.table(kind));
    let first_surrender = complaints.rows();
    let mut out = Finding::new(ValueKind::Account);
    out.reserve(surrenders.rows(), first_surrender + surrenders.rows() * 2);
    let mut add = |record: usize, kind: TableKind, column: Column, text: &str, link_type: LinkType| {
        if tables.is_token(kind, column) {
            out.add(record as u32, text, link_type);
            return;
        }
        let Some(found) = account::account(text) else { return };
        let treatment = match found.class {
            account::AccountClass::Masked | account::AccountClass::Invalid => return,
            account::AccountClass::Placeholder => Some(Treatment::Placeholder),
            _ => None,
        };
        let mention = out.add(record as u32, &found.key, link_type);
        if let Some(treatment) = treatment {
            out.set_aside(mention, treatment);
        }
    };
    for (record, &policy) in parties.policies.iter().enumerate() {
        let mut payer = "";
        if let Some(row) = record.checked_sub(first_surrender) {
            let paid = surrenders.text(Column::PayeeAccount, row);
            payer = surrenders.text(Column::PremiumPayerAccount, row);
            for (column, text, link_type) in [
                (Column::PayeeAccount, paid, LinkType::RefundAccount),
                (Column::PremiumPayerAccount, payer, LinkType::PayerAccount),
            ] {
                if !text.is_empty() {
                    add(record, TableKind::Surrenders, column, text, link_type);
                }
            }
        }
        let of_policy = policies.row(policy).map_or("", |row| table.text(Column::PremiumPayerAccount, row));
        if payer.is_empty() && !of_policy.is_empty() {
            let column = Column::PremiumPayerAccount;
            add(record, TableKind::Policies, column, of_policy, LinkType::PolicyPayer);
        }
    }
    let own = settings.own_contacts.iter().filter_map(|text| account::account(text));
    out.finish(own.map(|own| own.key.into_owned()))
}

/// Values that are one key a cell: devices, networks, e-mails, courier slips.
fn plain(
    tables: &Tables,
    both: &Both<'_>,
    settings: &Settings,
    (kind, column, link_type): (ValueKind, Column, LinkType),
    key: fn(&str) -> Option<String>,
) -> Kinded {
    let mut out = Finding::new(kind);
    for &(table_kind, table, first) in both {
        let token = tables.is_token(table_kind, column);
        for (record, text) in cells(table, column, first) {
            let Some(found) = (if token { Some(text.to_owned()) } else { key(text) }) else { continue };
            out.add(record, &found, link_type);
        }
    }
    out.finish(settings.own_contacts.iter().filter_map(|text| key(text)))
}

/// Letters in the complainant's own words, keyed by their wording.
fn letters(tables: &Tables) -> Kinded {
    const FILLINGS: [Column; 3] = [Column::ComplainantName, Column::Product, Column::ProxyName];
    let complaints = tables.table(TableKind::Complaints);
    let mut out = Finding::new(ValueKind::Letter);
    if tables.is_token(TableKind::Complaints, Column::Text) {
        for (record, text) in cells(complaints, Column::Text, 0) {
            out.add(record, text, LinkType::Letter);
        }
        return out.finish([]);
    }
    let letter = |row: usize| letter::Letter {
        text: complaints.text(Column::Text, row),
        fillings: FILLINGS.map(|column| complaints.text(column, row)),
    };
    // Letters that nobody else uses are kept too: who writes at all is the base of who writes the same.
    for (row, letter) in letter::keyed(complaints.rows(), letter).into_iter().enumerate() {
        if let Some(letter) = letter {
            out.add(row as u32, &letter.canonical.key(), LinkType::Letter);
        }
    }
    out.finish([])
}

fn actors(parties: &Parties, settings: &Settings) -> Kinded {
    let licensed: FxHashSet<String> = settings
        .licensed_proxies
        .iter()
        .filter_map(|text| name::name(text))
        .map(std::borrow::Cow::into_owned)
        .collect();
    let mut out = Finding::new(ValueKind::Actor);
    for actor in &parties.actors {
        let mention = out.add(actor.record.0, &actor.key, actor.link_type);
        if licensed.contains(parties.names.text(actor.party.name)) {
            out.license(mention);
        }
    }
    out.finish([])
}

fn receiving(tables: &Tables, records: &Records, parties: &Parties) -> Kinded {
    let mut out = Finding::new(ValueKind::Receiver);
    for (record, agent) in receivers::receivers(tables, records, parties) {
        out.add(record.0, &agent, LinkType::ReceivingAgent);
    }
    out.finish([])
}
