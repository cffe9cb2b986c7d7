//! What profiles say of the accounts that posts are of: followers and platform, by the id of the key.

use arrow_array::Array;
use arrow_schema::DataType;

use super::column::{Column, Source};
use super::keys::Names;
use super::numbers::{ABSENT, Numbers, Piece, each};
use super::platforms::Platforms;
use super::texts::Texts;
use crate::columnar::Error;
use crate::model::Platform;

/// What profiles say, by id.
pub(in crate::columnar) struct Profiles {
    /// [`ABSENT`] where it is not known.
    pub(in crate::columnar) followers: Vec<u64>,
    /// Accounts that they follow; [`ABSENT`] where it is not known.
    pub(in crate::columnar) following: Vec<u64>,
    pub(in crate::columnar) platforms: Option<Vec<Option<Platform>>>,
}

impl Profiles {
    /// Looks up each profile's key once. Profiles of accounts without posts are left out.
    pub(in crate::columnar) fn new(
        source: &Source<'_>,
        by: &str,
        names: &Names,
        with_platform: bool,
    ) -> Result<Self, Error> {
        let keys = match source.find(by)? {
            Some(column) => column,
            None if by == "influencer_id" => match source.find("id")? {
                Some(column) => column,
                None => source.require(by)?,
            },
            None => source.require(by)?,
        };
        let followers_column = source.find("followers")?;
        let followers_name = followers_column.as_ref().map(|column| column.name.clone()).unwrap_or_default();
        let followers = followers_column.map(Numbers::new).transpose()?;
        let following_column = source.find("following")?;
        let following_name = following_column.as_ref().map(|column| column.name.clone()).unwrap_or_default();
        let following = following_column.map(Numbers::new).transpose()?;
        let platforms = if with_platform { source.find("platform")? } else { None };
        let platform_name = platforms.as_ref().map(|column| column.name.clone()).unwrap_or_default();
        let platforms = platforms.map(Platforms::new).transpose()?;
        let mut profiles = Profiles {
            followers: vec![ABSENT; names.count()],
            following: vec![ABSENT; names.count()],
            platforms: platforms.is_some().then(|| vec![None; names.count()]),
        };
        let mut rows: Vec<Option<u64>> = vec![None; names.count()];
        let ids = ids(keys, names)?;
        let mut row = 0_u64;
        for (batch, ids) in ids.iter().enumerate() {
            for (at, id) in ids.iter().enumerate() {
                let this = row;
                row += 1;
                let Some(id) = *id else { continue };
                let id = id as usize;
                let count = followers.as_ref().and_then(|column| column.get(batch, at)).unwrap_or(ABSENT);
                let follows = following.as_ref().and_then(|column| column.get(batch, at)).unwrap_or(ABSENT);
                let platform = platforms.as_ref().and_then(|column| column.get(batch, at));
                let (Some(seen), Some(held), Some(held_follows)) =
                    (rows.get_mut(id), profiles.followers.get_mut(id), profiles.following.get_mut(id))
                else {
                    continue;
                };
                let held_platform = profiles.platforms.as_mut().and_then(|list| list.get_mut(id));
                if let Some(first) = *seen {
                    let differs = if *held != count {
                        Some(&followers_name)
                    } else if *held_follows != follows {
                        Some(&following_name)
                    } else if held_platform.is_some_and(|held| *held != platform) {
                        Some(&platform_name)
                    } else {
                        None
                    };
                    if let Some(column) = differs {
                        return Err(Error::ConflictingProfiles {
                            first,
                            second: this,
                            column: column.clone(),
                        });
                    }
                    continue;
                }
                *seen = Some(this);
                *held = count;
                *held_follows = follows;
                if let Some(held) = held_platform {
                    *held = platform;
                }
            }
        }
        Ok(profiles)
    }
}

/// The ids of the keys of profiles; `None` for an account that has no post.
pub(super) fn ids(column: Column, names: &Names) -> Result<Vec<Vec<Option<u32>>>, Error> {
    let column = column.plain()?;
    let mut batches = Vec::with_capacity(column.arrays.len());
    let is_text = Texts::is(&column.data_type);
    let is_whole = column.data_type.is_integer();
    if !is_text && !is_whole && column.data_type != DataType::Null {
        return Err(column.wrong_type("whole numbers or texts"));
    }
    let kind = if is_text { "text" } else { "whole numbers" };
    if names.count() > 0 && names.kind() != kind && column.arrays.iter().any(|array| !array.is_empty()) {
        return Err(Error::UnlikeKeys { posts: names.kind(), profiles: kind });
    }
    for (batch, array) in column.arrays.iter().enumerate() {
        if let Some(row) =
            (0..array.len()).find(|&row| array.is_null(row) || *array.data_type() == DataType::Null)
        {
            return Err(column.missing(batch, row));
        }
        let ids: Vec<Option<u32>> = if let Some(texts) = Texts::of(array) {
            (0..array.len()).map(|row| texts.get(row).and_then(|key| names.text(key))).collect()
        } else {
            let piece = Piece::of(array).ok_or_else(|| column.unreadable())?;
            each!(&piece, array => array.values().iter().map(|&key| names.whole(key.into())).collect(), Vec::new())
        };
        batches.push(ids);
    }
    Ok(batches)
}
