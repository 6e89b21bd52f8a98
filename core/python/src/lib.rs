//! `brailledesk-core` for Python: strings and numbers go in and out, nothing is decided here.
#![forbid(unsafe_code)]

mod back;
mod back_translator;

use brailledesk_core::{Fault, Output, Rules, Table, Translator};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyList, PyString, PyTuple};

/// Bytes of text from which on other Python threads may run meanwhile.
const LONG_CALL: usize = 2048;

static ARRAY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// A buffer of unsigned 32-bit numbers, as the other engines give.
fn array<'py>(py: Python<'py>, numbers: &[u32]) -> PyResult<Bound<'py, PyAny>> {
    let class = ARRAY
        .get_or_try_init(py, || Ok::<_, PyErr>(py.import("array")?.getattr("array")?.unbind()))?;
    let bytes = PyBytes::new(py, bytemuck::cast_slice(numbers));
    class.bind(py).call1((intern!(py, "I"), bytes))
}

fn numbers<T: bytemuck::AnyBitPattern>(bytes: &[u8]) -> PyResult<Vec<T>> {
    if !bytes.len().is_multiple_of(size_of::<T>()) {
        return Err(PyValueError::new_err("a buffer of numbers is cut off"));
    }
    Ok(bytes.chunks_exact(size_of::<T>()).map(bytemuck::pod_read_unaligned).collect())
}

fn raise(fault: Fault) -> PyErr {
    match fault {
        Fault::Undefined(character) => PyKeyError::new_err(character),
        other => PyValueError::new_err(other.to_string()),
    }
}

/// A translation of plain text: the fields of `Translation`, the maps made when they are asked for.
#[pyclass(frozen, name = "PlainTranslation", module = "brailledesk.translate._native")]
struct Plain {
    #[pyo3(get)]
    text: Py<PyString>,
    #[pyo3(get)]
    cells: Py<PyBytes>,
    /// `cell_to_char`, then `char_to_cell`.
    maps: Box<[u32]>,
    cell_count: usize,
    shown_cell_to_char: PyOnceLock<Py<PyAny>>,
    shown_char_to_cell: PyOnceLock<Py<PyAny>>,
}

impl Plain {
    fn of(py: Python<'_>, text: &Bound<'_, PyString>, output: &Output) -> Self {
        Self {
            text: text.clone().unbind(),
            cells: PyBytes::new(py, &output.cells).unbind(),
            maps: [output.cell_to_char.as_slice(), &output.char_to_cell].concat().into(),
            cell_count: output.cells.len(),
            shown_cell_to_char: PyOnceLock::new(),
            shown_char_to_cell: PyOnceLock::new(),
        }
    }

    /// The fields in the order of `Translation`.
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let fields = (
            &self.text,
            &self.cells,
            self.cell_to_char(py)?,
            self.char_to_cell(py)?,
            PyTuple::empty(py),
            py.None(),
        );
        fields.into_pyobject(py)
    }
}

#[pymethods]
impl Plain {
    #[getter]
    fn cell_to_char(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let make = || Ok::<_, PyErr>(array(py, &self.maps[..self.cell_count])?.unbind());
        Ok(self.shown_cell_to_char.get_or_try_init(py, make)?.clone_ref(py))
    }

    #[getter]
    fn char_to_cell(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let make = || Ok::<_, PyErr>(array(py, &self.maps[self.cell_count..])?.unbind());
        Ok(self.shown_char_to_cell.get_or_try_init(py, make)?.clone_ref(py))
    }

    #[getter]
    fn undefined<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        PyTuple::empty(py)
    }

    #[getter]
    fn steps(&self, py: Python<'_>) -> Py<PyAny> {
        py.None()
    }

    /// Equal to anything that has equal fields.
    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        if let Ok(other) = other.cast::<Self>() {
            let other = other.get();
            let is_equal = self.cells.bind(py).as_bytes() == other.cells.bind(py).as_bytes()
                && self.maps == other.maps
                && self.text.bind(py).as_any().eq(other.text.bind(py))?;
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

impl Plain {
    fn as_translation<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        translation_class(py)?.call1(self.fields(py)?)
    }
}

fn translation_class(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import("brailledesk.translate.base")?.getattr("Translation")
}

/// What `translate_prepared` gives: cells, both maps, steps as tuples.
type Prepared<'py> = (
    Bound<'py, PyBytes>,
    Bound<'py, PyAny>,
    Bound<'py, PyAny>,
    Option<Vec<(u32, u32, u32, u32, u32)>>,
);

/// A compiled table, to be used from any thread.
#[pyclass(frozen, module = "brailledesk.translate._native")]
struct Core {
    translator: Translator,
}

