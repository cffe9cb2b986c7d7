//! Engagement of every account of a table.
//!
//! One idea to keep in mind: there are three ways to the same figures. [`sums`] serves plain means, which need no
//! posts side by side; [`kernel`] carries the few values that the options read to their account, and finishes them
//! as the metric does; the function over rows takes what these leave: posts with ids, imputed likes, sums near 2^64.

mod kernel;
mod sums;

use std::sync::Arc;

use arrow_array::Float64Array;
use serde_json::Value;

use self::kernel::{Kernel, Scratch};
use super::groups::Groups;
use super::ingest::{Posts, Source, Wanted};
use super::options::{EngagementCall, Shared, read};
use super::output::{Columns, Figures, joined};
use super::partition::{Needs, Plan, Unpacked};
use super::request::Request;
use super::{Error, Table};
use crate::metrics::engagement::{Basis, Counts, EngagementOptions, Listed, Selected, Sponsored};
use crate::stats::Quantiles;

/// `engagement`: one row for each account, in ascending order of the key, with the columns `<by>, value, low,
/// high, level, n, hidden_share, method, reason`.
pub(super) struct Engagements {
    options: EngagementOptions,
    interval: bool,
    quantiles: Quantiles,
}

/// The figures of the accounts of a part.
#[derive(Default)]
pub(super) struct Part {
    accounts: Vec<u32>,
    figures: sums::Finished,
    scratch: Scratch,
}

impl Engagements {
    pub(super) fn new(options: &Value) -> Result<(Self, Shared), Error> {
        let call: EngagementCall = read(options)?;
        let options = call.metric()?;
        let quantiles = options.quantiles()?.prepared(1 << 16);
        Ok((Engagements { options, interval: call.interval, quantiles }, call.shared()))
    }
}

/// Computes requests for means that need no more than sums, all at once; `None` where one of them needs more.
pub(super) fn by_sums(posts: &Posts, requests: &[&Engagements]) -> Option<Vec<Vec<Part>>> {
    if requests.is_empty() || !requests.iter().all(|request| sums::serves(posts, &request.options)) {
        return None;
    }
    let options: Vec<_> = requests.iter().map(|request| (&request.options, &request.quantiles)).collect();
    let mut parts: Vec<Vec<Part>> = requests.iter().map(|_| Vec::new()).collect();
    for (accounts, figures) in sums::means(posts, &options)? {
        for (parts, figures) in parts.iter_mut().zip(figures) {
            parts.push(Part { accounts: accounts.clone(), figures, scratch: Scratch::default() });
        }
    }
    Some(parts)
}

impl Request for Engagements {
    type Part = Part;
    type Kernel<'a> = Kernel<'a>;

    fn wanted(&self, posts: &Source<'_>, profiles: Option<&Source<'_>>) -> Result<Wanted, Error> {
        wanted(posts, profiles, &self.options)
    }

    fn needs(&self, posts: &Posts) -> Option<Needs> {
        kernel::needs(posts, &self.options)
    }

    fn kernel<'a>(&'a self, plan: &Plan<'a>, _: &Needs) -> Option<Kernel<'a>> {
        Some(Kernel::new(plan, self.options, &self.quantiles))
    }

    fn account(kernel: &Kernel<'_>, account: u32, posts: &mut Unpacked, part: &mut Part) {
        part.accounts.push(account);
        part.figures.push(kernel.account(account, posts, &mut part.scratch));
    }

    fn tidy(part: &mut Part) {
        part.scratch = Scratch::default();
    }

    fn by_rows(&self, posts: &Posts, groups: &Groups) -> Result<Part, Error> {
        let figures = groups.compute(|account, rows| {
            let listed = rows.iter().map(|&row| {
                let (batch, at) = groups.place(row);
                Listed { id: posts.id(batch, at), post: posts.observation(account, batch, at) }
            });
            let engagement =
                Selected::from_list(listed, &self.options)?.engagement(&self.options, &self.quantiles);
            Ok((engagement.figure, engagement.hidden_share))
        });
        Ok(Part { accounts: groups.accounts(), figures: figures?, scratch: Scratch::default() })
    }

    fn table(&self, by: &str, posts: &Posts, parts: Vec<Part>) -> Result<Table, Error> {
        let accounts = joined(&parts, |part| &part.accounts);
        let mut figures = Figures::new(accounts.len(), self.interval);
        let each = || parts.iter().flat_map(|part| &part.figures);
        each().for_each(|(figure, _)| figures.push(figure));
        let hidden: Float64Array = each().map(|(_, hidden)| *hidden).collect();
        let mut columns = Columns::default();
        columns.full(by, posts.keys.names().array(&accounts));
        figures.finish(&mut columns, vec![("hidden_share", Arc::new(hidden))]);
        columns.table()
    }
}

/// What these options read; an error where a column is not there without which no figure would be.
pub(super) fn wanted(
    posts: &Source<'_>,
    profiles: Option<&Source<'_>>,
    options: &EngagementOptions,
) -> Result<Wanted, Error> {
    let counts = options.counts.unwrap_or(Counts::LIKES_COMMENTS);
    let counted = [
        ("likes", counts.likes),
        ("comments", counts.comments),
        ("shares", counts.shares),
        ("saves", counts.saves),
    ];
    for (name, _) in counted.iter().filter(|(_, counts)| *counts) {
        posts.require(name)?;
    }
    match options.basis {
        Basis::Followers => {
            let has = posts.find("followers_at_post")?.is_some()
                || profiles.map(|profiles| profiles.find("followers")).transpose()?.flatten().is_some();
            if !has {
                let mut reason =
                    "the basis is followers, but neither has posts a column \"followers_at_post\" \
                                  nor is there a table of profiles with a column \"followers\"; give one, or \
                                  choose another basis"
                        .to_owned();
                if posts.find("followers")?.is_some() {
                    let column = posts.called("followers");
                    reason += &format!(
                        "; if the column {column:?} of posts tells the followers at the time of the post, say so: \
                         columns={{\"followers_at_post\": {column:?}}}"
                    );
                }
                return Err(Error::NothingToRead { reason });
            }
        }
        Basis::Reach => drop(posts.require("reach")?),
        Basis::Impressions => drop(posts.require("impressions")?),
        Basis::Views => {
            if posts.find("plays")?.is_none() {
                posts.require("views")?;
            }
        }
    }
    if options.sponsored != Sponsored::Keep {
        posts.require("sponsored")?;
    }
    let collected_at = options.settling > 0 && posts.find("collected_at")?.is_some();
    let window = options.window;
    let published_at = collected_at
        || options.as_of.is_some()
        || window.last.is_some()
        || window.since.is_some()
        || window.until.is_some();
    if published_at {
        posts.require("published_at")?;
    }
    let platform = options.counts.is_none();
    Ok(Wanted {
        // Whether likes are hidden is told even where they are not counted.
        likes: true,
        comments: true,
        shares: counts.shares || platform,
        saves: counts.saves,
        views: options.basis == Basis::Views,
        reach: options.basis == Basis::Reach,
        impressions: options.basis == Basis::Impressions,
        followers: options.basis == Basis::Followers,
        platform,
        pinned: true,
        sponsored: options.sponsored != Sponsored::Keep,
        collected_at,
        published_at,
    })
}
