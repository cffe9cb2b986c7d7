//! A theta sketch: who is in an audience, in a few kilobytes, well enough to count unions and intersections.
//!
//! One idea to keep in mind: the sketch keeps the people whose hash is below a threshold, and the hash is the same
//! in every sketch of a key. So what two sketches keep below the lower of their thresholds is a fair sample of the
//! people of both, and a share in that sample is a share with the interval of any share (Dasgupta, Lang, Rhodes and
//! Thaler 2016, "A Framework for Estimating Stream Expression Cardinalities"; the threshold is that of k minimum
//! values, Bar-Yossef et al. 2002).

use std::collections::BTreeSet;

use super::Error;
use super::codec::Kind;
use super::overlap::{Overlap, exact};
use crate::stats::codec::{Reader, Writer, malformed};
use crate::stats::{Bounds, Estimate, Figure, Interval, Method, Quantiles, Undefined, wilson_interval};

/// How many hashes a sketch keeps at most, where nothing else is asked for: a count is within 3.1 % at 95 %.
pub const DEFAULT_SKETCH_SIZE: u32 = 4_096;

/// The fewest and the most hashes that serve.
const SIZES: std::ops::RangeInclusive<u32> = 16..=1 << 22;

/// The fewest bytes of a key.
const LEAST_KEY: usize = 16;

/// The people of an audience, by the smallest of their keyed hashes.
///
/// With `k` hashes the relative standard error of a count is `1 / sqrt(k - 1)`; up to `k` people everything is exact.
/// Who has the key can test whether somebody is in the sketch: it is personal data until the key is destroyed.
/// Nobody can be taken back out of a sketch; after an erasure it is made anew.
///
/// ```
/// use renown::audience::Sketch;
///
/// let key = [11; 32];
/// let (mut first, mut second) = (Sketch::new(1_024, &key)?, Sketch::new(1_024, &key)?);
/// for person in 0..20_000_u32 {
///     first.update(&person.to_le_bytes());
///     second.update(&(person + 5_000).to_le_bytes());
/// }
/// let shared = first.overlap(&second, 0.95)?;
/// let jaccard = shared.jaccard.interval().ok_or("an estimate")?;
/// assert!(jaccard.low < 0.6 && 0.6 < jaccard.high);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Sketch {
    size: u32,
    key: Box<[u8]>,
    /// Every hash kept is below; all hashes of the audience that are below are kept. `None` while none was left out.
    threshold: Option<u64>,
    hashes: BTreeSet<u64>,
}

/// What is counted is not who is counted.
impl std::fmt::Debug for Sketch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sketch")
            .field("size", &self.size)
            .field("kept", &self.hashes.len())
            .finish_non_exhaustive()
    }
}

impl Sketch {
    /// A sketch of nobody, that keeps up to `size` hashes (16 to 4 194 304) under a key of 16 bytes or more. Sketches
    /// are compared under one key.
    ///
    /// # Errors
    /// [`Error::BadSketch`].
    pub fn new(size: u32, key: &[u8]) -> Result<Sketch, Error> {
        if !SIZES.contains(&size) {
            return Err(Error::BadSketch { problem: "its size must be from 16 to 4194304 hashes" });
        }
        if key.len() < LEAST_KEY {
            return Err(Error::BadSketch { problem: "its key must have 16 bytes or more" });
        }
        Ok(Sketch { size, key: key.into(), threshold: None, hashes: BTreeSet::new() })
    }

    /// How many hashes it keeps at most.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Takes a person in, by the bytes of the id. Somebody who is in already changes nothing.
    pub fn update(&mut self, id: &[u8]) {
        let [a, b, c, d, e, f, g, h, ..] = hmac_sha256::HMAC::mac(id, &self.key);
        let hash = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        if self.threshold.is_none_or(|threshold| hash < threshold) {
            self.hashes.insert(hash);
            self.shrink();
        }
    }

    /// Takes in everybody of another sketch of the same key and size: afterwards this is the sketch of the union.
    ///
    /// # Errors
    /// [`Error::BadSketch`].
    pub fn merge(&mut self, other: &Sketch) -> Result<(), Error> {
        self.check(other)?;
        self.threshold = lower(self.threshold, other.threshold);
        self.hashes.extend(&other.hashes);
        if let Some(threshold) = self.threshold {
            self.hashes.split_off(&threshold);
        }
        self.shrink();
        Ok(())
    }

    /// How many people the sketch has taken in.
    ///
    /// # Errors
    /// [`Error::Stats`] where the level is out of range.
    pub fn count(&self, level: f64) -> Result<Figure, Error> {
        Ok(count(self.hashes.len(), self.threshold, &Quantiles::new(level)?))
    }

