//! Who the audience is, as far as it may be published.
//!
//! One idea to keep in mind: a table is released as a whole. Its subtotals and totals are cells of it like any other,
//! so a figure for "women" and one for "women of 18 to 24" are never released apart, where one could give the other
//! away.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Error, ReportOptions, Stated};
use crate::audience::release::{Cost, Method, Release, suppress};
use crate::audience::{Category, Demographics, DemographicsOptions, Dimension, Person, ShareOptions};
use crate::model::{AudienceMember, AudienceRole};
use crate::stats::{Figure, Undefined};

/// A sample of the audience in one role, broken down as far as the rules of release allow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AudienceSample {
    /// Whose audience it is a sample of: followers, likers or commenters.
    pub role: AudienceRole,
    /// How many people the sample has; withheld where they are fewer than the minimum cell size.
    pub members: Stated<u64>,
    /// How many people the audience has, where known: intervals are narrower where the sample is much of it.
    pub population: Option<u64>,
    /// The least number of people that a released cell has.
    pub minimum_cell: u64,
    /// The breakdowns; none where the sample is smaller than that.
    pub breakdowns: Vec<AudienceBreakdown>,
}

/// The audience by one dimension or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AudienceBreakdown {
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// The categories in their order, what is not known (null) last; one without people is not listed.
    pub shares: Vec<AudienceShare>,
}

/// One category, or one combination of categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AudienceShare {
    /// One category per dimension; null is "not known".
    pub categories: Vec<Category>,
    /// How many people of the sample.
    pub members: Stated<u64>,
    /// Their share of the sample, a fraction. It estimates their share of the audience.
    pub share: Figure,
}

/// The tables that are released, each with the breakdowns that are read from it.
const TABLES: [&[Dimension]; 4] = [
    &[Dimension::Gender, Dimension::AgeBand],
    &[Dimension::Language],
    &[Dimension::Interest],
    &[Dimension::Reachability],
];

/// Places, the widest first: they are released as one table as deep as anything is known.
const PLACES: [Dimension; 3] = [Dimension::Country, Dimension::Region, Dimension::City];

pub(super) fn audience(
    members: &[&AudienceMember],
    followers: Option<u64>,
    options: &ReportOptions,
) -> Result<Vec<AudienceSample>, Error> {
    if let Some((position, member)) = members.iter().enumerate().find(|(_, member)| member.weight() != 1.0) {
        return Err(Error::WeightedSample { position, weight: member.weight() });
    }
    let mut roles: BTreeMap<AudienceRole, Vec<&AudienceMember>> = BTreeMap::new();
    for member in members {
        roles.entry(member.role()).or_default().push(member);
    }
    roles.into_iter().map(|(role, members)| sample(role, &members, followers, options)).collect()
}

fn sample(
    role: AudienceRole,
    members: &[&AudienceMember],
    followers: Option<u64>,
    options: &ReportOptions,
) -> Result<AudienceSample, Error> {
    let n = members.len() as u64;
    let minimum_cell = options.rules.k();
    // Only of followers is it known how many there are; a count that is older than the sample may be too small.
    let population = followers.filter(|&all| role == AudienceRole::Follower && all >= n);
    if n < minimum_cell {
        let members = Stated::undefined(Undefined::Withheld);
        return Ok(AudienceSample { role, members, population, minimum_cell, breakdowns: Vec::new() });
    }
    let tables = tables(members);
    let mut by: Vec<Vec<Dimension>> = Vec::new();
    for table in &tables {
        by.extend(parts(table));
    }
    let mut counted = Demographics::new(DemographicsOptions { by, role, weighted: false })?;
    for member in members {
        counted.update(&Person::from(*member))?;
    }
    let mut released: HashMap<Key, Option<u64>> = HashMap::new();
    for table in &tables {
        // The heuristic needs no optional feature, so that a report is the same in every build. How many people the
        // sample has is told in any case, by every share; so totals are the last to be hidden, and a table that can
        // only be protected by hiding its total is not told at all.
        let rules = options.rules.method(Method::Heuristic).cost(Cost::Totals);
        let release = suppress(&counted.table(table)?, &rules)?;
        if release.n(&vec![None; release.axes().len()])?.is_some() {
            released.extend(cells(&release));
        }
    }
    let shares = ShareOptions { level: options.level, population, ..ShareOptions::default() };
    let breakdowns = counted.finish(&shares)?.into_iter().map(|breakdown| {
        let shares = breakdown.shares.into_iter().map(|share| {
            let key: Key = breakdown.dimensions.iter().copied().zip(share.categories.clone()).collect();
            match released.get(&key).copied().flatten() {
                Some(n) => AudienceShare {
                    categories: share.categories,
                    members: Stated::Known(n),
                    share: share.share,
                },
                None => AudienceShare {
                    categories: share.categories,
                    members: Stated::undefined(Undefined::Withheld),
                    share: Figure::undefined(Undefined::Withheld),
                },
            }
        });
        AudienceBreakdown { dimensions: breakdown.dimensions.clone(), shares: shares.collect() }
    });
    let breakdowns = breakdowns.collect();
    Ok(AudienceSample { role, members: Stated::Known(n), population, minimum_cell, breakdowns })
}

/// What the members know: places as deep as anybody's are known, then the other tables.
fn tables(members: &[&AudienceMember]) -> Vec<Vec<Dimension>> {
    let deepest = members.iter().map(|member| match (member.city(), member.region()) {
        (Some(_), _) => 3,
        (None, Some(_)) => 2,
        (None, None) => 1,
    });
    let places = PLACES.iter().copied().take(deepest.max().unwrap_or(1)).collect();
    std::iter::once(places).chain(TABLES.iter().map(|table| table.to_vec())).collect()
}

/// The breakdowns that are read from a table: of places every depth, of others every dimension, and the whole.
fn parts(table: &[Dimension]) -> Vec<Vec<Dimension>> {
    let nested = table.first() == Some(&Dimension::Country);
    let mut parts: Vec<Vec<Dimension>> = (1..table.len())
        .flat_map(|depth| if nested { table.get(..depth) } else { table.get(depth - 1..depth) })
        .map(<[Dimension]>::to_vec)
        .collect();
    if !nested && table.len() > 1 {
        parts.extend(table.last().map(|last| vec![*last]));
    }
    parts.push(table.to_vec());
    parts
}

/// A cell, subtotal or total by what it says, whatever its table.
type Key = BTreeMap<Dimension, Category>;

fn cells(release: &Release) -> impl Iterator<Item = (Key, Option<u64>)> + '_ {
    release.cells().iter().map(|cell| {
        let mut key = Key::new();
        for (axis, node) in release.axes().iter().zip(&cell.at) {
            let mut path: Vec<usize> = node.iter().flat_map(|&node| axis.path(node)).collect();
            path.reverse();
            let categories = path.into_iter().filter_map(|node| axis.nodes().get(node));
            key.extend(axis.dimensions().iter().copied().zip(categories.map(|node| node.category.clone())));
        }
        (key, cell.n)
    })
}
