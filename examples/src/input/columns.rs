//! Which column of the file holds what.

use std::collections::{BTreeMap, HashMap};

use super::{InputError, Problem, Rows};

/// Columns that the user's file names otherwise: our name to theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renamed(BTreeMap<String, String>);

impl Renamed {
    /// Reads `name=their_name`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn read(entries: &[String]) -> Result<Self, String> {
        let mut renamed = BTreeMap::new();
        for entry in entries {
            let (ours, theirs) = entry
                .split_once('=')
                .filter(|(ours, theirs)| !ours.is_empty() && !theirs.is_empty())
                .ok_or_else(|| format!("--columns {entry:?} is not of the form name=their_name"))?;
            if renamed.insert(ours.to_owned(), theirs.to_owned()).is_some() {
                return Err(format!("--columns names {ours:?} twice"));
            }
        }
        Ok(Renamed(renamed))
    }

    /// What the file calls a column.
    pub fn theirs<'a>(&'a self, ours: &'a str) -> &'a str {
        self.0.get(ours).map_or(ours, String::as_str)
    }
}

/// Where each wanted column stands in a row, and what the file calls it.
#[derive(Debug)]
pub(super) struct Columns {
    places: HashMap<&'static str, (usize, String)>,
}

impl Columns {
    /// Finds the wanted columns; those in `needed` must be there.
    pub(super) fn find(
        rows: &Rows,
        needed: &[&'static str],
        wanted: &[&'static str],
        renamed: &Renamed,
    ) -> Result<Self, InputError> {
        let mut places = HashMap::new();
        for name in needed.iter().chain(wanted) {
            let theirs = renamed.0.get(*name).map_or(*name, String::as_str);
            match rows.columns.iter().position(|column| column == theirs) {
                Some(at) => {
                    places.insert(*name, (at, theirs.to_owned()));
                }
                None if renamed.0.contains_key(*name) => {
                    return Err(InputError::of_file(&rows.file, Problem::UnknownRenaming(theirs.to_owned())));
                }
                None if needed.contains(name) => {
                    let found = rows.columns.join(", ");
                    let problem = Problem::MissingColumn { wanted: (*name).to_owned(), found };
                    return Err(InputError::of_file(&rows.file, problem));
                }
                None => {}
            }
        }
        Ok(Columns { places })
    }

    pub(super) fn place(&self, name: &str) -> Option<(usize, &str)> {
        self.places.get(name).map(|(at, theirs)| (*at, theirs.as_str()))
    }
}
