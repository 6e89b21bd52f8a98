//! A text of which a span changed: only what depends on that span is translated again.
//!
//! What comes before is kept up to the last unit that no rule looked beyond into the change
//! ([`Reach`]). From there the new text is written until it comes to a unit which begins behind
//! the change, began a unit in the old text too, and from which on no rule looked back at the change:
//! from there on all is as it was, moved.

use std::ops::Range;

use crate::filled::Filled;
use crate::output::Output;
use crate::plain::Way;
use crate::position::Position;
use crate::reach::Reach;
use crate::region::Journey;
use crate::table::{Fault, Table};
use crate::words::Words;

/// A text and its translation, as [`Table::translate_plain`] gave it.
#[derive(Clone, Copy, Debug)]
pub struct Translated<'a, P = u32> {
    /// The text.
    pub text: &'a str,
    /// One byte a cell.
    pub cells: &'a [u8],
    /// For each cell the character it stands for.
    pub cell_to_char: &'a [P],
    /// For each character its first cell.
    pub char_to_cell: &'a [P],
    /// What the cells depend on.
    pub reach: &'a Reach,
}

impl<P: Position> Translated<'_, P> {
    /// Whether such positions can tell its places, else its maps mean nothing.
    #[inline]
    pub fn fits(&self) -> bool {
        P::fits(self.cells.len()) && P::fits(self.char_to_cell.len())
    }
}

impl<'a> Translated<'a> {
    /// `output` with its text.
    pub fn of(text: &'a str, output: &'a Output) -> Self {
        let Output { cells, cell_to_char, char_to_cell, reach, .. } = output;
        Self { text, cells, cell_to_char, char_to_cell, reach }
    }

    /// The byte at which the character at `place` begins; the length of the text behind the last.
    pub fn byte_of(&self, place: usize) -> usize {
        if self.char_to_cell.len() == self.text.len() {
            return place.min(self.text.len()); // one byte a character
        }
        self.text.char_indices().nth(place).map_or(self.text.len(), |(byte, _)| byte)
    }

    fn first_cell_of(&self, place: usize) -> usize {
        self.cell_to_char.partition_point(|&character| (character as usize) < place)
    }
}

/// A new translation in terms of the old one.
#[derive(Debug)]
pub struct Patch<'a> {
    old: Translated<'a>,
    /// Up to here the old cells and characters stay.
    kept: (usize, usize),
    /// What is written anew, counted from there.
    new: Output,
    /// From here on the old cells and characters stay.
    rest: (usize, usize),
    /// What the new cells depend on.
    pub reach: Reach,
}

impl Table {
    /// Translate `new`, which is the old text with the bytes of `span` replaced.
    ///
    /// The result is that of the whole new text. `None` where that has to be translated as a whole.
    pub fn translate_change<'a>(
        &self,
        old: Translated<'a>,
        span: Range<usize>,
        new: &str,
        words: &mut Words,
    ) -> Result<Option<Patch<'a>>, Fault> {
        let unchanged = old.text.len().saturating_sub(span.end) + span.start;
        if !old.reach.is_known || span.start > span.end || new.len() < unchanged {
            return Ok(None);
        }
        let moved = new.len() as isize - old.text.len() as isize;
        let now = |place: usize| (place as isize + moved) as usize;
        let was = |place: usize| (place as isize - moved) as usize;
        let old_bytes = old.text.as_bytes();

        let start = old.reach.last_before(old_bytes, span.start);
        let mut output: Output = Output::default();
        let mut journey = Journey::new(new, old.reach.floor(start));
        let mut stop = old.reach.next_unit(old_bytes, old.reach.first_behind(span.end));
        let mut to = Filled::new(&mut output, now(stop) - start);
        let mut place = start;
        while place < now(stop) {
            match self.write_units(&mut journey, place..now(stop), words, &mut to)? {
                Way::Units(reached) => place = reached,
                Way::Whole | Way::NotPlain => return Ok(None),
            }
            if place > now(stop) {
                stop = old.reach.next_unit(old_bytes, was(place));
            }
        }
        to.finish();
        let kept = old.text[..start].chars().count();
        let rest = kept + old.text[start..stop].chars().count();
        Ok(Some(Patch {
            old,
            kept: (old.first_cell_of(kept), kept),
            new: output,
            rest: (old.first_cell_of(rest), rest),
            reach: old.reach.join(start, &journey.reach, stop, moved),
        }))
    }
}

impl Patch<'_> {
    /// How many cells the new text has.
    pub fn cell_count(&self) -> usize {
        self.kept.0 + self.new.cells.len() + self.old.cells.len() - self.rest.0
    }

    /// How many characters it has.
    pub fn char_count(&self) -> usize {
        self.kept.1 + self.new.char_to_cell.len() + self.old.char_to_cell.len() - self.rest.1
    }

    /// How many characters were translated again.
    pub fn written(&self) -> usize {
        self.new.char_to_cell.len()
    }

    /// Write the cells to `to`, which has just the room.
    pub fn write_cells(&self, to: &mut [u8]) {
        let (kept, to) = to.split_at_mut(self.kept.0);
        let (new, rest) = to.split_at_mut(self.new.cells.len());
        kept.copy_from_slice(&self.old.cells[..self.kept.0]);
        new.copy_from_slice(&self.new.cells);
        rest.copy_from_slice(&self.old.cells[self.rest.0..]);
    }

    /// Write the character of each cell to `to`, which has just the room.
    pub fn write_cell_to_char(&self, to: &mut [u32]) {
        let (kept, to) = to.split_at_mut(self.kept.0);
        let (new, rest) = to.split_at_mut(self.new.cell_to_char.len());
        let moved =
            ((self.kept.1 + self.new.char_to_cell.len()) as u32).wrapping_sub(self.rest.1 as u32);
        kept.copy_from_slice(&self.old.cell_to_char[..self.kept.0]);
        add(&self.new.cell_to_char, self.kept.1 as u32, new);
        add(&self.old.cell_to_char[self.rest.0..], moved, rest);
    }

    /// Write the first cell of each character to `to`, which has just the room.
    pub fn write_char_to_cell(&self, to: &mut [u32]) {
        let (kept, to) = to.split_at_mut(self.kept.1);
        let (new, rest) = to.split_at_mut(self.new.char_to_cell.len());
        let moved = ((self.kept.0 + self.new.cells.len()) as u32).wrapping_sub(self.rest.0 as u32);
        kept.copy_from_slice(&self.old.char_to_cell[..self.kept.1]);
        add(&self.new.char_to_cell, self.kept.0 as u32, new);
        add(&self.old.char_to_cell[self.rest.1..], moved, rest);
        // First characters without cells of their own take that of the character before.
        let first = self.new.cell_to_char.first().map_or(new.len(), |&first| first as usize);
        if let Some(&last) = kept.last() {
            new[..first].fill(last);
        }
    }

    /// The new translation.
    pub fn output(self) -> Output {
        let mut output = Output {
            cells: vec![0; self.cell_count()],
            cell_to_char: vec![0; self.cell_count()],
            char_to_cell: vec![0; self.char_count()],
            ..Output::default()
        };
        self.write_cells(&mut output.cells);
        self.write_cell_to_char(&mut output.cell_to_char);
        self.write_char_to_cell(&mut output.char_to_cell);
        output.reach = self.reach;
        output
    }
}

fn add(from: &[u32], moved: u32, to: &mut [u32]) {
    for (to, &from) in to.iter_mut().zip(from) {
        *to = from.wrapping_add(moved);
    }
}
