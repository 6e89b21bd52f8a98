//! A translation of plain text, as Python sees it.

use brailledesk_core::{Output, Patch, Reach, Translated};
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PySequence, PyString, PyTuple};
use std::sync::OnceLock;

/// A position map: 32-bit numbers in a `bytes`, shown as a `memoryview` when it is looked at.
pub struct Map {
    numbers: Py<PyBytes>,
    shown: OnceLock<Py<PyAny>>,
}

impl Map {
    fn of(numbers: Bound<'_, PyBytes>) -> Self {
        Self { numbers: numbers.unbind(), shown: OnceLock::new() }
    }

    fn get(&self, py: Python<'_>) -> PyResult<&[u32]> {
        let bytes = self.numbers.as_bytes(py);
        bytemuck::try_cast_slice(bytes).map_err(|fault| PyValueError::new_err(fault.to_string()))
    }

    fn show(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        // Made outside the lock, which needs not let other threads run then.
        if let Some(shown) = self.shown.get() {
            return Ok(shown.clone_ref(py));
        }
        let made = show(py, self.get(py)?)?.unbind();
        Ok(self.shown.get_or_init(|| made).clone_ref(py))
    }

    /// As an `array`, which can be pickled and says what it holds.
    fn array<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("array")?.getattr("array")?.call1((intern!(py, "I"), &self.numbers))
    }

    /// The number at `place`; `end` is that behind the last one.
    fn at(&self, py: Python<'_>, place: isize, end: usize) -> PyResult<usize> {
        let numbers = self.get(py)?;
        match usize::try_from(place) {
            Ok(place) if place < numbers.len() => Ok(numbers[place] as usize),
            Ok(place) if place == numbers.len() => Ok(end),
            _ => Err(PyIndexError::new_err(place)),
        }
    }
}

static ONE: PyOnceLock<Py<PySequence>> = PyOnceLock::new();

/// An `array` of these numbers.
///
/// A zero is repeated and written over: half the time of its constructor.
pub fn show<'py>(py: Python<'py>, numbers: &[u32]) -> PyResult<Bound<'py, PyAny>> {
    let one = ONE.get_or_try_init(py, || {
        let one = py.import("array")?.getattr("array")?.call1(("I", (0,)))?;
        Ok::<_, PyErr>(one.cast_into::<PySequence>()?.unbind())
    })?;
    let array = one.bind(py).repeat(numbers.len())?.into_any();
    if !numbers.is_empty() {
        PyBuffer::<u32>::get(&array)?.copy_from_slice(py, numbers)?;
    }
    Ok(array)
}

/// The text: as it was given, or, where a change made it, made for Python when it is looked at.
enum Text {
    Given(Py<PyString>),
    Changed(Box<str>, PyOnceLock<Py<PyString>>),
}

impl Text {
    fn get<'a>(&'a self, py: Python<'a>) -> PyResult<&'a str> {
        match self {
            Self::Given(text) => text.to_str(py),
            Self::Changed(text, _) => Ok(text),
        }
    }

    fn show(&self, py: Python<'_>) -> Py<PyString> {
        match self {
            Self::Given(text) => text.clone_ref(py),
            Self::Changed(text, shown) => {
                shown.get_or_init(py, || PyString::new(py, text).unbind()).clone_ref(py)
            }
        }
    }
}

/// The fields of `Translation`; the maps are shown when they are looked at.
#[pyclass(frozen, name = "PlainTranslation", module = "brailledesk.translate._native")]
pub struct Plain {
    text: Text,
    #[pyo3(get)]
    cells: Py<PyBytes>,
    cell_to_char: Map,
    char_to_cell: Map,
    reach: Reach,
}

impl Plain {
    /// What was written for `text`; the reach is taken out of `output`.
    pub fn of(text: &Bound<'_, PyString>, output: &mut Output) -> Self {
        let py = text.py();
        let map = |numbers: &[u32]| Map::of(PyBytes::new(py, bytemuck::cast_slice(numbers)));
        Self {
            text: Text::Given(text.clone().unbind()),
            cells: PyBytes::new(py, &output.cells).unbind(),
            cell_to_char: map(&output.cell_to_char),
            char_to_cell: map(&output.char_to_cell),
            reach: std::mem::take(&mut output.reach),
        }
    }

