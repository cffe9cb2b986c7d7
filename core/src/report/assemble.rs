//! From profile, posts, series, audience and peers to a report behind the gate.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::audience::audience;
use super::content::Read;
use super::document::VERSION;
use super::{
    Content, Counts, EngagementReport, Error, History, Identity, InputOrigin, Origins, Part, Report,
    ReportOptions, Stated, ValueReport,
};
use crate::credibility::AudienceCredibility;
use crate::metrics::cadence::cadence;
use crate::metrics::engagement::{EngagementOptions, Listed, Sponsored, Statistic};
use crate::metrics::sponsorship::sponsored_performance;
use crate::metrics::summary::summary;
use crate::model::{AudienceMember, FollowerSeries, InfluencerId, Post, Profile, Timestamp};
use crate::privacy::{Held, SubjectId, category};
use crate::stats::Undefined;

/// What a report is made of. Only profile and posts are needed, and the posts may be none.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// The posts, in any order; one that comes twice with the same content counts once.
    pub posts: &'a [Post],
    /// A sample of the audience; none where there is none.
    pub audience: &'a [AudienceMember],
    /// The followers over time.
    pub series: Option<&'a FollowerSeries>,
    /// The headline rates of similar accounts, fractions, without this account's own.
    pub peers: &'a [f64],
    /// How much of the audience is real, as it was estimated.
    pub credibility: Option<&'a AudienceCredibility>,
    /// When the report is made. Counts whose posts do not say when they were read count as read then.
    pub generated_at: Timestamp,
}

impl<'a> Input<'a> {
    /// A profile and its posts, with nothing else known.
    pub fn new(profile: &'a Profile, posts: &'a [Post], generated_at: Timestamp) -> Self {
        Input { profile, posts, audience: &[], series: None, peers: &[], credibility: None, generated_at }
    }
}

/// Makes the report of one influencer, behind the gate.
///
/// The order of posts, members and peers changes nothing.
///
/// # Errors
/// Options out of range; a post, member or series of another influencer; two records with the same id that differ; a
/// sample with weights; an id that cannot stand in a receipt; what the metrics and the release of the audience
/// refuse.
pub fn report(input: &Input<'_>, options: &ReportOptions) -> Result<Held<Report>, Error> {
    options.validate()?;
    let Input { profile, series, peers, credibility, generated_at, .. } = *input;
    let subject = SubjectId::new(profile.id().as_str()).map_err(|_| Error::MalformedSubject)?;
    if series.is_some_and(|series| series.influencer_id() != profile.id()) {
        return Err(Error::OtherInfluencer { what: "series", position: 0 });
    }
    let posts = each_once("post", input.posts, Post::influencer_id, profile.id(), |post| post.id().as_str())?;
    let members =
        each_once("member", input.audience, AudienceMember::influencer_id, profile.id(), |member| {
            member.id().as_str()
        })?;
    let read: Vec<Read<'_>> = posts.iter().map(|post| (*post, Listed::of(post, Some(profile)))).collect();
    let listed: Vec<Listed<'_>> = read.iter().map(|(_, listed)| *listed).collect();

    let as_of = generated_at.millis();
    let engagement = EngagementReport::of(profile.platform(), &listed, peers, options, as_of)?;
    let window = options.engagement(engagement.basis, Some(as_of));
    // Sponsored performance needs both sides, and is defined by medians, whatever is chosen for the rates.
    let both = EngagementOptions { sponsored: Sponsored::Keep, statistic: Statistic::Median, ..window };
    let tier = profile.followers().and_then(|followers| options.tiers.of(followers).cloned());
    let no_tier = if profile.followers().is_some() { Undefined::TooFew } else { Undefined::NoFollowers };
    let value = match &options.prices {
        None => Stated::undefined(Undefined::Empty),
        Some(prices) => Stated::Known(ValueReport::of(&listed, prices, &window)?),
    };
    let provenance = Origins::new(inputs(input, &posts, &members, options));
    let report = Report {
        version: VERSION,
        generated_at,
        updated_at: provenance.latest(),
        identity: Identity::of(profile),
        counts: Counts::of(profile, posts.len(), input.posts.len()),
        tier: Stated::or(tier, no_tier),
        averages: summary(listed.iter().copied(), &window)?,
        history: History::of(&listed, series, options)?,
        cadence: cadence(listed.iter().copied(), &options.cadence())?,
        sponsorship: sponsored_performance(listed.iter().copied(), &both)?,
        content: Content::of(&read, engagement.basis, options)?,
        engagement,
        value,
        credibility: told(credibility, options.rules.k()),
        audience: audience(&members, profile.followers(), options)?,
        provenance,
        options: options.clone(),
    };
    let mut categories = vec![category::IDENTITY, category::CONTENT, category::PERFORMANCE];
    if !report.audience.is_empty() {
        categories.push(category::AUDIENCE);
    }
    if report.credibility.known().is_some() {
        categories.push(category::CREDIBILITY);
    }
    Ok(Held::new(report, subject, categories))
}