    /// What two audiences have in common. Both sketches have the same key and size.
    ///
    /// # Errors
    /// [`Error::BadSketch`]; [`Error::Stats`] where the level is out of range.
    pub fn overlap(&self, other: &Sketch, level: f64) -> Result<Overlap, Error> {
        let quantiles = Quantiles::new(level)?;
        self.check(other)?;
        let threshold = lower(self.threshold, other.threshold);
        if threshold.is_none() {
            let both = self.hashes.intersection(&other.hashes).count();
            return Ok(exact(self.hashes.len() as u64, other.hashes.len() as u64, both as u64));
        }
        let within = |of: &BTreeSet<u64>| -> BTreeSet<u64> {
            threshold.map_or_else(|| of.clone(), |threshold| of.range(..threshold).copied().collect())
        };
        let (first, second) = (within(&self.hashes), within(&other.hashes));
        let both = first.intersection(&second).count();
        let either = first.union(&second).count();
        let share = |part: usize, whole: usize| share(part, whole, &quantiles);
        Ok(Overlap {
            first: count(self.hashes.len(), self.threshold, &quantiles),
            second: count(other.hashes.len(), other.threshold, &quantiles),
            both: count(both, threshold, &quantiles),
            either: count(either, threshold, &quantiles),
            jaccard: share(both, either),
            first_in_second: share(both, first.len()),
            second_in_first: share(both, second.len()),
        })
    }

    /// The sketch as bytes, without its key: equal for the same people, whatever the order in which they came.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Sketch.format());
        writer.count(u64::from(self.size));
        writer.raw(&self.fingerprint());
        writer.flag(self.threshold.is_some());
        writer.raw(&self.threshold.unwrap_or(0).to_be_bytes());
        writer.count(self.hashes.len() as u64);
        for hash in &self.hashes {
            writer.raw(&hash.to_be_bytes());
        }
        writer.finish()
    }

    /// Reads [`Sketch::to_bytes`] back, with the key under which it was made.
    ///
    /// # Errors
    /// [`Error::Stats`] where the bytes are cut short, damaged, of another kind or version, or hold what no sketch
    /// does; [`Error::BadSketch`] where the key is another one.
    pub fn from_bytes(bytes: &[u8], key: &[u8]) -> Result<Sketch, Error> {
        let mut reader = Reader::new(bytes, Kind::Sketch.format())?;
        let size = u32::try_from(reader.count()?).map_err(|_| malformed("the size cannot be"))?;
        let mut sketch = Sketch::new(size, key)?;
        if reader.array::<8>()? != sketch.fingerprint() {
            return Err(Error::BadSketch { problem: "it was made under another key" });
        }
        let is_cut = reader.flag()?;
        let threshold = u64::from_be_bytes(reader.array()?);
        sketch.threshold = is_cut.then_some(threshold);
        for _ in 0..reader.length(8)? {
            let hash = u64::from_be_bytes(reader.array()?);
            if sketch.hashes.last().is_some_and(|last| *last >= hash) || (is_cut && hash >= threshold) {
                return Err(malformed("the hashes are not in order").into());
            }
            sketch.hashes.insert(hash);
        }
        reader.finish()?;
        let is_full = sketch.hashes.len() == size as usize;
        if sketch.hashes.len() > size as usize || (is_cut && !is_full) || (!is_cut && threshold != 0) {
            return Err(malformed("it holds what no sketch does").into());
        }
        Ok(sketch)
    }

    /// Lets the largest hash go where there is one too many: it is the threshold from then on.
    fn shrink(&mut self) {
        while self.hashes.len() > self.size as usize {
            self.threshold = self.hashes.pop_last();
        }
    }

    fn check(&self, other: &Sketch) -> Result<(), Error> {
        if self.key != other.key {
            return Err(Error::BadSketch { problem: "the other was made under another key" });
        }
        if self.size != other.size {
            return Err(Error::BadSketch { problem: "the other has another size" });
        }
        Ok(())
    }

    /// Tells keys apart without being of use to anybody who lacks them.
    fn fingerprint(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = hmac_sha256::HMAC::mac(b"renown sketch key", &self.key);
        [a, b, c, d, e, f, g, h]
    }
}

fn lower(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// How many people there are where so many have a hash below the threshold: the count over the share of hashes that
/// are below, with the score interval of a Poisson count.
fn count(kept: usize, threshold: Option<u64>, quantiles: &Quantiles) -> Figure {
    let Some(threshold) = threshold else { return Figure::exact(kept as f64, kept as u64) };
    let below = threshold as f64 / 2.0_f64.powi(64);
    let (seen, z) = (kept as f64, quantiles.z());
    let half = z * (seen + z * z / 4.0).sqrt();
    let centre = seen + z * z / 2.0;
    // Those who were seen are there.
    let low = ((centre - half) / below).max(seen);
    let interval = Interval { low, high: ((centre + half) / below).max(low), level: quantiles.level() };
    let interval = Bounds::Known(interval);
    Figure::Estimate(Estimate { value: seen / below, interval, n: kept as u64, method: Method::ThetaSketch })
}

fn share(part: usize, whole: usize, quantiles: &Quantiles) -> Figure {
    if whole == 0 {
        return Figure::undefined(Undefined::Empty);
    }
    let value = part as f64 / whole as f64;
    let interval = Bounds::Known(wilson_interval(value, whole as f64, quantiles));
    Figure::Estimate(Estimate { value, interval, n: whole as u64, method: Method::ThetaSketch })
}
