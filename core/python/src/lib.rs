//! `brailledesk-core` for Python: strings and numbers go in and out, nothing is decided here.
#![forbid(unsafe_code)]

mod ahead;
mod arrays;
mod back;
mod back_translator;
mod engine;
mod layout;
mod pages;
mod plain;
mod read_text;
mod short;

use brailledesk_core::{Fault, Output, Position, Rules, Table, Translated, Translator, Words};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::arrays::show;
use crate::plain::{Plain, Results};
use crate::short::Short;

/// Bytes of text from which on other Python threads may run meanwhile.
const LONG_CALL: usize = 2048;

fn numbers<T: bytemuck::AnyBitPattern>(bytes: &[u8]) -> PyResult<Vec<T>> {
    if !bytes.len().is_multiple_of(size_of::<T>()) {
        return Err(PyValueError::new_err("a buffer of numbers is cut off"));
    }
    Ok(bytes.chunks_exact(size_of::<T>()).map(bytemuck::pod_read_unaligned).collect())
}

/// A place as Python means it in a slice: a negative one is counted from the end.
fn from_end(place: isize, length: usize) -> usize {
    let counted =
        if place < 0 { length.saturating_sub(place.unsigned_abs()) } else { place as usize };
    counted.min(length)
}

fn raise(fault: Fault) -> PyErr {
    match fault {
        Fault::Undefined(character) => PyKeyError::new_err(character),
        other => PyValueError::new_err(other.to_string()),
    }
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
pub struct Core {
    pub(crate) translator: Translator,
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
    #[inline]
    pub(crate) fn translate<'py>(
        &self,
        text: &Bound<'py, PyString>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = text.py();
        let Ok(characters) = text.to_str() else { return Ok(None) };
        if characters.len() >= LONG_CALL {
            return self.translate_long(text, characters);
        }
        if u8::fits(characters.len()) {
            let short = |made: Translated<u8>| {
                let Translated { cells, cell_to_char, char_to_cell, .. } = made;
                made.fits().then(|| Short::of(text, cells, cell_to_char, char_to_cell))
            };
            match self.look(characters, short)? {
                Some(Some(short)) => return Ok(Some(Bound::new(py, short)?.into_any())),
                Some(None) => {} // more cells than characters, and too many
                None => return Ok(None),
            }
        }
        let plain = self.look(characters, |made| Plain::of(text, made).map(Bound::into_any))?;
        plain.transpose()
    }

    /// Translate the text of `old` with its characters `start` to `end` replaced by `new`;
    /// None where the whole has to be translated.
    fn translate_change(
        &self,
        py: Python<'_>,
        old: &Bound<'_, Plain>,
        start: isize,
        end: isize,
        new: &Bound<'_, PyString>,
    ) -> PyResult<Option<Plain>> {
        let Ok(new) = new.to_str() else { return Ok(None) };
        let old = old.get().translated(py)?;
        let start = old.byte_of(from_end(start, old.char_to_cell.len()));
        let end = old.byte_of(from_end(end, old.char_to_cell.len()));
        let span = start..end.max(start);
        let text = [&old.text[..span.start], new, &old.text[span.end..]].concat();
        let patch = self.translator.with_words(|table, words| {
            table.translate_change(old, span, &text, words).map_err(raise)
        })?;
        patch.map(|patch| Plain::patched(py, text, patch)).transpose()
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
            show(py, &output.cell_to_char)?,
            show(py, &output.char_to_cell)?,
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
    /// Translate a text and look at the result where it was written.
    #[inline]
    fn look<T, P: Position>(
        &self,
        text: &str,
        look: impl FnOnce(Translated<P>) -> T,
    ) -> PyResult<Option<T>> {
        let work = |table: &Table, words: &mut Words| table.translate_then(text, words, look);
        self.translator.with_words(work).map_err(raise)
    }

    /// Long work lets other threads of Python run. The buffer is one that memory may have back.
    fn translate_long<'py>(
        &self,
        text: &Bound<'py, PyString>,
        characters: &str,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = text.py();
        let (mut output, done) = py.detach(|| {
            self.translator.with_words(|table, words| {
                let mut output = words.take_output();
                let done = table.translate_plain(characters, words, &mut output);
                (output, done)
            })
        });
        let is_plain = done.map_err(raise)?;
        let plain = is_plain.then(|| Bound::new(py, Results::only(text, &mut output)));
        self.give_back(output);
        Ok(plain.transpose()?.map(Bound::into_any))
    }

    /// The buffer is one that memory may have back.
    pub(crate) fn give_back<P: Position>(&self, output: Box<Output<P>>) {
        self.translator.with_words(|_, words| words.give_output(output));
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
    use super::engine::Engine;
    #[pymodule_export]
    use super::layout::{Flow, LayoutHabits};
    #[pymodule_export]
    use super::pages::Pages;
    #[pymodule_export]
    use super::plain::Plain;
    #[pymodule_export]
    use super::read_text::ReadText;
    #[pymodule_export]
    use super::short::Short;
    #[pymodule_export]
    use super::{Core, checksum, store};
}
