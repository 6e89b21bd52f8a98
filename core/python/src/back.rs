//! The way back for Python's tests: a walk over nodes and arcs.

use std::sync::Arc;

use brailledesk_core::back::{BackTable, Gait, Seen, SeenArc, walk};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// What stands for a place of a walk: the fields of `Seen` in their order.
type Shown = (usize, u8, Vec<SeenArc>, Option<i32>, (usize, usize), SeenArc, bool);

/// A compiled table whose nodes and arcs can be shown, to be compared with those of the reference.
#[pyclass(frozen, module = "brailledesk.translate._native")]
pub struct BackSource {
    table: Arc<BackTable>,
}

#[pymethods]
impl BackSource {
    /// Compile the rules that a JSON text lists, with all that the way back asks.
    #[new]
    fn new(rules: &str) -> PyResult<Self> {
        let table = BackTable::from_json(rules)
            .map_err(|fault| PyValueError::new_err(fault.to_string()))?;
        Ok(Self { table: Arc::new(table) })
    }

    /// The number of cells of the longest arc, at most.
    #[getter]
    fn reach(&self) -> usize {
        self.table.reach()
    }

    /// Go over `cells` and show what leads on from at most `width` nodes at each place.
    ///
    /// After every `stay` places all is taken over to a new source; 0 is never.
    fn walk(&self, py: Python<'_>, cells: &[u8], width: usize, stay: usize) -> Vec<Shown> {
        let shown = |one: Seen| {
            (one.node, one.cell, one.arcs, one.end, one.freed, one.foreign, one.is_same_place)
        };
        py.detach(|| walk(&self.table, cells, Gait { width, stay }))
            .into_iter()
            .map(shown)
            .collect()
    }
}