    /// What became of a translation when its text became `text`.
    pub fn patched(py: Python<'_>, text: String, patch: Patch) -> PyResult<Self> {
        let map = |count: usize, write: &dyn Fn(&mut [u32])| {
            let numbers = PyBytes::new_with(py, count * size_of::<u32>(), |bytes| {
                let numbers = bytemuck::try_cast_slice_mut(bytes);
                write(numbers.map_err(|fault| PyValueError::new_err(fault.to_string()))?);
                Ok(())
            });
            numbers.map(Map::of)
        };
        let cells = PyBytes::new_with(py, patch.cell_count(), |cells| {
            patch.write_cells(cells);
            Ok(())
        })?;
        Ok(Self {
            text: Text::Changed(text.into(), PyOnceLock::new()),
            cells: cells.unbind(),
            cell_to_char: map(patch.cell_count(), &|to| patch.write_cell_to_char(to))?,
            char_to_cell: map(patch.char_count(), &|to| patch.write_char_to_cell(to))?,
            reach: patch.reach,
        })
    }

    /// As the crate gave it.
    pub fn translated<'a>(&'a self, py: Python<'a>) -> PyResult<Translated<'a>> {
        Ok(Translated {
            text: self.text.get(py)?,
            cells: self.cells.as_bytes(py),
            cell_to_char: self.cell_to_char.get(py)?,
            char_to_cell: self.char_to_cell.get(py)?,
            reach: &self.reach,
        })
    }

    /// The fields in the order of `Translation`.
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let fields = (
            self.text(py),
            &self.cells,
            self.cell_to_char.array(py)?,
            self.char_to_cell.array(py)?,
            PyTuple::empty(py),
            py.None(),
        );
        fields.into_pyobject(py)
    }

    fn as_translation<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        translation_class(py)?.call1(self.fields(py)?)
    }

    fn is_equal(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        let same = |one: &Py<PyBytes>, two: &Py<PyBytes>| one.as_bytes(py) == two.as_bytes(py);
        Ok(same(&self.cells, &other.cells)
            && same(&self.cell_to_char.numbers, &other.cell_to_char.numbers)
            && same(&self.char_to_cell.numbers, &other.char_to_cell.numbers)
            && self.text(py).bind(py).as_any().eq(other.text(py))?)
    }
}

#[pymethods]
impl Plain {
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyString> {
        self.text.show(py)
    }

    #[getter]
    fn cell_to_char(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.cell_to_char.show(py)
    }

    #[getter]
    fn char_to_cell(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.char_to_cell.show(py)
    }

    #[getter]
    fn undefined<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        PyTuple::empty(py)
    }

    #[getter]
    fn steps(&self, py: Python<'_>) -> Py<PyAny> {
        py.None()
    }

    /// See `Translation.cell_of`.
    fn cell_of(&self, py: Python<'_>, character: isize) -> PyResult<usize> {
        self.char_to_cell.at(py, character, self.cells.as_bytes(py).len())
    }

    /// See `Translation.char_of`.
    fn char_of(&self, py: Python<'_>, cell: isize) -> PyResult<usize> {
        self.cell_to_char.at(py, cell, self.char_to_cell.get(py)?.len())
    }

    /// Equal to anything that has equal fields.
    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        if let Ok(other) = other.cast::<Self>() {
            let is_equal = self.is_equal(py, other.get())?;
            return Ok(is_equal.into_pyobject(py)?.to_owned().into_any().unbind());
        }
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
        self.as_translation(py)?.repr()?.extract()
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        Ok((translation_class(py)?, self.fields(py)?))
    }
}

fn translation_class(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import("brailledesk.translate.base")?.getattr("Translation")
}
