//! A reading made into what callers get: text, both maps, emphasis and doubts.
//!
//! The specification is `translate/back/inverse.py`.

use super::column::BIT;
use super::lattice::Taken;
use super::rivals::Rival;
use super::source::{Arc, Source};
use crate::output::map_characters;

/// The bit of text that a writer chose to write uncontracted, beside those of emphasis.
pub const UNCONTRACTED: u16 = 0x1000;

/// The likeliest text of some cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BackTranslation {
    /// The text.
    pub text: String,
    /// For each cell the character that it stands for.
    pub cell_to_char: Vec<u32>,
    /// For each character its first cell.
    pub char_to_cell: Vec<u32>,
    /// For each character its emphasis, and [`UNCONTRACTED`].
    pub typeforms: Vec<u16>,
    /// What is not certain, in the order of the cells.
    pub doubts: Vec<Doubt>,
    /// In bits: the less, the likelier.
    pub cost: f64,
}

/// Characters `start` to `end`, read from cells `cell_start` to `cell_end`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    /// The first character.
    pub start: u32,
    /// Behind the last character.
    pub end: u32,
    /// The first cell.
    pub cell_start: u32,
    /// Behind the last cell.
    pub cell_end: u32,
    /// Other texts of the span, the likeliest first; none where no text gives the cells.
    pub alternatives: Vec<Box<str>>,
}

/// The text of some arcs.
pub(crate) fn text_of(arcs: &[Taken], source: &Source) -> String {
    arcs.iter().map(|&(_, arc)| &*source.arc(arc).shape.text).collect()
}

/// A result that grows with the arcs of a reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// UTF-8.
    pub text: Vec<u8>,
    /// Characters of the text.
    pub length: u32,
    pub cell_to_char: Vec<u32>,
    pub typeforms: Vec<u16>,
    /// What no text gives.
    pub foreign: Vec<Doubt>,
    pub ambiguous: Vec<Doubt>,
    pub cost: i64,
    /// The emphasis that is on.
    pub emphasis: u16,
}

/// How far a result had grown, to go back there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mark {
    text: usize,
    length: u32,
    foreign: usize,
    ambiguous: usize,
    cost: i64,
    emphasis: u16,
}

impl Written {
    /// Nothing yet of a text of so many cells.
    pub fn with_room_for(cells: usize) -> Self {
        Self {
            text: Vec::with_capacity(cells * 2),
            cell_to_char: Vec::with_capacity(cells),
            typeforms: Vec::with_capacity(cells * 2),
            ..Self::default()
        }
    }

    /// Append the arcs of a reading with its rivals.
    pub fn append(&mut self, arcs: &[Taken], rivals: Vec<Rival>, source: &Source) {
        let mut rivals = rivals.into_iter().peekable();
        let mut doubt: Option<(usize, Doubt)> = None;
        for (number, &(_, arc)) in arcs.iter().enumerate() {
            self.end_doubt(&mut doubt, number);
            if let Some(rival) = rivals.next_if(|rival| rival.first == number) {
                let begun = Doubt {
                    start: self.length,
                    end: 0,
                    cell_start: rival.cell_start as u32,
                    cell_end: rival.cell_end as u32,
                    alternatives: rival.texts,
                };
                doubt = Some((rival.last, begun));
            }
            self.write(&source.arc(arc));
        }
        self.end_doubt(&mut doubt, arcs.len());
    }

    fn end_doubt(&mut self, doubt: &mut Option<(usize, Doubt)>, number: usize) {
        if let Some((_, doubt)) = doubt.take_if(|&mut (last, _)| last == number) {
            self.ambiguous.push(Doubt { end: self.length, ..doubt });
        }
    }

    fn write(&mut self, arc: &Arc) {
        let mut anchor = self.length;
        if arc.emphasis != 0 {
            if self.emphasis & arc.emphasis != 0 {
                anchor = anchor.saturating_sub(1);
            }
            self.emphasis ^= arc.emphasis;
        }
        let count = arc.text.chars().count() as u32;
        let (place, end) = (self.cell_to_char.len(), self.cell_to_char.len() + arc.cells.len());
        if arc.anchors.is_empty() {
            self.cell_to_char.resize(end, anchor);
        } else {
            let last = count.saturating_sub(1);
            let anchors = arc.anchors.iter();
            self.cell_to_char.extend(anchors.map(|&offset| anchor + u32::from(offset).min(last)));
        }
        let form = self.emphasis | if arc.is_spelled { UNCONTRACTED } else { 0 };
        self.typeforms.resize(self.typeforms.len() + count as usize, form);
        self.text.extend_from_slice(arc.text.as_bytes());
        let start = self.length;
        self.length += count;
        self.cost += i64::from(arc.cost);
        if arc.is_fault {
            self.foreign.push(Doubt {
                start,
                end: self.length,
                cell_start: place as u32,
                cell_end: end as u32,
                alternatives: Vec::new(),
            });
        }
    }

    /// How far it has grown.
    pub fn mark(&self) -> Mark {
        Mark {
            text: self.text.len(),
            length: self.length,
            foreign: self.foreign.len(),
            ambiguous: self.ambiguous.len(),
            cost: self.cost,
            emphasis: self.emphasis,
        }
    }

    /// Go back to a mark, which was made before the cell `place`.
    pub fn rewind(&mut self, mark: &Mark, place: usize) {
        self.text.truncate(mark.text);
        self.length = mark.length;
        self.cell_to_char.truncate(place);
        self.typeforms.truncate(mark.length as usize);
        self.foreign.truncate(mark.foreign);
        self.ambiguous.truncate(mark.ambiguous);
        self.cost = mark.cost;
        self.emphasis = mark.emphasis;
    }

    /// The result, now that nothing more comes.
    pub fn finish(mut self) -> BackTranslation {
        let (length, last) = (self.length, self.length.saturating_sub(1));
        // A sign of emphasis at the very end.
        let anchors = self.cell_to_char.iter_mut().rev();
        anchors.take_while(|place| **place >= length.max(1)).for_each(|place| *place = last);
        let mut char_to_cell = Vec::new();
        map_characters(&self.cell_to_char, length as usize, &mut char_to_cell);
        widen(&mut self.foreign, &char_to_cell, self.cell_to_char.len() as u32);
        let mut doubts = self.foreign;
        doubts.append(&mut self.ambiguous);
        doubts.sort_by_key(|doubt| (doubt.cell_start, doubt.cell_end));
        BackTranslation {
            text: String::from_utf8(self.text).expect("whole strings were appended"),
            cell_to_char: self.cell_to_char,
            char_to_cell,
            typeforms: self.typeforms,
            doubts,
            cost: self.cost as f64 / f64::from(BIT),
        }
    }
}

/// What has no character itself, for what was asked for did not follow, is told by its neighbours.
fn widen(foreign: &mut [Doubt], char_to_cell: &[u32], cells: u32) {
    let length = char_to_cell.len() as u32;
    for doubt in foreign.iter_mut().filter(|doubt| doubt.start == doubt.end) {
        let (first, last) = (doubt.start.saturating_sub(1), (doubt.end + 1).min(length));
        let cell = |place: u32| char_to_cell.get(place as usize).copied();
        doubt.cell_start = cell(first).map_or(0, |cell| cell.min(doubt.cell_start));
        doubt.cell_end = cell(last).map_or(cells, |cell| cell.max(doubt.cell_end));
        (doubt.start, doubt.end) = (first, last);
    }
}
