//! Shares of hashtags, mentions and brands of every account of a table.
//!
//! One idea to keep in mind: where a row has no list, its caption is scanned, as the model does it.

use std::sync::Arc;

use arrow_array::{StringArray, UInt64Array};
use rayon::prelude::*;
use serde_json::Value;

use super::accounts::{parted, posts, read};
use super::groups::Groups;
use super::ingest::{Lists, Posts, Source, Texts};
use super::output::{Columns, Figures};
use super::{Error, Table, Tables};
use crate::metrics::choices::SharesChoices;
use crate::metrics::shares::{Named, Share, shares as of_posts};
use crate::model::{self, Brand, Handle, Hashtag, Platform, caption};

/// Of what shares are asked for.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Of {
    Hashtags,
    Mentions,
    Brands,
}

impl Of {
    const fn column(self) -> &'static str {
        match self {
            Of::Hashtags => "hashtags",
            Of::Mentions => "mentions",
            Of::Brands => "brands",
        }
    }

    const fn right(self) -> &'static str {
        match self {
            Of::Hashtags => {
                "a hashtag; write letters, digits and underscores, with or without the number sign"
            }
            Of::Mentions => "a handle of the platform of the post",
            Of::Brands => "the name of a brand; write it on one line",
        }
    }

    /// The key under which the spellings of a name are the same. Handles are of a platform.
    fn key(self, platform: Option<Platform>, text: &str) -> Result<String, model::Error> {
        Ok(match (self, platform) {
            (Of::Hashtags, _) => Hashtag::new(text)?.key().to_owned(),
            (Of::Mentions, Some(platform)) => Handle::new(platform, text)?.key().to_owned(),
            (Of::Mentions, None) => text.to_owned(),
            (Of::Brands, _) => Brand::new(text)?.key().to_owned(),
        })
    }

    fn scanned(self, platform: Platform, text: &str) -> Vec<String> {
        let found = caption::scan(text, platform);
        match self {
            Of::Hashtags => found.hashtags.iter().map(|tag| tag.key().to_owned()).collect(),
            Of::Mentions => found.mentions.iter().map(|mention| mention.handle().key().to_owned()).collect(),
            Of::Brands => Vec::new(),
        }
    }
}

/// `shares`: for each account, in ascending order of the key, one row for each of the names that it uses most: `<by>,
/// name, posts, value, low, high, level, n, method, reason`.
///
/// Options: `of` (`"hashtags"`, the default, `"mentions"`, `"brands"`), `by`, `top`, `since`, `until`, `level`,
/// `interval`, `columns`. Names come from the column of lists of that name and, in a row where there is none, from the
/// column `caption`. Captions and handles are read by the rules of a platform: they need the column `platform`, of posts
/// or of profiles.
pub(super) fn shares(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let ([of], table, choices) = parted::<SharesChoices, 1>(options, ["of"])?;
    let of: Of = of.map_or(Ok(Of::Hashtags), read)?;
    let options = choices.options()?;
    let (source, profiles) = Source::of(tables, &table.columns, &table.by)?;
    if options.since.is_some() || options.until.is_some() {
        source.require("published_at")?;
    }
    let posts = posts(&source, profiles.as_ref(), &table)?;
    let groups = Groups::new(&posts.keys, &posts.lengths);
    let names = Names::read(&source, &posts, of)?;
    let found = groups.compute(|account, rows| {
        let named = rows.iter().map(|&row| {
            let (batch, at) = groups.place(row);
            let names = names.0.get(row as usize).map(|names| names.iter().map(String::as_str).collect());
            Named {
                id: posts.id(batch, at),
                published_at: posts.observation(account, batch, at).published_at,
                names: names.unwrap_or_default(),
            }
        });
        of_posts(named, &options)
    })?;
    let each = || {
        let accounts = groups.accounts().into_iter().zip(&found);
        accounts.flat_map(|(account, shares)| shares.top.iter().map(move |share| (account, share)))
    };
    let all: Vec<(u32, &Share)> = each().collect();
    let ids: Vec<u32> = all.iter().map(|(account, _)| *account).collect();
    let mut figures = Figures::new(all.len(), table.interval);
    all.iter().for_each(|(_, share)| figures.push(&share.share));
    let mut columns = Columns::default();
    columns.full(&table.by, posts.keys.names().array(&ids));
    columns.full("name", Arc::new(StringArray::from_iter_values(all.iter().map(|(_, share)| &share.name))));
    columns.full("posts", Arc::new(UInt64Array::from_iter_values(all.iter().map(|(_, share)| share.posts))));
    figures.finish(&mut columns, Vec::new());
    columns.table()
}

/// The names of every row of the table.
struct Names(Vec<Vec<String>>);

impl Names {
    fn read(source: &Source<'_>, posts: &Posts, of: Of) -> Result<Self, Error> {
        let lists = source.find(of.column())?.map(Lists::new).transpose()?;
        let captions = match of {
            Of::Brands => None,
            Of::Hashtags | Of::Mentions => source.find("caption")?.map(Texts::pieces).transpose()?,
        };
        if lists.is_none() && captions.is_none() {
            let caption =
                if of == Of::Brands { "" } else { ", nor a column \"caption\" in which they stand" };
            let column = of.column();
            let reason = format!(
                "posts have no column {column:?} of lists{caption}; give one, or name it with `columns`"
            );
            return Err(Error::NothingToRead { reason });
        }
        let mut names: Vec<Vec<String>> = Vec::with_capacity(posts.rows());
        for (batch, &length) in posts.lengths.iter().enumerate() {
            let mut accounts = vec![0_u32; length];
            posts.keys.read(batch, 0, &mut accounts);
            let one = |(row, &account): (usize, &u32)| -> Result<Vec<String>, Error> {
                let platform = || {
                    let known = posts.observation(account, batch, row).platform;
                    known.ok_or_else(|| Error::MissingValue {
                        table: "posts",
                        row: posts.lengths.iter().take(batch).sum::<usize>() as u64 + row as u64,
                        column: source.called("platform").to_owned(),
                    })
                };
                if let Some(lists) = &lists
                    && let Some(list) = lists.get(batch, row)
                {
                    let platform =
                        if of == Of::Mentions && !list.is_empty() { Some(platform()?) } else { None };
                    let key = |text: &str| {
                        of.key(platform, text)
                            .map_err(|error| lists.column.wrong_text(batch, row, error.code(), of.right()))
                    };
                    return list.into_iter().map(key).collect();
                }
                match captions.as_ref().and_then(|pieces| pieces.get(batch)?.get(row)) {
                    Some(text) => Ok(of.scanned(platform()?, text)),
                    None => Ok(Vec::new()),
                }
            };
            // All are read before the first fault is looked for, so that it is the first one in the table.
            let read: Vec<_> = accounts.par_iter().enumerate().map(one).collect();
            for read in read {
                names.push(read?);
            }
        }
        Ok(Names(names))
    }
}
