//! A translation of plain text, as Python sees it.

use brailledesk_core::{Output, Part, Patch, Reach, Translated};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyString, PyTuple};
use std::sync::{Arc, OnceLock};

use crate::arrays::show;

/// Cells of all texts of a call from which on there is no second copy of their maps; the buffers of
/// what is shorter are used again.
const LONG: usize = 1 << 18;

/// Numbers in the maps of a call: more room than was needed, but less than this.
const ROUND: usize = 2048;

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

/// Both maps of a translation, or of all of one call, in one piece of memory.
enum Maps {
    One(Box<[u32]>),
    Among(Arc<Vec<u32>>),
}

/// Both maps of a translation among others: first those of cells, behind them those of characters.
struct Written {
    maps: Maps,
    cell_to_char: usize,
    char_to_cell: usize,
    cells: usize,
    chars: usize,
}

impl Written {
    fn one(maps: Box<[u32]>, cells: usize) -> Self {
        let chars = maps.len() - cells;
        Self { maps: Maps::One(maps), cell_to_char: 0, char_to_cell: cells, cells, chars }
    }

    fn maps(&self) -> &[u32] {
        match &self.maps {
            Maps::One(maps) => maps,
            Maps::Among(maps) => maps,
        }
    }

    fn cell_to_char(&self) -> &[u32] {
        &self.maps()[self.cell_to_char..][..self.cells]
    }

    fn char_to_cell(&self) -> &[u32] {
        &self.maps()[self.char_to_cell..][..self.chars]
    }
}

/// Both maps, one behind the other, in memory of few different sizes, which is found again when it was given back.
///
/// The buffers of a long output are given up, so that they are not there twice.
fn take_both_maps(output: &mut Output) -> Vec<u32> {
    if output.cells.len() >= LONG {
        let mut maps = std::mem::take(&mut output.cell_to_char);
        maps.extend_from_slice(&std::mem::take(&mut output.char_to_cell));
        return maps;
    }
    let size = output.cell_to_char.len() + output.char_to_cell.len();
    let mut maps = Vec::with_capacity(size.next_multiple_of(ROUND.min(size.next_power_of_two())));
    maps.extend_from_slice(&output.cell_to_char);
    maps.extend_from_slice(&output.char_to_cell);
    maps
}

/// The translations of many texts, one behind the other.
pub struct Results<'a> {
    cells: &'a [u8],
    maps: Arc<Vec<u32>>,
}

impl<'a> Results<'a> {
    /// All that was written.
    pub fn of(output: &'a mut Output) -> Self {
        let maps = Arc::new(take_both_maps(output));
        Self { cells: &output.cells, maps }
    }

    /// That of the only text.
    pub fn only(text: &Bound<'_, PyString>, output: &'a mut Output) -> Plain {
        let reach = std::mem::take(&mut output.reach);
        let (cells, chars) = (0..output.cells.len(), 0..output.char_to_cell.len());
        Self::of(output).one(text, Part { cells, chars, reach })
    }

    /// One of them, which became of `text`.
    pub fn one(&self, text: &Bound<'_, PyString>, part: Part) -> Plain {
        let Part { cells, chars, reach } = part;
        let written = Written {
            maps: Maps::Among(self.maps.clone()),
            cell_to_char: cells.start,
            char_to_cell: self.cells.len() + chars.start,
            cells: cells.len(),
            chars: chars.len(),
        };
        let shown = PyBytes::new(text.py(), &self.cells[cells]).unbind();
        Plain::new(Text::Given(text.clone().unbind()), shown, written, reach)
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

/// The text: as it was given, or, where a change made it, made for Python when it is looked at.
enum Text {
    Given(Py<PyString>),
    Changed(Box<(String, PyOnceLock<Py<PyString>>)>),
}

impl Text {
    fn get<'a>(&'a self, py: Python<'a>) -> PyResult<&'a str> {
        match self {
            Self::Given(text) => text.to_str(py),
            Self::Changed(changed) => Ok(&changed.0),
        }
    }

    fn show(&self, py: Python<'_>) -> Py<PyString> {
        match self {
            Self::Given(text) => text.clone_ref(py),
            Self::Changed(changed) => {
                let (text, shown) = &**changed;
                shown.get_or_init(py, || PyString::new(py, text).unbind()).clone_ref(py)
            }
        }
    }
}

/// The fields of `Translation`; the maps are shown when they are looked at.
#[pyclass(frozen, name = "PlainTranslation", module = "brailledesk.translate._native")]
pub struct Plain {
    text: Text,
    cells: Py<PyBytes>,
    written: Written,
    cell_to_char: Shown,
    char_to_cell: Shown,
    reach: Reach,
}

impl Plain {
    /// What was written for `text`.
    #[inline]
    pub fn of<'py>(text: &Bound<'py, PyString>, made: Translated) -> PyResult<Bound<'py, Self>> {
        let cells = PyBytes::new(text.py(), made.cells).unbind();
        let maps = [made.cell_to_char, made.char_to_cell].concat().into();
        let written = Written::one(maps, made.cells.len());
        let given = Text::Given(text.clone().unbind());
        Bound::new(text.py(), Self::new(given, cells, written, made.reach.clone()))
    }

    /// What became of a translation when its text became `text`.
    pub fn patched(py: Python<'_>, text: String, patch: Patch) -> PyResult<Self> {
        let count = patch.cell_count();
        let cells = PyBytes::new_with(py, count, |cells| {
            patch.write_cells(cells);
            Ok(())
        })?;
        let mut maps = vec![0; count + patch.char_count()].into_boxed_slice();
        let (cell_to_char, char_to_cell) = maps.split_at_mut(count);
        patch.write_cell_to_char(cell_to_char);
        patch.write_char_to_cell(char_to_cell);
        let text = Text::Changed(Box::new((text, PyOnceLock::new())));
        Ok(Self::new(text, cells.unbind(), Written::one(maps, count), patch.reach))
    }

    fn new(text: Text, cells: Py<PyBytes>, written: Written, reach: Reach) -> Self {
        let [cell_to_char, char_to_cell] = [Shown::new(), Shown::new()];
        Self { text, cells, written, cell_to_char, char_to_cell, reach }
    }

    /// As the crate gave it.
    pub fn translated<'a>(&'a self, py: Python<'a>) -> PyResult<Translated<'a>> {
        Ok(Translated {
            text: self.text.get(py)?,
            cells: self.cells.as_bytes(py),
            cell_to_char: self.written.cell_to_char(),
            char_to_cell: self.written.char_to_cell(),
            reach: &self.reach,
        })
    }

    /// The fields in the order of `Translation`.
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let fields = (
            self.text(py),
            self.cells(py),
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
        Ok(self.cells.as_bytes(py) == other.cells.as_bytes(py)
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
    fn cells(&self, py: Python<'_>) -> Py<PyBytes> {
        self.cells.clone_ref(py)
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
        number_at(self.written.char_to_cell(), character, self.written.cells)
    }

    /// See `Translation.char_of`.
    fn char_of(&self, cell: isize) -> PyResult<usize> {
        number_at(self.written.cell_to_char(), cell, self.written.chars)
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

pub fn translation_class(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import("brailledesk.translate.base")?.getattr("Translation")
}
