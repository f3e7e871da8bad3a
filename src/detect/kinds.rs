//! What a judged candidate is called: a likely ring and its type, or a look-alike by its own rule.
//!
//! The rules are DOMAIN.md's: a ring is *many selling agents, one contact*, mis-selling is *one selling
//! agent, many contacts*; a household is decided last, so that a small one-phone ring is not swallowed.

use super::candidates::Origin;
use super::families;
use super::finding::{Kind, RingType};
use super::flags::Flag;
use super::most_frequent;
use super::score::{Facts, Judged, Scorer};
use super::sellers::ONE_SELLER_BITS;
use super::view::View;
use crate::normalise::principals::Actor;
use crate::record::{LinkType, PersonIx, Record, RecordIx, RecordType, ValueIx, ValueKind};

/// From this share of persons on, one selling agent makes a group look like mis-selling.
pub(super) const ONE_SELLER: f64 = 0.8;
/// From this share of persons on, a receiver of new business or a funder's account is what a group is about.
pub(super) const MOST: f64 = 0.8;
/// Bits of red flags above the branch that turn a typed-in agent's phone, a scandal or a family into a lead.
pub(super) const CLEAR_FLAGS: f64 = 3.0;

/// Bits of surrenders at the commission cliffs from which on an account that pays for others is a funder's and not an
/// employer's or a collecting bank's.
const CLEAR_CLIFF: f64 = 0.5;

/// Share of an employer's people who complain at most: of a group that few agents sold to, as to a company, more than of
/// one that has as many agents as people.
const FEW_COMPLAIN: f64 = 0.25;
const HALF_COMPLAIN: f64 = 0.5;

/// Bits from which on people who could be a family, or call at one parcel station, are a ring: odds of six to one.
pub(super) const HARDLY_HARMLESS: f64 = 2.6;

/// Share of persons with one selling agent from which on refunds to one account may be an employer's, who collects for his
/// people: a ring has many agents.
const FEW_SELLERS: f64 = 0.5;

/// Bits of red flags below which people show none. Of thirty groups in seven worlds of four simulators who showed none, left
/// at once and shared a phone, a flat or an account one was a ring.
const SHOWS_NOTHING: f64 = 1.0;

/// Part of a company's people who surrender within one window when they show no flag.
const MOSTLY_AT_ONCE: f64 = 0.6;

/// Part of an employer's people who surrender within one window, or whose policies started on one day.
const TOGETHER: f64 = 0.7;

/// What a candidate is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Named {
    pub(super) kind: Kind,
    /// It is a ring that also carries the mark of mis-selling.
    pub(super) also_mis_selling: bool,
}

impl From<Kind> for Named {
    fn from(kind: Kind) -> Self {
        Self { kind, also_mis_selling: false }
    }
}

/// Bits of sharing beyond chance from which on customers of one agent are organised as well.
const CLEAR_SHARING: f64 = 3.0;
/// Unrelated households that are more than a family with its in-laws.
const MANY_HOUSEHOLDS: u32 = 5;

/// Share of persons with an institution's address from which on the institution is what they share: some give their
/// own.
const MOST_VISITED: f64 = 0.6;
/// Share of persons with the phone of their own selling agent from which on the agent typed it in.
const TYPED_IN: f64 = 0.5;
/// Share of persons for whom one acts from which on a group is about the representation: complaints that the client
/// files alone do not name the representative.
pub(super) const REPRESENTED: f64 = 0.6;

/// Bits of what a representative has no reason to advise, from which on his clients are a ring: odds of two to one.
const CLEARLY_COVERT: f64 = 1.0;

/// Households of a value that ties more than a couple.
const WIDE: usize = 3;

/// Households from which on a third of the policies is one agent's by no accident, and that share: a company buys from few.
const COMPANY: u32 = 9;
const SOLD_TO_COMPANY: f64 = 1.0 / 3.0;

