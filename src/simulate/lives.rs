//! Rings that live through the nights: born, growing, changing all their phones, pausing, merging, parting.
//!
//! A crew has a first thing of its own (its phones, its letter) and further things (accounts, a proxy). Crews that
//! work together share the further ones: that is how a merger and a parting show in the records. Who belongs to whom
//! from which day on is noted here, where it is decided.

use super::clients::Maker;
use super::habits::{Habit, Pool};
use super::rings::{self, Ring};
use super::shared::Kind;
use super::world::{Passage, Turn};
use crate::record::Day;

/// What becomes of a ring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Course {
    /// It works and ends.
    Steady,
    /// It changes all its phones on one day.
    Relinks,
    /// It pauses for longer than any campaign does, and returns with the same things.
    Pauses,
    /// A second crew joins it.
    Merges,
    /// A crew leaves it.
    Splits,
}

/// In turn, so that every world has all of them.
const COURSES: [Course; 5] =
    [Course::Steady, Course::Relinks, Course::Pauses, Course::Merges, Course::Splits];

/// Part of the victims that a means must reach for the ring to hang together by it alone.
const HOLDS: f64 = 0.4;
/// Most victims of one stretch of a life: a crew of two or three files a few complaints a week.
const STRETCH: usize = 40;

impl Course {
    /// Whether a habit has the things that the course needs.
    fn suits(self, habit: &Habit) -> bool {
        let holds = |wanted: &dyn Fn(Kind) -> bool| {
            habit.means.iter().any(|&(kind, pool, share)| {
                wanted(kind) && share >= HOLDS && !matches!(pool, Pool::Rotate(_))
            })
        };
        let first = habit.means.first();
        match self {
            Self::Steady | Self::Pauses => true,
            Self::Relinks => holds(&is_phone) && holds(&|kind| !is_phone(kind)),
            Self::Merges | Self::Splits => {
                let own = first.is_some_and(|(_, pool, _)| !matches!(pool, Pool::Rotate(_)));
                own && habit.means.iter().skip(1).any(|(_, _, share)| *share >= HOLDS)
            }
        }
    }
}

fn is_phone(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Sender)
}

/// Plants the rings of a world of nights: courses in turn, and for each course the habits that suit it in turn.
pub(super) fn plant(maker: &mut Maker<'_>) {
    let habits = &maker.config.habits;
    let suited = COURSES.map(|course| -> Vec<&'static Habit> {
        habits.iter().copied().filter(|habit| course.suits(habit)).collect()
    });
    // Each course begins elsewhere, so that a habit does not meet the same course in every world.
    let starts = COURSES.map(|_| maker.dice.below(habits.len().max(1)));
    for number in 0..maker.config.rings() {
        let (place, round) = (number % COURSES.len(), number / COURSES.len());
        // Where no habit suits the course, the ring works and ends.
        let place = if suited[place].is_empty() { 0 } else { place };
        let habit = suited[place][(starts[place] + round) % suited[place].len()];
        match COURSES[place] {
            Course::Steady => steady(maker, habit),
            Course::Relinks => relinks(maker, habit),
            Course::Pauses => pauses(maker, habit),
            Course::Merges => merges(maker, habit),
            Course::Splits => splits(maker, habit),
        }
    }
}

/// A crew at its branch, before its first case.
fn crew<'a>(maker: &mut Maker<'_>, habit: &'a Habit, home: usize, from: Day) -> Ring<'a> {
    let group = maker.ring(habit.name, habit.ring_type);
    let size = stretch(maker);
    rings::open(maker, habit, (group, home), size, from)
}

/// Victims of one stretch of a life.
fn stretch(maker: &mut Maker<'_>) -> usize {
    let config = maker.config;
    // Six, so that half of them still show something on a hard level.
    let (low, high) = (config.ring_min.max(6), config.ring_max.min(STRETCH));
    maker.dice.pareto(low.min(high), high, config.ring_tail)
}

/// The first night on which something can happen to a ring, and a day among the nights that leaves time to see it.
fn turning_day(maker: &mut Maker<'_>) -> Day {
    let nights = maker.config.nights;
    let first = maker.last.0 - nights + 1;
    Day(first + maker.dice.between(nights / 10, nights * 8 / 10))
}

