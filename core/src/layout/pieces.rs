//! Pieces of a text translated by themselves: what a row must read like that holds only them.

use crate::output::Output;
use crate::table::Table;
use crate::words::Words;

/// A table at work for one document.
pub(crate) struct Pieces<'a> {
    table: &'a Table,
    words: &'a mut Words,
    text: String,
    output: Output,
    hyphen_cells: Option<usize>,
    /// A piece could not be translated: what came of it must not be used.
    pub has_failed: bool,
}

impl<'a> Pieces<'a> {
    pub fn new(table: &'a Table, words: &'a mut Words) -> Self {
        let (text, output) = (String::new(), Output::default());
        Self { table, words, text, output, hyphen_cells: None, has_failed: false }
    }

    /// Translate a whole passage; `false` where it has to be prepared first.
    pub fn translate_passage(&mut self, text: &str, output: &mut Output) -> bool {
        self.table.translate_plain(text, self.words, output).unwrap_or(false)
    }

    /// The cells of a text with something behind it.
    pub fn translate(&mut self, text: &str, behind: &str) -> &[u8] {
        self.text.clear();
        self.text.push_str(text);
        self.text.push_str(behind);
        let done = self.table.translate_plain(&self.text, self.words, &mut self.output);
        if !done.unwrap_or(false) {
            self.has_failed = true;
            self.output.cells.clear();
        }
        &self.output.cells
    }

    /// How many cells a hyphen by itself has.
    pub fn hyphen_cells(&mut self) -> usize {
        if let Some(count) = self.hyphen_cells {
            return count;
        }
        let count = self.translate("", "-").len();
        self.hyphen_cells = Some(count);
        count
    }
}
