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

/// Plants the rings of a world of nights: courses in turn, each with the next habit that suits it.
pub(super) fn plant(maker: &mut Maker<'_>) {
    let config = maker.config;
    let count = config.habits.len();
    let mut habits = config.habits.iter().copied().cycle();
    for number in 0..config.rings() {
        let course = COURSES[number % COURSES.len()];
        let suited = habits.by_ref().take(count).find(|habit| course.suits(habit));
        match (suited, course) {
            (Some(habit), Course::Relinks) => relinks(maker, habit),
            (Some(habit), Course::Pauses) => pauses(maker, habit),
            (Some(habit), Course::Merges) => merges(maker, habit),
            (Some(habit), Course::Splits) => splits(maker, habit),
            _ => {
                if let Some(habit) = suited.or_else(|| habits.next()) {
                    steady(maker, habit);
                }
            }
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
        // As many as one stretch for each quarter, since they work on for years.
        crew.size = (0..=maker.config.window / 90).map(|_| stretch(maker)).sum::<usize>().min(2 * STRETCH);
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
