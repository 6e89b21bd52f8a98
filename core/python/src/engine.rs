//! A compiled table with the way of text that has to be prepared: one call for any text.

use std::ops::Range;

use brailledesk_core::{Fault, Output, Part, Position, Table, Words};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use smallvec::SmallVec;

use crate::plain::Results;
use crate::short::Short;
use crate::{Core, LONG_CALL, raise};

/// Lines of a screen, for which no memory is asked for.
const SCREEN: usize = 32;

/// Parts of many translations; `None` for a text that has to be prepared.
type Parts = SmallVec<[Option<Part>; SCREEN]>;

/// Where the cells of each text stand; `None` for a text that has to be prepared.
type Spans = SmallVec<[Option<Range<usize>>; SCREEN]>;

/// Results for Python, each in its place.
type Shorts = SmallVec<[Option<Short>; SCREEN]>;

type Strings<'py> = SmallVec<[Bound<'py, PyString>; SCREEN]>;
type Texts<'a> = SmallVec<[Option<&'a str>; SCREEN]>;

/// Translates any text; that which has to be prepared, by `prepared(text, typeforms, trace)`.
///
/// Python's translator is a class below it: so its methods are found as quickly as a class's own.
#[pyclass(frozen, subclass, module = "brailledesk.translate._native")]
pub struct Engine {
    core: Py<Core>,
    prepared: Py<PyAny>,
}

#[pymethods]
impl Engine {
    #[new]
    fn new(core: Py<Core>, prepared: Py<PyAny>) -> Self {
        Self { core, prepared }
    }

    /// See `brailledesk.translate.base.Translator.translate`.
    #[pyo3(signature = (text, typeforms=None, *, trace=false))]
    fn translate<'py>(
        &self,
        text: &Bound<'py, PyString>,
        typeforms: Option<&Bound<'py, PyAny>>,
        trace: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        if typeforms.is_none()
            && !trace
            && let Some(plain) = self.core.get().translate(text)?
        {
            return Ok(plain);
        }
        self.prepared.bind(py).call1((text, typeforms, trace))
    }

    /// See `brailledesk.translate.base.Translator.translate_many`.
    fn translate_many<'py>(&self, texts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let py = texts.py();
        let texts = strings(texts)?;
        let characters: Texts = texts.iter().map(|text| text.to_str().ok()).collect();
        let (list, missing) = self.write_all(py, &texts, &characters)?;
        for place in missing {
            list.set_item(place, self.prepare(&texts[place])?)?;
        }
        Ok(list)
    }

    /// See `brailledesk.translate.base.cells_of_many`.
    fn translate_cells<'py>(&self, texts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let py = texts.py();
        let texts = strings(texts)?;
        let characters: Texts = texts.iter().map(|text| text.to_str().ok()).collect();
        let (list, missing) = self.write_cells(py, &texts, &characters)?;
        for place in missing {
            list.set_item(place, self.prepare(&texts[place])?.getattr("cells")?)?;
        }
        Ok(list)
    }
}

/// Places of texts.
type Places = SmallVec<[usize; SCREEN]>;

/// Results, and the places of the texts that have to be prepared, where it has None.
type Written<'py> = (Bound<'py, PyList>, Places);

