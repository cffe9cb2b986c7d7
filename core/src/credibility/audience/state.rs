//! Scored followers, counted: in parts that merge, and that forget.

use super::{AudienceCredibility, AudienceOptions, estimate};
use crate::credibility::score::Trait;
use crate::credibility::{Basis, Error, Score};
use crate::stats::codec::{Format, Reader, Writer, malformed};

/// Bins of a quarter of a unit of log-odds, from −8 to 8; what lies beyond is as good as certain.
pub(super) const BINS: usize = 64;
/// Whether an account is taken for suspicious, by what it is if it is real.
pub(super) const GROUPS: usize = 8;
pub(crate) const CELLS: usize = BINS * GROUPS;
const FORMAT: Format = Format { mark: *b"rnc", kind: 1, version: 1 };

/// Scored followers of one audience, as an accumulator of constant size. It holds counts only, no account.
///
/// Any order, partition and merging of the same followers gives the same state, and a follower who is taken back
/// leaves no trace.
///
/// ```
/// use renown::credibility::{AudienceOptions, AudienceState, Feature, Scorecard, Values};
/// let scorecard = Scorecard::shipped();
/// let person = scorecard.score(&Values::new().with(Feature::Followers, 410.0).with(Feature::Following, 350.0)
///     .with(Feature::Posts, 120.0).with(Feature::HasPicture, 1.0));
/// let mut state = AudienceState::new(scorecard);
/// for _ in 0..200 {
///     state.update(&person)?;
/// }
/// let bytes = state.to_bytes();
/// let again = AudienceState::from_bytes(&bytes, scorecard)?;
/// let credibility = again.finish(&AudienceOptions::default())?;
/// assert!(credibility.credibility.value().is_some_and(|share| share > 0.9));
/// # Ok::<(), renown::credibility::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct AudienceState<'a> {
    basis: &'a Basis,
    counts: Vec<u64>,
    n: u64,
}

/// The cell that counts an account.
pub(crate) fn cell(points: i32, scale: i32, of_real: Trait, suspicious: bool) -> usize {
    // A quarter of a unit; rounded down, so that 0 parts two bins.
    let quarter = (i64::from(points) * 4).div_euclid(i64::from(scale));
    let bin = (quarter + BINS as i64 / 2).clamp(0, BINS as i64 - 1) as usize;
    (of_real as usize * 2 + usize::from(suspicious)) * BINS + bin
}

impl<'a> AudienceState<'a> {
    /// An audience of which no follower is scored.
    #[must_use]
    pub fn new(model: &'a impl AsRef<Basis>) -> Self {
        AudienceState { basis: model.as_ref(), counts: vec![0; CELLS], n: 0 }
    }

    fn cell(&self, score: &Score) -> usize {
        let suspicious = score.kind() == crate::credibility::Kind::Suspicious;
        cell(score.points(), self.basis.scale(), score.of_real(), suspicious)
    }

    /// Takes in a follower that this state's model has scored.
    ///
    /// # Errors
    /// [`Error::TooManyAccounts`]. Then nothing has changed.
    pub fn update(&mut self, score: &Score) -> Result<(), Error> {
        self.add(self.cell(score), 1)
    }

    pub(crate) fn add(&mut self, cell: usize, times: u64) -> Result<(), Error> {
        self.n = self.n.checked_add(times).ok_or(Error::TooManyAccounts)?;
        if let Some(count) = self.counts.get_mut(cell) {
            *count += times;
        }
        Ok(())
    }

    /// Takes back a follower that was taken in.
    ///
    /// # Errors
    /// [`Error::NeverTakenIn`] where none like it was. Then nothing has changed.
    pub fn retract(&mut self, score: &Score) -> Result<(), Error> {
        let cell = self.cell(score);
        let count = self.counts.get_mut(cell).filter(|count| **count > 0).ok_or(Error::NeverTakenIn)?;
        *count -= 1;
        self.n -= 1;
        Ok(())
    }

    /// Takes in what another has taken in.
    ///
    /// # Errors
    /// [`Error::DifferentModels`], [`Error::TooManyAccounts`]. Then nothing has changed.
    pub fn merge(&mut self, other: &AudienceState<'_>) -> Result<(), Error> {
        if self.basis.fingerprint() != other.basis.fingerprint() {
            return Err(Error::DifferentModels);
        }
        self.n = self.n.checked_add(other.n).ok_or(Error::TooManyAccounts)?;
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        Ok(())
    }

    /// How many followers are held.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The shares of the audience.
    ///
    /// # Errors
    /// [`Error::Stats`] where the level is none, or where the sample is larger than its population;
    /// [`Error::BadValidation`] where the error rates are none.
    pub fn finish(&self, options: &AudienceOptions) -> Result<AudienceCredibility, Error> {
        estimate::estimate(self.basis, &self.counts, options, true)
    }

    /// The byte form: the same followers, scored with the same model, have the same bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(FORMAT);
        writer.count(u64::from(self.basis.fingerprint()));
        let held = || self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        writer.count(held().count() as u64);
        let mut next = 0;
        for (cell, count) in held() {
            writer.count((cell - next) as u64);
            writer.count(*count);
            next = cell + 1;
        }
        writer.finish()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::DifferentModels`] where the followers were scored with another model; [`Error::Stats`] where the
    /// bytes are no state.
    pub fn from_bytes(bytes: &[u8], model: &'a impl AsRef<Basis>) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes, FORMAT)?;
        if reader.count()? != u64::from(model.as_ref().fingerprint()) {
            return Err(Error::DifferentModels);
        }
        let mut state = AudienceState::new(model);
        let mut next = 0_usize;
        for _ in 0..reader.length(2)? {
            let skipped = usize::try_from(reader.count()?).map_err(|_| malformed("a number is too large"))?;
            let cell = next.saturating_add(skipped);
            let count = reader.count()?;
            if cell >= CELLS || count == 0 {
                return Err(malformed("there is a cell that no state has").into());
            }
            state.add(cell, count)?;
            next = cell + 1;
        }
        reader.finish()?;
        Ok(state)
    }
}

/// Shows how many are held, not how they are spread.
impl std::fmt::Debug for AudienceState<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AudienceState").field("model", &self.basis.name()).field("n", &self.n).finish()
    }
}