/// The estimate as far as it may be told: a share of fewer people than a cell has tells of single ones.
fn told(estimate: Option<&AudienceCredibility>, minimum_cell: u64) -> Stated<AudienceCredibility> {
    let Some(estimate) = estimate else { return Stated::undefined(Undefined::Empty) };
    let AudienceCredibility { credibility, real, influencer, mass_follower, suspicious } = estimate;
    let shares = [credibility, real, influencer, mass_follower, suspicious];
    if shares.iter().filter_map(|share| share.estimate()).any(|share| share.n < minimum_cell) {
        return Stated::undefined(Undefined::Withheld);
    }
    Stated::Known(estimate.clone())
}

/// The records, each once, in the order of their ids: so the order in which they come changes nothing.
fn each_once<'a, T: PartialEq>(
    what: &'static str,
    records: &'a [T],
    influencer: impl Fn(&T) -> &InfluencerId,
    of: &InfluencerId,
    id: impl Fn(&T) -> &str,
) -> Result<Vec<&'a T>, Error> {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(records.len());
    let mut kept = Vec::with_capacity(records.len());
    for (position, record) in records.iter().enumerate() {
        if influencer(record) != of {
            return Err(Error::OtherInfluencer { what, position });
        }
        match first.entry(id(record)) {
            Entry::Vacant(entry) => {
                entry.insert(position);
                kept.push(record);
            }
            Entry::Occupied(entry) => {
                if records.get(*entry.get()) != Some(record) {
                    return Err(Error::ConflictingRecords { what, first: *entry.get(), second: position });
                }
            }
        }
    }
    kept.sort_unstable_by(|a, b| id(a).cmp(id(b)));
    Ok(kept)
}

fn inputs(
    input: &Input<'_>,
    posts: &[&Post],
    members: &[&AudienceMember],
    options: &ReportOptions,
) -> BTreeMap<Part, InputOrigin> {
    let mut inputs = BTreeMap::from([
        (Part::Profile, InputOrigin::of(std::iter::once((input.profile.provenance(), None)))),
        (Part::Posts, InputOrigin::of(posts.iter().map(|post| (post.provenance(), post.collected_at())))),
        (Part::Caller, InputOrigin::unstated(1)),
    ]);
    if let Some(series) = input.series {
        inputs.insert(Part::Series, InputOrigin::unstated(series.points().len()));
    }
    if !input.peers.is_empty() {
        inputs.insert(Part::Peers, InputOrigin::unstated(input.peers.len()));
    }
    if input.credibility.is_some() {
        inputs.insert(Part::Credibility, InputOrigin::unstated(1));
    }
    if !members.is_empty() {
        let mut origin = InputOrigin::of(members.iter().map(|member| (member.provenance(), None)));
        // How many there are in each role is a figure of the audience, and this is their sum.
        let mut roles: BTreeMap<_, u64> = BTreeMap::new();
        members.iter().for_each(|member| *roles.entry(member.role()).or_default() += 1);
        if roles.values().any(|&members| members < options.rules.k()) {
            origin.records = None;
        }
        inputs.insert(Part::Audience, origin);
    }
    inputs
}
