//! Seeded chance.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// Random numbers of one seed and stream, the same on every machine.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// Streams of one seed never overlap, so blocks of a world can be made side by side.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A number below `limit`, by multiplication (Lemire 2019); the bias is below 2^-32.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.0.next_u64()) * limit as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1).unsigned_abs() as usize) as i32
    }

    /// A number from 0 up to 1.
    pub(super) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// Whether something of this probability happens.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of the items; the default of the type when there is none.
    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        if items.is_empty() { T::default() } else { items[self.below(items.len())] }
    }

    /// One of the items by its weight.
    pub(super) fn weighted<T: Copy + Default>(&mut self, items: &[(T, u32)]) -> T {
        let total: u32 = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total as usize) as u32;
        for &(item, weight) in items {
            if left < weight {
                return item;
            }
            left -= weight;
        }
        T::default()
    }

    /// A rank below `count` whose probability falls as 1 / (rank + offset): Zipf's law as Mandelbrot (1953)
    /// flattened its head, drawn by inverting the integral.
    pub(super) fn rank(&mut self, count: usize, offset: f64) -> usize {
        let last = (count as f64 + offset) / offset;
        let rank = offset * last.powf(self.unit()) - offset;
        whole(rank).min(count.saturating_sub(1))
    }

    /// A size from `low` to `high` with a Pareto tail of exponent `tail`, the truncated law inverted.
    pub(super) fn pareto(&mut self, low: usize, high: usize, tail: f64) -> usize {
        let (low_end, high_end) = (low as f64, high as f64 + 1.0);
        let kept = 1.0 - (low_end / high_end).powf(tail);
        let size = low_end * (1.0 - self.unit() * kept).powf(-1.0 / tail);
        whole(size).clamp(low, high.max(low))
    }

    /// `count` decimal digits.
    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

/// The whole part of a number that is not negative.
#[allow(clippy::cast_sign_loss, reason = "a negative number becomes 0, as the cast saturates")]
fn whole(number: f64) -> usize {
    number as usize
}
