//! Intervals by simulation: a 95 % interval covers the truth in 93 to 97 % of samples.

use super::Draw;
use crate::audience::{
    AffinityOptions, Base, Demographics, DemographicsOptions, Dimension, Person, ShareOptions, Sketch,
    affinity,
};
use crate::stats::Interval;

fn state(weighted: bool) -> Demographics {
    let by = vec![vec![Dimension::Gender]];
    Demographics::new(DemographicsOptions { by, weighted, ..DemographicsOptions::default() }).unwrap()
}

fn update(state: &mut Demographics, is_woman: bool, weight: f64) {
    let gender = Some(if is_woman { "female" } else { "male" });
    state.update(&Person { gender, weight: Some(weight), ..Person::default() }).unwrap();
}

fn women(state: &Demographics, population: Option<u64>) -> Interval {
    let options = ShareOptions { population, base: Base::Everyone, ..ShareOptions::default() };
    let finished = &state.finish(&options).unwrap()[0];
    let women = finished.shares.iter().find(|share| share.categories[0].label() == Some("female"));
    women.map_or(Interval { low: 0.0, high: 0.0, level: 0.95 }, |women| women.share.interval().unwrap())
}

fn covers(rounds: usize, mut one: impl FnMut() -> bool) -> f64 {
    (0..rounds).filter(|_| one()).count() as f64 / rounds as f64
}

#[test]
fn shares_of_a_weighted_sample_are_covered() {
    let mut draw = Draw(1);
    for truth in [0.1, 0.35] {
        let covered = covers(2_000, || {
            let mut sample = state(true);
            for _ in 0..300 {
                let weight = 0.2 + 1.6 * draw.unit();
                update(&mut sample, draw.unit() < truth, weight);
            }
            let interval = women(&sample, None);
            interval.low <= truth && truth <= interval.high
        });
        assert!((0.93..=0.97).contains(&covered), "{truth}: {covered}");
    }
}

#[test]
fn shares_of_a_sample_without_replacement_are_covered() {
    let mut draw = Draw(2);
    // 250 of a population of 500 with 150 women.
    let covered = covers(2_000, || {
        let mut sample = state(false);
        let (mut women_left, mut left) = (150_u64, 500_u64);
        for _ in 0..250 {
            let is_woman = draw.unit() * (left as f64) < women_left as f64;
            women_left -= u64::from(is_woman);
            left -= 1;
            update(&mut sample, is_woman, 1.0);
        }
        let interval = women(&sample, Some(500));
        interval.low <= 0.3 && 0.3 <= interval.high
    });
    assert!((0.93..=0.97).contains(&covered), "{covered}");
}

#[test]
fn affinities_are_covered() {
    let mut draw = Draw(3);
    for weighted in [false, true] {
        let covered = covers(1_500, || {
            let mut sample = |share: f64, n: u32| {
                let mut sample = state(weighted);
                for _ in 0..n {
                    let weight = if weighted { 0.5 + draw.unit() } else { 1.0 };
                    update(&mut sample, draw.unit() < share, weight);
                }
                sample
            };
            let (audience, base) = (sample(0.3, 250), sample(0.2, 400));
            let found =
                affinity(&audience, &base, &[Dimension::Gender], &AffinityOptions::default()).unwrap();
            let interval = found[0].affinity.interval().unwrap();
            interval.low <= 1.5 && 1.5 <= interval.high
        });
        assert!((0.93..=0.97).contains(&covered), "weighted {weighted}: {covered}");
    }
}

#[test]
fn counts_and_shares_of_sketches_are_covered() {
    let mut key = 0_u64;
    let mut covered = [0_u32; 3];
    let rounds = 600;
    for _ in 0..rounds {
        key += 1;
        let bytes = [key.to_le_bytes(), [3; 8]].concat();
        let (mut first, mut second) = (Sketch::new(64, &bytes).unwrap(), Sketch::new(64, &bytes).unwrap());
        for person in 0..400_u32 {
            first.update(&person.to_le_bytes());
            second.update(&(person + 200).to_le_bytes());
        }
        let found = first.overlap(&second, 0.95).unwrap();
        let truths = [(found.first, 400.0), (found.both, 200.0), (found.jaccard, 1.0 / 3.0)];
        for (covered, (figure, truth)) in covered.iter_mut().zip(truths) {
            let interval = figure.interval().unwrap();
            *covered += u32::from(interval.low <= truth && truth <= interval.high);
        }
    }
    // A sample without replacement from 600 people: the intervals are a little wide, never narrow.
    for covered in covered.map(|covered| f64::from(covered) / f64::from(rounds)) {
        assert!((0.93..=0.99).contains(&covered), "{covered}");
    }
}
