//! Rows that several threads wrote before they are asked for.

use brailledesk_core::layout::Chunks;
use pyo3::prelude::*;

/// Bytes of text that several threads set before its pages are made.
pub const AHEAD: usize = 1 << 20;

/// Blocks or paragraphs whose rows were written and are not placed yet.
///
/// A flow sets all parts of a text in one style, so that is not asked for.
#[derive(Default)]
pub struct Ahead {
    /// The text or the list of texts that they are of.
    pub of: Option<Py<PyAny>>,
    /// The first that was written.
    pub start: usize,
    pub chunks: Vec<Chunks>,
}

impl Ahead {
    pub fn has(&self, of: &Bound<'_, PyAny>, place: usize) -> bool {
        let is_same = self.of.as_ref().is_some_and(|own| own.is(of));
        is_same && (self.start..self.end()).contains(&place)
    }

    /// The one behind the last that was written.
    pub fn end(&self) -> usize {
        self.start + self.chunks.len()
    }

    pub fn take(&mut self, place: usize) -> Chunks {
        self.chunks[place - self.start].take()
    }
}
