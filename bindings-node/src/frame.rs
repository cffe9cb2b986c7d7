//! Tables that live outside of JavaScript's memory.

use std::sync::Arc;

use arrow_buffer::Buffer;
use bytes::Bytes;
use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Env, Task, Uint8Array};
use napi_derive::napi;
use renown::columnar::Table;

use crate::cells::{self, Cells};
use crate::error::{guarded, guarded_as, raise};
use crate::ipc;

/// A table: never changed, shared by all calls that it is given to.
#[napi]
pub struct Frame {
    pub(crate) table: Arc<Table>,
}

impl From<Table> for Frame {
    fn from(table: Table) -> Self {
        Frame { table: Arc::new(table) }
    }
}

#[napi]
impl Frame {
    /// How many rows there are.
    #[napi(getter)]
    pub fn num_rows(&self) -> f64 {
        self.table.num_rows() as f64
    }

    /// The names of the columns.
    #[napi(getter)]
    pub fn columns(&self) -> Vec<String> {
        self.table.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The table in Arrow's stream format.
    #[napi]
    pub fn to_ipc(&self) -> Result<Uint8Array> {
        guarded(|| ipc::write(&self.table).map_err(|error| raise("MALFORMED_TABLE", &error)))
            .map(Uint8Array::new)
    }

    /// The values of a column, some rows of it.
    #[napi]
    pub fn cells(&self, column: u32, start: u32, length: u32) -> Result<Cells> {
        guarded(|| cells::of(&self.table, column as usize, start as usize, length as usize))
    }
}

/// Reading of Arrow IPC bytes, off the event loop.
pub struct Read {
    bytes: Option<Uint8Array>,
}

impl Task for Read {
    type Output = Table;
    type JsValue = Frame;

    fn compute(&mut self) -> Result<Table> {
        let bytes = self.bytes.take();
        guarded_as("MALFORMED_TABLE", "not readable as Arrow IPC", || {
            // The columns point into the bytes, which live as long as they do.
            let bytes =
                bytes.map_or_else(|| Buffer::from(&[]), |bytes| Buffer::from(Bytes::from_owner(bytes)));
            ipc::read(bytes)
                .map_err(|error| raise("MALFORMED_TABLE", &format!("not readable as Arrow IPC: {error}")))
        })
    }

    fn resolve(&mut self, _: Env, table: Table) -> Result<Frame> {
        Ok(table.into())
    }
}

/// Reads Arrow IPC bytes that nobody else has: they must not change or be taken away as long as the frame lives.
#[napi(ts_return_type = "Promise<Frame>")]
pub fn read_ipc(bytes: Uint8Array) -> AsyncTask<Read> {
    AsyncTask::new(Read { bytes: Some(bytes) })
}