#[pymethods]
impl Core {
    /// Compile the rules that a JSON text lists.
    #[new]
    fn new(rules: &str) -> PyResult<Self> {
        let table =
            Table::from_json(rules).map_err(|fault| PyValueError::new_err(fault.to_string()))?;
        Ok(Self { translator: Translator::new(table) })
    }

    /// Compile rules that [`store`] gave; a ValueError for any other bytes.
    #[staticmethod]
    fn from_bytes(rules: &[u8]) -> PyResult<Self> {
        let table =
            Table::from_bytes(rules).map_err(|fault| PyValueError::new_err(fault.to_string()))?;
        Ok(Self { translator: Translator::new(table) })
    }

    /// Translate a text that needs no preparation; None where it does.
    fn translate(&self, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<Option<Plain>> {
        let Ok(characters) = text.to_str() else { return Ok(None) };
        if characters.len() >= LONG_CALL {
            let mut output = Output::default();
            let done = py.detach(|| self.translator.translate(characters, &mut output));
            return Ok(done.map_err(raise)?.then(|| Plain::of(py, text, &output)));
        }
        self.translator.with_words(|table, words| {
            let mut output = words.take_output();
            let done = table.translate_plain(characters, words, &mut output);
            let result = done.map(|is_plain| is_plain.then(|| Plain::of(py, text, &output)));
            words.give_output(output);
            result.map_err(raise)
        })
    }

    /// The same for many texts in one call, None for each that has to be prepared.
    fn translate_many<'py>(
        &self,
        py: Python<'py>,
        texts: Vec<Bound<'py, PyString>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let characters: Vec<Option<&str>> = texts.iter().map(|text| text.to_str().ok()).collect();
        let size: usize = characters.iter().flatten().map(|text| text.len()).sum();
        let all = || self.translate_texts(&characters);
        let outputs = if size < LONG_CALL { all() } else { py.detach(all) };
        let results = PyList::empty(py);
        for (text, output) in texts.iter().zip(outputs.map_err(raise)?) {
            results.append(output.map(|output| Plain::of(py, text, &output)))?;
        }
        Ok(results)
    }

    /// Translate prepared text: `offsets` are 32-bit numbers, `forms` 16-bit ones, in native order.
    #[pyo3(signature = (text, offsets, length, forms, is_traced))]
    fn translate_prepared<'py>(
        &self,
        py: Python<'py>,
        text: &str,
        offsets: &[u8],
        length: usize,
        forms: Option<&[u8]>,
        is_traced: bool,
    ) -> PyResult<Prepared<'py>> {
        let offsets = numbers::<u32>(offsets)?;
        let forms = forms.map(numbers::<u16>).transpose()?;
        let count = text.chars().count();
        if offsets.len() != count + 1 || forms.as_ref().is_some_and(|forms| forms.len() != count) {
            return Err(PyValueError::new_err("a text and its positions differ in length"));
        }
        let table = self.translator.table();
        let run = || table.translate_all(text, Some(&offsets), length, forms.as_deref(), is_traced);
        let output = if text.len() < LONG_CALL { run() } else { py.detach(run) }.map_err(raise)?;
        let steps = output.steps.map(|steps| {
            steps
                .iter()
                .map(|one| (one.start, one.end, one.cell_start, one.cell_end, one.rule))
                .collect()
        });
        Ok((
            PyBytes::new(py, &output.cells),
            array(py, &output.cell_to_char)?,
            array(py, &output.char_to_cell)?,
            steps,
        ))
    }

    /// Bytes that the compiled table takes, about.
    fn size_of_table(&self) -> usize {
        self.translator.table().size()
    }

    /// Bytes that the memory of words takes now, about.
    fn size_of_words(&self) -> usize {
        self.translator.size_of_words()
    }
}

impl Core {
    fn translate_texts(&self, texts: &[Option<&str>]) -> Result<Vec<Option<Output>>, Fault> {
        self.translator.with_words(|table, words| {
            let one = |text: &Option<&str>| {
                let Some(text) = text else { return Ok(None) };
                let mut output = Output::default();
                Ok(table.translate_plain(text, words, &mut output)?.then_some(output))
            };
            texts.iter().map(one).collect()
        })
    }
}

/// The rules that a JSON text lists as bytes, for [`Core::from_bytes`] of the same version.
#[pyfunction]
fn store<'py>(py: Python<'py>, rules: &str) -> PyResult<Bound<'py, PyBytes>> {
    let rules =
        Rules::from_json(rules).map_err(|fault| PyValueError::new_err(fault.to_string()))?;
    Ok(PyBytes::new(py, &rules.to_bytes()))
}

/// The CRC-32 of some bytes.
#[pyfunction]
fn checksum(bytes: &[u8]) -> u32 {
    brailledesk_core::checksum(bytes)
}

/// The module.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::back::BackSource;
    #[pymodule_export]
    use super::back_translator::{BackCore, BackField};
    #[pymodule_export]
    use super::{Core, Plain, checksum, store};
}