/// A day so many days before another, not before the world begins.
fn before(maker: &Maker<'_>, day: Day, days: i32) -> Day {
    Day((day.0 - days).max(maker.first.0))
}

/// Lets a crew work from a day until another.
fn until(maker: &mut Maker<'_>, crew: &Ring<'_>, from: Day, to: Day) {
    rings::work(maker, crew, from, (to.0 - from.0).max(1));
}

fn steady(maker: &mut Maker<'_>, habit: &Habit) {
    let days = maker.dice.between(habit.days.0, habit.days.1);
    let from = Day(maker.dice.between(maker.first.0, (maker.last.0 - days / 2).max(maker.first.0)));
    let home = maker.branch();
    let crew = crew(maker, habit, home, from);
    rings::work(maker, &crew, from, days.min(maker.last.0 - from.0));
}

fn relinks(maker: &mut Maker<'_>, habit: &Habit) {
    let turn = turning_day(maker);
    let (early, late) = (maker.dice.between(50, 120), maker.dice.between(50, 120));
    let from = before(maker, turn, early);
    let home = maker.branch();
    let mut crew = crew(maker, habit, home, from);
    until(maker, &crew, from, turn);
    for (place, means) in habit.means.iter().enumerate() {
        if is_phone(means.0) {
            crew.pools[place] = rings::pool(maker, habit, means, home, crew.size, turn);
        }
    }
    note(maker, turn, Turn::Relinked, crew.group, crew.group);
    crew.size = stretch(maker);
    rings::work(maker, &crew, turn, late);
}

fn pauses(maker: &mut Maker<'_>, habit: &Habit) {
    let turn = turning_day(maker);
    let (early, late) = (maker.dice.between(50, 100), maker.dice.between(40, 90));
    // A surrender can follow its complaint by 45 days: a pause of 91 days needs that much more.
    let pause = maker.dice.between(145, 220);
    let from = before(maker, turn, pause + early);
    let home = maker.branch();
    let mut crew = crew(maker, habit, home, from);
    rings::work(maker, &crew, from, early.min(turn.0 - from.0));
    crew.size = stretch(maker);
    rings::work(maker, &crew, turn, late);
}

fn merges(maker: &mut Maker<'_>, habit: &Habit) {
    let turn = turning_day(maker);
    let home = maker.branch();
    let mut crews = Vec::new();
    for _ in 0..2 {
        let early = maker.dice.between(60, 140);
        let from = before(maker, turn, early);
        let crew = crew(maker, habit, home, from);
        until(maker, &crew, from, turn);
        crews.push(crew);
    }
    // The larger one takes the other in.
    crews.sort_by_key(|crew| std::cmp::Reverse(crew.size));
    let [host, guest] = &mut crews[..] else { return };
    share(host, guest);
    note(maker, turn, Turn::Merged, guest.group, host.group);
    let late = maker.dice.between(60, 120);
    for crew in [host, guest] {
        crew.size = stretch(maker);
        rings::work(maker, crew, turn, late);
    }
}

/// What was shared ties both crews until the last of it has left the window, so they part a window before it shows.
fn splits(maker: &mut Maker<'_>, habit: &Habit) {
    let turn = Day((turning_day(maker).0 - maker.config.window).max(maker.first.0 + 40));
    let home = maker.branch();
    let early = maker.dice.between(40, 90);
    let from = before(maker, turn, early);
    let mut host = crew(maker, habit, home, from);
    let mut guest = crew(maker, habit, home, from);
    let own = guest.pools.clone();
    share(&host, &mut guest);
    note(maker, from, Turn::Merged, guest.group, host.group);
    until(maker, &host, from, turn);
    until(maker, &guest, from, turn);
    guest.pools = own;
    note(maker, turn, Turn::Split, guest.group, host.group);
    let end = Day(turn.0 + maker.config.window + maker.dice.between(40, 120));
    for crew in [&mut host, &mut guest] {
        // As many as one stretch for each quarter, since they work on for long.
        crew.size = (0..=maker.config.window / 90).map(|_| stretch(maker)).sum::<usize>().min(STRETCH);
        until(maker, crew, turn, end.min(maker.last));
    }
}

