//! Where accounts stand among their peers.

use std::sync::Arc;

use arrow_array::{BooleanArray, Float64Array, UInt64Array};
use serde_json::Value;

use super::accounts::choices;
use super::ingest::{Keys, Source, floats};
use super::output::{Columns, Figures};
use super::{Error, Table, Tables};
use crate::metrics::Error as MetricsError;
use crate::metrics::benchmark::{benchmark as of_peers, percentiles as of_all};
use crate::metrics::choices::BenchmarkChoices;

/// The columns of figures that can be renamed.
const NAMES: &[&str] = &["influencer_id", "value"];

/// `benchmark`: the histogram of the column `value` of the table `figures`, one row for each bin: `min, max,
/// total_profile_count, is_median`. A row without a value is nobody's peer.
///
/// Options: `bins` (how many, or the list of their ends), `level`, `columns`. The table that `engagement` gives is one
/// of figures.
pub(super) fn benchmark(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let (table, choices) = choices::<BenchmarkChoices>(options)?;
    let source = Source::only(tables, "figures", NAMES, &table.columns, &table.by)?;
    let rates = floats(&source.require("value")?)?;
    let peers: Vec<f64> = rates.iter().copied().flatten().collect();
    let found = of_peers(&peers, None, &choices.bins(), choices.level());
    let bins = found.map_err(|error| in_table(error, &rates))?.histogram;
    let mut columns = Columns::default();
    columns.gapped("min", Arc::new(bins.iter().map(|bin| bin.min).collect::<Float64Array>()));
    columns.gapped("max", Arc::new(bins.iter().map(|bin| bin.max).collect::<Float64Array>()));
    let counts = bins.iter().map(|bin| bin.total_profile_count);
    columns.full("total_profile_count", Arc::new(UInt64Array::from_iter_values(counts)));
    let medians: Vec<bool> = bins.iter().map(|bin| bin.is_median).collect();
    columns.full("is_median", Arc::new(BooleanArray::from(medians)));
    columns.table()
}

/// `percentiles`: for each row of the table `figures`, in its order, the share of the other rows with a lower value,
/// those with the same counted half: `<by>, value, low, high, level, n, method, reason`.
///
/// Options: `by`, `level`, `interval`, `columns`.
pub(super) fn percentiles(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let (table, choices) = choices::<BenchmarkChoices>(options)?;
    let source = Source::only(tables, "figures", NAMES, &table.columns, &table.by)?;
    let keys = Keys::new(source.require(&table.by)?)?;
    let mut ids = Vec::new();
    for (batch, length) in source.lengths()?.into_iter().enumerate() {
        let mut of_batch = vec![0_u32; length];
        keys.read(batch, 0, &mut of_batch);
        ids.extend(of_batch);
    }
    let rates = floats(&source.require("value")?)?;
    let found = of_all(&rates, choices.level())?;
    let mut figures = Figures::new(found.len(), table.interval);
    found.iter().for_each(|figure| figures.push(figure));
    let mut columns = Columns::default();
    columns.full(&table.by, keys.names().array(&ids));
    figures.finish(&mut columns, Vec::new());
    columns.table()
}

/// An error that counts the peers, counting the rows of the table.
fn in_table(error: MetricsError, rates: &[Option<f64>]) -> MetricsError {
    match error {
        MetricsError::InvalidRate { peer: Some(peer), value } => {
            let peer = usize::try_from(peer).unwrap_or_default();
            let with_value = (0_u64..).zip(rates).filter(|(_, rate)| rate.is_some());
            let row = with_value.map(|(row, _)| row).nth(peer);
            MetricsError::InvalidRate { peer: row, value }
        }
        other => other,
    }
}
