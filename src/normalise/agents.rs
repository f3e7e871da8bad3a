//! The agents table → facts of records: whose contact is a departed agent's, whose principal is an agent.

use rustc_hash::FxHashMap;

use super::records::Assembled;
use super::{name, phone};
use crate::record::{Column, Day, LinkType, Symbol, TableKind, Tables, ValueKind};

/// What the agents table says of one phone.
#[derive(Default)]
struct OfPhone {
    /// Last day of the departed agent who had it.
    left: Option<Day>,
    /// Name, empty where unknown, and number of each agent who gave it.
    agents: Vec<(String, Symbol)>,
}

/// Marks records that give the phone of the agent who sold the policy, or of another who had left by then, and
/// records whose principal is an agent: the same name and the same phone.
pub(super) fn mark(tables: &Tables, assembled: &mut Assembled) {
    let agents = tables.table(TableKind::Agents);
    let mut phones: FxHashMap<String, OfPhone> = FxHashMap::default();
    for row in 0..agents.rows() {
        let left = agents.day(Column::LeftAt, row);
        let named = name::name(agents.text(Column::AgentName, row));
        let agent = assembled.records.agents.find(agents.text(Column::AgentId, row));
        for phone in phone::phones(agents.text(Column::Phone, row)) {
            let known = phones.entry(phone.key).or_default();
            known.left = known.left.max(left);
            if let Some(agent) = agent {
                known.agents.push((named.as_deref().unwrap_or_default().to_owned(), agent));
            }
        }
    }
    if phones.is_empty() {
        return;
    }
    for mention in &assembled.mentions {
        if assembled.values.kind(mention.value) != ValueKind::Phone {
            continue;
        }
        let Some(known) = phones.get(assembled.values.key(mention.value)) else { continue };
        let row = mention.record.0 as usize;
        let principal = assembled.parties.names.text(assembled.parties.principals[row].name);
        let record = &mut assembled.records.all[row];
        // The phone that an agent once typed in for his own customers says nothing; that he acts for them does.
        let typed_in = mention.link_type != LinkType::ProxyPhone
            && known.agents.iter().any(|(_, agent)| *agent == record.selling_agent);
        record.seller_contact |= typed_in;
        record.ex_agent_contact |= !typed_in && known.left.is_some_and(|left| record.date > left);
        let same_name = known.agents.iter().filter(|(named, _)| !named.is_empty() && named == principal);
        if let Some(agent) = same_name.map(|&(_, agent)| agent).min() {
            record.principal_agent = agent;
        }
    }
}
