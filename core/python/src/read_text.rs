//! A plain text that was read, without an object for each paragraph.

use std::sync::Arc;

use brailledesk_core::layout::{Block, PlainText};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The blocks of a plain text.
#[pyclass(frozen, module = "brailledesk.translate._native")]
pub struct ReadText {
    pub read: Arc<PlainText>,
}

/// A block as Python sees it: its line; then the text of a paragraph, the items of a list, each a
/// marker and a text, or the label of a print page. The others are None.
type Shown = (usize, Option<String>, Option<Vec<(String, String)>>, Option<String>);

#[pymethods]
impl ReadText {
    /// Read a text whose lines end with line feeds; a ValueError where Python has to do it.
    #[new]
    fn new(py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<Self> {
        let unknown = || PyValueError::new_err("the text has characters that only Python knows");
        let text = text.to_str().map_err(|_| unknown())?;
        let read = py.detach(|| PlainText::read(text)).ok_or_else(unknown)?;
        Ok(Self { read: Arc::new(read) })
    }

    /// Read the bytes of a file; a ValueError where Python has to do it, which is so for all
    /// encodings but UTF-8.
    #[staticmethod]
    fn of_file(py: Python<'_>, data: &[u8]) -> PyResult<Self> {
        let read = py.detach(|| PlainText::read_file(data));
        let unknown = || PyValueError::new_err("the file is one that only Python reads");
        Ok(Self { read: Arc::new(read.ok_or_else(unknown)?) })
    }

    fn __len__(&self) -> usize {
        self.read.blocks.len()
    }

    /// A block with the number of its line.
    fn block(&self, place: usize) -> PyResult<Shown> {
        let known = self.read.blocks.get(place);
        let (block, line) = known.ok_or_else(|| PyIndexError::new_err(place))?;
        let text = &self.read.text;
        Ok(match block {
            Block::Paragraph(own) => (*line, Some(text[own.clone()].to_string()), None, None),
            Block::List(items) => {
                let item = |one: &brailledesk_core::layout::Item| {
                    let marker = text[one.whole.start..one.start].trim_end_matches(' ');
                    (marker.to_string(), text[one.start..one.whole.end].to_string())
                };
                let items = self.read.items[items.clone()].iter().map(item).collect();
                (*line, None, Some(items), None)
            }
            Block::PageMark(label) => (*line, None, None, Some(label.to_string())),
        })
    }
}
