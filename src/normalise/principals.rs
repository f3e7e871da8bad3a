//! Who a record is about and who acts in it: the principal (policyholder) and actors of every record.
//!
//! The policyholder of a policy comes from the policies table, else from the surrenders on it. A
//! complainant who is not that policyholder is an actor: a value that may tie people, never the principal. Who is
//! known to complain for several others is taken for an actor where nothing tells the policyholder.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::symbols::symbols;
use super::{id_no, name, phone};
use crate::record::{
    Column, LinkType, RecordIx, RecordType, Records, Symbol, Symbols, Table, TableKind, Tables,
};

/// A person as one record names it; symbol 0 where a part is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Normalised name, in [`Parties::names`].
    pub name: Symbol,
    /// Valid identity number, in [`Parties::ids`].
    pub id: Symbol,
}

impl Party {
    fn is_unknown(self) -> bool {
        self == Self::default()
    }

    /// Whether nothing speaks against the two being one person.
    fn agrees(self, other: Self) -> bool {
        if self.id.0 > 0 && other.id.0 > 0 {
            return self.id == other.id;
        }
        self.name.0 == 0 || other.name.0 == 0 || self.name == other.name
    }

    fn filled_from(self, other: Self) -> Self {
        let or = |mine: Symbol, theirs: Symbol| if mine.0 > 0 { mine } else { theirs };
        Self { name: or(self.name, other.name), id: or(self.id, other.id) }
    }
}

/// Somebody who acts in a record for its principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The record.
    pub record: RecordIx,
    /// Who acts.
    pub party: Party,
    /// Canonical key: the identity number, else name and phone.
    pub key: String,
    /// Proxy or complainant.
    pub link_type: LinkType,
}

/// The people named by the records.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// Normalised names.
    pub names: Symbols,
    /// Valid identity numbers.
    pub ids: Symbols,
    /// Principal of each record.
    pub principals: Vec<Party>,
    /// The principal's own policy in each record; symbol 0 without one.
    pub policies: Vec<Symbol>,
    /// Normalised name of whoever is paid by each record; symbol 0 where nobody is named.
    pub payees: Vec<Symbol>,
    /// Actors, sorted by record.
    pub actors: Vec<Actor>,
    /// Pairs of identity numbers that the policies table states to be related.
    pub related: Vec<(Symbol, Symbol)>,
    /// Rows of the policies table: holder's identity number, policy.
    pub holdings: Vec<(Symbol, Symbol)>,
}

impl Parties {
    /// The actors of a record.
    pub fn acting(&self, record: RecordIx) -> impl Iterator<Item = &Actor> {
        let first = self.actors.partition_point(|actor| actor.record < record);
        self.actors[first..].iter().take_while(move |actor| actor.record == record)
    }
}

/// Share of the records with an identity number in which it stands beside a name and phone, from which on the
/// name and phone without a number are the same actor: one slip among many does not make two of one proxy.
const USUAL: f64 = 0.75;

/// Other people on whose policies somebody is known to complain, from which on he counts as an actor wherever the
/// policyholder is unknown: few have reason to do it twice.
const OTHERS: usize = 2;

/// The policy numbers of a cell, in the order given.
pub(super) fn policies(text: &str) -> impl Iterator<Item = &str> {
    text.split(['/', ';', '；', '、', ',', '，', ' ', '\u{3000}', '|']).filter(|part| part.len() >= 3)
}

/// The first policy number of a cell.
pub(super) fn first_policy(text: &str) -> Option<Cow<'_, str>> {
    let first = policies(text).next()?;
    let plain = first.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    Some(if plain { Cow::Borrowed(first) } else { Cow::Owned(super::width::fold(first).to_uppercase()) })
}

/// Names and identity numbers of the complaints, surrenders and policies tables, row after row.
struct Named {
    complainant: Vec<Party>,
    policyholder: Vec<Party>,
    proxy: Vec<Party>,
    insured: Vec<Symbol>,
}

