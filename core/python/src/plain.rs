//! A translation of plain text, as Python sees it.

use brailledesk_core::{Output, Patch, Reach, Translated};
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PySequence, PyString, PyTuple};
use std::sync::{Arc, OnceLock};

/// Made when it is looked at.
struct Shown(OnceLock<Py<PyAny>>);

impl Shown {
    fn new() -> Self {
        Self(OnceLock::new())
    }

    fn get<'py>(
        &self,
        py: Python<'py>,
        make: impl FnOnce() -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        // Made outside the lock, which needs not let other threads run then.
        if let Some(shown) = self.0.get() {
            return Ok(shown.clone_ref(py));
        }
        let made = make()?.unbind();
        Ok(self.0.get_or_init(|| made).clone_ref(py))
    }
}

/// Results of one call, one behind the other in one piece of memory.
///
/// Of each: the map of its cells, the map of its characters, its cells as bytes.
#[derive(Default)]
pub struct Results(Vec<u32>);

impl Results {
    /// Room for the results of about so many characters.
    pub fn with_room_for(characters: usize) -> Self {
        Self(Vec::with_capacity(characters * 5 / 2 + 8))
    }

    /// Append a result.
    pub fn push(&mut self, cells: &[u8], cell_to_char: &[u32], char_to_cell: &[u32]) -> Place {
        let start = self.0.len();
        self.0.extend_from_slice(cell_to_char);
        self.0.extend_from_slice(char_to_cell);
        let bytes = self.0.len();
        self.0.resize(bytes + cells.len().div_ceil(size_of::<u32>()), 0);
        bytemuck::cast_slice_mut(&mut self.0[bytes..])[..cells.len()].copy_from_slice(cells);
        Place { start, cells: cells.len(), chars: char_to_cell.len() }
    }

    /// Append the result that a change makes.
    fn push_patch(&mut self, patch: &Patch) -> Place {
        let place = Place { start: 0, cells: patch.cell_count(), chars: patch.char_count() };
        let both = place.cells + place.chars;
        self.0.resize(both + place.cells.div_ceil(size_of::<u32>()), 0);
        let (maps, bytes) = self.0.split_at_mut(both);
        let (cell_to_char, char_to_cell) = maps.split_at_mut(place.cells);
        patch.write_cell_to_char(cell_to_char);
        patch.write_char_to_cell(char_to_cell);
        patch.write_cells(&mut bytemuck::cast_slice_mut(bytes)[..place.cells]);
        place
    }
}

/// Where a result stands among the [`Results`].
#[derive(Clone, Copy)]
pub struct Place {
    start: usize,
    cells: usize,
    chars: usize,
}

/// One of some results.
struct Written {
    all: Arc<Results>,
    place: Place,
}

impl Written {
    fn cell_to_char(&self) -> &[u32] {
        &self.all.0[self.place.start..][..self.place.cells]
    }

    fn char_to_cell(&self) -> &[u32] {
        &self.all.0[self.place.start + self.place.cells..][..self.place.chars]
    }

    fn cells(&self) -> &[u8] {
        let bytes = &self.all.0[self.place.start + self.place.cells + self.place.chars..];
        &bytemuck::cast_slice(bytes)[..self.place.cells]
    }
}

/// The number at `place`; `end` is that behind the last one.
fn number_at(numbers: &[u32], place: isize, end: usize) -> PyResult<usize> {
    match usize::try_from(place) {
        Ok(place) if place < numbers.len() => Ok(numbers[place] as usize),
        Ok(place) if place == numbers.len() => Ok(end),
        _ => Err(PyIndexError::new_err(place)),
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

/// The fields of `Translation`; cells and maps are shown when they are looked at.
#[pyclass(frozen, name = "PlainTranslation", module = "brailledesk.translate._native")]
pub struct Plain {
    text: Text,
    written: Written,
    cells: Shown,
    cell_to_char: Shown,
    char_to_cell: Shown,
    reach: Reach,
}

impl Plain {
    /// What was written for `text`; the reach is taken out of `output`.
    pub fn of(text: &Bound<'_, PyString>, output: &mut Output) -> Self {
        let Output { cells, cell_to_char, char_to_cell, .. } = &*output;
        let words = cells.len().div_ceil(size_of::<u32>());
        let mut all = Results(Vec::with_capacity(cells.len() + char_to_cell.len() + words));
        let place = all.push(cells, cell_to_char, char_to_cell);
        Self::among(text, &Arc::new(all), place, std::mem::take(&mut output.reach))
    }

    /// One of some results.
    pub fn among(
        text: &Bound<'_, PyString>,
        all: &Arc<Results>,
        place: Place,
        reach: Reach,
    ) -> Self {
        Self::new(Text::Given(text.clone().unbind()), Written { all: all.clone(), place }, reach)
    }

    /// What became of a translation when its text became `text`.
    pub fn patched(text: String, patch: Patch) -> Self {
        let mut all = Results::default();
        let place = all.push_patch(&patch);
        let text = Text::Changed(text.into(), PyOnceLock::new());
        Self::new(text, Written { all: Arc::new(all), place }, patch.reach)
    }

    fn new(text: Text, written: Written, reach: Reach) -> Self {
        let [cells, cell_to_char, char_to_cell] = [Shown::new(), Shown::new(), Shown::new()];
        Self { text, written, cells, cell_to_char, char_to_cell, reach }
    }

    /// As the crate gave it.
    pub fn translated<'a>(&'a self, py: Python<'a>) -> PyResult<Translated<'a>> {
        Ok(Translated {
            text: self.text.get(py)?,
            cells: self.written.cells(),
            cell_to_char: self.written.cell_to_char(),
            char_to_cell: self.written.char_to_cell(),
            reach: &self.reach,
        })
    }

    /// The fields in the order of `Translation`.
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let fields = (
            self.text(py),
            self.cells(py)?,
            self.cell_to_char(py)?,
            self.char_to_cell(py)?,
            PyTuple::empty(py),
            py.None(),
        );
        fields.into_pyobject(py)
    }

    fn as_translation<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        translation_class(py)?.call1(self.fields(py)?)
    }

    fn is_equal(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        let (one, two) = (&self.written, &other.written);
        Ok(one.cells() == two.cells()
            && one.cell_to_char() == two.cell_to_char()
            && one.char_to_cell() == two.char_to_cell()
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
    fn cells(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.cells.get(py, || Ok(PyBytes::new(py, self.written.cells()).into_any()))
    }

    #[getter]
    fn cell_to_char(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.cell_to_char.get(py, || show(py, self.written.cell_to_char()))
    }

    #[getter]
    fn char_to_cell(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.char_to_cell.get(py, || show(py, self.written.char_to_cell()))
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
    fn cell_of(&self, character: isize) -> PyResult<usize> {
        number_at(self.written.char_to_cell(), character, self.written.place.cells)
    }

    /// See `Translation.char_of`.
    fn char_of(&self, cell: isize) -> PyResult<usize> {
        number_at(self.written.cell_to_char(), cell, self.written.place.chars)
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
