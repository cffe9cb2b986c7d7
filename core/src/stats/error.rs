//! What can be wrong with what a statistic is asked of.

/// Why a statistic cannot be computed from what was given.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A confidence level outside 0 to 1.
    #[error("{value} is not a confidence level; it is a fraction between 0 and 1, such as 0.95")]
    #[non_exhaustive]
    LevelOutOfRange {
        /// What was given.
        value: f64,
    },
    /// A share to trim outside 0 to 0.5.
    #[error("{value} is not a share to trim; it is a fraction from 0 up to, not including, 0.5")]
    #[non_exhaustive]
    TrimOutOfRange {
        /// What was given.
        value: f64,
    },
    /// A probability outside 0 to 1.
    #[error("{value} is not a probability; it is a fraction from 0 to 1")]
    #[non_exhaustive]
    ProbabilityOutOfRange {
        /// What was given.
        value: f64,
    },
    /// More successes than trials.
    #[error("{successes} successes in {trials} trials; there cannot be more successes than trials")]
    #[non_exhaustive]
    MoreSuccessesThanTrials {
        /// Successes.
        successes: u64,
        /// Trials.
        trials: u64,
    },
    /// A sample larger than its population.
    #[error(
        "a sample of {sample} from a population of {population}; a sample is not larger than its population"
    )]
    #[non_exhaustive]
    SampleLargerThanPopulation {
        /// Size of the sample.
        sample: u64,
        /// Size of the population.
        population: u64,
    },
    /// A value that is NaN or infinite.
    #[error("value {index} is {value}; values are finite numbers")]
    #[non_exhaustive]
    NotFinite {
        /// Which value, counted from 0.
        index: usize,
        /// What it is.
        value: f64,
    },
    /// A weight that is negative, NaN or infinite.
    #[error("weight {index} is {value}; weights are finite numbers from 0")]
    #[non_exhaustive]
    WeightOutOfRange {
        /// Which weight, counted from 0.
        index: usize,
        /// What it is.
        value: f64,
    },
    /// A ratio that fixed point does not hold.
    #[error("{value} is not a ratio that can be summed exactly; it is from 0 up to 2^32")]
    #[non_exhaustive]
    NotARatio {
        /// What was given.
        value: f64,
    },
    /// More than exact sums hold.
    #[error("more than exact sums hold: 2^32 values, or values of 2^96")]
    TooLarge,
    /// A value is taken out that was never taken in.
    #[error("a value is taken out that was never taken in")]
    NeverTakenIn,
    /// Bytes that are no state.
    #[error("the bytes are not a state of this kind: {reason}")]
    #[non_exhaustive]
    MalformedState {
        /// What is wrong with them.
        reason: &'static str,
    },
    /// A bootstrap of fewer than 100 or more than 1 000 000 resamples.
    #[error("{value} resamples; between 100 and 1000000 serve")]
    #[non_exhaustive]
    ResamplesOutOfRange {
        /// What was given.
        value: u32,
    },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "LEVEL_OUT_OF_RANGE",
    "TRIM_OUT_OF_RANGE",
    "PROBABILITY_OUT_OF_RANGE",
    "MORE_SUCCESSES_THAN_TRIALS",
    "SAMPLE_LARGER_THAN_POPULATION",
    "NOT_FINITE",
    "WEIGHT_OUT_OF_RANGE",
    "NOT_A_RATIO",
    "TOO_LARGE",
    "NEVER_TAKEN_IN",
    "MALFORMED_STATE",
    "RESAMPLES_OUT_OF_RANGE",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::LevelOutOfRange { .. } => "LEVEL_OUT_OF_RANGE",
            Error::TrimOutOfRange { .. } => "TRIM_OUT_OF_RANGE",
            Error::ProbabilityOutOfRange { .. } => "PROBABILITY_OUT_OF_RANGE",
            Error::MoreSuccessesThanTrials { .. } => "MORE_SUCCESSES_THAN_TRIALS",
            Error::SampleLargerThanPopulation { .. } => "SAMPLE_LARGER_THAN_POPULATION",
            Error::NotFinite { .. } => "NOT_FINITE",
            Error::WeightOutOfRange { .. } => "WEIGHT_OUT_OF_RANGE",
            Error::NotARatio { .. } => "NOT_A_RATIO",
            Error::TooLarge => "TOO_LARGE",
            Error::NeverTakenIn => "NEVER_TAKEN_IN",
            Error::MalformedState { .. } => "MALFORMED_STATE",
            Error::ResamplesOutOfRange { .. } => "RESAMPLES_OUT_OF_RANGE",
        }
    }
}
