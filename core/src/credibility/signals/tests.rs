use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::*;

struct Stream(ChaCha12Rng);

impl Stream {
    fn new(seed: u64) -> Self {
        Stream(ChaCha12Rng::seed_from_u64(seed))
    }

    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Student's t with five degrees of freedom: heavier tails than those of a normal distribution.
    fn heavy(&mut self) -> f64 {
        let squares: f64 = (0..5).map(|_| self.normal().powi(2)).sum();
        self.normal() / (squares / 5.0).sqrt()
    }

    /// Whole numbers of a mean, normal where it is large; good enough for gains and losses of a day.
    fn count(&mut self, mean: f64) -> f64 {
        (mean + mean.sqrt() * self.normal()).round().max(0.0)
    }

    /// 91 days of an honest account: a rate of gains that wanders, weekdays, noise, and losses.
    fn honest(&mut self) -> Vec<DailyFollowers> {
        let mut followers = libm::exp(6.9 + 6.9 * self.uniform()).round();
        let rate = libm::exp(libm::log(0.002) + 0.8 * self.normal());
        let loss = 0.3 + 0.5 * self.uniform();
        let weekdays: Vec<f64> = (0..7).map(|_| libm::exp(0.25 * self.normal())).collect();
        let mut mood = 0.0;
        let mut series = vec![DailyFollowers { day: 0, followers: followers as u64 }];
        for day in 1..=90_i64 {
            mood = 0.9 * mood + 0.15 * self.normal();
            let today = weekdays[(day % 7) as usize] * libm::exp(mood + 0.25 * self.normal());
            let gained = self.count(followers * rate * today);
            let lost = self.count(followers * rate * loss);
            followers = (followers + gained - lost).max(0.0);
            series.push(DailyFollowers { day, followers: followers as u64 });
        }
        series
    }
}

/// How many of `times` honest accounts raise a signal, in one.
fn rate(times: u32, mut one: impl FnMut() -> Signal) -> f64 {
    f64::from((0..times).map(|_| u32::from(one().raised == Some(true))).sum::<u32>()) / f64::from(times)
}

#[test]
fn honest_accounts_raise_signals_as_often_as_is_said() {
    let mut stream = Stream::new(7);
    let measured = [
        (Subject::GrowthAnomaly, rate(2_000, || growth_anomaly(&stream.honest(), None).unwrap())),
        (Subject::FollowerDrop, {
            let mut stream = Stream::new(8);
            rate(2_000, || follower_drop(&stream.honest(), None).unwrap())
        }),
        (Subject::EngagementForTier, {
            let mut stream = Stream::new(9);
            rate(4_000, || {
                let peers: Vec<f64> = (0..100).map(|_| libm::exp(-4.0 + 0.8 * stream.heavy())).collect();
                engagement_for_tier(libm::exp(-4.0 + 0.8 * stream.heavy()), &peers, None).unwrap()
            })
        }),
        (Subject::DuplicatedComments, {
            let mut stream = Stream::new(10);
            rate(500, || {
                // Up to four comments in ten are of a stock of phrases, of which the first are the usual ones.
                let (n, stock) = (30 + (370.0 * stream.uniform()) as u32, 0.1 + 0.3 * stream.uniform());
                let comments: Vec<String> = (0..n)
                    .map(|index| {
                        if stream.uniform() < stock {
                            format!("phrase {}", libm::exp(5.3 * stream.uniform()) as u32)
                        } else {
                            format!("said once {index}")
                        }
                    })
                    .collect();
                duplicated_comments(comments.iter().map(String::as_str), None).unwrap()
            })
        }),
    ];
    for (subject, measured) in measured {
        let said = subject.false_positive_rate();
        assert!((measured - said).abs() <= 0.004 + 0.35 * said, "{subject:?}: {measured}, said to be {said}");
    }
    assert_eq!(
        Subject::CommentsPerLike.false_positive_rate(),
        Subject::EngagementForTier.false_positive_rate()
    );
}

#[test]
fn bought_followers_and_their_loss_are_seen_on_their_days() {
    let mut series = Stream::new(3).honest();
    let before = growth_anomaly(&series, None).unwrap();
    assert_eq!(before.raised, Some(false));
    for entry in series.iter_mut().skip(40) {
        entry.followers += entry.followers / 4;
    }
    let gain = growth_anomaly(&series, None).unwrap();
    assert_eq!((gain.raised, gain.day), (Some(true), Some(40)));
    for entry in series.iter_mut().skip(60) {
        entry.followers -= entry.followers / 10;
    }
    let loss = follower_drop(&series, None).unwrap();
    assert_eq!((loss.raised, loss.day), (Some(true), Some(60)));
    assert!(loss.value.is_some_and(|share| (share - 0.1).abs() < 0.02));
}

#[test]
fn a_quiet_account_is_not_anomalous_by_a_follower() {
    let series: Vec<_> =
        (0..60).map(|day| DailyFollowers { day, followers: 500 + u64::from(day > 30) }).collect();
    assert_eq!(growth_anomaly(&series, None).unwrap().raised, Some(false));
}

#[test]
fn days_that_are_missing_make_no_change_and_days_out_of_order_are_refused() {
    let of = |days: &[i64]| {
        let series: Vec<_> = days.iter().map(|&day| DailyFollowers { day, followers: 100 }).collect();
        follower_drop(&series, None)
    };
    assert_eq!(of(&[0, 1, 5, 6]).unwrap().n, 2);
    assert_eq!(of(&[0, 3]).unwrap().reason, Some(Undefined::TooFew));
    assert_eq!(of(&[1, 1]).unwrap_err().code(), "BAD_SERIES");
    assert_eq!(growth_anomaly(&[], None).unwrap().raised, None);
}

#[test]
fn comments_are_compared_by_their_letters_and_short_ones_do_not_count() {
    let mut comments = vec!["Great photo!!"; 20];
    comments.extend(["great  PHOTO \u{1f525}"; 20]);
    comments.extend(["wow"; 50]);
    let signal = duplicated_comments(comments, None).unwrap();
    assert_eq!((signal.n, signal.value, signal.raised), (40, Some(39.0 / 40.0), Some(true)));
}

#[test]
fn a_threshold_of_ones_own_has_no_rate_and_a_wrong_one_is_refused() {
    let peers = [0.01, 0.02, 0.03, 0.04].repeat(10);
    let signal = engagement_for_tier(0.02, &peers, Some(2.0)).unwrap();
    assert_eq!((signal.threshold, signal.false_positive_rate), (2.0, None));
    assert_eq!(engagement_for_tier(0.02, &peers, Some(0.0)).unwrap_err().code(), "BAD_THRESHOLD");
    assert_eq!(engagement_for_tier(-0.02, &peers, None).unwrap_err().code(), "BAD_SERIES");
    assert_eq!(engagement_for_tier(0.02, &peers[..10], None).unwrap().reason, Some(Undefined::TooFew));
}

#[test]
fn the_summary_shows_its_parts() {
    let peers = [0.01, 0.02, 0.03, 0.04].repeat(10);
    let signals = vec![
        engagement_for_tier(1.0, &peers, None).unwrap(),
        comments_per_like(0.02, &peers, None).unwrap(),
        growth_anomaly(&[], None).unwrap(),
    ];
    let found = authenticity(None, signals);
    assert_eq!((found.raised, found.seen, found.signals.len()), (1, 2, 3));
    assert!((found.raised_if_honest - 2.0 * Subject::EngagementForTier.false_positive_rate()).abs() < 1e-12);
}
