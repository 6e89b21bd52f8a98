//! A reading made into what callers get: text, both maps, emphasis and doubts.
//!
//! The specification is `translate/back/inverse.py`.

use super::columns::BIT;
use super::lattice::{Known, Lattice, Taken};
use super::rivals::{Rival, Rivals};
use super::source::Source;
use crate::output::map_characters;

/// The bit of text that a writer chose to write uncontracted, beside those of emphasis.
pub const UNCONTRACTED: u16 = 0x1000;

/// The likeliest text of some cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BackTranslation {
    /// The text.
    pub text: String,
    /// Characters of the text.
    pub length: usize,
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

/// The reading of all of `cells`, from a search that begins here.
pub(crate) fn read(cells: &[u8], known: &mut Known, rivals: &mut Rivals) -> BackTranslation {
    let mut lattice = Lattice::new(known);
    lattice.extend(cells, known);
    let arcs = lattice.finish(known);
    let found = rivals.find(&arcs, cells, &mut known.source);
    assemble(cells.len(), &arcs, found, &known.source)
}

/// The text of some arcs.
pub(crate) fn text_of(arcs: &[Taken], source: &Source) -> String {
    arcs.iter().map(|&(_, arc)| &*source.arc(arc).text).collect()
}

fn assemble(
    cells: usize,
    arcs: &[Taken],
    rivals: Vec<(usize, Rival)>,
    source: &Source,
) -> BackTranslation {
    let mut to = BackTranslation::default();
    to.text.reserve(cells * 2);
    to.cell_to_char.reserve(cells);
    to.typeforms.reserve(cells * 2);
    let mut foreign: Vec<Doubt> = Vec::new();
    let mut rivals = rivals.into_iter().peekable();
    let mut waiting: Option<(usize, Doubt)> = None;
    let mut ambiguous: Vec<Doubt> = Vec::new();
    let (mut length, mut emphasis, mut cost) = (0, 0, 0_i64);
    for (number, &(place, arc)) in arcs.iter().enumerate() {
        if let Some((_, mut doubt)) = waiting.take_if(|&mut (last, _)| last == number) {
            doubt.end = length;
            ambiguous.push(doubt);
        }
        if let Some((_, rival)) = rivals.next_if(|&(first, _)| first == number) {
            let (cell_start, cell_end) = (place as u32, (place + rival.cells) as u32);
            let alternatives = rival.texts;
            let doubt = Doubt { start: length, end: 0, cell_start, cell_end, alternatives };
            waiting = Some((number + rival.arcs, doubt));
        }
        let arc = source.arc(arc);
        let mut anchor = length;
        if arc.emphasis != 0 {
            if emphasis & arc.emphasis != 0 {
                anchor = length.saturating_sub(1);
            }
            emphasis ^= arc.emphasis;
        }
        let count = arc.text.chars().count() as u32;
        let end = to.cell_to_char.len() + arc.cells.len();
        if arc.anchors.is_empty() {
            to.cell_to_char.resize(end, anchor);
        } else {
            let last = count.saturating_sub(1);
            let anchors = arc.anchors.iter();
            to.cell_to_char.extend(anchors.map(|&offset| anchor + u32::from(offset).min(last)));
        }
        let form = emphasis | if arc.is_spelled { UNCONTRACTED } else { 0 };
        to.typeforms.resize(to.typeforms.len() + count as usize, form);
        to.text.push_str(&arc.text);
        if arc.is_fault {
            foreign.push(Doubt {
                start: length,
                end: length + count,
                cell_start: place as u32,
                cell_end: end as u32,
                alternatives: Vec::new(),
            });
        }
        length += count;
        cost += i64::from(arc.cost);
    }
    if let Some((_, mut doubt)) = waiting {
        doubt.end = length;
        ambiguous.push(doubt);
    }
    let last = length.saturating_sub(1);
    // A sign of emphasis at the very end.
    let dangling = to.cell_to_char.iter_mut().rev().take_while(|place| **place >= length.max(1));
    dangling.for_each(|place| *place = last);
    map_characters(&to.cell_to_char, length as usize, &mut to.char_to_cell);
    widen(&mut foreign, &to.char_to_cell, cells as u32);
    to.doubts = foreign;
    to.doubts.append(&mut ambiguous);
    to.doubts.sort_by_key(|doubt| (doubt.cell_start, doubt.cell_end));
    to.length = length as usize;
    to.cost = cost as f64 / f64::from(BIT);
    to
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
