//! A compiled table with the way of text that has to be prepared: one call for any text.

use brailledesk_core::{Fault, Output, Part};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use smallvec::SmallVec;

use crate::plain::Results;
use crate::{Core, LONG_CALL, raise};

/// Lines of a screen, for which no memory is asked for.
const SCREEN: usize = 32;

/// Parts of many translations; `None` for a text that has to be prepared.
type Parts = SmallVec<[Option<Part>; SCREEN]>;

type Strings<'py> = SmallVec<[Bound<'py, PyString>; SCREEN]>;
type Texts<'a> = SmallVec<[Option<&'a str>; SCREEN]>;

/// Translates any text; that which has to be prepared, by `prepared(text, typeforms, trace)`.
#[pyclass(frozen, module = "brailledesk.translate._native")]
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
        let size: usize = characters.iter().flatten().map(|text| text.len()).sum();
        let mut parts = Parts::new();
        let core = self.core.get();
        let mut all = || translate_texts(core, &characters, &mut parts);
        let done = if size < LONG_CALL { all() } else { py.detach(all) };
        let mut output = done.map_err(raise)?;
        let missing: SmallVec<[usize; SCREEN]> =
            (0..parts.len()).filter(|&place| parts[place].is_none()).collect();
        let all = Results::of(&mut output);
        let one = |(text, part): (_, Option<Part>)| part.map(|part| all.one(text, part));
        let list = PyList::new(py, texts.iter().zip(parts).map(one))?;
        core.translator.with_words(|_, words| words.give_output(output));
        for place in missing {
            let result = self.prepared.bind(py).call1((&texts[place], py.None(), false))?;
            list.set_item(place, result)?;
        }
        Ok(list)
    }
}

/// What became of the texts; the buffer is one that memory may have back.
fn translate_texts(
    core: &Core,
    texts: &[Option<&str>],
    parts: &mut Parts,
) -> Result<Box<Output>, Fault> {
    core.translator.with_words(|table, words| {
        let mut output = words.take_output();
        table.translate_each(texts, words, &mut output, |part| parts.push(part))?;
        Ok(output)
    })
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
