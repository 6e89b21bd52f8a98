//! The way back for Python: cells go in; text, maps, emphasis and doubts come out.

use std::sync::{Arc, Mutex, PoisonError};

use brailledesk_core::back::{BackTable, BackTranslation, BackTranslator, Field};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::arrays::show_array;

/// Cells from which on other Python threads may run meanwhile.
const LONG_CALL: usize = 256;

/// Text, both maps, typeforms, doubts, cost.
type Fields<'py> = (
    Bound<'py, PyString>,
    Bound<'py, PyAny>,
    Bound<'py, PyAny>,
    Bound<'py, PyAny>,
    Bound<'py, PyTuple>,
    f64,
);

fn fields(py: Python<'_>, result: BackTranslation) -> PyResult<Fields<'_>> {
    let typeforms: Vec<u32> = result.typeforms.iter().map(|&form| u32::from(form)).collect();
    let doubts = result.doubts.into_iter().map(|one| {
        let span = (one.start, one.end, one.cell_start, one.cell_end);
        let alternatives = one.alternatives.iter().map(|text| &**text);
        Ok((span, PyTuple::new(py, alternatives)?))
    });
    Ok((
        PyString::new(py, &result.text),
        show_array(py, &result.cell_to_char)?,
        show_array(py, &result.char_to_cell)?,
        show_array(py, &typeforms)?,
        PyTuple::new(py, doubts.collect::<PyResult<Vec<_>>>()?)?,
        result.cost,
    ))
}

/// A table compiled for the way back, to be used from any thread.
#[pyclass(frozen, module = "brailledesk.translate._native")]
pub struct BackCore {
    translator: Arc<BackTranslator>,
}

#[pymethods]
impl BackCore {
    /// Compile the rules that a JSON text lists, with the description of the way back.
    #[new]
    fn new(rules: &str) -> PyResult<Self> {
        let table = BackTable::from_json(rules)
            .map_err(|fault| PyValueError::new_err(fault.to_string()))?;
        Ok(Self { translator: Arc::new(BackTranslator::new(table)) })
    }

    /// The likeliest text of some cells.
    fn back_translate<'py>(&self, py: Python<'py>, cells: &[u8]) -> PyResult<Fields<'py>> {
        let run = || self.translator.back_translate(cells);
        let result = if cells.len() < LONG_CALL { run() } else { py.detach(run) };
        fields(py, result)
    }

    /// An input field, empty.
    fn begin(&self) -> BackField {
        BackField { field: Mutex::new(Field::new(&self.translator)) }
    }

    /// Bytes that is learnt of the table takes now, about.
    fn size(&self) -> usize {
        self.translator.size()
    }
}

/// Text that is being typed.
#[pyclass(frozen, module = "brailledesk.translate._native")]
pub struct BackField {
    field: Mutex<Field>,
}

#[pymethods]
impl BackField {
    /// Add cells: what has become certain, and what is pending.
    fn feed(&self, cells: &[u8]) -> (String, String) {
        let mut field = self.field.lock().unwrap_or_else(PoisonError::into_inner);
        let state = field.feed(cells);
        (state.settled, state.pending)
    }

    /// All that was typed.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        let field = self.field.lock().unwrap_or_else(PoisonError::into_inner);
        fields(py, field.finish())
    }
}