/// Names a judged candidate.
pub(super) fn name(judged: &Judged, scorer: &Scorer<'_>, cut_off_bits: f64) -> Named {
    let facts = &judged.facts;
    let persons = judged.candidate.persons.len();
    let above = judged.bits >= cut_off_bits;
    let clear = facts.flag_bits >= CLEAR_FLAGS;
    let funded = facts.funded();
    // However many they are: people who complain no more than others and show no clear flag want nothing that a
    // ring wants, unless somebody gets new business from them or is paid for them.
    // Whom a writing desk ties complained there, and must show something else.
    let quiet = (!facts.all_complained || scorer.view.at_desk(&judged.candidate.values))
        && facts.complaint_bits <= 0.0
        && facts.flags_for < CLEAR_FLAGS * 2.0 / 3.0
        && facts.receiver_tied < 0.5
        && !(funded && facts.households >= MANY_HOUSEHOLDS && facts.cliff_bits >= CLEAR_CLIFF)
        && !tied_by_several(judged, scorer);
    let one_seller = persons >= 4 && facts.top_seller >= ONE_SELLER;
    // An agent typed in a phone of his own: it was set aside, or he has left since.
    let typed_in =
        one_seller && !funded && share(judged, scorer, |_, record| record.seller_contact) >= TYPED_IN;
    if typed_in || judged.candidate.origin == Origin::AgentPhone {
        let collusion = facts.collusion_bits >= CLEAR_FLAGS && above;
        return if collusion { Kind::AgentCollusion } else { Kind::AgentContact }.into();
    }
    if one_seller && !funded {
        // Mis-selling has many contacts. The penalty for one selling agent is lifted when the people are tied by
        // contacts and organised.
        let both = facts.contact_tied >= 0.5
            && organised(judged, scorer)
            && judged.bits + ONE_SELLER_BITS >= cut_off_bits;
        return if both {
            Named { kind: Kind::ProxyRing, also_mis_selling: true }
        } else {
            Kind::MisSelling.into()
        };
    }
    if licensed(judged, scorer) && only_represented(judged, scorer) {
        return Kind::Lawyer.into();
    }
    // Most of the people show what rings show.
    let ring_like = clear && (facts.flagged >= 0.6 || facts.complaint_bits >= 1.5 && facts.forced >= 0.5);
    if families::is_family(judged, scorer, ring_like) {
        return Kind::Household.into();
    }
    let of_an_institution = !(ring_like && judged.bits >= HARDLY_HARMLESS)
        && ties(judged, scorer, |kind| matches!(kind, ValueKind::Phone | ValueKind::Ip))
        && at_institution(judged, scorer) >= MOST_VISITED;
    if of_an_institution {
        return Kind::SharedPlace.into();
    }
    if (facts.represented() && show_no_more(judged, scorer) || by_office(judged, scorer))
        && only_represented(judged, scorer)
    {
        return Kind::Unclear.into();
    }
    if facts.households <= 4 && judged.reasons.iter().any(|reason| reason.code == "apart_in_time") {
        return Kind::Unclear.into();
    }
    if employer(judged, scorer) {
        return Kind::EmployerGroup.into();
    }
    if is_moved_book(judged, scorer) {
        return Kind::Unclear.into();
    }
    if above && !quiet {
        // An agent in league with a receiver of new business, or with a funder.
        let colluding = facts.receiver_tied >= MOST || (funded && one_seller);
        return if colluding { Kind::AgentCollusion } else { Kind::ProxyRing }.into();
    }
    let stands =
        |value: &ValueIx| scorer.view.kind(*value) == ValueKind::Address || scorer.view.is_landline(*value);
    if judged.candidate.values.iter().all(stands) { Kind::SharedPlace } else { Kind::Unclear }.into()
}

/// Whether customers of one agent are organised: refunds of many go to one account; or nobody speaks for them who is one of
/// them, and either red flags are clear or they complain and share several contacts beyond chance. That victims of one agent
/// complain is no flag.
fn organised(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let facts = &judged.facts;
    if facts.households >= MANY_HOUSEHOLDS
        && (facts.flag_bits > 0.0 || facts.complaining >= HALF_COMPLAIN)
        && used_as(|part| part == LinkType::RefundAccount, 3, &judged.candidate.values, &scorer.view)
    {
        return true;
    }
    let represented = only_represented(judged, scorer);
    // Who speaks for all wins refunds for all.
    let of_victims =
        facts.complaint_bits.max(0.0) + if represented { facts.refund_bits.max(0.0) } else { 0.0 };
    // A family has one agent, one flat and one account, and complains of him together.
    let shows = facts.flag_bits - of_victims >= CLEAR_FLAGS
        || facts.households >= MANY_HOUSEHOLDS
            && !represented
            && facts.complaint_bits > 0.0
            && shares_contacts(judged, scorer);
    shows && !spoken_for_by_one_of_them(judged, scorer)
}

/// Whether people are tied by who acts for them, by that phone, by his office and by letters, and neither paid nor housed
/// together: an office gives no phone but its own.
fn only_represented(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    judged.candidate.values.iter().all(|&value| match scorer.view.kind(value) {
        ValueKind::Actor | ValueKind::Letter | ValueKind::Courier | ValueKind::Ip => true,
        ValueKind::Phone => scorer.view.is_acting_phone(value),
        ValueKind::Address => is_office(value, &scorer.view),
        _ => false,
    })
}

