//! A table in pieces: its columns and its record batches.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

/// A table: its columns and its batches, of which there may be none.
#[derive(Clone)]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

/// The tables of one call, by the name of their argument: `("posts", &posts)`.
pub type Tables<'a> = [(&'a str, &'a Table)];

impl Table {
    /// A table of batches that share a schema.
    ///
    /// # Errors
    /// [`Error::UnlikeBatches`](super::Error::UnlikeBatches) where they do not.
    pub fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Result<Self, super::Error> {
        match batches.iter().position(|batch| batch.schema().fields() != schema.fields()) {
            Some(batch) => Err(super::Error::UnlikeBatches { batch }),
            None => Ok(Table { schema, batches }),
        }
    }

    /// The columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The pieces.
    #[must_use]
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// How many rows all batches have.
    #[must_use]
    pub fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

impl From<RecordBatch> for Table {
    fn from(batch: RecordBatch) -> Self {
        Table { schema: batch.schema(), batches: vec![batch] }
    }
}

/// Shows the columns and how many rows there are, not what they hold: it may be about persons.
impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns: Vec<_> = self.schema.fields().iter().map(|field| field.name()).collect();
        f.debug_struct("Table").field("columns", &columns).field("rows", &self.num_rows()).finish()
    }
}
