//! The native half of the Python package: converts, calls the core, converts back.
//!
//! One idea to keep in mind: plain data crosses as JSON and tables cross as Arrow, so that one conversion serves every
//! function. What a function is called in Python, what it takes and what it says is in the Python half, `renown/`.

mod batches;
mod codes;
mod counter;
mod error;
mod ledger;
mod plain;
mod policy;
mod search;
mod tables;
mod values;
mod work;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<batches::Batches>()?;
    module.add_class::<counter::NativeCounter>()?;
    module.add_class::<ledger::NativeLedger>()?;
    module.add_function(wrap_pyfunction!(ledger::new_key, module)?)?;
    module.add_class::<search::Catalog>()?;
    module.add_class::<search::Permit>()?;
    module.add_class::<policy::Answer>()?;
    module.add_class::<policy::Policy>()?;
    module.add_class::<policy::Prepared>()?;
    module.add_function(wrap_pyfunction!(plain::call, module)?)?;
    module.add_function(wrap_pyfunction!(plain::call_names, module)?)?;
    module.add_function(wrap_pyfunction!(tables::read, module)?)?;
    module.add_function(wrap_pyfunction!(tables::read_rows, module)?)?;
    module.add_function(wrap_pyfunction!(tables::tables, module)?)?;
    module.add_function(wrap_pyfunction!(tables::table_names, module)?)?;
    module.add_function(wrap_pyfunction!(codes::error_codes, module)?)?;
    Ok(())
}