/// Whether a representative's clients show no more than they would without one: they go to the regulator, surrender, and
/// a good one wins refunds. But those who live with him, or for whom he complains in his own name, hardly ever complain *and*
/// surrender.
fn show_no_more(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let facts = &judged.facts;
    let persons = judged.candidate.persons.len();
    let is_close = |&value: &ValueIx| match scorer.view.kind(value) {
        ValueKind::Address => scorer.view.persons_of(value).len() * 3 >= persons,
        _ => scorer.view.records_with(value, |part| part == LinkType::Complainant).nth(2).is_some(),
    };
    let of_both = if judged.candidate.values.iter().any(is_close) { 0.0 } else { facts.both_bits };
    let of_clients = facts.regulator_bits.max(0.0) + facts.refund_bits.max(0.0) + of_both;
    facts.flags_for - of_clients < CLEAR_FLAGS && facts.covert_bits < CLEARLY_COVERT
}

/// Whether somebody acts by a landline: of an office, not of a ring, which changes its phones.
fn by_office(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    judged.candidate.values.iter().any(|&value| scorer.view.is_office_line(value))
}

/// Whether half of those who give an address are clients of one who acts for them; some do not name him.
fn is_office(address: ValueIx, view: &View<'_>) -> bool {
    let clients = view.clients_of_one(view.network.incidence.records_of(address));
    clients * 2 >= view.persons_of(address).len()
}

/// Whether somebody acts for others of a group who is a policyholder of it himself: victims of one agent choose one of
/// themselves to speak for them.
fn spoken_for_by_one_of_them(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let parties = &scorer.view.assembled.parties;
    let records = || judged.candidate.records.iter().copied();
    let is_one = |actor: &Actor| records().any(scorer.view.has_key(&actor.key));
    records().any(|record| parties.acting(record).any(is_one))
}

/// Whether several contacts, letters and networks aside, tie the people clearly beyond chance.
fn shares_contacts(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    contacts(judged, scorer, 0).count() >= 2 && shared_bits(judged) >= CLEAR_SHARING
}

/// Whether things of several kinds, letters and networks aside, tie more than a family: an account that pays for them and is
/// paid counts twice. Neither a helper nor a bank that collects needs more than one; an employer has a phone and an account,
/// but few agents sold to him.
fn tied_by_several(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let mut kinds: Vec<ValueKind> = contacts(judged, scorer, WIDE).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let pays_and_is_paid =
        || shared_payer(&judged.candidate.values, &scorer.view) && refunded_together(judged, scorer);
    let Facts { households, top_seller, .. } = judged.facts;
    let of_few_sellers = if households >= COMPANY { SOLD_TO_COMPANY } else { ONE_SELLER };
    households >= MANY_HOUSEHOLDS && top_seller < of_few_sellers && (kinds.len() >= 2 || pays_and_is_paid())
}

/// Kinds of the tying values that people can be reached or paid by, of those that so many households share at least.
fn contacts<'a>(
    judged: &'a Judged,
    scorer: &'a Scorer<'_>,
    least: usize,
) -> impl Iterator<Item = ValueKind> + 'a {
    let values = judged.candidate.values.iter().copied();
    let wide = values.filter(move |&value| scorer.view.households_of(value).len() >= least);
    wide.map(|value| scorer.view.kind(value)).filter(|kind| !kind.is_public())
}

/// Bits of values shared beyond chance.
fn shared_bits(judged: &Judged) -> f64 {
    let shared = judged.reasons.iter().filter(|reason| reason.code == "shared_values");
    shared.map(|reason| reason.contribution).sum()
}

/// An employer who closes down or leaves, or an office: one phone, address, computer or account, a clerk who hands the papers
/// in, one burst or policies taken out on one day, no more complaints than elsewhere, nobody paid clearly more than is due;
/// four households, or three whose policies one agent sold. Where people show no flag at all, however many agents sold to
/// them and wherever the refunds go, three in five of them in one burst are enough for a company.
fn employer(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let facts = &judged.facts;
    let shows_nothing = facts.flags_for < SHOWS_NOTHING && facts.complaining < HALF_COMPLAIN;
    let leaves_at_once = facts.in_one_burst >= TOGETHER
        || shows_nothing && facts.households >= COMPANY && facts.in_one_burst >= MOSTLY_AT_ONCE;
    (facts.households >= 4 || facts.top_seller >= ONE_SELLER)
        && facts.complaint_bits <= 0.0
        && (shows_nothing || facts.complaining < facts.top_seller.clamp(FEW_COMPLAIN, HALF_COMPLAIN))
        && facts.refund_bits < CLEAR_FLAGS / 2.0
        // Policies that an employer took out together end at a cliff together.
        && facts.flag_bits - facts.cliff_bits.max(0.0) < CLEAR_FLAGS
        && (leaves_at_once || taken_out_together(judged, scorer) >= TOGETHER)
        && ties(judged, scorer, |kind| {
            !matches!(kind, ValueKind::Letter | ValueKind::Courier | ValueKind::Email | ValueKind::Receiver)
        })
        && (!refunded_together(judged, scorer)
            || leaves_at_once && (shows_nothing || facts.top_seller >= FEW_SELLERS))
}