impl Engine {
    /// Write cells alone.
    fn write_cells<'py>(
        &self,
        py: Python<'py>,
        texts: &[Bound<'py, PyString>],
        characters: &[Option<&str>],
    ) -> PyResult<Written<'py>> {
        let mut spans = Spans::new();
        let output = self.write(py, characters, |table, words, output| {
            table.translate_cells(characters, words, output, |span| spans.push(span))
        });
        let missing = places_of_none(&spans);
        let output = output.or_else(|fault| self.first_fault(fault, texts, &missing))?;
        let one =
            |span: Option<Range<usize>>| span.map(|span| PyBytes::new(py, &output.cells[span]));
        let list = PyList::new(py, spans.into_iter().map(one))?;
        self.core.get().give_back(output);
        Ok((list, missing))
    }

    /// Write cells with both maps.
    fn write_all<'py>(
        &self,
        py: Python<'py>,
        texts: &[Bound<'py, PyString>],
        characters: &[Option<&str>],
    ) -> PyResult<Written<'py>> {
        if characters.iter().flatten().all(|text| u8::fits(text.len())) {
            let (parts, missing, output) = self.write_parts::<u8>(py, texts, characters)?;
            if parts.iter().flatten().all(Part::fits::<u8>) {
                let one = |(text, part): (_, &Option<Part>)| {
                    part.as_ref().map(|part| short_of(text, part, &output))
                };
                let all: Shorts = texts.iter().zip(&parts).map(one).collect();
                let list = PyList::new(py, all)?;
                self.core.get().give_back(output);
                return Ok((list, missing));
            }
        }
        let (parts, missing, mut output) = self.write_parts(py, texts, characters)?;
        let all = Results::of(&mut output);
        let one = |(text, part): (_, Option<Part>)| part.map(|part| all.one(text, part));
        let list = PyList::new(py, texts.iter().zip(parts).map(one))?;
        self.core.get().give_back(output);
        Ok((list, missing))
    }

    /// Where each text was written, and the places of those that have to be prepared.
    fn write_parts<P: Position + Send>(
        &self,
        py: Python<'_>,
        texts: &[Bound<'_, PyString>],
        characters: &[Option<&str>],
    ) -> PyResult<(Parts, Places, Box<Output<P>>)> {
        let mut parts = Parts::new();
        let output = self.write(py, characters, |table, words, output| {
            table.translate_each(characters, words, output, |part| parts.push(part))
        });
        let missing = places_of_none(&parts);
        let output = output.or_else(|fault| self.first_fault(fault, texts, &missing))?;
        Ok((parts, missing, output))
    }

    /// Let `write` work with a memory and its buffer; long work lets other threads of Python run.
    fn write<P: Position + Send>(
        &self,
        py: Python<'_>,
        characters: &[Option<&str>],
        write: impl FnOnce(&Table, &mut Words, &mut Output<P>) -> Result<(), Fault> + Send,
    ) -> PyResult<Box<Output<P>>> {
        let size: usize = characters.iter().flatten().map(|text| text.len()).sum();
        let all = || {
            self.core.get().translator.with_words(|table, words| {
                let mut output = words.take_output();
                write(table, words, &mut output)?;
                Ok(output)
            })
        };
        let done = if size < LONG_CALL { all() } else { py.detach(all) };
        done.map_err(raise)
    }

    /// The fault of the first text that has one: those that are `missing` stand before that of `fault`.
    fn first_fault<T>(
        &self,
        fault: PyErr,
        texts: &[Bound<'_, PyString>],
        missing: &[usize],
    ) -> PyResult<T> {
        missing.iter().try_for_each(|&place| self.prepare(&texts[place]).map(drop))?;
        Err(fault)
    }

    /// The way of text that has to be prepared.
    fn prepare<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        self.prepared.bind(py).call1((text, py.None(), false))
    }
}

fn short_of(text: &Bound<'_, PyString>, part: &Part, output: &Output<u8>) -> Short {
    let (cells, chars) = (part.cells.clone(), part.chars.clone());
    let (cell_to_char, char_to_cell) = (&output.cell_to_char, &output.char_to_cell);
    Short::of(text, &output.cells[cells.clone()], &cell_to_char[cells], &char_to_cell[chars])
}

fn places_of_none<T>(all: &[Option<T>]) -> Places {
    (0..all.len()).filter(|&place| all[place].is_none()).collect()
}

/// The strings of a sequence.
fn strings<'py>(texts: &Bound<'py, PyAny>) -> PyResult<Strings<'py>> {
    let mut strings = Strings::new();
    match texts.cast::<PyList>() {
        Ok(list) => {
            for text in list {
                strings.push(text.cast_into()?);
            }
        }
        Err(_) => strings.extend(texts.extract::<Vec<_>>()?),
    }
    Ok(strings)
}
