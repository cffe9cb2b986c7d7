//! What the functions over posts have in common: columns to read, values to carry, accounts to compute, a table to
//! make.
//!
//! One idea to keep in mind: requests that are made together share the reading of the columns and the gathering of
//! posts by account, which is most of the work.

use rayon::prelude::*;
use serde_json::Value;

use super::cadence::Cadences;
use super::engagement::{Engagements, by_sums};
use super::groups::Groups;
use super::ingest::{Posts, Source, Wanted};
use super::likes_over_time::LikesOverTime;
use super::options::Shared;
use super::partition::{Needs, Plan, Unpacked, each_account};
use super::{Error, Table, Tables};

/// A function over posts.
pub(super) trait Request {
    /// What it makes of the accounts of a part.
    type Part: Default + Send;
    /// What it knows while accounts are computed.
    type Kernel<'a>
    where
        Self: 'a;

    /// The columns that are read.
    fn wanted(&self, posts: &Source<'_>, profiles: Option<&Source<'_>>) -> Result<Wanted, Error>;
    /// The values that are carried; `None` where the function over rows must be called.
    fn needs(&self, posts: &Posts) -> Option<Needs>;
    /// What is known while accounts are computed, once it is known how records are laid out.
    fn kernel<'a>(&'a self, plan: &Plan<'a>, needs: &Needs) -> Option<Self::Kernel<'a>>;
    /// Computes an account.
    fn account(kernel: &Self::Kernel<'_>, account: u32, posts: &mut Unpacked, part: &mut Self::Part);
    /// Gives back the room that a part was worked in, when all of its accounts are computed: there are many parts.
    fn tidy(part: &mut Self::Part);
    /// Computes all accounts through the function over rows.
    fn by_rows(&self, posts: &Posts, groups: &Groups) -> Result<Self::Part, Error>;
    /// The table of all parts.
    fn table(&self, by: &str, posts: &Posts, parts: Vec<Self::Part>) -> Result<Table, Error>;
}

/// A request of any function. One list of functions, written out once for each step.
pub(super) enum Any {
    Engagement(Engagements),
    LikesOverTime(LikesOverTime),
    Cadence(Cadences),
}

enum AnyKernel<'a> {
    Engagement(<Engagements as Request>::Kernel<'a>),
    LikesOverTime(<LikesOverTime as Request>::Kernel<'a>),
    Cadence(<Cadences as Request>::Kernel<'a>),
}

enum AnyPart {
    Engagement(<Engagements as Request>::Part),
    LikesOverTime(<LikesOverTime as Request>::Part),
    Cadence(<Cadences as Request>::Part),
}

/// The names of the functions that may be asked for together.
pub(super) const TOGETHER: &str = "engagement, likes_over_time, cadence";

macro_rules! each {
    ($any:expr, $request:ident => $body:expr) => {
        match $any {
            Any::Engagement($request) => $body,
            Any::LikesOverTime($request) => $body,
            Any::Cadence($request) => $body,
        }
    };
}

impl Any {
    /// A request by the name of its function; `None` where there is none of this name.
    pub(super) fn new(call: &str, options: &Value) -> Option<Result<(Any, Shared), Error>> {
        Some(match call {
            "engagement" => Engagements::new(options).map(|(own, shared)| (Any::Engagement(own), shared)),
            "likes_over_time" => {
                LikesOverTime::new(options).map(|(own, shared)| (Any::LikesOverTime(own), shared))
            }
            "cadence" => Cadences::new(options).map(|(own, shared)| (Any::Cadence(own), shared)),
            _ => return None,
        })
    }

    fn kernel<'a>(&'a self, plan: &Plan<'a>, needs: &Needs) -> Option<AnyKernel<'a>> {
        match self {
            Any::Engagement(request) => request.kernel(plan, needs).map(AnyKernel::Engagement),
            Any::LikesOverTime(request) => request.kernel(plan, needs).map(AnyKernel::LikesOverTime),
            Any::Cadence(request) => request.kernel(plan, needs).map(AnyKernel::Cadence),
        }
    }

    fn part(&self) -> AnyPart {
        match self {
            Any::Engagement(_) => AnyPart::Engagement(Default::default()),
            Any::LikesOverTime(_) => AnyPart::LikesOverTime(Default::default()),
            Any::Cadence(_) => AnyPart::Cadence(Default::default()),
        }
    }

    fn tidy(part: &mut AnyPart) {
        match part {
            AnyPart::Engagement(part) => Engagements::tidy(part),
            AnyPart::LikesOverTime(part) => LikesOverTime::tidy(part),
            AnyPart::Cadence(part) => Cadences::tidy(part),
        }
    }

    fn by_rows(&self, posts: &Posts, groups: &Groups) -> Result<AnyPart, Error> {
        Ok(match self {
            Any::Engagement(request) => AnyPart::Engagement(request.by_rows(posts, groups)?),
            Any::LikesOverTime(request) => AnyPart::LikesOverTime(request.by_rows(posts, groups)?),
            Any::Cadence(request) => AnyPart::Cadence(request.by_rows(posts, groups)?),
        })
    }

    fn table(&self, by: &str, posts: &Posts, parts: Vec<AnyPart>) -> Result<Table, Error> {
        macro_rules! own {
            ($variant:ident, $request:expr) => {{
                let own = |part| match part {
                    AnyPart::$variant(part) => Some(part),
                    _ => None,
                };
                $request.table(by, posts, parts.into_iter().filter_map(own).collect())
            }};
        }
        match self {
            Any::Engagement(request) => own!(Engagement, request),
            Any::LikesOverTime(request) => own!(LikesOverTime, request),
            Any::Cadence(request) => own!(Cadence, request),
        }
    }
}

/// Answers requests over the same tables, in their order.
pub(super) fn answer(requests: &[Any], shared: &Shared, tables: &Tables<'_>) -> Result<Vec<Table>, Error> {
    let (source, profiles) = Source::of(tables, &shared.columns, &shared.by)?;
    let mut wanted = Wanted::default();
    for request in requests {
        wanted = wanted.and(each!(request, request => request.wanted(&source, profiles.as_ref()))?);
    }
    let posts = Posts::new(&source, profiles.as_ref(), &shared.by, wanted)?;
    let engagements: Option<Vec<&Engagements>> = requests
        .iter()
        .map(|any| match any {
            Any::Engagement(request) => Some(request),
            Any::LikesOverTime(_) | Any::Cadence(_) => None,
        })
        .collect();
    if let Some(engagements) = engagements
        && let Some(parts) = by_sums(&posts, &engagements)
    {
        let tables: Vec<_> = engagements.iter().zip(parts).collect();
        let tables = tables.into_par_iter();
        return tables.map(|(request, parts)| request.table(&shared.by, &posts, parts)).collect();
    }
    let needs: Vec<Option<Needs>> =
        requests.iter().map(|any| each!(any, request => request.needs(&posts))).collect();
    let carried: Vec<Needs> = needs.iter().flatten().cloned().collect();
    let plan = if carried.is_empty() { None } else { Plan::new(&posts, &carried) };
    let mut parts: Vec<Vec<AnyPart>> = requests.iter().map(|_| Vec::new()).collect();
    let mut groups = None;
    let mut fast = Vec::new();
    for ((place, request), needs) in requests.iter().enumerate().zip(&needs) {
        let kernel = plan.as_ref().zip(needs.as_ref()).and_then(|(plan, needs)| request.kernel(plan, needs));
        if let Some(kernel) = kernel {
            fast.push((place, request, kernel));
        } else if let Some(parts) = parts.get_mut(place) {
            let groups = groups.get_or_insert_with(|| Groups::new(&posts.keys, &posts.lengths));
            parts.push(request.by_rows(&posts, groups)?);
        }
    }
    if let Some(plan) = &plan {
        let new = || fast.iter().map(|(_, request, _)| request.part()).collect::<Vec<_>>();
        let tidy = |parts: &mut Vec<AnyPart>| parts.iter_mut().for_each(Any::tidy);
        let computed = each_account(plan, new, tidy, |account, values, parts: &mut Vec<AnyPart>| {
            for ((.., kernel), part) in fast.iter().zip(parts) {
                match (kernel, part) {
                    (AnyKernel::Engagement(kernel), AnyPart::Engagement(part)) => {
                        Engagements::account(kernel, account, values, part);
                    }
                    (AnyKernel::LikesOverTime(kernel), AnyPart::LikesOverTime(part)) => {
                        LikesOverTime::account(kernel, account, values, part);
                    }
                    (AnyKernel::Cadence(kernel), AnyPart::Cadence(part)) => {
                        Cadences::account(kernel, account, values, part);
                    }
                    _ => {}
                }
            }
        });
        for made in computed {
            for ((place, ..), part) in fast.iter().zip(made) {
                if let Some(parts) = parts.get_mut(*place) {
                    parts.push(part);
                }
            }
        }
    }
    let tables: Vec<_> = requests.iter().zip(parts).collect();
    // In parallel: one after the other they took a tenth of a call for all figures.
    tables.into_par_iter().map(|(request, parts)| request.table(&shared.by, &posts, parts)).collect()
}