/// Finds principal and actors of every record.
pub(super) fn resolve(tables: &Tables, records: &Records, policies_rows: &[Symbol]) -> Parties {
    let complaints = tables.table(TableKind::Complaints);
    let surrenders = tables.table(TableKind::Surrenders);
    let policies_table = tables.table(TableKind::Policies);
    let all = [complaints, surrenders, policies_table];
    let ((names, name_rows), (ids, id_rows)) = rayon::join(
        || {
            let columns =
                [Column::ComplainantName, Column::PolicyholderName, Column::ProxyName, Column::PayeeName];
            symbols(&all, &columns, name::name)
        },
        || {
            let columns =
                [Column::ComplainantIdNo, Column::PolicyholderIdNo, Column::ProxyIdNo, Column::InsuredIdNo];
            symbols(&all, &columns, id_no::usable)
        },
    );
    let parties = |column: usize| -> Vec<Party> {
        name_rows[column].iter().zip(&id_rows[column]).map(|(&name, &id)| Party { name, id }).collect()
    };
    let people = Named {
        complainant: parties(0),
        policyholder: parties(1),
        proxy: parties(2),
        insured: id_rows[3].clone(),
    };
    let first_policy_row = complaints.rows() + surrenders.rows();
    let holders = holders(records, &people, first_policy_row, policies_rows);
    let holder_of = |policy: Symbol| Some(holders[policy.0 as usize]).filter(|holder| !holder.is_unknown());
    let helpers = helpers(complaints, records, &people.complainant, &holder_of);
    let payees = name_rows[3][..first_policy_row].to_vec();
    let mut out = Parties { names, ids, payees, ..Parties::default() };
    let mut acting: Vec<(RecordIx, Party, LinkType)> = Vec::new();
    for row in 0..complaints.rows() {
        let record = RecordIx(row as u32);
        let complainant = people.complainant[row];
        let stated = records.get(record).policy;
        let known: Vec<(Symbol, Party)> = stated_policies(complaints, records, row)
            .filter_map(|policy| holder_of(policy).map(|holder| (policy, holder)))
            .collect();
        let own = known.iter().find(|(_, holder)| holder.agrees(complainant)).copied();
        let (principal, policy) = match (own, known.first()) {
            (Some((policy, holder)), _) => (complainant.filled_from(holder), policy),
            (None, Some(&(policy, holder))) => {
                if !complainant.is_unknown() {
                    acting.push((record, complainant, LinkType::Complainant));
                }
                (holder, policy)
            }
            (None, None) if stated.0 > 0 && helpers.contains(&complainant.id) => {
                acting.push((record, complainant, LinkType::Complainant));
                (Party::default(), stated)
            }
            (None, None) => (complainant, stated),
        };
        out.principals.push(principal);
        out.policies.push(policy);
    }
    for row in complaints.rows()..first_policy_row {
        let policy = records.all[row].policy;
        let stated = people.policyholder[row];
        out.principals.push(match holder_of(policy) {
            Some(holder) if holder.agrees(stated) => stated.filled_from(holder),
            _ => stated,
        });
        out.policies.push(policy);
    }
    for row in 0..first_policy_row {
        let party = people.proxy[row];
        let principal = out.principals[row];
        let is_principal = party.agrees(principal) && party.name == principal.name;
        if !party.is_unknown() && !is_principal {
            acting.push((RecordIx(row as u32), party, LinkType::Proxy));
        }
    }
    out.actors = actors(tables, &out, acting);
    for (row, &policy) in policies_rows.iter().enumerate() {
        let holder = people.policyholder[first_policy_row + row].id;
        let insured = people.insured[first_policy_row + row];
        if holder.0 > 0 {
            if insured.0 > 0 && insured != holder && is_kin(policies_table.text(Column::Relation, row)) {
                out.related.push((holder.min(insured), holder.max(insured)));
            }
            out.holdings.push((holder, policy));
        } else {
            out.holdings.push((holder, Symbol::default()));
        }
    }
    out.related.sort_unstable();
    out.related.dedup();
    out
}

/// The policies that a complaint states, the first of its cell as the record has it.
fn stated_policies<'a>(
    complaints: &'a Table,
    records: &'a Records,
    row: usize,
) -> impl Iterator<Item = Symbol> + 'a {
    let listed = policies(complaints.text(Column::PolicyNo, row)).skip(1);
    let listed = listed.filter_map(|policy| records.policies.find(&first_policy(policy)?));
    std::iter::once(records.all[row].policy).chain(listed)
}