/// A guest uses the further things of its host.
fn share(host: &Ring<'_>, guest: &mut Ring<'_>) {
    for (own, shared) in guest.pools.iter_mut().zip(&host.pools).skip(1) {
        own.clone_from(shared);
    }
}

fn note(maker: &mut Maker<'_>, day: Day, turn: Turn, crew: usize, ring: usize) {
    maker.world.passages.push(Passage { day, turn, crew, ring });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::config::{Config, Level};
    use super::super::nights::Nights;
    use super::super::truth::records;
    use super::super::world::World;
    use super::*;

    fn nights() -> Nights {
        let config = Config::of(Level::Plain, 6_000, 4).with_nights(60, 180);
        Nights::new(&Config { records_per_ring: 200, ..config })
    }

    /// The things that a crew's records show from one day until before another, letters and parcels aside.
    fn things(world: &World, crew: usize, days: std::ops::Range<i32>) -> BTreeSet<u32> {
        records(world)
            .filter(|row| row.planted.as_deref().is_some_and(|planted| planted.group == crew))
            .filter(|row| days.contains(&row.day))
            .flat_map(|row| row.carried.iter().map(|(_, _, ordinal)| *ordinal))
            .collect()
    }

    #[test]
    fn crews_share_things_while_they_work_together_and_none_before_they_met_or_after_they_parted() {
        let nights = nights();
        let world = &nights.world;
        let mut turns = BTreeSet::new();
        for passage in &world.passages {
            let (guest, host, day) = (passage.crew, passage.ring, passage.day.0);
            turns.insert(passage.turn);
            let common = |days: std::ops::Range<i32>| {
                let shared = things(world, guest, days.clone());
                shared.intersection(&things(world, host, days)).count()
            };
            // A surrender follows its complaint by up to 45 days, a second complaint by 40 more.
            match passage.turn {
                Turn::Merged => {
                    assert_eq!(common(0..day), 0, "{passage:?}");
                    assert!(common(day..i32::MAX) > 0, "{passage:?}");
                }
                Turn::Split => {
                    assert!(common(0..day) > 0, "{passage:?}");
                    assert_eq!(common(day + 90..i32::MAX), 0, "{passage:?}");
                }
                Turn::Relinked => {}
            }
        }
        assert_eq!(turns.len(), 3, "{turns:?}");
    }

    #[test]
    fn a_ring_that_changes_its_phones_has_other_phones_and_the_same_other_things() {
        let nights = nights();
        let world = &nights.world;
        let turn = world.passages.iter().find(|passage| passage.turn == Turn::Relinked).unwrap();
        let shown = |days: std::ops::Range<i32>, wanted: fn(Kind) -> bool| -> BTreeSet<u32> {
            records(world)
                .filter(|row| row.planted.as_deref().is_some_and(|planted| planted.group == turn.crew))
                .filter(|row| days.contains(&row.day))
                .flat_map(|row| row.carried.iter().filter(|(_, kind, _)| wanted(*kind)))
                .map(|(_, _, ordinal)| *ordinal)
                .collect()
        };
        let (before, after) = (0..turn.day.0, turn.day.0 + 90..i32::MAX);
        let phones = (shown(before.clone(), is_phone), shown(after.clone(), is_phone));
        assert!(!phones.0.is_empty() && phones.0.is_disjoint(&phones.1), "{phones:?}");
        let others = (shown(before, |kind| !is_phone(kind)), shown(after, |kind| !is_phone(kind)));
        assert!(others.1.is_empty() || !others.0.is_disjoint(&others.1), "{others:?}");
    }

    #[test]
    fn habits_that_cannot_take_a_course_only_work_and_end() {
        let one_phone = super::super::habits::habit("one_phone").unwrap();
        assert!(Course::Pauses.suits(one_phone));
        assert!(
            ![Course::Relinks, Course::Merges, Course::Splits].iter().any(|course| course.suits(one_phone))
        );
        let config = Config::of(Level::Plain, 3_000, 1).with_nights(30, 90);
        let world = super::super::simulate(&Config { habits: vec![one_phone], ..config });
        assert!(world.passages.is_empty() && world.groups.iter().any(|group| group.habit == "one_phone"));
    }
}
