//! A partner's tokens × the values of a run → which values stand in a ring that the partner confirmed.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::checked;
use super::package::{KINDS, Package, SharedRing};
use crate::error::{Error, Result};
use crate::normalise::records::{Assembled, Elsewhere};
use crate::privacy::token::Key;
use crate::record::{ValueIx, ValueKind};

/// Partners' packages with the key that they and we share.
#[derive(Clone, Debug)]
pub struct Partners {
    key: Key,
    packages: Vec<Package>,
}

impl Partners {
    /// Takes packages, named by the files they come from.
    ///
    /// # Errors
    /// A file that is no package, of another form, or made with another key.
    pub fn new(key: Key, files: &[(String, Vec<u8>)]) -> Result<Self> {
        let mut packages = Vec::new();
        for (name, bytes) in files {
            let unusable = |message: String| Error::usage(format!("{name}: {message}"));
            let package = checked::package(bytes).map_err(unusable)?;
            if package.key_check != key.shared_check() {
                return Err(unusable("it was made with another key than --partner-key-file".into()));
            }
            packages.push(package);
        }
        Ok(Self { key, packages })
    }

    /// Who told what: partner, month, rings.
    pub fn told(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.packages.iter().map(|package| (&package.from[..], &package.as_of[..], package.rings.len()))
    }

    /// The values of a run that partners told, each with the rings it stands in there.
    #[must_use]
    pub fn seen(&self, assembled: &Assembled) -> BTreeMap<ValueIx, Vec<Elsewhere>> {
        let mut told: FxHashMap<(&str, &str), Vec<(&str, &SharedRing)>> = FxHashMap::default();
        for package in &self.packages {
            for ring in &package.rings {
                for value in &ring.values {
                    told.entry((&value.kind, &value.token)).or_default().push((&package.from, ring));
                }
            }
        }
        if told.is_empty() {
            return BTreeMap::new();
        }
        let rings = |kind: ValueKind, text: &str| -> Option<Vec<Elsewhere>> {
            let token = KINDS.contains(&kind).then(|| self.key.shared(kind, text))?;
            let found = told.get(&(kind.name(), token.as_str()))?.iter();
            Some(found.map(|(partner, ring)| elsewhere(partner, ring)).collect())
        };
        let values = &assembled.values;
        let mut out: BTreeMap<ValueIx, Vec<Elsewhere>> = (0..values.len() as u32)
            .into_par_iter()
            .map(ValueIx)
            .filter_map(|value| Some((value, rings(values.kind(value), values.key(value))?)))
            .collect();
        for ((kind, spelling), key) in &assembled.merged {
            if let Some(rings) = rings(*kind, spelling)
                && let Some(value) = values.find(*kind, key)
            {
                out.entry(value).or_default().extend(rings);
            }
        }
        for rings in out.values_mut() {
            rings.sort();
            rings.dedup();
        }
        out
    }
}

fn elsewhere(partner: &str, ring: &SharedRing) -> Elsewhere {
    Elsewhere {
        partner: partner.to_owned(),
        kind: ring.kind.clone(),
        persons: ring.persons.clone(),
        first_month: ring.first_month.clone(),
        last_month: ring.last_month.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::package::{Confirmed, pack};
    use super::*;
    use crate::record::{Day, Values};

    fn world(values: &[(ValueKind, &str)]) -> Assembled {
        let mut out = Values::default();
        for (kind, key) in values {
            out.kinds.push(*kind);
            assert!(out.keys.push(key));
        }
        Assembled { values: out, ..Assembled::default() }
    }

    fn package(key: &Key, assembled: &Assembled) -> Vec<u8> {
        let ring = Confirmed {
            kind: "proxy_ring".into(),
            persons: 12,
            born: Day(20_513),
            last: None,
            values: BTreeSet::from([ValueIx(0), ValueIx(1)]),
        };
        serde_json::to_vec(&pack(&[ring], assembled, key, ("A", Day(20_513)))).unwrap()
    }

    #[test]
    fn a_value_meets_the_partners_under_one_key_and_one_kind() {
        let key = Key::random().unwrap();
        let theirs = world(&[(ValueKind::Phone, "1"), (ValueKind::Account, "2")]);
        let ours = world(&[(ValueKind::Phone, "1"), (ValueKind::Phone, "2"), (ValueKind::Account, "3")]);
        let partners = Partners::new(key.clone(), &[("a.json".into(), package(&key, &theirs))]).unwrap();
        let seen = partners.seen(&ours);
        assert_eq!(seen.keys().collect::<Vec<_>>(), [&ValueIx(0)]);
        assert_eq!((&seen[&ValueIx(0)][0].partner[..], &seen[&ValueIx(0)][0].persons[..]), ("A", "10-19"));
    }

    #[test]
    fn a_package_of_another_key_or_no_package_is_refused_with_words() {
        let (one, other) = (Key::random().unwrap(), Key::random().unwrap());
        let bytes = package(&one, &world(&[(ValueKind::Phone, "1"), (ValueKind::Account, "2")]));
        let error = Partners::new(other, &[("a.json".into(), bytes)]).unwrap_err().to_string();
        assert!(error.starts_with("a.json: it was made with another key"), "{error}");
        assert!(Partners::new(one, &[("a.json".into(), b"{}".to_vec())]).is_err());
    }

    #[test]
    fn a_spelling_that_was_merged_here_meets_its_own_key_there() {
        let key = Key::random().unwrap();
        let theirs = world(&[(ValueKind::Address, "elm 1"), (ValueKind::Account, "2")]);
        let mut ours = world(&[(ValueKind::Address, "elm street 1")]);
        ours.merged.insert((ValueKind::Address, "elm 1".into()), "elm street 1".into());
        let partners = Partners::new(key.clone(), &[("a.json".into(), package(&key, &theirs))]).unwrap();
        assert_eq!(partners.seen(&ours).len(), 1);
    }
}
