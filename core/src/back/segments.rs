//! Words that were read before, with the blank behind them.
//!
//! Where a search comes down to one node, all that was before is decided, and what follows depends
//! on that node and the cells alone. So the cells from one such place to the next that is behind a
//! blank are read once, by a search of their own, and remembered under the node. A word that does not
//! end at one node, or whose doubts are told by what follows, is taken together with the next; cells
//! that no text gives are not for here.
//!
//! Strangers choose the cells, so that the map of them has a hash with a secret.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::lattice::{Lattice, WINDOW};
use super::result::{Doubt, Written};
use super::rivals::{Chosen, find_rivals};
use super::source::{Node, Source};

/// Cells of the longest segment: a search of its own must not settle anything.
const LONGEST: usize = WINDOW / 2;
/// Segments that are remembered; the rest are read each time.
const MOST_KEPT: usize = 1 << 17;
const BLANK: u8 = 0;
/// What stands for the character before a segment, while it is read.
const BEFORE: u32 = 1;

/// Cells from a node to a node, read.
#[derive(Debug)]
pub(crate) struct Segment {
    /// The node behind it.
    pub node: Node,
    pub cells: usize,
    /// Positions count from [`BEFORE`].
    written: Box<Written>,
}

/// What is known of some cells from a node on.
#[derive(Debug)]
enum Entry {
    Read(Segment),
    /// The next word has to be looked at too.
    Longer,
    /// They are not a segment, nor is what begins with them.
    Never,
}

/// The segments that one thread met.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    numbers: HashMap<Box<[u8]>, u32, RandomState>,
    entries: Vec<Entry>,
    key: Vec<u8>,
}

/// Where a segment begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub node: Node,
    /// The emphasis that is on.
    pub emphasis: u16,
}

impl Segments {
    /// The segment that begins at `start` with the first of `cells`, the rest of a text.
    pub fn at(&mut self, start: Start, cells: &[u8], source: &mut Source) -> Option<&Segment> {
        let mut end = 0;
        loop {
            end = unit_end(cells, end)?;
            let is_last = end == cells.len();
            let number = self.number(start, &cells[..end], is_last, source);
            match &self.entries[number] {
                Entry::Longer if !is_last => {}
                Entry::Read(_) => return self.segment(number),
                _ => return None,
            }
        }
    }

    fn segment(&self, number: usize) -> Option<&Segment> {
        match &self.entries[number] {
            Entry::Read(segment) => Some(segment),
            _ => None,
        }
    }

    /// The number of the entry of some cells, which are read if they are new.
    fn number(&mut self, start: Start, cells: &[u8], is_last: bool, source: &mut Source) -> usize {
        self.key.clear();
        self.key.extend(start.node.to_le_bytes());
        self.key.extend(start.emphasis.to_le_bytes());
        self.key.push(is_last.into());
        self.key.extend(cells);
        if let Some(&number) = self.numbers.get(self.key.as_slice()) {
            return number as usize;
        }
        if self.entries.len() >= MOST_KEPT {
            self.numbers.clear();
            self.entries.clear();
        }
        let number = self.entries.len();
        self.entries.push(read(start, cells, is_last, source));
        self.numbers.insert(self.key.as_slice().into(), number as u32);
        number
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let keys = self.numbers.keys().map(|key| key.len() + 40);
        let entries = self.entries.iter().map(|entry| match entry {
            Entry::Read(segment) => size_of::<Entry>() + segment.written.size(),
            _ => size_of::<Entry>(),
        });
        keys.sum::<usize>() + entries.sum::<usize>()
    }
}

/// Behind the blank that ends the unit from `start` on; `None` where that is too far.
fn unit_end(cells: &[u8], start: usize) -> Option<usize> {
    let near = &cells[start..cells.len().min(LONGEST)];
    match near.iter().position(|&cell| cell == BLANK) {
        Some(blank) => Some(start + blank + 1),
        None => (start < cells.len() && cells.len() <= LONGEST).then_some(cells.len()),
    }
}

fn read(start: Start, cells: &[u8], is_last: bool, source: &mut Source) -> Entry {
    let mut lattice = Lattice::new(0, start.node);
    lattice.extend(cells, source);
    let arcs = if is_last {
        lattice.finish(source)
    } else {
        match lattice.narrow() {
            Some(node) => lattice.trace(cells.len(), node),
            None if lattice.mended.is_some() => return Entry::Never,
            None => return Entry::Longer,
        }
    };
    if lattice.mended.is_some() {
        return Entry::Never;
    }
    let chosen = Chosen { node: start.node, arcs: &arcs, cells, first: 0, is_part: !is_last };
    let Some(rivals) = find_rivals(chosen, source) else { return Entry::Longer };
    let mut written = Written { length: BEFORE, emphasis: start.emphasis, ..Written::default() };
    written.append(&arcs, rivals, source);
    let node = arcs.last().map_or(start.node, |&(_, arc)| source.arc(arc).target);
    Entry::Read(Segment { node, cells: cells.len(), written: Box::new(written) })
}

impl Segment {
    /// Append it to what was written before.
    pub fn append_to(&self, to: &mut Written) {
        let own = &self.written;
        let (char, cell) = (to.length, to.cell_to_char.len() as u32);
        let moved = |place: u32| (char + place).saturating_sub(BEFORE);
        to.cell_to_char.extend(own.cell_to_char.iter().map(|&place| moved(place)));
        to.text.push_str(&own.text);
        to.typeforms.extend_from_slice(&own.typeforms);
        to.length += own.length - BEFORE;
        to.cost += own.cost;
        to.emphasis = own.emphasis;
        let doubt = |one: &Doubt| Doubt {
            start: moved(one.start),
            end: moved(one.end),
            cell_start: cell + one.cell_start,
            cell_end: cell + one.cell_end,
            alternatives: one.alternatives.clone(),
        };
        to.foreign.extend(own.foreign.iter().map(doubt));
        to.ambiguous.extend(own.ambiguous.iter().map(doubt));
    }
}
