//! Sponsored performance of every account of a table.

use std::sync::Arc;

use arrow_array::Float64Array;
use serde_json::Value;

use super::accounts::{choices, listed, posts, require_times};
use super::engagement::wanted;
use super::groups::Groups;
use super::ingest::Source;
use super::output::{Columns, FigureOf, Figures};
use super::{Error, Table, Tables};
use crate::metrics::choices::EngagementChoices;
use crate::metrics::sponsorship::{Sponsorship, sponsored_performance};

/// The figures of sponsored performance and the prefixes of their columns.
const FIGURES: [FigureOf<Sponsorship>; 3] = [
    ("performance_", |found| &found.performance),
    ("sponsored_", |found| &found.sponsored),
    ("organic_", |found| &found.organic),
];

/// `sponsorship`: one row for each account, in ascending order of the key: `<by>`, the columns of the ratio of medians
/// (`performance_value, …`), those of both medians (`sponsored_value, …, organic_value, …`), and `hidden_share`.
///
/// The options are those of `engagement`, but `sponsored` stays at `"keep"` and `statistic` at `"median"`.
pub(super) fn sponsorship(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let (table, choices) = choices::<EngagementChoices>(options)?;
    let options = choices.options()?;
    let (source, profiles) = Source::of(tables, &table.columns, &table.by)?;
    source.require("sponsored")?;
    // What engagement reads must be there; beyond that everything is read.
    wanted(&source, profiles.as_ref(), &options)?;
    require_times(&source, &options)?;
    let posts = posts(&source, profiles.as_ref(), &table)?;
    let groups = Groups::new(&posts.keys, &posts.lengths);
    let found = groups
        .compute(|account, rows| sponsored_performance(listed(&posts, &groups, account, rows), &options))?;
    let accounts = groups.accounts();
    let mut columns = Columns::default();
    columns.full(&table.by, posts.keys.names().array(&accounts));
    for (prefix, figure) in FIGURES {
        let mut figures = Figures::new(accounts.len(), table.interval);
        found.iter().for_each(|found| figures.push(figure(found)));
        figures.finish_as(prefix, &mut columns, Vec::new());
    }
    let hidden: Float64Array = found.iter().map(|found| found.hidden_share).collect();
    columns.gapped("hidden_share", Arc::new(hidden));
    columns.table()
}
