//! The peers of an account: the accounts of the same platform that are nearest in followers, and may be shown.

use std::collections::BTreeMap;

use renown::metrics::engagement::{Listed, engagement};
use renown::model::{Platform, Timestamp};
use renown::privacy::category;

use super::reading::Input;
use super::showing::Gate;
use super::{Job, JobError};

/// So many peers are enough for a histogram; more would be less alike.
const NEAREST: usize = 1_000;

/// The headline rates of the accounts of each platform, by followers.
pub(super) struct Peers {
    /// Followers, index of the influencer, rate.
    by_platform: BTreeMap<Platform, Vec<(u64, usize, f64)>>,
}

/// The rates of all whose performance may be shown: who objected is no peer of anybody.
pub(super) fn rates(job: &Job, gate: &Gate<'_>, input: &mut Input) -> Result<Peers, JobError> {
    let as_of = gate.now().millis();
    let mut by_platform: BTreeMap<Platform, Vec<(u64, usize, f64)>> = BTreeMap::new();
    for shelf in 0..input.shelves() {
        for (at, rows) in input.take(shelf, true)? {
            let Some(influencer) = input.influencers.get(at) else { continue };
            let profile = &influencer.profile;
            if !gate.permits(influencer, vec![category::PERFORMANCE])? {
                continue;
            }
            let options = job.options.engagement(job.options.basis_for(profile.platform()), Some(as_of));
            let posts = rows.posts.iter().map(|post| Listed::of(post, Some(profile)));
            let rate =
                engagement(posts, &options).map_err(|reason| gate.no_report(influencer, reason.into()))?;
            if let Some(rate) = rate.figure.value() {
                let entry = (profile.followers().unwrap_or(0), at, rate);
                by_platform.entry(profile.platform()).or_default().push(entry);
            }
        }
    }
    by_platform.values_mut().for_each(|peers| peers.sort_by_key(|peer| (peer.0, peer.1)));
    Ok(Peers { by_platform })
}

impl Peers {
    /// The rates of the peers of an influencer, without the influencer's own.
    pub(super) fn of(&self, at: usize, platform: Platform, followers: Option<u64>) -> Vec<f64> {
        let Some(all) = self.by_platform.get(&platform) else { return Vec::new() };
        let place = all.partition_point(|&(others, other, _)| (others, other) < (followers.unwrap_or(0), at));
        let from = place.saturating_sub(NEAREST / 2).min(all.len().saturating_sub(NEAREST + 1));
        let near = all.iter().skip(from).take(NEAREST + 1);
        near.filter(|(_, other, _)| *other != at).take(NEAREST).map(|(.., rate)| *rate).collect()
    }
}

/// The moment as the model has it.
pub(super) fn moment(job: &Job) -> Result<Timestamp, JobError> {
    Timestamp::try_from(job.now).map_err(|error| JobError::Choice(format!("--now: {error}")))
}