/// Identity numbers of complainants whose complaints are known to be about the policies of at least
/// [`OTHERS`] other people.
fn helpers(
    complaints: &Table,
    records: &Records,
    complainants: &[Party],
    holder_of: &impl Fn(Symbol) -> Option<Party>,
) -> FxHashSet<Symbol> {
    let mut others: FxHashMap<Symbol, Vec<Party>> = FxHashMap::default();
    let told = complainants.iter().enumerate().take(complaints.rows()).filter(|(_, told)| told.id.0 > 0);
    for (row, complainant) in told {
        let holders = stated_policies(complaints, records, row).filter_map(holder_of);
        for holder in holders.filter(|holder| !holder.agrees(*complainant)) {
            let known = others.entry(complainant.id).or_default();
            if known.len() < OTHERS && !known.iter().any(|known| known.agrees(holder)) {
                known.push(holder);
            }
        }
    }
    others.into_iter().filter(|(_, holders)| holders.len() >= OTHERS).map(|(id, _)| id).collect()
}

/// Whether a stated relation joins two persons; "self" does not.
fn is_kin(relation: &str) -> bool {
    !matches!(
        relation.to_ascii_lowercase().as_str(),
        "" | "self" | "本人" | "other" | "其他" | "employer" | "雇主"
    )
}

/// Policyholder of each policy by symbol: from the policies table, gaps filled from the surrenders.
fn holders(
    records: &Records,
    named: &Named,
    first_policy_row: usize,
    policies_rows: &[Symbol],
) -> Vec<Party> {
    let mut holders = vec![Party::default(); records.policies.len() + 1];
    for (row, policy) in policies_rows.iter().enumerate() {
        holders[policy.0 as usize] = named.policyholder[first_policy_row + row];
    }
    for (row, record) in
        records.all.iter().enumerate().filter(|(_, record)| record.record_type == RecordType::Surrender)
    {
        let stated = named.policyholder[row];
        let known = &mut holders[record.policy.0 as usize];
        if known.is_unknown() {
            *known = stated;
        } else if known.agrees(stated) {
            *known = known.filled_from(stated);
        }
    }
    holders[0] = Party::default();
    holders
}

/// The identity number that stands in at least [`USUAL`] of the records.
fn usual(seen: &BTreeMap<Symbol, u32>) -> Option<Symbol> {
    let total: u32 = seen.values().sum();
    let (&id, &count) = seen.iter().max_by_key(|&(id, count)| (*count, std::cmp::Reverse(*id)))?;
    (f64::from(count) >= USUAL * f64::from(total)).then_some(id)
}

/// Keys of the actors: the identity number, else name and phone, which stands for the identity number that
/// is usually seen with both. A name without either is no value.
fn actors(tables: &Tables, parties: &Parties, acting: Vec<(RecordIx, Party, LinkType)>) -> Vec<Actor> {
    let complaints = tables.table(TableKind::Complaints);
    let surrenders = tables.table(TableKind::Surrenders);
    let phone_of = |record: RecordIx, link_type: LinkType| {
        let column = if link_type == LinkType::Proxy { Column::ProxyPhone } else { Column::Phone };
        let row = record.0 as usize;
        let (table, row): (&Table, usize) =
            if row < complaints.rows() { (complaints, row) } else { (surrenders, row - complaints.rows()) };
        let mut first = None;
        phone::each_phone(table.text(column, row), |key, class| {
            if first.is_none() && class.is_personal() {
                first = Some(key.to_owned());
            }
        });
        first
    };
    // Identity numbers seen with each name and phone, with counts.
    let mut seen: FxHashMap<String, BTreeMap<Symbol, u32>> = FxHashMap::default();
    let mut keyed = Vec::with_capacity(acting.len());
    for (record, party, link_type) in acting {
        let name = parties.names.text(party.name);
        let by_phone =
            phone_of(record, link_type).filter(|_| !name.is_empty()).map(|phone| format!("{name}|{phone}"));
        if let Some(by_phone) = &by_phone
            && party.id.0 > 0
        {
            *seen.entry(by_phone.clone()).or_default().entry(party.id).or_default() += 1;
        }
        keyed.push((record, party, link_type, by_phone));
    }
    let mut out: Vec<Actor> = keyed
        .into_iter()
        .filter_map(|(record, party, link_type, by_phone)| {
            let id = if party.id.0 > 0 {
                Some(party.id)
            } else {
                by_phone.as_ref().and_then(|key| usual(seen.get(key)?))
            };
            let key = id.map(|id| parties.ids.text(id).to_owned()).or(by_phone)?;
            Some(Actor { record, party: Party { id: id.unwrap_or_default(), ..party }, key, link_type })
        })
        .collect();
    out.sort_by(|left, right| {
        (left.record, &left.key, left.link_type).cmp(&(right.record, &right.key, right.link_type))
    });
    out
}
