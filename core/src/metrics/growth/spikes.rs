//! Days on which a following jumped: robust z-scores of daily changes.

use super::{GrowthOptions, Reading, Spike, Spikes};
use crate::metrics::{Period, date};
use crate::stats::{Undefined, median_deviation, robust_z};

/// What makes the mean absolute deviation of a normal distribution its standard deviation: √(π/2).
const MEAN_DEVIATION_FACTOR: f64 = 1.253_314_137_315_500_3;
/// With fewer changes than this, the middle one is no measure of what is usual.
const FEWEST: usize = 5;

/// The days that stand out among readings in the order of time.
///
/// The last reading of a day stands for the day. A change is taken between a day and the day before it only: a
/// change over a gap is not the change of one day.
pub(super) fn spikes(readings: &[Reading], options: &GrowthOptions) -> Spikes {
    let mut days: Vec<(i32, i64, u64)> = Vec::new();
    for reading in readings {
        let local = options.zone.local(reading.at);
        let day = Period::Day.index(local);
        // Clocks that go back over midnight let a day come twice; the later reading stands for it.
        days.push((day, local, reading.followers));
    }
    // A stable sort: readings of the same day stay in the order of time.
    days.sort_by_key(|&(day, ..)| day);
    let mut ends: Vec<(i32, i64, u64)> = Vec::with_capacity(days.len());
    for next in days {
        match ends.last_mut() {
            Some(last) if last.0 == next.0 => *last = next,
            _ => ends.push(next),
        }
    }
    let changes: Vec<(i64, i64)> = ends
        .windows(2)
        .filter_map(|pair| match pair {
            [(before, _, then), (day, local, now)] if before.checked_add(1) == Some(*day) => {
                // Counts are below 2^63, so their difference is an i64.
                Some((*local, now.cast_signed() - then.cast_signed()))
            }
            _ => None,
        })
        .collect();
    if changes.len() < FEWEST {
        return Spikes::Undefined { undefined: Undefined::TooFew };
    }
    let scores = robust_scores(&changes.iter().map(|&(_, change)| change).collect::<Vec<_>>());
    let stand_out = changes.iter().zip(scores).filter(|(_, z)| z.abs() > options.spike);
    let spike = |(&(local, change), z): (&(i64, i64), f64)| Some(Spike { day: date(local)?, change, z });
    Spikes::Days(stand_out.filter_map(spike).collect())
}

/// The robust z-score of each change: (x − median) / (1.4826 · MAD).
///
/// Where more than half of the changes are the same, MAD is 0 and tells nothing of the others; then the mean
/// absolute deviation takes its place: (x − median) / (1.2533 · mean |x − median|). Where all are the same, all
/// scores are 0.
fn robust_scores(changes: &[i64]) -> Vec<f64> {
    let changes: Vec<f64> = changes.iter().map(|&change| change as f64).collect();
    // Whole numbers are finite, so that there is always an answer.
    let (centre, deviation) = median_deviation(&changes).ok().flatten().unwrap_or_default();
    let distance: f64 = changes.iter().map(|change| (change - centre).abs()).sum();
    let mean_deviation = MEAN_DEVIATION_FACTOR * (distance / changes.len() as f64);
    let score = |&change: &f64| match robust_z(change, centre, deviation) {
        Some(score) => score,
        None if mean_deviation > 0.0 => (change - centre) / mean_deviation,
        None => 0.0,
    };
    changes.iter().map(score).collect()
}
