//! A translation of a short text: four strings of Python, made at once.
//!
//! A line of a display asks for all of them. They are members of the object, which Python reads without
//! a call; and places that fit a byte are `bytes`, of which one is made in a fifth of an array's time.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};

use crate::plain::translation_class;

/// The fields of `Translation`. It keeps nothing that a change could begin with: the whole is as quick.
#[pyclass(frozen, name = "ShortTranslation", module = "brailledesk.translate._native")]
pub struct Short {
    #[pyo3(get)]
    text: Py<PyString>,
    #[pyo3(get)]
    cells: Py<PyBytes>,
    #[pyo3(get)]
    cell_to_char: Py<PyBytes>,
    #[pyo3(get)]
    char_to_cell: Py<PyBytes>,
}

impl Short {
    /// What was written for `text`.
    #[inline]
    pub fn of(
        text: &Bound<'_, PyString>,
        cells: &[u8],
        cell_to_char: &[u8],
        char_to_cell: &[u8],
    ) -> Self {
        let py = text.py();
        Self {
            text: text.clone().unbind(),
            cells: PyBytes::new(py, cells).unbind(),
            cell_to_char: PyBytes::new(py, cell_to_char).unbind(),
            char_to_cell: PyBytes::new(py, char_to_cell).unbind(),
        }
    }

    /// The fields in the order of `Translation`.
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let Self { text, cells, cell_to_char, char_to_cell } = self;
        let fields = (text, cells, cell_to_char, char_to_cell, PyTuple::empty(py), py.None());
        fields.into_pyobject(py)
    }
}

/// The place that stands at `place`; `end` is that behind the last one.
fn place_at(places: &[u8], place: isize, end: usize) -> PyResult<usize> {
    match usize::try_from(place) {
        Ok(place) if place < places.len() => Ok(usize::from(places[place])),
        Ok(place) if place == places.len() => Ok(end),
        _ => Err(PyIndexError::new_err(place)),
    }
}

#[pymethods]
impl Short {
    /// Text with undefined characters is prepared, and gives a `Translation`.
    #[classattr]
    fn undefined(py: Python<'_>) -> Bound<'_, PyTuple> {
        PyTuple::empty(py)
    }

    /// So does text whose trace is asked for.
    #[classattr]
    fn steps(py: Python<'_>) -> Py<PyAny> {
        py.None()
    }

    /// See `Translation.cell_of`.
    fn cell_of(&self, py: Python<'_>, character: isize) -> PyResult<usize> {
        place_at(self.char_to_cell.as_bytes(py), character, self.cells.as_bytes(py).len())
    }

    /// See `Translation.char_of`.
    fn char_of(&self, py: Python<'_>, cell: isize) -> PyResult<usize> {
        place_at(self.cell_to_char.as_bytes(py), cell, self.char_to_cell.as_bytes(py).len())
    }

    /// Equal to anything that has equal fields.
    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let names = ["text", "cells", "cell_to_char", "char_to_cell", "undefined", "steps"];
        for (name, own) in names.iter().zip(self.fields(py)?) {
            match other.getattr(*name) {
                Ok(its) if own.eq(&its)? => {}
                Ok(_) => return Ok(false.into_pyobject(py)?.to_owned().into_any().unbind()),
                Err(_) => return Ok(py.NotImplemented()),
            }
        }
        Ok(true.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        translation_class(py)?.call1(self.fields(py)?)?.repr()?.extract()
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        Ok((translation_class(py)?, self.fields(py)?))
    }
}