/// Whether one agent's whole book got new policies through another at once, perhaps at the agency's own device: an agency moves,
/// nobody complains and nobody is paid more than is due.
fn is_moved_book(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let facts = &judged.facts;
    facts.receiver_tied >= 0.5
        && facts.in_one_burst >= TOGETHER
        && facts.complaint_bits <= 0.0
        && facts.refund_bits < CLEAR_FLAGS / 2.0
        && ties(judged, scorer, |kind| {
            matches!(kind, ValueKind::Receiver | ValueKind::Device | ValueKind::Ip)
        })
}

/// Share of the policies surrendered that started on one day, 0 to 1: an employer's did.
fn taken_out_together(judged: &Judged, scorer: &Scorer<'_>) -> f64 {
    let starts = || scorer.records(&judged.candidate).filter_map(|record| record.policy_start);
    let together = most_frequent(starts()).map_or(0, |(_, policies)| policies);
    together as f64 / starts().count().max(1) as f64
}

/// Share of persons with a record that shows something, 0 to 1.
pub(super) fn share(judged: &Judged, scorer: &Scorer<'_>, shows: impl Fn(RecordIx, &Record) -> bool) -> f64 {
    let records = judged.candidate.records.iter();
    let showing = records.filter(|&&record| shows(record, scorer.view.assembled.records.get(record)));
    let mut persons: Vec<PersonIx> = showing.map(|&record| scorer.view.people.person(record)).collect();
    persons.sort_unstable();
    persons.dedup();
    persons.len() as f64 / judged.candidate.persons.len().max(1) as f64
}

/// Share of persons who give an institution's address, 0 to 1. Who has his parcels left there gives his own flat too.
fn at_institution(judged: &Judged, scorer: &Scorer<'_>) -> f64 {
    share(judged, scorer, |number, record| {
        let mentions = super::mentions_of(&scorer.view.assembled.mentions, number);
        record.at_institution && mentions.iter().all(|mention| mention.link_type != LinkType::Address)
    })
}

/// Whether all tying values are of the kinds named.
pub(super) fn ties(judged: &Judged, scorer: &Scorer<'_>, kind: impl Fn(ValueKind) -> bool) -> bool {
    judged.candidate.values.iter().all(|value| kind(scorer.view.kind(*value)))
}

fn licensed(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    judged.candidate.values.iter().any(|value| scorer.view.assembled.licensed[value.0 as usize])
}

/// How the group works, by what most of its records show.
pub(super) fn ring_type(judged: &Judged, scorer: &Scorer<'_>) -> RingType {
    let surrenders =
        || scorer.records(&judged.candidate).filter(|record| record.record_type == RecordType::Surrender);
    let share = |flag: Flag| {
        let known = surrenders().filter_map(|record| flag.of(record)).count().max(1);
        surrenders().filter(|record| flag.of(record) == Some(true)).count() as f64 / known as f64
    };
    if judged.candidate.is_tied_by(ValueKind::Receiver, &scorer.view) {
        RingType::OldForNew
    } else if shared_payer(&judged.candidate.values, &scorer.view) && share(Flag::CommissionCliff) >= 0.3 {
        RingType::CommissionFraud
    } else if judged.facts.complaining >= 0.5 {
        RingType::ComplaintExtortion
    } else if share(Flag::ContactChange) >= 0.5 {
        RingType::DataBroker
    } else {
        RingType::Unknown
    }
}

/// Whether one of some values is an account that paid the premiums of several policies: a funder's, perhaps.
pub(super) fn shared_payer(values: &[ValueIx], view: &View<'_>) -> bool {
    used_as(LinkType::is_payer, 3, values, view)
}

/// Whether the refunds of several policies go to a tying account.
fn refunded_together(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    used_as(|part| part == LinkType::RefundAccount, 2, &judged.candidate.values, &scorer.view)
}

/// Whether one of some values, an account, plays a part in at least so many records.
fn used_as(part: fn(LinkType) -> bool, least: usize, values: &[ValueIx], view: &View<'_>) -> bool {
    let mut accounts = values.iter().filter(|value| view.kind(**value) == ValueKind::Account);
    accounts.any(|&account| view.records_with(account, part).count() >= least)
}
