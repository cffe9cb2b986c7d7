//! Averages and ratios of every account of a table.

use serde_json::Value;

use super::accounts::{choices, listed, posts, require_times};
use super::groups::Groups;
use super::ingest::Source;
use super::output::{Columns, FigureOf, Figures};
use super::{Error, Table, Tables};
use crate::metrics::choices::EngagementChoices;
use crate::metrics::summary::{Summary, followers_per_following, summary as of_posts};

/// The figures of a summary and the prefixes of their columns.
const FIGURES: [FigureOf<Summary>; 7] = [
    ("likes_", |summary| &summary.likes),
    ("comments_", |summary| &summary.comments),
    ("views_", |summary| &summary.views),
    ("shares_", |summary| &summary.shares),
    ("saves_", |summary| &summary.saves),
    ("likes_per_comment_", |summary| &summary.likes_per_comment),
    ("hidden_likes_", |summary| &summary.hidden_likes),
];

/// `summary`: one row for each account, in ascending order of the key: `<by>` and, for each figure, its columns with a
/// prefix: `likes_value, likes_low, …`; of the profiles `followers_per_following_value, …`.
///
/// The options are those of `engagement`; those that choose posts are read, and the level.
pub(super) fn summary(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let (table, choices) = choices::<EngagementChoices>(options)?;
    let options = choices.options()?;
    let (source, profiles) = Source::of(tables, &table.columns, &table.by)?;
    source.require("likes")?;
    source.require("comments")?;
    require_times(&source, &options)?;
    let posts = posts(&source, profiles.as_ref(), &table)?;
    let groups = Groups::new(&posts.keys, &posts.lengths);
    let summaries =
        groups.compute(|account, rows| of_posts(listed(&posts, &groups, account, rows), &options))?;
    let accounts = groups.accounts();
    let mut columns = Columns::default();
    columns.full(&table.by, posts.keys.names().array(&accounts));
    for (prefix, figure) in FIGURES {
        let mut figures = Figures::new(accounts.len(), table.interval);
        summaries.iter().for_each(|summary| figures.push(figure(summary)));
        figures.finish_as(prefix, &mut columns, Vec::new());
    }
    let mut figures = Figures::new(accounts.len(), table.interval);
    for account in &accounts {
        figures.push(&followers_per_following(posts.followers_of(*account), posts.following_of(*account)));
    }
    figures.finish_as("followers_per_following_", &mut columns, Vec::new());
    columns.table()
}
