//! The posts of an answer, each once.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Error, read};
use crate::model::Post;

/// Posts in the order of the answer. Answers name a post again in another list (among the latest and among the best,
/// say): what is known first counts, and what only a later mention knows is added.
#[derive(Default)]
pub(super) struct Posts {
    records: Vec<(String, Map<String, Value>)>,
    at: HashMap<String, usize>,
}

impl Posts {
    pub(super) fn add(&mut self, id: String, place: &str, mut record: Map<String, Value>) {
        record.insert("id".to_owned(), id.as_str().into());
        if let Some((_, known)) = self.at.get(&id).and_then(|at| self.records.get_mut(*at)) {
            for (name, value) in record {
                known.entry(name).or_insert(value);
            }
        } else {
            self.at.insert(id, self.records.len());
            self.records.push((place.to_owned(), record));
        }
    }

    pub(super) fn finish(self) -> Result<Vec<Post>, Error> {
        self.records.into_iter().map(|(place, record)| read(record, &place)).collect()
    }
}
