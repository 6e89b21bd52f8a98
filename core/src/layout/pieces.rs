//! Pieces of a text translated by themselves: what a row must read like that holds only them.

use crate::known::Side;
use crate::output::Output;
use crate::table::Table;
use crate::words::Words;

/// Who translates what the table does not take as it is.
pub trait Asked {
    /// Translate part `number` of a text, with both maps; `false` if that failed.
    fn translate_part(&mut self, number: usize, output: &mut Output) -> bool;

    /// The cells of a piece; `None` if that failed.
    fn translate_piece(&mut self, text: &str) -> Option<Vec<u8>>;
}

/// How the parts of a text, from line feed to line feed, come to their cells.
pub enum Way<'a> {
    /// By the table, which has to take them as they are.
    Plain,
    /// By the table where it takes them, else by somebody else.
    PlainOrAsked(&'a mut dyn Asked),
    /// By somebody else: their cells do not depend on the text alone.
    Asked(&'a mut dyn Asked),
}

/// A piece and its cells, to be written over by the next.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    text: String,
    output: Output,
    /// How many cells a hyphen by itself has, where the table takes it.
    hyphen: Option<usize>,
}

/// A table at work for one text.
pub(crate) struct Pieces<'a> {
    table: &'a Table,
    words: &'a mut Words,
    way: Way<'a>,
    buffer: &'a mut Buffer,
    hyphen_cells: Option<usize>,
    /// A piece could not be translated: what came of it must not be used.
    pub has_failed: bool,
}

impl<'a> Pieces<'a> {
    pub fn new(
        table: &'a Table,
        words: &'a mut Words,
        way: Way<'a>,
        buffer: &'a mut Buffer,
    ) -> Self {
        Self { table, words, way, buffer, hyphen_cells: None, has_failed: false }
    }

    /// Translate part `number` of a text; `false` where that is not possible here.
    pub fn translate_part(&mut self, number: usize, text: &str, output: &mut Output) -> bool {
        let is_plain = !matches!(self.way, Way::Asked(_))
            && self.table.translate_plain(text, self.words, output).unwrap_or(false);
        if is_plain {
            return true;
        }
        match &mut self.way {
            Way::Plain => false,
            Way::PlainOrAsked(asked) | Way::Asked(asked) => {
                asked.translate_part(number, output) && is_sound(text, output)
            }
        }
    }

    /// The cells of a text with something behind it.
    pub fn translate(&mut self, text: &str, behind: &str) -> &[u8] {
        let Buffer { text: piece, output, .. } = &mut *self.buffer;
        piece.clear();
        piece.push_str(text);
        piece.push_str(behind);
        if !self.table.translate_plain(piece, self.words, output).unwrap_or(false) {
            let cells = match &mut self.way {
                Way::Plain => None,
                Way::PlainOrAsked(asked) | Way::Asked(asked) => asked.translate_piece(piece),
            };
            self.has_failed |= cells.is_none();
            output.cells = cells.unwrap_or_default();
        }
        &self.buffer.output.cells
    }

    /// Whether `cells` are those of a word that is even: each character behind its first one has its
    /// own one cell, whatever is beside it, and what the first one has depends on the second at most.
    ///
    /// `room` is written over.
    pub fn is_even(&mut self, word: &str, cells: &[u8], room: &mut [u8]) -> bool {
        let Some(quiet) = &self.table.quiet else { return false };
        if !self.is_plain() || word.len() > room.len() {
            return false;
        }
        let went = quiet.write(word.as_bytes(), quiet.row_behind(Side::Edge), room);
        if went.bytes > 0 {
            return went.bytes == word.len() && room[..went.chars] == *cells;
        }
        let Some(first) = self.table.first_of(quiet, word, self.words) else { return false };
        let rest = &word.as_bytes()[first.bytes..];
        let went = quiet.write(rest, first.row, room);
        let cells = cells.strip_prefix(&first.cells[..first.count]);
        went.bytes == rest.len() && cells == Some(&room[..went.chars])
    }

    /// Whether both parts of an even word read like the whole where it is divided between these
    /// characters; `false` where that is not certain. The first one is not the first of the word.
    pub fn parts_evenly(&mut self, before: char, behind: char, has_hyphen: bool) -> bool {
        let Some(quiet) = &self.table.quiet else { return false };
        let is_even = quiet.row_behind(Side::Edge) & quiet.row_of(behind) != 0
            && (!has_hyphen || quiet.follows(before, '-'));
        is_even && (!has_hyphen || self.hyphen_cells() == 1)
    }

    /// How many cells a hyphen by itself has.
    pub fn hyphen_cells(&mut self) -> usize {
        if let Some(count) = self.buffer.hyphen.or(self.hyphen_cells) {
            return count;
        }
        let count = self.translate("", "-").len();
        self.hyphen_cells = Some(count);
        if self.is_plain() && !self.has_failed {
            self.buffer.hyphen = Some(count);
        }
        count
    }

    /// Whether the table alone translates.
    pub fn is_plain(&self) -> bool {
        matches!(self.way, Way::Plain)
    }
}

/// Whether maps that came from elsewhere never fall and lead into the text and its cells.
fn is_sound(text: &str, output: &Output) -> bool {
    let leads = |map: &[u32], count: usize, end: usize| {
        map.len() == count
            && map.is_sorted()
            && map.last().is_none_or(|&last| (last as usize) < end.max(1))
    };
    let (chars, cells) = (text.chars().count(), output.cells.len());
    leads(&output.cell_to_char, cells, chars) && leads(&output.char_to_cell, chars, cells + 1)
}
